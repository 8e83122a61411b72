//! The settings.

use anyhow::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::digit_learning::{GRID, Learning};
use crate::{
    figure::{
        Settings,
        settings::{in_range, multiple_of, rising, work_within},
    },
    ground::scale::Scale,
};

/// Multiplications of all training: about an hour.
const MOST_WORK: f64 = 2e14;

/// What a reader can turn. Times are in units of the process's relaxation time.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Pixels along each side of a digit: 14, means over 2 × 2 pixels, or 28.
    #[schemars(range(min = 14, max = 28))]
    pub side: usize,
    /// Digits to learn from.
    #[schemars(range(min = 500, max = 10_000))]
    pub train: usize,
    /// How the networks learn; `without_class` is 1, since no class is ever told here.
    pub learning: Learning,
    /// The earliest time, at which a digit counts as clean.
    #[schemars(range(min = 1e-3, max = 0.1))]
    pub t_min: f64,
    /// The latest time, at which it is its code.
    #[schemars(range(min = 1.0, max = 8.0))]
    pub t_max: f64,
    /// Steps of DPM-Solver++(2M) to the code, and as many back.
    #[schemars(range(min = 2, max = 200))]
    pub steps: usize,
    /// Pairs of held-out digits of different classes, and the digits halfway between them.
    #[schemars(range(min = 20, max = 1_000))]
    pub pairs: usize,
    /// The linear probes of the class.
    pub probe: Probe,
    /// Networks, each from random weights and a stream of data of its own.
    #[schemars(range(min = 2, max = 10))]
    pub networks: usize,
    /// Seed of every random stream.
    pub seed: u64,
}

/// Linear classifiers of codes.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Probe {
    /// Dimensions that a probe sees, the first principal components of what it is of; rising.
    #[schemars(length(min = 1, max = 8), inner(range(min = 1, max = 784)))]
    pub dimensions: Vec<usize>,
    /// Training digits that a probe learns from.
    #[schemars(range(min = 100, max = 10_000))]
    pub train: usize,
    /// Test digits that its share of right answers is measured on.
    #[schemars(range(min = 100, max = 8_000))]
    pub held_out: usize,
    /// Steps of Adam, each on all digits.
    #[schemars(range(min = 20, max = 2_000))]
    pub steps: usize,
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let book = Self {
            side: 14,
            train: 10_000,
            learning: Learning {
                channels: 32,
                heads: 4,
                steps: 1_500,
                batch: 64,
                rate: 2e-3,
                log_ratio_mean: 0.4,
                log_ratio_deviation: 1.2,
                without_class: 1.0,
                average: 0.998,
            },
            t_min: 0.01,
            t_max: 4.0,
            steps: 20,
            pairs: 200,
            probe: Probe { dimensions: vec![8, 16, 32, 64, 128, 196], train: 3_000, held_out: 2_000, steps: 300 },
            networks: 3,
            seed: 1,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Self {
                train: 1_000,
                learning: Learning { channels: 8, steps: 150, batch: 32, ..book.learning },
                steps: 8,
                pairs: 20,
                probe: Probe { dimensions: vec![8, 64], train: 300, held_out: 200, steps: 60 },
                networks: 2,
                ..book
            },
        }
    }

    fn check(&self) -> Result<()> {
        multiple_of("side", self.side, GRID)?;
        self.learning.check()?;
        in_range("learning.without_class", self.learning.without_class, 1.0..=1.0)?;
        rising("probe.dimensions", &self.probe.dimensions)?;
        let most = (self.side * self.side).min(self.probe.train - 1);
        in_range("the last of `probe.dimensions`", self.probe.dimensions[self.probe.dimensions.len() - 1], 1..=most)?;
        in_range("probe.train", self.probe.train, 1..=self.train)?;
        work_within(
            self.networks as f64 * self.learning.work(),
            MOST_WORK,
            "take fewer `networks` or `steps`, a smaller `batch` or fewer `channels`",
        )
    }
}
