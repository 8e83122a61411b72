//! Points that were not in the sample: placed without a new fit, and with one.

use anyhow::Result;
use faer::{Mat, MatRef};
use rand::Rng as _;

use super::{
    super::{Config, NewPoints, outcome::Extension},
    estimate,
    gluing::Sample,
    trials,
};
use crate::{
    data::streams::stream,
    math::manifolds::{
        centring::{centred, mean_of},
        ltsa::Ltsa,
        neighbours::Neighbours,
        procrustes::Motion,
    },
};

/// Of Isomap, then of LTSA.
struct Trial {
    placed: [f64; 2],
    refitted: [f64; 2],
    in_hole: [f64; 2],
    around_hole: [f64; 2],
    steps_ratio: f64,
}

/// Places new points on all trials. The sample is the largest but one.
pub(super) fn measure(config: &Config) -> Result<NewPoints> {
    let samples = config.samples[config.samples.len() - 2];
    let found = trials(config, |trial| Trial::run(config, samples, trial))?;
    let of = |which: usize| Extension {
        ratio: estimate(&found, |trial| trial.placed[which] / trial.refitted[which]),
        in_hole_ratio: estimate(&found, |trial| trial.in_hole[which] / trial.around_hole[which]),
    };
    Ok(NewPoints {
        samples,
        isomap: of(0),
        ltsa: of(1),
        steps_ratio: estimate(&found, |trial| trial.steps_ratio).value,
    })
}

impl Trial {
    fn run(config: &Config, samples: usize, trial: usize) -> Result<Self> {
        let k = config.neighbours_at(samples);
        let all = Sample::draw(config, None, samples + config.new_points, &format!("chart_gluing new points {trial}"));
        let first = |matrix: &Mat<f64>| matrix.subcols(0, samples).to_owned();
        let sample = Sample { chart: first(&all.chart), points: first(&all.points) };
        let queries = all.points.subcols(samples, config.new_points);
        let nearest = Neighbours::of(sample.points.as_ref(), k);
        let isomap = sample.isomap(&nearest)?;
        let ltsa = Ltsa::fit(sample.points.as_ref(), &nearest, 2);
        let error = |fitted: MatRef<'_, f64>, placed: MatRef<'_, f64>| {
            let chart = all.chart.subcols(samples, config.new_points);
            error_of(&sample, fitted, placed, chart)
        };
        let placed = [
            error(isomap.coordinates(), isomap.extend(sample.points.as_ref(), queries).as_ref()),
            error(ltsa.coordinates.as_ref(), ltsa.extend(sample.points.as_ref(), queries).as_ref()),
        ];
        let nearest = Neighbours::of(all.points.as_ref(), k);
        let again =
            [all.isomap(&nearest)?.coordinates().to_owned(), Ltsa::fit(all.points.as_ref(), &nearest, 2).coordinates];
        let refitted =
            again.map(|images| error(images.subcols(0, samples), images.subcols(samples, config.new_points)));
        let (in_hole, around_hole) = in_hole(config, samples, trial)?;
        let (n, d, ambient) = (samples as f64, 2.0, 3.0);
        let refit = n * n * ambient + n * isomap.arcs as f64;
        let steps_ratio = refit / (n * (ambient + k as f64 + d));
        Ok(Self { placed, refitted, in_hole, around_hole, steps_ratio })
    }
}

/// The errors of points in the hole, and those of the sample around it.
fn in_hole(config: &Config, samples: usize, trial: usize) -> Result<([f64; 2], [f64; 2])> {
    let purpose = format!("chart_gluing around the hole {trial}");
    let sample = Sample::draw(config, Some(&config.hole), samples, &purpose);
    let mut rng = stream(config.seed, &format!("chart_gluing in the hole {trial}"));
    let (low, high) = (config.hole.low, config.hole.high);
    let chart = Mat::from_fn(2, config.new_points, |a, _| low[a] + (high[a] - low[a]) * rng.r#gen::<f64>());
    let queries = config.roll.points(&chart);
    let nearest = Neighbours::of(sample.points.as_ref(), config.neighbours_at(samples));
    let isomap = sample.isomap(&nearest)?;
    let ltsa = Ltsa::fit(sample.points.as_ref(), &nearest, 2);
    let placed = [
        isomap.extend(sample.points.as_ref(), queries.as_ref()),
        ltsa.extend(sample.points.as_ref(), queries.as_ref()),
    ];
    let fitted = [isomap.coordinates(), ltsa.coordinates.as_ref()];
    Ok((
        [0, 1].map(|which| error_of(&sample, fitted[which], placed[which].as_ref(), chart.as_ref())),
        fitted.map(|images| Motion::between(images, sample.chart.as_ref()).relative_error),
    ))
}

/// The error of `placed` points against `truth`, after the motion that lays the sample's images onto its chart; as a part
/// of the sample's own size.
fn error_of(sample: &Sample, fitted: MatRef<'_, f64>, placed: MatRef<'_, f64>, truth: MatRef<'_, f64>) -> f64 {
    let chart = sample.chart.as_ref();
    let off = (Motion::between(fitted, chart).apply(placed) - truth).norm_l2() / (truth.ncols() as f64).sqrt();
    off * (chart.ncols() as f64).sqrt() / centred(chart, &mean_of(chart)).norm_l2()
}
