//! The settings.

use anyhow::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    figure::{
        Settings,
        settings::{in_range, rising, work_within},
    },
    ground::scale::Scale,
};

/// Multiplications that a run may take at most: some minutes.
const MOST_WORK: f64 = 2e12;

/// What a reader can turn.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Subspaces K, one a head.
    #[schemars(range(min = 2, max = 8))]
    pub heads: usize,
    /// Their dimension p; a token has Kp numbers.
    #[schemars(range(min = 1, max = 64))]
    pub width: usize,
    /// Tokens N.
    #[schemars(range(min = 4, max = 256))]
    pub tokens: usize,
    /// Deviations δ of the noise along the other subspaces, where a signal has 1; rising.
    #[schemars(length(min = 2, max = 8), inner(range(min = 1e-3, max = 1.0)))]
    pub noises: Vec<f64>,
    /// Step η of a layer.
    #[schemars(range(min = 0.05, max = 2.0))]
    pub step: f64,
    /// Threshold τ of the softmax, and the weight of what exceeds it.
    #[schemars(range(min = 0.5, max = 0.95))]
    pub threshold: f64,
    /// Layers.
    #[schemars(range(min = 2, max = 40))]
    pub layers: usize,
    /// Dimensions p for which it is measured how much a token attends to itself; rising.
    #[schemars(length(min = 2, max = 8), inner(range(min = 1, max = 64)))]
    pub widths: Vec<usize>,
    /// Draws of subspaces and tokens.
    #[schemars(range(min = 2, max = 100))]
    pub draws: usize,
    /// Seed of every random stream.
    pub seed: u64,
}

impl Config {
    /// 1 + ητ, by which a layer multiplies a signal that attends to itself.
    pub(super) fn gain(&self) -> f64 {
        1.0 + self.step * self.threshold
    }
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let book = Self {
            heads: 4,
            width: 32,
            tokens: 64,
            noises: vec![0.01, 0.02, 0.05, 0.1, 0.2],
            step: 0.5,
            threshold: 0.6,
            layers: 16,
            widths: vec![4, 8, 16, 32],
            draws: 20,
            seed: 1,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Self { noises: vec![0.05, 0.2], widths: vec![8, 32], draws: 5, ..book },
        }
    }

    fn check(&self) -> Result<()> {
        in_range("tokens", self.tokens, 2 * self.heads..=256)?;
        rising("noises", &self.noises)?;
        rising("widths", &self.widths)?;
        let layer = |width: usize| {
            let size = self.heads * width;
            4 * self.tokens * size * size + 3 * self.tokens * self.tokens * size
        };
        let walks = 3 * self.noises.len() * self.layers * layer(self.width);
        let looks: usize = self.widths.iter().map(|&width| layer(width) + 8 * (self.heads * width).pow(3)).sum();
        work_within(
            (self.draws * (walks + looks)) as f64,
            MOST_WORK,
            "take fewer `tokens`, `noises`, `layers` or `draws`, or a smaller `width`",
        )
    }
}
