//! How a network learns to denoise digits.

use anyhow::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    figure::settings::multiple_of,
    nn::{Schedule, Training},
};

/// Pixels along each side of what the network sees.
pub(super) const GRID: usize = 14;

/// How the networks learn.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Learning {
    /// Channels at 14 × 14; at 7 × 7 there are twice as many.
    #[schemars(range(min = 4, max = 128))]
    pub channels: usize,
    /// Heads of the attention at 7 × 7.
    #[schemars(range(min = 1, max = 16))]
    pub heads: usize,
    /// Steps of Adam.
    #[schemars(range(min = 20, max = 100_000))]
    pub steps: usize,
    /// Noised digits in each.
    #[schemars(range(min = 1, max = 512))]
    pub batch: usize,
    /// The first rate; it falls to 0 along half a cosine.
    #[schemars(range(min = 1e-5, max = 0.1))]
    pub rate: f64,
    /// Mean of λ = ln(a/s), whose Gaussian draws are clamped to the times.
    #[schemars(range(min = -3.0, max = 3.0))]
    pub log_ratio_mean: f64,
    /// Standard deviation of λ.
    #[schemars(range(min = 0.1, max = 4.0))]
    pub log_ratio_deviation: f64,
    /// The share of examples whose class is not told.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub without_class: f64,
    /// The share of the running mean of the weights that a step keeps, less at first.
    #[schemars(range(min = 0.0, max = 0.9999))]
    pub average: f64,
}

impl Learning {
    pub(super) fn training(&self) -> Training {
        Training {
            schedule: Schedule::Cosine { warm_up: 0 },
            average: Some(self.average),
            ..Training::adam(self.steps, self.rate)
        }
    }

    /// Refuses heads that do not divide the coarse channels.
    pub(super) fn check(&self) -> Result<()> {
        multiple_of("2 · learning.channels", 2 * self.channels, self.heads)
    }

    /// Multiplications of one training: five 3 × 3 convolutions at 14 × 14 and four at 7 × 7, forward and backward.
    pub(super) fn work(&self) -> f64 {
        let square = (9 * self.channels * self.channels) as f64;
        let one = square * (5 * GRID * GRID) as f64 + 4.0 * square * (5 * GRID * GRID / 4) as f64;
        3.0 * one * (self.steps * self.batch) as f64
    }
}
