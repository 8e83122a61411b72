//! The settings.

use anyhow::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    figure::{
        Settings,
        settings::{rising, work_within},
    },
    ground::scale::Scale,
};

/// Guesses on the circle that a run may take at most: some minutes.
const MOST_GUESSES: f64 = 5e8;

/// What a reader can turn. Times are in units of the process's relaxation time.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The circle's radius R.
    #[schemars(range(min = 0.1, max = 10.0))]
    pub radius: f64,
    /// The time T at which the samplers start.
    #[schemars(range(min = 0.5, max = 8.0))]
    pub start_time: f64,
    /// The time at which they end.
    #[schemars(range(min = 1e-5, max = 0.4))]
    pub t_min: f64,
    /// Numbers of steps, rising; the orders are fitted to the last three.
    #[schemars(length(min = 3, max = 12), inner(range(min = 1, max = 4_096)))]
    pub steps: Vec<usize>,
    /// Starts of the deterministic samplers: even quantiles of the radius.
    #[schemars(range(min = 10, max = 5_000))]
    pub starts: usize,
    /// Numbers of steps of the ancestral sampler, rising.
    #[schemars(length(min = 2, max = 8), inner(range(min = 1, max = 1_024)))]
    pub ancestral_steps: Vec<usize>,
    /// Paths of the ancestral sampler.
    #[schemars(range(min = 100, max = 1_000_000))]
    pub ancestral_paths: usize,
    /// Seed of every random stream.
    pub seed: u64,
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let book = Self {
            radius: 1.0,
            start_time: 4.0,
            t_min: 0.01,
            steps: vec![1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
            starts: 500,
            ancestral_steps: vec![16, 32, 64, 128],
            ancestral_paths: 400_000,
            seed: 1,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Self {
                steps: vec![1, 4, 16, 64, 128, 256],
                starts: 100,
                ancestral_steps: vec![16, 32, 64],
                ancestral_paths: 20_000,
                ..book
            },
        }
    }

    fn check(&self) -> Result<()> {
        rising("steps", &self.steps)?;
        rising("ancestral_steps", &self.ancestral_steps)?;
        // Seven guesses a step of all deterministic samplers, as many twice more there and back, and flow matching's two.
        let deterministic = 23 * self.starts * self.steps.iter().sum::<usize>();
        let ancestral = self.ancestral_paths * self.ancestral_steps.iter().sum::<usize>();
        work_within((deterministic + ancestral) as f64, MOST_GUESSES, "take fewer `starts`, `ancestral_paths` or steps")
    }
}
