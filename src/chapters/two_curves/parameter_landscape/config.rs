//! The settings.

use anyhow::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    figure::{Settings, plot::SERIES, settings::rising},
    ground::scale::Scale,
};

/// What a reader can turn.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Dimensions n: as many atoms.
    #[schemars(length(min = 1, max = SERIES.len()), inner(range(min = 2, max = 30)))]
    pub dimensions: Vec<usize>,
    /// Numbers of samples N, rising.
    #[schemars(length(min = 2, max = 8), inner(range(min = 2, max = 2_000)))]
    pub samples: Vec<usize>,
    /// θ: the share of nonzero entries.
    #[schemars(range(min = 0.02, max = 1.0))]
    pub theta: f64,
    /// The values of θ, rising, at which the first dimension is tried with the most samples.
    #[schemars(length(min = 2, max = 12), inner(range(min = 0.02, max = 1.0)))]
    pub thetas: Vec<f64>,
    /// μ: the width over which the absolute value is rounded off; also the rate of the descent.
    #[schemars(range(min = 0.02, max = 0.5))]
    pub mu: f64,
    /// The most steps of a descent.
    #[schemars(range(min = 10, max = 400))]
    pub steps: usize,
    /// Descents for each number, each with a dictionary, samples and a start of its own.
    #[schemars(range(min = 5, max = 60))]
    pub trials: usize,
    /// The dimension in which the curvatures at the balanced points are counted.
    #[schemars(range(min = 3, max = 10))]
    pub saddle_dimension: usize,
    /// Seed of every random stream.
    pub seed: u64,
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let (dimensions, samples, trials) = match scale {
            Scale::Quick => (vec![5, 10], vec![20, 80, 320], 20),
            Scale::Book => (vec![5, 10, 20], vec![20, 40, 80, 160, 320, 640, 1_280], 60),
        };
        Self {
            dimensions,
            samples,
            theta: 0.2,
            thetas: vec![0.1, 0.3, 0.5, 0.7, 0.9, 1.0],
            mu: 0.1,
            steps: 300,
            trials,
            saddle_dimension: 6,
            seed: 1,
        }
    }

    fn check(&self) -> Result<()> {
        rising("samples", &self.samples)?;
        rising("thetas", &self.thetas)
    }
}
