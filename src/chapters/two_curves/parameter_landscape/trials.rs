//! Dictionaries, their samples, and where a descent from a random start ends.

use std::f64::consts::PI;

use faer::Mat;
use rand::Rng;
use rand_distr::StandardNormal;
use rayon::prelude::*;

use super::{ARRIVED_RAD, Config, Share};
use crate::{
    data::streams::stream,
    math::{kernel::matrix::angle_between, sparse::dictionary_objective::descend, statistics::proportion},
};

/// The confidence of the intervals.
const LEVEL: f64 = 0.95;
/// A descent has arrived when its gradient along the sphere is shorter than this.
pub(super) const THRESHOLD: f64 = 1e-4;

/// Bernoulli–Gaussian coefficients x, `[count, n]`: each entry Gaussian with probability θ, else 0.
pub(super) fn coefficients(rng: &mut impl Rng, (count, n): (usize, usize), theta: f64) -> Vec<Vec<f64>> {
    let mut entry = || {
        let (keep, value) = (rng.gen_bool(theta), rng.sample::<f64, _>(StandardNormal));
        if keep { value } else { 0.0 }
    };
    (0..count).map(|_| (0..n).map(|_| entry()).collect()).collect()
}

/// A unit vector, uniform on the sphere.
pub(super) fn direction(rng: &mut impl Rng, n: usize) -> Vec<f64> {
    let vector: Vec<f64> = (0..n).map(|_| rng.sample::<f64, _>(StandardNormal)).collect();
    let norm = vector.iter().map(|x| x * x).sum::<f64>().sqrt();
    vector.into_iter().map(|x| x / norm).collect()
}

/// The share of trials that end at an atom, each with a dictionary, samples and a start of its own.
pub(super) fn share(config: &Config, n: usize, samples: usize, theta: f64) -> Share {
    let ends: Vec<(f64, bool)> =
        (0..config.trials).into_par_iter().map(|trial| ended(config, (n, samples), theta, trial)).collect();
    let hits = ends.iter().filter(|(distance, _)| *distance < ARRIVED_RAD).count();
    let (low, high) = proportion::interval(hits, ends.len(), LEVEL);
    let mut distances: Vec<f64> = ends.iter().map(|(distance, _)| *distance).collect();
    distances.sort_by(f64::total_cmp);
    Share {
        dimension: n,
        samples,
        theta,
        hits,
        trials: ends.len(),
        share: hits as f64 / ends.len() as f64,
        low,
        high,
        median_distance_rad: distances[distances.len() / 2],
        settled: ends.iter().filter(|(_, arrived)| *arrived).count(),
    }
}

/// How far from the nearest atom, up to sign, one descent ends, radians, and whether it arrived.
fn ended(config: &Config, (n, samples): (usize, usize), theta: f64, trial: usize) -> (f64, bool) {
    let mut rng = stream(config.seed, &format!("dictionary-{n}-{samples}-{theta}-{trial}"));
    let gaussian = Mat::from_fn(n, n, |_, _| rng.sample::<f64, _>(StandardNormal));
    let dictionary = gaussian.qr().compute_Q();
    let mixed = |x: &Vec<f64>| (0..n).map(|i| (0..n).map(|j| dictionary[(i, j)] * x[j]).sum()).collect::<Vec<f64>>();
    let data: Vec<Vec<f64>> = coefficients(&mut rng, (samples, n), theta).iter().map(mixed).collect();
    let start = direction(&mut rng, n);
    let descent = descend(&data, start, config.mu, (config.mu, config.steps, THRESHOLD));
    let end = &descent.path[descent.path.len() - 1];
    let to = |j: usize| {
        let atom: Vec<f64> = (0..n).map(|i| dictionary[(i, j)]).collect();
        let angle = angle_between(end, &atom);
        angle.min(PI - angle)
    };
    ((0..n).map(to).fold(f64::INFINITY, f64::min), descent.arrived)
}
