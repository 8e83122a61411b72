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
    /// Pixels along each side of a digit: 28, or 14 after means over 2 × 2 pixels.
    #[schemars(range(min = 14, max = 28))]
    pub side: usize,
    /// Digits to learn from; beyond 10,000 the whole training set of MNIST is read, and fetched if it is nowhere.
    #[schemars(range(min = 500, max = 60_000))]
    pub train: usize,
    /// How the networks learn.
    pub learning: Learning,
    /// Steps of Adam of the classifier whose features judge the samples.
    #[schemars(range(min = 20, max = 10_000))]
    pub classifier_steps: usize,
    /// The earliest time, at which sampling ends.
    #[schemars(range(min = 1e-3, max = 0.1))]
    pub t_min: f64,
    /// The latest time, at which sampling begins.
    #[schemars(range(min = 1.0, max = 8.0))]
    pub t_max: f64,
    /// Times at which losses are measured, rising.
    #[schemars(length(min = 2, max = 10), inner(range(min = 1e-3, max = 8.0)))]
    pub times: Vec<f64>,
    /// Test digits on which losses are measured.
    #[schemars(range(min = 20, max = 5_000))]
    pub held_out: usize,
    /// Training digits of which the empirical score is made.
    #[schemars(range(min = 100, max = 10_000))]
    pub memorised: usize,
    /// What is drawn with the networks.
    pub sampling: Sampling,
    /// Networks, each from random weights and a stream of data of its own.
    #[schemars(range(min = 1, max = 10))]
    pub networks: usize,
    /// Seed of every random stream.
    pub seed: u64,
}

/// What is drawn.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sampling {
    /// Digits drawn each way, and real ones that they are compared with.
    #[schemars(range(min = 70, max = 2_000))]
    pub count: usize,
    /// Steps of DPM-Solver++(2M), even in λ.
    #[schemars(range(min = 2, max = 200))]
    pub steps: usize,
    /// Strengths w of the guidance, (1 + w) of the answer with the class less w of the one without; rising from 0.
    #[schemars(length(min = 1, max = 5), inner(range(min = 0.0, max = 10.0)))]
    pub guidance: Vec<f64>,
    /// Drawn digits, and held-out ones, whose nearest training digits are looked for.
    #[schemars(range(min = 10, max = 500))]
    pub neighbours: usize,
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let book = Self {
            side: 28,
            train: 60_000,
            learning: Learning {
                channels: 48,
                heads: 4,
                steps: 3_000,
                batch: 64,
                rate: 2e-3,
                log_ratio_mean: 0.4,
                log_ratio_deviation: 1.2,
                without_class: 0.2,
                average: 0.998,
            },
            classifier_steps: 1_000,
            t_min: 0.01,
            t_max: 4.0,
            times: vec![0.1, 0.3, 0.7, 1.0, 1.5],
            held_out: 5_000,
            memorised: 10_000,
            sampling: Sampling { count: 1_000, steps: 20, guidance: vec![0.0, 1.0, 3.0], neighbours: 200 },
            networks: 2,
            seed: 1,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Self {
                side: 14,
                train: 2_000,
                learning: Learning { channels: 16, steps: 300, batch: 32, ..book.learning },
                classifier_steps: 150,
                times: vec![0.3, 1.0],
                held_out: 100,
                memorised: 1_000,
                sampling: Sampling { count: 100, steps: 10, guidance: vec![0.0, 1.0], neighbours: 20 },
                networks: 1,
                ..book
            },
        }
    }

    fn check(&self) -> Result<()> {
        multiple_of("side", self.side, GRID)?;
        rising("times", &self.times)?;
        in_range("times[0]", self.times[0], self.t_min..=self.t_max)?;
        in_range("the last of `times`", self.times[self.times.len() - 1], self.t_min..=self.t_max)?;
        in_range("memorised", self.memorised, 1..=self.train)?;
        in_range("sampling.neighbours", self.sampling.neighbours, 1..=self.sampling.count)?;
        rising("sampling.guidance", &self.sampling.guidance)?;
        in_range("sampling.guidance[0]", self.sampling.guidance[0], 0.0..=0.0)?;
        self.learning.check()?;
        work_within(
            self.networks as f64 * self.learning.work(),
            MOST_WORK,
            "take fewer `networks` or `steps`, a smaller `batch` or fewer `channels`",
        )
    }
}
