//! Shares of trials.

use crate::{ground::estimate::Estimate, math::statistics::proportion::estimate};

/// How often an interval covers the true share, at the least.
const LEVEL: f64 = 0.95;

/// The share of so many successes among `trials`.
pub(super) fn share_of(successes: usize, trials: usize) -> Estimate {
    estimate(successes, trials, LEVEL)
}

/// The share of the trials that succeeded.
pub(super) fn share_among(succeeded: &[bool]) -> Estimate {
    share_of(succeeded.iter().filter(|succeeded| **succeeded).count(), succeeded.len())
}
