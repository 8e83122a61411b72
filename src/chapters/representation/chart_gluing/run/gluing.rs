//! Samples of the roll, with and without a hole, unrolled.

use anyhow::{Result, anyhow};
use faer::{Mat, MatRef};

use super::{
    super::{
        Config, Shape, Unrolled,
        outcome::{Method, Sweep},
    },
    estimate, trials,
};
use crate::{
    data::streams::stream,
    ground::{estimate::Estimate, progress::Task},
    math::{
        manifolds::{
            centring::{centred, mean_of},
            isomap::{ClassicalScaling, Isomap},
            ltsa::Ltsa,
            neighbours::Neighbours,
            obstacle::Rectangle,
            procrustes::Motion,
            stretch::{Stretch, folded_part, smallest_ratio},
        },
        statistics::{fit::order, median::over_repetitions},
        vectors::thousandths,
    },
};

/// The most points that a picture shows.
const MOST_SHOWN: usize = 120;

/// A sample of the roll.
pub(super) struct Sample {
    /// The places in the chart: `[2, N]`.
    pub(super) chart: Mat<f64>,
    /// X: `[3, N]`.
    pub(super) points: Mat<f64>,
}

impl Sample {
    pub(super) fn draw(config: &Config, hole: Option<&Rectangle>, count: usize, purpose: &str) -> Self {
        let chart = config.roll.chart_sample(hole, count, &mut stream(config.seed, purpose));
        Self { points: config.roll.points(&chart), chart }
    }

    /// Isomap with the graph of `nearest`.
    pub(super) fn isomap(&self, nearest: &Neighbours) -> Result<Isomap> {
        Isomap::fit(nearest, 2).map_err(|unreached| {
            anyhow!(
                "{unreached} of {} points of the roll cannot be reached over neighbours; take more `neighbours`",
                self.points.ncols()
            )
        })
    }

    /// The part of pairs of neighbours that are more than twice as far apart in the chart as they are in space.
    fn shortcuts(&self, nearest: &Neighbours) -> f64 {
        let apart = |i: usize, j: usize| (self.chart.col(i) - self.chart.col(j)).norm_l2();
        let pairs = nearest.indices.iter().zip(&nearest.distances).enumerate();
        let short = |(i, (near, lengths)): (usize, (&Vec<usize>, &Vec<f64>))| {
            near.iter().zip(lengths).filter(|&(&j, length)| apart(i, j) > 2.0 * length).count()
        };
        pairs.map(short).sum::<usize>() as f64 / (nearest.indices.len() * nearest.indices[0].len()) as f64
    }
}

/// A method on a sample.
struct Fitted {
    error: f64,
    ratio: f64,
    folded: f64,
}

impl Fitted {
    fn of(sample: &Sample, nearest: &Neighbours, images: MatRef<'_, f64>) -> Self {
        let step = |i: usize, j: usize| [0, 1].map(|a| sample.chart[(a, j)] - sample.chart[(a, i)]);
        Self {
            error: Motion::between(images, sample.chart.as_ref()).relative_error,
            ratio: smallest_ratio(sample.points.as_ref(), images),
            folded: folded_part(&Stretch::everywhere(&nearest.indices, images, step)),
        }
    }
}

/// All that is measured on a sample.
struct Trial {
    isomap: Fitted,
    ltsa: Fitted,
    as_published: f64,
    fixed_k: f64,
    shortcuts: f64,
    shown: Option<Unrolled>,
}

impl Trial {
    fn run(config: &Config, hole: Option<&Rectangle>, samples: usize, trial: usize) -> Result<Self> {
        let name = if hole.is_some() { "roll with a hole" } else { "roll" };
        let sample = Sample::draw(config, hole, samples, &format!("chart_gluing {name} {samples} {trial}"));
        let nearest = Neighbours::of(sample.points.as_ref(), config.neighbours_at(samples));
        let isomap = sample.isomap(&nearest)?;
        let ltsa = Ltsa::fit(sample.points.as_ref(), &nearest, 2);
        let fixed_k = if config.neighbours_at(samples) == config.neighbours {
            Motion::between(isomap.coordinates(), sample.chart.as_ref()).relative_error
        } else {
            let nearest = Neighbours::of(sample.points.as_ref(), config.neighbours);
            Motion::between(sample.isomap(&nearest)?.coordinates(), sample.chart.as_ref()).relative_error
        };
        let images = [isomap.coordinates(), ltsa.coordinates.as_ref()];
        Ok(Self {
            isomap: Fitted::of(&sample, &nearest, images[0]),
            ltsa: Fitted::of(&sample, &nearest, images[1]),
            as_published: scaled_error(ltsa.affine.as_ref(), sample.chart.as_ref()),
            fixed_k,
            shortcuts: sample.shortcuts(&nearest),
            shown: (trial == 0).then(|| unrolled(&sample, images)),
        })
    }
}

/// Both shapes at all N, and what is shown of the one with a hole.
pub(super) fn shapes(config: &Config, task: &mut Task) -> Result<(Vec<Shape>, Vec<Unrolled>)> {
    let mut shapes = Vec::new();
    let mut frames = Vec::new();
    for hole in [None, Some(&config.hole)] {
        let mut levels = Vec::new();
        for &samples in &config.samples {
            let mut level = trials(config, |trial| Trial::run(config, hole, samples, trial))?;
            if hole.is_some() {
                frames.extend(level.iter_mut().filter_map(|trial| trial.shown.take()));
            }
            levels.push(level);
            task.step();
        }
        let all = |of: fn(&Trial) -> f64| levels.iter().map(|level| estimate(level, of)).collect::<Vec<_>>();
        let tainted = |level: &Vec<Trial>| level.iter().any(|trial| trial.shortcuts > 0.0);
        let clean = levels.iter().rposition(tainted).map_or(0, |last| last + 1);
        let from = if clean + 2 > levels.len() { 0 } else { clean };
        let power = |of: fn(&Trial) -> f64| power(&config.samples[from..], &levels[from..], of);
        shapes.push(Shape {
            name: if hole.is_some() { "roll with a hole" } else { "roll" }.to_owned(),
            isomap: Method {
                error: all(|trial| trial.isomap.error),
                power: power(|trial| trial.isomap.error),
                smallest_ratio: all(|trial| trial.isomap.ratio),
                folded: all(|trial| trial.isomap.folded),
            },
            ltsa: Method {
                error: all(|trial| trial.ltsa.error),
                power: power(|trial| trial.ltsa.error),
                smallest_ratio: all(|trial| trial.ltsa.ratio),
                folded: all(|trial| trial.ltsa.folded),
            },
            ltsa_as_published: all(|trial| trial.as_published),
            fixed_k: all(|trial| trial.fixed_k),
            fixed_k_power: power(|trial| trial.fixed_k),
            limit: limit(config, hole)?,
            shortcuts: all(|trial| trial.shortcuts),
            fitted_from: config.samples[from],
        });
    }
    Ok((shapes, frames))
}

/// The power of N with which a number falls, fitted trial by trial. The trials of one place in the lists go together.
pub(super) fn power<T>(samples: &[usize], levels: &[Vec<T>], of: impl Fn(&T) -> f64) -> Estimate {
    let places: Vec<f64> = samples.iter().map(|&n| n as f64).collect();
    let fitted = |trial: usize| order(&places, &levels.iter().map(|level| of(&level[trial])).collect::<Vec<_>>());
    over_repetitions(&(0..levels[0].len()).map(fitted).collect::<Vec<_>>())
}

/// The error against k.
pub(super) fn sweep(config: &Config) -> Result<Sweep> {
    let count = config.sweep.samples;
    let fit = |k: usize, trial: usize| {
        let sample = Sample::draw(config, None, count, &format!("chart_gluing sweep {trial}"));
        let nearest = Neighbours::of(sample.points.as_ref(), k);
        let ltsa = Ltsa::fit(sample.points.as_ref(), &nearest, 2);
        let error = |images: MatRef<'_, f64>| Motion::between(images, sample.chart.as_ref()).relative_error;
        Ok([
            error(sample.isomap(&nearest)?.coordinates()),
            error(ltsa.coordinates.as_ref()),
            sample.shortcuts(&nearest),
        ])
    };
    let levels = config.sweep.neighbours.iter().map(|&k| trials(config, |trial| fit(k, trial)));
    let levels: Vec<Vec<[f64; 3]>> = levels.collect::<Result<_>>()?;
    let [isomap, ltsa, shortcuts] =
        [0, 1, 2].map(|which| levels.iter().map(|level| estimate(level, |trial| trial[which])).collect());
    Ok(Sweep { samples: count, neighbours: config.sweep.neighbours.clone(), isomap, ltsa, shortcuts })
}

/// The error of classical scaling from the exact distances in the chart.
fn limit(config: &Config, hole: Option<&Rectangle>) -> Result<Estimate> {
    let errors = trials(config, |trial| {
        let sample = Sample::draw(config, hole, config.limit_samples, &format!("chart_gluing limit {trial}"));
        let place = |i: usize| [sample.chart[(0, i)], sample.chart[(1, i)]];
        let count = config.limit_samples;
        let exact = Mat::from_fn(count, count, |i, j| {
            let straight = (sample.chart.col(i) - sample.chart.col(j)).norm_l2();
            hole.map_or(straight, |hole| hole.distance_around(place(i), place(j)))
        });
        let scaling = ClassicalScaling::of(exact.as_ref(), 2);
        Ok(Motion::between(scaling.coordinates.as_ref(), sample.chart.as_ref()).relative_error)
    })?;
    Ok(over_repetitions(&errors))
}

/// The error after the best rigid motion and one common scale: the sine of an angle whose cosine is what is common.
fn scaled_error(images: MatRef<'_, f64>, chart: MatRef<'_, f64>) -> f64 {
    let middle = mean_of(chart);
    let moved = centred(Motion::between(images, chart).apply(images).as_ref(), &middle);
    let truth = centred(chart, &middle);
    let product: f64 = (0..moved.ncols()).map(|j| moved.col(j).transpose() * truth.col(j)).sum();
    (1.0 - (product / (moved.norm_l2() * truth.norm_l2())).powi(2)).max(0.0).sqrt()
}

/// What is shown of a sample.
fn unrolled(sample: &Sample, images: [MatRef<'_, f64>; 2]) -> Unrolled {
    let motions = images.map(|images| Motion::between(images, sample.chart.as_ref()));
    let [isomap, ltsa] = [0, 1].map(|which| shown(motions[which].apply(images[which]).as_ref()));
    Unrolled {
        truth: shown(sample.chart.as_ref()),
        isomap,
        ltsa,
        isomap_error: motions[0].relative_error,
        ltsa_error: motions[1].relative_error,
    }
}

/// The first points, rounded to thousandths: they are drawn in no order.
pub(super) fn shown(points: MatRef<'_, f64>) -> Vec<[f64; 2]> {
    (0..points.ncols().min(MOST_SHOWN)).map(|j| [0, 1].map(|a| thousandths(points[(a, j)]))).collect()
}
