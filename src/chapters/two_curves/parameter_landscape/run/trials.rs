//! Where a descent from a random start ends, for random dictionaries and samples of them.

use std::f64::consts::PI;

use faer::Mat;
use rand::Rng;
use rand_distr::StandardNormal;
use rayon::prelude::*;

use super::{
    super::{Config, Share},
    draws::{coefficients, direction},
    gradient_descent,
};
use crate::{
    data::streams::stream,
    ground::estimate::Estimate,
    math::{
        kernel::matrix::angle_between,
        statistics::{LEVEL, proportion},
        vectors::smallest,
    },
};

/// A descent that ends nearer to an atom than this has found it, radians.
const ARRIVED_RAD: f64 = 0.1;

/// Learning an orthogonal dictionary from samples.
#[derive(Debug, Clone, Copy)]
pub(super) struct Problem {
    /// The dimension n, and the number of atoms.
    pub dimension: usize,
    /// The number of samples N.
    pub samples: usize,
    /// θ, the share of nonzero entries.
    pub theta: f64,
}

/// Where a descent ended.
struct End {
    /// How far from the nearest atom, up to sign, radians.
    distance_rad: f64,
    /// Whether the gradient fell below the threshold.
    arrived: bool,
}

impl Problem {
    /// The share of trials that end at an atom, each with a dictionary, samples and a start of its own.
    pub(super) fn share_of_hits(self, config: &Config) -> Share {
        let ends: Vec<End> = (0..config.trials).into_par_iter().map(|trial| self.trial(trial, config)).collect();
        let hits = ends.iter().filter(|end| end.distance_rad < ARRIVED_RAD).count();
        let interval = proportion::interval(hits, ends.len(), LEVEL);
        let mut distances: Vec<f64> = ends.iter().map(|end| end.distance_rad).collect();
        distances.sort_by(f64::total_cmp);
        Share {
            dimension: self.dimension,
            samples: self.samples,
            theta: self.theta,
            hits,
            trials: ends.len(),
            share: Estimate::new(hits as f64 / ends.len() as f64, interval),
            median_distance_rad: distances[distances.len() / 2],
            settled: ends.iter().filter(|end| end.arrived).count(),
        }
    }

    /// One descent, on a dictionary, samples and from a start drawn for it.
    fn trial(self, trial: usize, config: &Config) -> End {
        let Self { dimension: n, samples, theta } = self;
        let mut rng = stream(config.seed, &format!("dictionary-{n}-{samples}-{theta}-{trial}"));
        let gaussian = Mat::from_fn(n, n, |_, _| rng.sample::<f64, _>(StandardNormal));
        let dictionary = gaussian.qr().compute_Q();
        let mixed =
            |x: &Vec<f64>| (0..n).map(|i| (0..n).map(|j| dictionary[(i, j)] * x[j]).sum()).collect::<Vec<f64>>();
        let data: Vec<Vec<f64>> = coefficients(samples, n, theta, &mut rng).iter().map(mixed).collect();
        let start = direction(n, &mut rng);
        let descent = gradient_descent(config).descend(&data, start, config.mu);
        let end = &descent.path[descent.path.len() - 1];
        let distance_to_atom = |j: usize| {
            let atom: Vec<f64> = (0..n).map(|i| dictionary[(i, j)]).collect();
            let angle = angle_between(end, &atom);
            angle.min(PI - angle)
        };
        End { distance_rad: smallest((0..n).map(distance_to_atom)), arrived: descent.arrived }
    }
}
