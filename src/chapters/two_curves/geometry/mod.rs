//! How hard a pair of curves is: curvature, separation and ✿-number, one varied at a time.

use anyhow::{Result, ensure};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    data::sphere_curves::SphereCurve,
    figure::{Checked, Claim, Context, Drawing, Experiment, Settings, Tolerance, settings},
    ground::scale::Scale,
    math::{
        curves::{
            clover_number::{Reach, coil_returns, near_returns},
            curvature::curvature_of_a_coil,
        },
        vectors::largest,
    },
};

mod drawing;
mod pairs;

/// Curvature, separation and ✿-number of pairs of curves.
#[derive(Debug)]
pub struct Geometry;

/// What a reader can turn.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// First row: waves m in a turn.
    pub frequencies: Vec<u32>,
    /// First row: the amplitude a of the waves, radians.
    pub amplitude_rad: f64,
    /// Second row: the separations Δ, radians.
    pub separations_rad: Vec<f64>,
    /// Third row: leaves of the clovers; 0 is a circle.
    pub leaves: Vec<u32>,
    /// Third row: the width of a leaf's neck, in units of 1/√(1 + κ²).
    pub neck: f64,
    /// The separation Δ that the first and the third row hold, radians.
    pub separation_rad: f64,
    /// The curvature κ that the second and the third row hold.
    pub curvature: f64,
    /// c₁: as far along the curve as counts as far, in units of 1/√(1 + κ²).
    pub far: f64,
    /// c₂: as near on the sphere as counts as near, in units of 1/√(1 + κ²).
    pub near: f64,
    /// Windings of the coils.
    pub windings: Vec<u32>,
    /// The opening η of the coils, radians.
    pub opening_rad: f64,
    /// Points of a curve at equal steps of arc length, a multiple of 240; ✿ is counted again with twice as many.
    pub points: usize,
}

/// What was found.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// First row: the curvature varies with the frequency.
    pub windings: Vec<Pair>,
    /// Second row: the separation varies.
    pub moved: Vec<Pair>,
    /// Third row: the leaves vary.
    pub clovers: Vec<Pair>,
    /// How far the numbers that a row holds moved within it.
    pub held: Held,
    /// Coils of growing windings.
    pub coils: Vec<CoilReturns>,
    /// The curvature of the second row's curve from points alone.
    pub convergence: Convergence,
    /// The sphere's outline and equator, as the pictures see them.
    pub globe: Vec<Stroke>,
}

/// A curve and its mirror image.
#[derive(Debug, Serialize, Deserialize)]
pub struct Pair {
    /// What varies in its row: waves, separation or leaves.
    pub varied: f64,
    /// κ from derivatives, the largest on the curve.
    pub curvature: f64,
    /// κ in closed form, or as the curve was made to have.
    pub curvature_exact: f64,
    /// κ from points at equal steps of arc length: `points` of them, and twice as many.
    pub curvature_by_points: [f64; 2],
    /// Δ by minimisation, radians.
    pub separation_rad: f64,
    /// Δ in closed form, radians.
    pub separation_exact_rad: f64,
    /// The ✿-number over both curves, with `points` points on each: the other curve is far along, and counts where it is
    /// near.
    pub clover: usize,
    /// The same with twice as many.
    pub clover_doubled: usize,
    /// The ✿-number of one curve without the other.
    pub clover_alone: usize,
    /// τ₂, radians.
    pub near_rad: f64,
    /// 1/√(1 + κ²), radians.
    pub ball_rad: f64,
    /// The length of one of the curves, radians.
    pub length_rad: f64,
    /// The pair as the picture shows it.
    pub strokes: Vec<Stroke>,
}

/// How far the numbers that a row holds moved within it: largest minus smallest.
#[derive(Debug, Serialize, Deserialize)]
pub struct Held {
    /// Δ in the first row, radians.
    pub windings_separation_rad: f64,
    /// ✿ over both curves in the first row.
    pub windings_clover: usize,
    /// ✿ of one curve in the first row.
    pub windings_clover_alone: usize,
    /// κ in the second row.
    pub moved_curvature: f64,
    /// ✿ over both curves in the second row.
    pub moved_clover: usize,
    /// ✿ of one curve in the second row.
    pub moved_clover_alone: usize,
    /// κ in the third row.
    pub clovers_curvature: f64,
    /// Δ in the third row, radians.
    pub clovers_separation_rad: f64,
}

/// The near returns of a coil.
#[derive(Debug, Serialize, Deserialize)]
pub struct CoilReturns {
    /// Windings m.
    pub windings: u32,
    /// κ.
    pub curvature: f64,
    /// The ✿-number by points; since every point of a coil sees the same, at a few of them.
    pub clover: usize,
    /// The windings that come near, by the closed form of their distance.
    pub closed_form: usize,
}

/// How the curvature by points nears the curvature by derivatives.
#[derive(Debug, Serialize, Deserialize)]
pub struct Convergence {
    /// The steps of arc length, radians.
    pub steps_rad: Vec<f64>,
    /// The errors of κ.
    pub errors: Vec<f64>,
    /// The last error, grown with the square of the step.
    pub second_order: Vec<f64>,
    /// The fitted power of the step.
    pub order: f64,
}

/// A piece of a line as the picture shows it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Stroke {
    /// Whose it is.
    pub kind: Kind,
    /// Whether it lies behind the sphere.
    pub hidden: bool,
    /// To the right, in radii of the sphere.
    pub xs: Vec<f64>,
    /// Upward.
    pub ys: Vec<f64>,
}

/// Whose line it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The sphere's.
    Globe,
    /// Of 𝓜₊.
    Upper,
    /// Of 𝓜₋.
    Lower,
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let (points, windings) = match scale {
            Scale::Quick => (480, vec![8, 16, 24, 32, 40]),
            Scale::Book => (1_200, (2..=18).map(|i| 4 * i).collect()),
        };
        Config {
            frequencies: vec![2, 4, 7, 11],
            amplitude_rad: 0.15,
            separations_rad: vec![0.8, 0.4, 0.2, 0.1],
            leaves: vec![0, 2, 3, 4],
            neck: 0.15,
            separation_rad: 0.4,
            curvature: 7.0,
            far: 1.0,
            near: 0.9,
            windings,
            opening_rad: 0.4,
            points,
        }
    }

    fn check(&self) -> Result<()> {
        for (name, count) in [
            ("the number of `frequencies`", self.frequencies.len()),
            ("the number of `separations_rad`", self.separations_rad.len()),
            ("the number of `leaves`", self.leaves.len()),
        ] {
            settings::in_range(name, count, 2..=4)?;
        }
        for &frequency in &self.frequencies {
            settings::in_range("frequencies", frequency, 2..=16)?;
        }
        settings::in_range("amplitude_rad", self.amplitude_rad, 0.02..=0.3)?;
        for &separation in self.separations_rad.iter().chain([&self.separation_rad]) {
            settings::in_range("separation_rad or separations_rad", separation, 0.02..=1.0)?;
        }
        for &leaves in &self.leaves {
            settings::in_range("leaves", leaves, 0..=5)?;
            ensure!(leaves != 1, "`leaves` is 1, and one leaf does not close; 0 is a circle");
        }
        settings::in_range("neck", self.neck, 0.05..=1.0)?;
        settings::in_range("curvature", self.curvature, 7.0..=20.0)?;
        settings::in_range("far", self.far, 1.0..=3.0)?;
        settings::in_range("near", self.near, 0.05..=2.0)?;
        settings::rising("windings", &self.windings)?;
        settings::in_range("the number of `windings`", self.windings.len(), 2..=40)?;
        for &windings in &self.windings {
            settings::in_range("windings", windings, 2..=120)?;
        }
        settings::in_range("opening_rad", self.opening_rad, 0.2..=1.2)?;
        settings::in_range("points", self.points, 480..=2_400)?;
        ensure!(
            self.points.is_multiple_of(pairs::PLACES),
            "`points` is {}, and must be a multiple of {}",
            self.points,
            pairs::PLACES
        );
        Ok(())
    }
}

impl Experiment for Geometry {
    const ID: &'static str = "two_curves/geometry";
    const TITLE: &'static str = "How hard two curves can be";
    type Config = Config;
    type Outcome = Outcome;

    fn run(config: &Checked<Config>, context: &Context) -> Result<Outcome> {
        let mut task = context.progress.task("rows of curves", 4);
        let windings = pairs::windings(config);
        task.step();
        let moved = pairs::moved(config);
        task.step();
        let clovers = pairs::clovers(config);
        task.step();
        let held = Held {
            windings_separation_rad: spread(&windings, |pair| pair.separation_rad),
            windings_clover: spread(&windings, |pair| pair.clover as f64) as usize,
            windings_clover_alone: spread(&windings, |pair| pair.clover_alone as f64) as usize,
            moved_curvature: spread(&moved, |pair| pair.curvature),
            moved_clover: spread(&moved, |pair| pair.clover as f64) as usize,
            moved_clover_alone: spread(&moved, |pair| pair.clover_alone as f64) as usize,
            clovers_curvature: spread(&clovers, |pair| pair.curvature),
            clovers_separation_rad: spread(&clovers, |pair| pair.separation_rad),
        };
        let coils = config.windings.iter().map(|&windings| CoilReturns::at(config, windings)).collect();
        task.step();
        let convergence = pairs::convergence(config);
        Ok(Outcome { windings, moved, clovers, held, coils, convergence, globe: pairs::globe() })
    }

    fn claims(outcome: &Outcome) -> Vec<Claim> {
        let Outcome { windings, moved, clovers, held, coils, convergence, .. } = outcome;
        let all = || windings.iter().chain(moved).chain(clovers);
        let worst = |error: &dyn Fn(&Pair) -> f64| largest(all().map(error));
        let curvature = worst(&|pair| (pair.curvature / pair.curvature_exact - 1.0).abs());
        let separation = worst(&|pair| (pair.separation_rad - pair.separation_exact_rad).abs());
        let doubled = worst(&|pair| pair.clover.abs_diff(pair.clover_doubled) as f64);
        let coil = coils.iter().map(|coil| coil.clover.abs_diff(coil.closed_form)).max().unwrap_or_default();
        let leaf = clovers.iter().map(|pair| (pair.clover as f64 - (pair.varied - 1.0).max(0.0)).abs());
        vec![
            Claim::at_most("κ by search over the curve is κ in closed form, relative error", HERE, curvature, 1e-9),
            Claim::near("κ from points converges with the square of their distance", HERE, convergence.order, 2.0, 0.1),
            Claim::at_most("Δ by minimisation is Δ in closed form (rad)", HERE, separation, 1e-9),
            Claim::at_most("Twice as many points on a curve change no ✿-number over both curves", HERE, doubled, 0.0),
            Claim::at_most("First row: κ varies and Δ is held (rad)", LECTURE, held.windings_separation_rad, 1e-9),
            Claim::at_most(
                "First row: κ varies and ✿ over both curves is held",
                LECTURE,
                held.windings_clover as f64,
                0.0,
            ),
            Claim::at_most(
                "First row: κ varies and ✿ of one curve alone is held",
                HERE,
                held.windings_clover_alone as f64,
                0.0,
            ),
            Claim::at_most("Second row: Δ varies and κ is held", LECTURE, held.moved_curvature, 1e-9),
            Claim::at_most(
                "Second row: Δ varies and ✿ over both curves is held",
                LECTURE,
                held.moved_clover as f64,
                0.0,
            ),
            Claim::at_most(
                "Second row: Δ varies and ✿ of one curve alone is held",
                HERE,
                held.moved_clover_alone as f64,
                0.0,
            ),
            Claim::at_most("Third row: κ is held", LECTURE, held.clovers_curvature, 1e-9),
            Claim::at_most("Third row: Δ is held (rad)", LECTURE, held.clovers_separation_rad, 1e-9),
            Claim::at_most(
                "Third row: every leaf meets all the others, so that ✿ is one less than the leaves",
                HERE,
                largest(leaf),
                0.0,
            ),
            Claim::at_most("A coil's ✿-number is the count of its windings that come near", HERE, coil as f64, 0.0),
        ]
    }

    fn draw(outcome: &Outcome) -> Result<Drawing> {
        drawing::draw(Self::TITLE, outcome)
    }

    fn tolerance(pointer: &str) -> Tolerance {
        if pointer.contains("clover") || pointer.ends_with("closed_form") {
            return Tolerance::EXACT;
        }
        if pointer.contains("/strokes") || pointer.contains("/globe") {
            return Tolerance {
                relative: 0.0,
                absolute: 2e-3,
                because: "places are rounded to thousandths of a radius",
            };
        }
        if pointer.contains("/held") {
            return Tolerance { relative: 0.0, absolute: 1e-9, because: "differences of equal numbers are roundings" };
        }
        Tolerance {
            relative: 1e-6,
            absolute: 1e-9,
            because: "second differences of points a hundredth apart lose half of the digits",
        }
    }
}

const LECTURE: &str = "lecture, chapter 2, the geometry of two curves";
const HERE: &str = "this book";

/// The largest minus the smallest of a number of the pairs.
fn spread(pairs: &[Pair], number: impl Fn(&Pair) -> f64) -> f64 {
    let ends = pairs
        .iter()
        .map(number)
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), number| (number.min(low), number.max(high)));
    ends.1 - ends.0
}

impl CoilReturns {
    /// The coil of these windings.
    fn at(config: &Config, windings: u32) -> Self {
        let (latitude, opening) = (config.separation_rad / 2.0, config.opening_rad);
        let curvature = curvature_of_a_coil(latitude, opening, windings);
        let reach = Reach::of_curvature(curvature, config.far, config.near);
        let coil = SphereCurve::Coil { latitude_rad: latitude, opening_rad: opening, windings };
        let length = coil.length_rad();
        // Thirty steps a ball.
        let count = (30.0 * length / reach.ball).ceil() as usize;
        let points = coil.points(count, 0.0);
        let own = (&points[..], length / count as f64);
        let places = [0, count / 3, count / 2];
        let counted = places.map(|at| near_returns(own, at, (&[], 1.0), reach));
        Self {
            windings,
            curvature,
            clover: counted.into_iter().max().unwrap_or_default(),
            closed_form: coil_returns(latitude, opening, windings, reach.near),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::figure::{Checked, Settings as _};
    use serde_json::json;

    use super::{Config, Geometry};
    use crate::{
        figure::{Context, Drawing, Experiment, Figure, Of, Verdict},
        ground::scale::Scale,
    };

    fn fails(config: &Config) -> Vec<String> {
        let outcome = Geometry::run(&Checked::new(config.clone()).unwrap(), &Context::default()).unwrap();
        let claims = Geometry::claims(&outcome).into_iter();
        claims.filter(|claim| claim.verdict != Verdict::Holds).map(|claim| claim.sentence).collect()
    }

    /// On a 2-sphere four round leaves do not all come near each other; and where Δ is below τ₂ the other curve counts.
    #[test]
    fn what_fails_is_that_any_number_of_leaves_can_meet_and_that_both_curves_can_be_held_apart() {
        let config = Config::at(Scale::Quick);
        let found = fails(&config);
        assert!(found.len() == 3 && found[2].contains("every leaf meets all the others"), "{found:?}");
        assert!(found[..2].iter().all(|sentence| sentence.contains("✿ over both curves is held")), "{found:?}");
        let (frequencies, separations_rad, leaves) = (vec![4, 7], vec![0.4, 0.2], vec![0, 2, 3]);
        assert!(fails(&Config { frequencies, separations_rad, leaves, ..config }).is_empty());
    }

    /// The claims about what is held can fail: leaves of another curvature, waves that come near each other.
    #[test]
    fn a_row_that_does_not_hold_its_numbers_says_so() {
        let mut outcome = Geometry::run(&Checked::new(Config::at(Scale::Quick)).unwrap(), &Context::default()).unwrap();
        outcome.held.clovers_curvature = 1e-3;
        outcome.windings[1].separation_rad += 1e-6;
        let failed = |outcome| Geometry::claims(outcome).iter().filter(|c| c.verdict != Verdict::Holds).count();
        // Three fail at these settings without that.
        assert_eq!(failed(&outcome), 5);
    }

    #[test]
    fn extreme_settings_draw_and_others_are_refused_by_name() {
        let figure = Of::<Geometry>::new();
        let book = figure.config(Scale::Quick);
        let with = |changes: serde_json::Value| {
            let mut config = book.clone();
            for (key, value) in changes.as_object().unwrap() {
                config[key] = value.clone();
            }
            config
        };
        for changes in [
            json!({"frequencies": [2, 16, 16, 16], "amplitude_rad": 0.3, "separation_rad": 1.0, "far": 3.0, "near": 2.0}),
            json!({"leaves": [5, 5, 0, 5], "curvature": 7.0, "neck": 0.05, "separation_rad": 1.0, "near": 0.05}),
            json!({"leaves": [2, 5], "curvature": 20.0, "neck": 1.0, "separation_rad": 0.02, "windings": [2, 120],
                "opening_rad": 1.2, "separations_rad": [0.02, 1.0]}),
            json!({"windings": [2, 120], "opening_rad": 0.2, "far": 1.0, "near": 2.0, "points": 480}),
        ] {
            let config = with(changes);
            figure.check(&config).unwrap();
            let record = figure.record("custom", &config, &Context::default()).unwrap();
            assert!(matches!(figure.draw(&record).unwrap(), Drawing::Svg(_)));
        }
        for (changes, named) in [
            (json!({"leaves": [0, 1]}), "one leaf does not close"),
            (json!({"far": 0.5}), "`far` is 0.5"),
            (json!({"frequencies": [0, 2]}), "`frequencies` is 0"),
            (json!({"points": 500}), "a multiple of 240"),
            (json!({"windings": [9, 8]}), "`windings`"),
            (json!({"separations_rad": [0.4, 0.0]}), "separations_rad"),
        ] {
            let error = format!("{:#}", figure.check(&with(changes)).unwrap_err());
            assert!(error.contains(named), "{error}");
        }
    }
}
