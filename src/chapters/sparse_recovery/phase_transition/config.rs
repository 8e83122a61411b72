//! The settings.

use anyhow::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    figure::{Settings, settings::in_range},
    ground::scale::Scale,
};

/// What a reader can turn.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Entries of a signal, n.
    #[schemars(range(min = 8, max = 512))]
    pub n: usize,
    /// Entries of a signal of the second size, less than n, against which the width of the transition is held.
    #[schemars(range(min = 4, max = 511))]
    pub smaller_n: usize,
    /// Steps of the sparsity k/n and of the measurements m/n, from 1/grid to 1; at most `smaller_n`.
    #[schemars(range(min = 4, max = 64))]
    pub grid: usize,
    /// Problems solved at each of the grid² places, for each size.
    #[schemars(range(min = 5, max = 10_000))]
    pub trials: usize,
    /// The sparsity k/n at which the transition itself is shown; the nearest on the grid is taken.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub cut: f64,
    /// Repetitions of the counts, for intervals.
    #[schemars(range(min = 20, max = 10_000))]
    pub resamples: usize,
    /// Seed of every random stream.
    pub seed: u64,
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        match scale {
            Scale::Book => Self { n: 160, smaller_n: 40, grid: 40, trials: 50, cut: 0.25, resamples: 400, seed: 1 },
            Scale::Quick => Self { n: 48, smaller_n: 16, grid: 12, trials: 20, cut: 0.25, resamples: 100, seed: 1 },
        }
    }

    fn check(&self) -> Result<()> {
        in_range("smaller_n", self.smaller_n, 4..=self.n - 1)?;
        in_range("grid", self.grid, 4..=self.smaller_n.min(64))
    }
}
