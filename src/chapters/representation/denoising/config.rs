//! The settings.

use anyhow::{Result, ensure};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    data::curves::Sine,
    figure::{
        Settings,
        settings::{rising, work_within},
    },
    ground::scale::Scale,
};

/// Exponentials that a run may take at most: some minutes.
const MOST_EXPONENTIALS: f64 = 3e10;

/// What a reader can turn. Times are in units of the process's relaxation time.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Points on each curve, N.
    #[schemars(range(min = 2, max = 2_000))]
    pub samples: usize,
    /// The circle's radius R; it is about the origin.
    #[schemars(range(min = 0.1, max = 10.0))]
    pub radius: f64,
    /// The sine curve, in the book off centre.
    pub sine: Sine,
    /// The time T from which the way back starts, at N(0, I).
    #[schemars(range(min = 0.5, max = 8.0))]
    pub start_time: f64,
    /// The time at which the way back ends.
    #[schemars(range(min = 1e-7, max = 0.4))]
    pub t_min: f64,
    /// Steps of the way back, even in λ = ln(a/s).
    #[schemars(range(min = 10, max = 10_000))]
    pub steps: usize,
    /// Paths of each kind.
    #[schemars(range(min = 20, max = 20_000))]
    pub paths: usize,
    /// Times shown, the first and the last among them.
    #[schemars(range(min = 4, max = 24))]
    pub frames: usize,
    /// Pixels along each side of a density.
    #[schemars(range(min = 2, max = 32))]
    pub pixels: usize,
    /// The clouds show coordinates from −this to this.
    #[schemars(range(min = 0.1, max = 100.0))]
    pub view_half_width: f64,
    /// The way back, followed until the samples sit on the points.
    pub collapse: Collapse,
    /// Starts from N(0, I) where that is not yet the distribution.
    pub early_starts: EarlyStarts,
    /// Seed of every random stream.
    pub seed: u64,
}

/// The way back to the circle's points, to where nothing but the points is left.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Collapse {
    /// Its last time.
    #[schemars(range(min = 1e-9, max = 0.4))]
    pub t_min: f64,
    /// Its steps.
    #[schemars(range(min = 20, max = 10_000))]
    pub steps: usize,
}

/// Starts too early, on the sine.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EarlyStarts {
    /// The times at which the reverse process is started from N(0, I), rising; the first is sampled, too.
    #[schemars(length(min = 1, max = 12), inner(range(min = 0.2, max = 6.0)))]
    pub times: Vec<f64>,
    /// Pieces of the curve in which the sampled paths are counted.
    #[schemars(range(min = 2, max = 16))]
    pub arcs: usize,
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let book = Self {
            samples: 256,
            radius: 1.0,
            sine: Sine { length: 3.0, amplitude: 1.0, centre: [0.6, 0.4] },
            start_time: 4.0,
            t_min: 0.01,
            steps: 400,
            paths: 2_000,
            frames: 13,
            pixels: 32,
            view_half_width: 3.0,
            collapse: Collapse { t_min: 1e-7, steps: 800 },
            early_starts: EarlyStarts { times: vec![0.25, 0.5, 1.0, 2.0, 4.0], arcs: 8 },
            seed: 1,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Self {
                samples: 64,
                steps: 200,
                paths: 300,
                frames: 7,
                pixels: 16,
                collapse: Collapse { steps: 400, ..book.collapse },
                early_starts: EarlyStarts { times: vec![0.25, 1.0, 4.0], ..book.early_starts },
                ..book
            },
        }
    }

    fn check(&self) -> Result<()> {
        rising("early_starts.times", &self.early_starts.times)?;
        ensure!(
            self.early_starts.arcs <= self.samples,
            "`early_starts.arcs` is {}, and must be at most `samples`, {}",
            self.early_starts.arcs,
            self.samples
        );
        // Two ways back to each of two point sets, one of them with two guesses a step; the collapse; the early start.
        let guesses = 7 * self.steps + self.collapse.steps;
        // A guess on the whole circle is a fraction of some hundred terms.
        work_within(
            (self.paths * (self.samples + 100) * guesses) as f64,
            MOST_EXPONENTIALS,
            "take fewer `paths`, `samples` or `steps`",
        )
    }
}
