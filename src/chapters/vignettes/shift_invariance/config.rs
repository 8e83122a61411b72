//! The settings.

use anyhow::{Result, ensure};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    data::digits::SIDE,
    figure::{
        Settings,
        settings::{in_range, multiple_of},
    },
    ground::scale::Scale,
};

/// What a reader can turn.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Seed of every random draw.
    pub seed: u64,
    /// Side of the canvas that digits lie on, pixels; a multiple of the total stride.
    #[schemars(range(min = SIDE, max = 64))]
    pub canvas: usize,
    /// Output channels of each convolution; each is followed by a subsampling by 2.
    #[schemars(length(min = 1, max = 3), inner(range(min = 1, max = 64)))]
    pub channels: Vec<usize>,
    /// Side of each convolution's kernel, pixels; odd.
    #[schemars(length(min = 1, max = 3), inner(range(min = 1, max = 7)))]
    pub kernels: Vec<usize>,
    /// Taps along each side of the binomial low-pass in the anti-aliased network; odd, and 1 lets everything pass.
    #[schemars(range(min = 1, max = 7))]
    pub low_pass_taps: usize,
    /// Training digits; more than 10,000 need the full set.
    #[schemars(range(min = 1, max = 60_000))]
    pub train_digits: usize,
    /// Test digits that accuracy and flips are counted on.
    #[schemars(range(min = 1, max = 10_000))]
    pub test_digits: usize,
    /// Whether training digits lie at random places; if not, all lie in the centre.
    pub augment: bool,
    /// Passes over the training digits.
    #[schemars(range(min = 1, max = 100))]
    pub epochs: usize,
    /// Digits per training step.
    #[schemars(range(min = 1))]
    pub batch_size: usize,
    /// Adam's rate at the start; it falls to 0 along half a cosine.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub rate: f64,
    /// The test digits that are followed along the path, by their place in the test set; the map and the statements
    /// about all shifts are of the first.
    #[schemars(length(min = 1, max = 8), inner(range(min = 0, max = 9_999)))]
    pub shown: Vec<usize>,
    /// Shifts by one pixel along the path.
    #[schemars(range(min = 1, max = 64))]
    pub path_shifts: usize,
    /// How far the map reaches from the centre, pixels.
    #[schemars(range(min = 1, max = SIDE))]
    pub map_reach: usize,
    /// Resamples of the bootstrap.
    #[schemars(range(min = 100, max = 100_000))]
    pub resamples: usize,
    /// Coverage of the bootstrap intervals.
    #[schemars(range(min = 0.5, max = 0.999))]
    pub level: f64,
}

impl Config {
    /// The product of all strides, pixels.
    pub(super) fn total_stride(&self) -> usize {
        1 << self.channels.len()
    }

    /// Steps of the optimizer.
    pub(super) fn steps(&self) -> usize {
        self.epochs * (self.train_digits / self.batch_size)
    }
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let book = Config {
            seed: 1,
            canvas: 40,
            channels: vec![8, 16, 16],
            kernels: vec![5, 3, 3],
            low_pass_taps: 5,
            train_digits: 10_000,
            test_digits: 3_000,
            augment: true,
            epochs: 3,
            batch_size: 16,
            rate: 1e-2,
            shown: vec![1, 0, 2, 3, 4, 5, 6, 7],
            path_shifts: 12,
            map_reach: 8,
            resamples: 2_000,
            level: 0.95,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Config {
                canvas: 32,
                channels: vec![8, 8],
                kernels: vec![5, 3],
                train_digits: 1_000,
                test_digits: 200,
                epochs: 4,
                batch_size: 4,
                resamples: 500,
                ..book
            },
        }
    }

    fn check(&self) -> Result<()> {
        let layers = self.channels.len();
        ensure!(self.kernels.len() == layers, "`kernels` has {} sides for {layers} layers", self.kernels.len());
        multiple_of("canvas", self.canvas, self.total_stride())?;
        let odd = self.kernels.iter().chain([&self.low_pass_taps]).all(|side| side % 2 == 1);
        ensure!(odd, "`kernels` and `low_pass_taps` must be odd: they need a centre");
        in_range("batch_size", self.batch_size, 1..=self.train_digits)
    }
}
