//! A counted share with its interval.

use serde::{Deserialize, Serialize};

use crate::math::statistics::proportion::interval;

/// A share of some trials, and its 95 % interval (Clopper and Pearson).
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Share {
    /// Successes over trials.
    pub share: f64,
    /// The interval's lower end.
    pub low: f64,
    /// The interval's upper end.
    pub high: f64,
}

/// How often an interval covers the true share, at the least.
const LEVEL: f64 = 0.95;

impl Share {
    /// Of so many successes among `trials`.
    pub(super) fn of(successes: usize, trials: usize) -> Self {
        let (low, high) = interval(successes, trials, LEVEL);
        Self { share: successes as f64 / trials as f64, low, high }
    }

    /// Of the trials that succeeded.
    pub(super) fn among(succeeded: &[bool]) -> Self {
        Self::of(succeeded.iter().filter(|succeeded| **succeeded).count(), succeeded.len())
    }
}
