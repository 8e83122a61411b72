//! The settings.

use anyhow::{Result, ensure};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    data::curves::{Circle, Sine},
    figure::Settings,
    ground::scale::Scale,
    math::diffusion::ornstein_uhlenbeck::NoisedPoints,
};

/// The finest quadrature may have no more cells from the origin to each side: minutes, not hours.
const MOST_CELLS: usize = 2_000;

/// What a reader can turn. Times are in units of the process's relaxation time.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Points on each curve, N; the start is one of them at random. The clouds show at most 240 of them.
    #[schemars(range(min = 1, max = 2_000))]
    pub samples: usize,
    /// The sine curve, in the book off centre.
    pub sine: Sine,
    /// The circle, in the book about the origin.
    pub circle: Circle,
    /// Times shown, 0 among them: even steps of ln(1 + t/`early_time`).
    #[schemars(range(min = 3, max = 40))]
    pub frames: usize,
    /// Where the times turn from even to geometric.
    #[schemars(range(min = 1e-3, max = 10.0))]
    pub early_time: f64,
    /// The time of the last frame.
    #[schemars(range(min = 0.1, max = 6.0))]
    pub last_time: f64,
    /// Paths from each point, for the check by sampling; the first of each is shown.
    #[schemars(range(min = 2, max = 1_000))]
    pub paths_per_sample: usize,
    /// Pixels along each side of a density.
    #[schemars(range(min = 2, max = 64))]
    pub pixels: usize,
    /// The densities show coordinates from −this to this.
    #[schemars(range(min = 0.1, max = 100.0))]
    pub view_half_width: f64,
    /// Cells of the quadrature to a standard deviation of the noise.
    #[schemars(range(min = 1.0, max = 8.0))]
    pub cells_per_width: f64,
    /// The measurement of Euler–Maruyama's order.
    pub weak: Weak,
    /// Seed of every random stream; 3 is kept from the first record, since another moves every number that is sampled.
    pub seed: u64,
}

/// How the order of Euler–Maruyama is measured.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Weak {
    /// Paths, each walked at every step length.
    #[schemars(range(min = 2, max = 1_000_000))]
    pub paths: usize,
    /// The time at which the distributions are compared.
    #[schemars(range(min = 0.01, max = 10.0))]
    pub end_time: f64,
    /// Steps to the end of the longest step length.
    #[schemars(range(min = 1, max = 1_024))]
    pub fewest_steps: u32,
    /// How often the step is halved.
    #[schemars(range(min = 1, max = 8))]
    pub halvings: u32,
}

impl Config {
    /// The times of the frames: even steps of ln(1 + t/τ) from 0 to the last time: even ones while t < τ, then each a
    /// factor longer.
    pub(super) fn times(&self) -> Vec<f64> {
        let steps = self.frames - 1;
        let whole = (self.last_time / self.early_time).ln_1p();
        (0..=steps).map(|k| self.early_time * (whole * k as f64 / steps as f64).exp_m1()).collect()
    }
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let book = Self {
            samples: 240,
            sine: Sine { length: 3.0, amplitude: 1.0, centre: [0.6, 0.4] },
            circle: Circle { radius: 1.0, centre: [0.0, 0.0] },
            frames: 25,
            early_time: 0.05,
            last_time: 4.0,
            paths_per_sample: 20,
            pixels: 64,
            view_half_width: 3.0,
            cells_per_width: 3.0,
            weak: Weak { paths: 40_000, end_time: 1.0, fewest_steps: 8, halvings: 4 },
            seed: 3,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Self {
                samples: 60,
                frames: 9,
                paths_per_sample: 8,
                pixels: 24,
                weak: Weak { paths: 4_000, ..book.weak },
                ..book
            },
        }
    }

    fn check(&self) -> Result<()> {
        // The finest quadrature is the one that checks the others, at the first time.
        let first = self.times()[1];
        for points in [self.sine.points(self.samples), self.circle.points(self.samples)] {
            let cells = NoisedPoints::at(&points, first).quadrature_cells(2.0 * self.cells_per_width);
            ensure!(
                cells <= MOST_CELLS,
                "the quadrature at the first time, {first:.1e}, needs {cells} cells from the origin to each side, and \
                 {MOST_CELLS} are the most; take a larger `early_time`, fewer `frames` or `cells_per_width`, or a \
                 smaller curve"
            );
        }
        Ok(())
    }
}
