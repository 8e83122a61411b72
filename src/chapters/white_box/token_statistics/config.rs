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
const MOST_WORK: f64 = 1e12;

/// What a reader can turn.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Subspaces K, one a head.
    #[schemars(range(min = 2, max = 8))]
    pub heads: usize,
    /// Their dimension p; a token has d = Kp numbers.
    #[schemars(range(min = 2, max = 32))]
    pub width: usize,
    /// Tokens N, of length 1.
    #[schemars(range(min = 8, max = 1_024))]
    pub tokens: usize,
    /// How steeply the directions of a subspace fall: the i-th has a variance in proportion to 1/i to this power.
    #[schemars(range(min = 0.0, max = 4.0))]
    pub decay: f64,
    /// Such powers over which it is measured how much of a small step is length; rising.
    #[schemars(length(min = 2, max = 8), inner(range(min = 0.0, max = 4.0)))]
    pub decays: Vec<f64>,
    /// Deviation δ of the noise along the other subspaces, as a part of the signal's.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub noise: f64,
    /// Precision ε² of the rates.
    #[schemars(range(min = 0.01, max = 25.0))]
    pub epsilon_squared: f64,
    /// Temperature T of the memberships.
    #[schemars(range(min = 0.01, max = 1.0))]
    pub temperature: f64,
    /// Steps s = τf′(0)/N, rising, the first of them at most 2 and the last above it.
    #[schemars(length(min = 2, max = 12), inner(range(min = 1e-3, max = 100.0)))]
    pub steps: Vec<f64>,
    /// Length of the tokens for which the limit of short tokens is measured.
    #[schemars(range(min = 1e-4, max = 0.1))]
    pub short_length: f64,
    /// Angles from 0 to 90° by which a basis is turned away from eigenvectors; odd, so that 45° is one.
    #[schemars(range(min = 3, max = 91))]
    pub angles: usize,
    /// Numbers of tokens for which multiplications are counted, rising.
    #[schemars(length(min = 2, max = 10), inner(range(min = 16, max = 65_536)))]
    pub counts: Vec<usize>,
    /// Width d of the tokens for that.
    #[schemars(range(min = 16, max = 4_096))]
    pub counted_dimension: usize,
    /// Draws of subspaces and tokens.
    #[schemars(range(min = 2, max = 100))]
    pub draws: usize,
    /// Seed of every random stream.
    pub seed: u64,
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let book = Self {
            heads: 4,
            width: 12,
            tokens: 128,
            decay: 2.0,
            decays: vec![0.0, 0.5, 1.0, 2.0, 3.0, 4.0],
            noise: 0.3,
            epsilon_squared: 0.5,
            temperature: 0.05,
            steps: vec![0.0625, 0.125, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 8.0],
            short_length: 0.01,
            angles: 31,
            counts: vec![64, 128, 197, 512, 1_024, 2_048, 4_096],
            counted_dimension: 384,
            draws: 20,
            seed: 1,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Self { draws: 4, angles: 7, decays: vec![0.0, 2.0], ..book },
        }
    }

    fn check(&self) -> Result<()> {
        in_range("tokens", self.tokens, 2 * self.heads..=1_024)?;
        rising("decays", &self.decays)?;
        rising("steps", &self.steps)?;
        in_range("the first of `steps`", self.steps[0], 1e-3..=2.0)?;
        in_range("the last of `steps`", self.steps[self.steps.len() - 1], 2.001..=100.0)?;
        in_range("the remainder of `angles` by 2", self.angles % 2, 1..=1)?;
        rising("counts", &self.counts)?;
        let size = self.heads * self.width;
        let look = 8 * self.tokens * size * size;
        let turns = 2 * self.angles * self.width.pow(3);
        let looks = 4 * (self.steps.len() + self.decays.len() + 1) * look;
        let work = self.draws * (looks + turns + 8 * (self.decays.len() + 1) * size.pow(3));
        work_within(work as f64, MOST_WORK, "take fewer `tokens`, `steps`, `decays` or `draws`, or a smaller `width`")
    }
}
