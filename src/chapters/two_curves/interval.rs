//! A mean over random networks and how sure it is.

use rand::Rng;
use serde::{Deserialize, Serialize};

use crate::math::statistics::bootstrap::mean_interval;

/// The level of every interval of these figures.
pub(super) const LEVEL: f64 = 0.95;
/// Samples drawn again for an interval.
pub(super) const RESAMPLES: usize = 500;

/// A mean and its bootstrap interval of 95 %.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// The mean.
    pub mean: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Interval {
    /// The mean of independent `samples`.
    pub(super) fn of(samples: &[f64], rng: &mut impl Rng) -> Self {
        let (low, high) = mean_interval(samples, LEVEL, RESAMPLES, rng);
        Self { mean: mean(samples), low, high }
    }

    /// A function of the mean that rises with it.
    pub(super) fn map(self, rising: impl Fn(f64) -> f64) -> Self {
        Self { mean: rising(self.mean), low: rising(self.low), high: rising(self.high) }
    }
}

/// The mean of `samples`.
pub(super) fn mean(samples: &[f64]) -> f64 {
    samples.iter().sum::<f64>() / samples.len() as f64
}
