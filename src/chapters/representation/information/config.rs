//! The settings.

use anyhow::{Result, ensure};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    figure::{
        Settings,
        settings::{rising, work_within},
    },
    ground::scale::Scale,
};

/// Multiplications and exponentials that a run may take at most: some minutes.
const MOST_OPERATIONS: f64 = 2e12;

/// What a reader can turn. Times are in units of the process's relaxation time.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Points of a circle.
    pub circle: CircleSettings,
    /// Two Gaussians on a line.
    pub pair: PairSettings,
    /// Handwritten digits.
    pub digits: DigitSettings,
    /// Seed of every random stream.
    pub seed: u64,
}

/// The circle, whole and as points.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CircleSettings {
    /// The circle's radius R.
    #[schemars(range(min = 0.1, max = 10.0))]
    pub radius: f64,
    /// Numbers of points N, rising.
    #[schemars(length(min = 1, max = 5), inner(range(min = 16, max = 2_048)))]
    pub counts: Vec<usize>,
    /// Places of the loss to a unit of λ.
    #[schemars(range(min = 4, max = 16))]
    pub per_unit: usize,
}

/// The Gaussians N(μ, v) and N(−μ, v).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PairSettings {
    /// Their distance μ from the origin.
    #[schemars(range(min = 1.0, max = 100.0))]
    pub mean: f64,
    /// Their variance v.
    #[schemars(range(min = 0.01, max = 4.0))]
    pub variance: f64,
    /// The times at which pairs of reverse paths are started, rising.
    #[schemars(length(min = 1, max = 12), inner(range(min = 0.05, max = 6.0)))]
    pub times: Vec<f64>,
    /// Pairs of reverse paths from each.
    #[schemars(range(min = 20, max = 100_000))]
    pub paths: usize,
    /// Steps of a path.
    #[schemars(range(min = 10, max = 2_000))]
    pub steps: usize,
}

/// The digits, of the committed ten thousand.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DigitSettings {
    /// Numbers of training digits N, rising: random sets, ten of each number where the ten thousand have so many.
    #[schemars(length(min = 1, max = 3), inner(range(min = 50, max = 10_000)))]
    pub counts: Vec<usize>,
    /// Times, rising.
    #[schemars(length(min = 3, max = 20), inner(range(min = 0.2, max = 5.0)))]
    pub times: Vec<f64>,
    /// Noised digits that are looked at, for each number of digits and each time; a multiple of ten.
    #[schemars(range(min = 20, max = 2_000))]
    pub draws: usize,
    /// The number of digits whose reverse paths are walked.
    #[schemars(range(min = 50, max = 10_000))]
    pub walked: usize,
    /// Pairs of reverse paths.
    #[schemars(range(min = 10, max = 1_000))]
    pub walks: usize,
    /// Steps of a path.
    #[schemars(range(min = 10, max = 1_000))]
    pub steps: usize,
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let times: Vec<f64> = (0..15).map(|k| f64::from(12 + k) / 10.0).collect();
        let book = Self {
            circle: CircleSettings { radius: 1.0, counts: vec![16, 64, 256, 1024], per_unit: 8 },
            pair: PairSettings {
                mean: 4.0,
                variance: 1.0,
                times: vec![0.5, 1.0, 1.5, 2.0, 2.5],
                paths: 4_000,
                steps: 200,
            },
            digits: DigitSettings {
                counts: vec![100, 1_000, 10_000],
                times: times.clone(),
                draws: 1_000,
                walked: 1_000,
                walks: 200,
                steps: 100,
            },
            seed: 1,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Self {
                circle: CircleSettings { counts: vec![16, 256], per_unit: 8, ..book.circle },
                pair: PairSettings { times: vec![0.5, 1.5, 2.5], paths: 1_000, steps: 100, ..book.pair },
                digits: DigitSettings {
                    counts: vec![100, 1_000],
                    times: times.into_iter().step_by(2).collect(),
                    draws: 100,
                    walked: 100,
                    walks: 50,
                    steps: 50,
                },
                ..book
            },
        }
    }

    fn check(&self) -> Result<()> {
        rising("circle.counts", &self.circle.counts)?;
        rising("pair.times", &self.pair.times)?;
        rising("digits.counts", &self.digits.counts)?;
        rising("digits.times", &self.digits.times)?;
        ensure!(
            self.digits.draws.is_multiple_of(10),
            "`digits.draws` is {}, and must be a multiple of 10",
            self.digits.draws
        );
        let digits = &self.digits;
        let pixels = 784.0;
        let seen = (digits.draws * digits.times.len() * digits.counts.iter().sum::<usize>()) as f64;
        let walked = (4 * digits.walks * digits.steps * digits.walked) as f64;
        let pairs = (self.pair.paths * self.pair.steps * self.pair.times.len()) as f64;
        work_within(
            pixels * (seen + walked) + 20.0 * pairs,
            MOST_OPERATIONS,
            "take fewer `digits.draws`, `digits.times`, `digits.walks` or `pair.paths`",
        )
    }
}
