//! Geometry from symmetry: the landscape of complete dictionary learning over the sphere, and where descents on it end.

use anyhow::Result;
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    data::streams::stream,
    figure::{Checked, Claim, Context, Drawing, Experiment, Settings, Tolerance, plot::SERIES, settings},
    ground::scale::Scale,
    math::{
        sparse::dictionary_objective::{
            balanced, descend, dictionary_objective, population_objective, sphere_curvatures,
        },
        vectors::{largest, smallest},
    },
};

mod drawing;
mod trials;

/// The landscape of dictionary learning.
#[derive(Debug)]
pub struct ParameterLandscape;

/// What a reader can turn.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Dimensions n: as many atoms.
    pub dimensions: Vec<usize>,
    /// Numbers of samples N.
    pub samples: Vec<usize>,
    /// θ: the share of nonzero entries.
    pub theta: f64,
    /// The values of θ at which the first dimension is tried with the most samples.
    pub thetas: Vec<f64>,
    /// μ: the width over which the absolute value is rounded off; also the rate of the descent.
    pub mu: f64,
    /// The most steps of a descent.
    pub steps: usize,
    /// Descents for each number, each with a dictionary, samples and a start of its own.
    pub trials: usize,
    /// The dimension in which the curvatures at the balanced points are counted.
    pub saddle_dimension: usize,
    /// Seed of every random stream.
    pub seed: u64,
}

/// What was found.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// Three atoms.
    pub landscape: Landscape,
    /// The points with equal weight on k atoms, k from 1 on.
    pub balanced: Vec<Balanced>,
    /// Numbers of samples N.
    pub samples: Vec<usize>,
    /// One list a dimension, one share a number of samples.
    pub by_samples: Vec<Vec<Share>>,
    /// One share a value of θ.
    pub by_theta: Vec<Share>,
}

/// The objective over the sphere 𝕊², seen from (1, 1, 1) turned a little, for the dictionary I.
#[derive(Debug, Serialize, Deserialize)]
pub struct Landscape {
    /// Pixels a side.
    pub size: usize,
    /// The population objective, one byte a pixel in base64: 1 the lowest value, 255 the highest, 0 off the sphere.
    pub pixels: String,
    /// The balanced points that are seen.
    pub marks: Vec<Mark>,
    /// Descents on the sampled objective, as far as they are seen.
    pub paths: Vec<Path>,
}

/// A balanced point as the picture shows it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Mark {
    /// How many atoms have equal weight.
    pub atoms: usize,
    /// To the right and upward, in radii.
    pub place: [f64; 2],
}

/// A descent as the picture shows it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Path {
    /// To the right, in radii.
    pub xs: Vec<f64>,
    /// Upward.
    pub ys: Vec<f64>,
    /// The sampled objective at every step.
    pub values: Vec<f64>,
}

/// The point with equal weight on k atoms, and the directions in which the objective falls from it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Balanced {
    /// k.
    pub atoms: usize,
    /// The population ℓ₁ objective there.
    pub population: f64,
    /// Its second difference toward one of the k atoms and away from another; 0 for k = 1, which has none.
    pub within: f64,
    /// Its slope toward an atom that has no weight, one-sided; 0 for k = n, which has none.
    pub outward_slope: f64,
    /// Descent directions of the sampled smooth objective: negative eigenvalues of its Hessian on the sphere.
    pub descents: usize,
    /// The length of the sampled objective's gradient along the sphere: 0 at a critical point of it.
    pub gradient: f64,
}

/// How many descents end at an atom.
#[derive(Debug, Serialize, Deserialize)]
pub struct Share {
    /// n.
    pub dimension: usize,
    /// N.
    pub samples: usize,
    /// θ.
    pub theta: f64,
    /// Descents that ended within `ARRIVED_RAD` = 0.1 rad of an atom or its opposite.
    pub hits: usize,
    /// Of so many.
    pub trials: usize,
    /// Their share.
    pub share: f64,
    /// The lower end of its 95 % interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// The median distance to the nearest atom at the end, radians.
    pub median_distance_rad: f64,
    /// Descents whose gradient fell below the threshold.
    pub settled: usize,
}

/// A descent that ends nearer to an atom than this has found it, radians.
pub(crate) const ARRIVED_RAD: f64 = 0.1;
/// Pixels of the sphere's picture.
const PIXELS: usize = 120;
/// Samples of the sampled objective in the picture and at the balanced points.
const MANY: usize = 20_000;
/// Descents in the picture.
const PATHS: usize = 9;

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let (dimensions, samples, trials) = match scale {
            Scale::Quick => (vec![5, 10], vec![20, 80, 320], 20),
            Scale::Book => (vec![5, 10, 20], vec![20, 40, 80, 160, 320, 640, 1_280], 60),
        };
        Config {
            dimensions,
            samples,
            theta: 0.2,
            thetas: vec![0.1, 0.3, 0.5, 0.7, 0.9, 1.0],
            mu: 0.1,
            steps: 300,
            trials,
            saddle_dimension: 6,
            seed: 1,
        }
    }

    fn check(&self) -> Result<()> {
        settings::in_range("the number of `dimensions`", self.dimensions.len(), 1..=SERIES.len())?;
        for &n in &self.dimensions {
            settings::in_range("dimensions", n, 2..=30)?;
        }
        settings::rising("samples", &self.samples)?;
        settings::in_range("the number of `samples`", self.samples.len(), 2..=8)?;
        for &samples in &self.samples {
            settings::in_range("samples", samples, 2..=2_000)?;
        }
        settings::in_range("theta", self.theta, 0.02..=1.0)?;
        settings::rising("thetas", &self.thetas)?;
        settings::in_range("the number of `thetas`", self.thetas.len(), 2..=12)?;
        for &theta in &self.thetas {
            settings::in_range("thetas", theta, 0.02..=1.0)?;
        }
        settings::in_range("mu", self.mu, 0.02..=0.5)?;
        settings::in_range("steps", self.steps, 10..=400)?;
        settings::in_range("trials", self.trials, 5..=60)?;
        settings::in_range("saddle_dimension", self.saddle_dimension, 3..=10)
    }
}

impl Experiment for ParameterLandscape {
    const ID: &'static str = "two_curves/parameter_landscape";
    const TITLE: &'static str = "Geometry from symmetry: learning a dictionary";
    type Config = Config;
    type Outcome = Outcome;

    fn run(config: &Checked<Config>, context: &Context) -> Result<Outcome> {
        let mut task = context.progress.task("descents", config.dimensions.len() * config.samples.len());
        let mut by_samples = Vec::new();
        for &n in &config.dimensions {
            let mut shares = Vec::new();
            for &samples in &config.samples {
                shares.push(trials::share(config, n, samples, config.theta));
                task.step();
            }
            by_samples.push(shares);
        }
        let (n, most) = (config.dimensions[0], config.samples[config.samples.len() - 1]);
        let by_theta = config.thetas.iter().map(|&theta| trials::share(config, n, most, theta)).collect();
        Ok(Outcome {
            landscape: landscape(config),
            balanced: balanced_points(config),
            samples: config.samples.clone(),
            by_samples,
            by_theta,
        })
    }

    fn claims(outcome: &Outcome) -> Vec<Claim> {
        let Outcome { balanced, by_samples, by_theta, landscape, .. } = outcome;
        let lowest_share = smallest(by_samples.iter().filter_map(|shares| shares.last()).map(|s| s.share));
        let wrong = balanced.iter().map(|point| point.descents.abs_diff(point.atoms - 1)).max().unwrap_or_default();
        let falls = largest(balanced[1..].iter().map(|point| point.within));
        let rises = smallest(balanced[..balanced.len() - 1].iter().map(|point| point.outward_slope));
        let steps = landscape.paths.iter().flat_map(|path| path.values.windows(2).map(|pair| pair[1] - pair[0]));
        let steepest = largest(steps);
        let few = largest(by_samples.iter().map(|shares| shares[0].share));
        vec![
            Claim::is_true(
                "The objective is lower the fewer atoms share the weight: lowest at an atom, highest at all",
                SURVEY,
                balanced.is_sorted_by(|a, b| a.population < b.population),
            ),
            Claim::at_most(
                "From equal weights on k atoms the ℓ₁ objective falls toward each of them: largest second difference",
                SURVEY,
                falls,
                0.0,
            ),
            Claim::at_least("and rises toward every other atom: smallest slope", SURVEY, rises, 0.0),
            Claim::at_most(
                "There are k − 1 directions of negative curvature of the sampled smooth objective",
                SURVEY,
                wrong as f64,
                0.0,
            ),
            Claim::at_most("No step of a drawn descent raises the objective", HERE, steepest, 1e-12),
            Claim::at_least(
                "With the most samples nine descents of ten end at an atom, in every dimension",
                LECTURE,
                lowest_share,
                0.9,
            )
            .at_reduced_scale("at most some thousand samples and some tens of dimensions"),
            Claim::at_most("With the fewest samples less than half of them do", HERE, few, 0.5),
            Claim::at_most(
                "With the densest coefficients less than half of them do",
                HERE,
                by_theta[by_theta.len() - 1].share,
                0.5,
            ),
        ]
    }

    fn draw(outcome: &Outcome) -> Result<Drawing> {
        drawing::draw(Self::TITLE, outcome)
    }

    fn tolerance(pointer: &str) -> Tolerance {
        if pointer.ends_with("/pixels") {
            return Tolerance { relative: 0.0, absolute: 1.0, because: "a level may round either way" };
        }
        Tolerance {
            relative: 1e-4,
            absolute: 2e-3,
            because: "places are rounded to thousandths, and a descent's last step is where a gradient meets a threshold",
        }
    }
}

const LECTURE: &str = "lecture, chapter 2, two approaches to nonconvex problems";
const SURVEY: &str = "Zhang, Qu & Wright 2020";
const HERE: &str = "this book";

/// The axes of the picture in space: to the right, upward, and toward the eye, which stands near (1, 1, 1).
fn frame() -> [[f64; 3]; 3] {
    let unit = |v: [f64; 3]| {
        let norm = v.iter().map(|x| x * x).sum::<f64>().sqrt();
        v.map(|x| x / norm)
    };
    let eye = unit([1.0, 0.75, 0.9]);
    let up = unit([-eye[2] * eye[0], -eye[2] * eye[1], 1.0 - eye[2] * eye[2]]);
    let right = [up[1] * eye[2] - up[2] * eye[1], up[2] * eye[0] - up[0] * eye[2], up[0] * eye[1] - up[1] * eye[0]];
    [right, up, eye]
}

/// What the eye sees of the point q of 𝕊²: to the right, upward and toward the eye.
fn seen(q: &[f64]) -> [f64; 3] {
    frame().map(|axis| axis.iter().zip(q).map(|(a, q)| a * q).sum::<f64>())
}

/// Where the sphere's point at a place of the picture is, if there is one.
fn from_picture(x: f64, y: f64) -> Option<[f64; 3]> {
    let z = (1.0 - x * x - y * y).sqrt();
    let [right, up, toward] = frame();
    z.is_finite().then(|| [0, 1, 2].map(|i| right[i] * x + up[i] * y + toward[i] * z))
}

fn landscape(config: &Config) -> Landscape {
    let side = |i: usize| (2 * i + 1) as f64 / PIXELS as f64 - 1.0;
    let value =
        |i: usize| from_picture(side(i % PIXELS), -side(i / PIXELS)).map(|q| population_objective(&q, config.theta));
    let values: Vec<Option<f64>> = (0..PIXELS * PIXELS).map(value).collect();
    let ends = values.iter().flatten().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), &v| (l.min(v), h.max(v)));
    let level = |value: &Option<f64>| value.map_or(0, |v| 1 + (254.0 * (v - ends.0) / (ends.1 - ends.0)).round() as u8);
    let bytes: Vec<u8> = values.iter().map(level).collect();
    let signs = |i: usize| [(i / 9) % 3, (i / 3) % 3, i % 3].map(|digit| digit as f64 - 1.0);
    let marks = (0..27).map(signs).filter_map(|q| {
        let norm = q.iter().map(|x| x * x).sum::<f64>().sqrt();
        let [right, up, toward] = seen(&q.map(|x| x / norm));
        let atoms = q.iter().filter(|x| **x != 0.0).count();
        (atoms > 0 && toward > 0.05).then_some(Mark { atoms, place: [right, up] })
    });
    let mut rng = stream(config.seed, "landscape");
    let data = trials::coefficients(&mut rng, (2_000, 3), config.theta);
    let mut paths = Vec::new();
    while paths.len() < PATHS {
        let start = trials::direction(&mut rng, 3);
        if seen(&start)[2] < 0.5 {
            continue;
        }
        let descent = descend(&data, start, config.mu, (config.mu, config.steps, trials::THRESHOLD));
        let round = |x: f64| (x * 1e3).round() / 1e3;
        let places: Vec<[f64; 3]> = descent.path.iter().map(|q| seen(q)).filter(|place| place[2] > 0.0).collect();
        paths.push(Path {
            xs: places.iter().map(|place| round(place[0])).collect(),
            ys: places.iter().map(|place| round(place[1])).collect(),
            values: descent.path.iter().map(|q| dictionary_objective(&data, q, config.mu).0).collect(),
        });
    }
    Landscape { size: PIXELS, pixels: BASE64.encode(bytes), marks: marks.collect(), paths }
}

/// The balanced points of 1 to n atoms of the dictionary I.
fn balanced_points(config: &Config) -> Vec<Balanced> {
    let n = config.saddle_dimension;
    let mut rng = stream(config.seed, "balanced");
    let data = trials::coefficients(&mut rng, (MANY, n), config.theta);
    let at = |atoms: usize| {
        let q = balanced(atoms, n);
        let toward = |v: &[f64], t: f64| {
            let moved: Vec<f64> = q.iter().zip(v).map(|(q, v)| t.cos() * q + t.sin() * v).collect();
            population_objective(&moved, config.theta)
        };
        let (population, half, h) = (population_objective(&q, config.theta), 0.5_f64.sqrt(), 1e-3);
        let apart: Vec<f64> = (0..n).map(|i| [half, -half].get(i).copied().unwrap_or_default()).collect();
        let outside: Vec<f64> = (0..n).map(|i| f64::from(u8::from(i == atoms))).collect();
        let gradient = dictionary_objective(&data, &q, config.mu).1;
        let outward: f64 = gradient.iter().zip(&q).map(|(g, q)| g * q).sum();
        let along: f64 = gradient.iter().zip(&q).map(|(g, q)| (g - outward * q).powi(2)).sum();
        Balanced {
            atoms,
            population,
            within: if atoms > 1 { (toward(&apart, h) - 2.0 * population + toward(&apart, -h)) / (h * h) } else { 0.0 },
            outward_slope: if atoms < n { (toward(&outside, h) - population) / h } else { 0.0 },
            descents: sphere_curvatures(&data, &q, config.mu).iter().filter(|value| **value < 0.0).count(),
            gradient: along.sqrt(),
        }
    };
    (1..=n).map(at).collect()
}

#[cfg(test)]
mod tests {
    use crate::figure::{Checked, Settings as _};
    use approx::assert_abs_diff_eq;
    use serde_json::json;

    use super::{Config, ParameterLandscape, from_picture, seen};
    use crate::{
        figure::{Context, Drawing, Experiment, Figure, Of, Verdict},
        ground::scale::Scale,
    };

    #[test]
    fn the_eye_sees_a_point_where_the_picture_has_it() {
        for (x, y) in [(0.0, 0.0), (0.3, -0.7), (-0.6, 0.2)] {
            let q = from_picture(x, y).unwrap();
            let [right, up, toward] = seen(&q);
            assert_abs_diff_eq!(right, x, epsilon = 1e-14);
            assert_abs_diff_eq!(up, y, epsilon = 1e-14);
            assert!(toward > 0.0 && (q.iter().map(|x| x * x).sum::<f64>() - 1.0).abs() < 1e-14);
        }
        assert!(from_picture(0.8, 0.8).is_none());
    }

    /// Dense coefficients have no sparse direction: what holds of sparse ones fails.
    #[test]
    fn a_dense_dictionary_breaks_the_claims() {
        let config = Config { theta: 1.0, dimensions: vec![5], ..Config::at(Scale::Quick) };
        let outcome = ParameterLandscape::run(&Checked::new(config).unwrap(), &Context::default()).unwrap();
        let claims = ParameterLandscape::claims(&outcome);
        let of = |part: &str| claims.iter().find(|claim| claim.sentence.contains(part)).unwrap().verdict;
        assert_eq!(of("nine descents of ten"), Verdict::DoesNotHold);
        assert_eq!(of("k − 1 directions"), Verdict::DoesNotHold);
    }

    #[test]
    fn extreme_settings_draw_and_others_are_refused_by_name() {
        let figure = Of::<ParameterLandscape>::new();
        let quick = figure.config(Scale::Quick);
        let with = |changes: serde_json::Value| {
            let mut config = quick.clone();
            for (key, value) in changes.as_object().unwrap() {
                config[key] = value.clone();
            }
            config
        };
        for changes in [
            json!({"dimensions": [2], "samples": [2, 3], "theta": 0.02, "mu": 0.02, "steps": 400, "trials": 5}),
            json!({"dimensions": [3], "theta": 1.0, "mu": 0.5, "steps": 10, "saddle_dimension": 10, "trials": 5}),
        ] {
            let config = with(changes);
            figure.check(&config).unwrap();
            let record = figure.record("custom", &config, &Context::default()).unwrap();
            assert!(matches!(figure.draw(&record).unwrap(), Drawing::Svg(_)));
        }
        for (changes, named) in [
            (json!({"dimensions": [1]}), "`dimensions` is 1"),
            (json!({"samples": [100, 50]}), "`samples`"),
            (json!({"theta": 0.0}), "`theta` is 0"),
            (json!({"mu": 2.0}), "`mu` is 2"),
        ] {
            let error = format!("{:#}", figure.check(&with(changes)).unwrap_err());
            assert!(error.contains(named), "{error}");
        }
    }
}
