//! Both sizes: their counts, their contours, and what the width of the transition does between them.

mod plane;

use std::ops::RangeInclusive;

use super::{Config, Contour, Cut, Outcome};
use crate::{
    data::streams::stream,
    figure::Context,
    ground::estimate::Estimate,
    math::{
        statistics::bootstrap,
        vectors::{largest, mean},
    },
};

use plane::{Fit, Plane};

/// From the sparsest to the densest signals whose contour is held against theory: k/n.
const COMPARED: RangeInclusive<f64> = 0.0..=0.5;
/// Where the width is compared. At sparser signals the smaller size has only one or two nonzero entries.
const WIDTH_COMPARED: RangeInclusive<f64> = 0.05..=0.5;

/// Counts successes over the plane at both sizes, and compares their contours with theory.
pub(super) fn run(config: &Config, context: &Context) -> Outcome {
    let mut progress = context.progress.task("phase transition", 2 * config.grid);
    let planes = [config.n, config.smaller_n].map(|n| Plane::count(n, config, &mut progress));
    let mut rng = stream(config.seed, "phase transition, resampled counts");
    let fits = planes.each_ref().map(|plane| plane.fits(config.resamples, &mut rng));
    let contours = [0, 1].map(|size| planes[size].contour(&fits[size]));
    let column = planes[0].nearest(config.cut);
    let cuts = [0, 1].map(|size| planes[size].cut(column, &fits[size][column].curve)).into();

    // The exponent, of the fits themselves and of every resample.
    let widths = (config.n as f64 / config.smaller_n as f64).ln();
    let exponent = |width: &dyn Fn(&Fit) -> f64| {
        let columns = (0..config.grid).filter(|&column| WIDTH_COMPARED.contains(&contours[0].sparsity[column]));
        let exponents = columns.map(|column| (width(&fits[0][column]) / width(&fits[1][column])).ln() / widths - 1.0);
        mean(&exponents.collect::<Vec<_>>())
    };
    let resampled = (0..config.resamples).map(|i| exponent(&|fit| fit.resampled[i].width())).collect();
    let width_exponent = Estimate::new(exponent(&|fit| fit.curve.width()), bootstrap::middle(resampled, 0.95));

    let all = planes[0].all.and(planes[1].all);
    let [large, _] = &contours;
    let compared = large.deviation.iter().zip(&large.sparsity).filter(|(_, sparsity)| COMPARED.contains(*sparsity));
    Outcome {
        sparsity: large.sparsity.clone(),
        measurements: planes[0].measured(),
        success: planes[0].rates(),
        contour50: large.middle.iter().map(|middle| middle.value).collect(),
        theory: large.theory.clone(),
        largest_deviation: largest(compared.map(|(deviation, _)| deviation.value.abs())),
        width_exponent,
        contours: contours.into(),
        cuts,
        solves: all.trials,
        mean_steps: all.steps as f64 / all.trials as f64,
        largest_gap: all.largest_gap,
        largest_infeasibility: all.largest_infeasibility,
    }
}
