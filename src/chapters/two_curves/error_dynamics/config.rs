//! The settings.

use anyhow::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    chapters::two_curves::curve_setting,
    data::sphere_curves::SphereCurve,
    figure::{
        Settings,
        settings::{in_range, multiple_of, rising, work_within},
    },
    ground::scale::Scale,
};

/// What a reader can turn.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Hidden layers L, rising; the first is drawn mode by mode.
    #[schemars(length(min = 1, max = 2), inner(range(min = 1, max = 20)))]
    pub depths: Vec<usize>,
    /// Neurons n of a hidden layer, rising, and twice the deepest of `depths` or more; the first and the last are drawn mode
    /// by mode.
    #[schemars(length(min = 2, max = 8), inner(range(min = 16, max = MOST_WIDTH)))]
    pub widths: Vec<usize>,
    /// Networks trained at each depth and width.
    #[schemars(range(min = 2, max = 50))]
    pub networks: usize,
    /// The curve; with its mirror image it makes the pair.
    pub curve: SphereCurve,
    /// Samples N on both curves together, even: as many on each.
    #[schemars(range(min = 4, max = 128))]
    pub samples: usize,
    /// How long the flow runs, in units of 2/(nL).
    #[schemars(range(min = 1.0, max = 1_000.0))]
    pub duration: f64,
    /// Times at which the networks are looked at, after the start.
    #[schemars(range(min = 2, max = 40))]
    pub checkpoints: usize,
    /// The largest product of a step's time and the kernel's first rate.
    #[schemars(range(min = 0.005, max = 0.2))]
    pub step: f64,
    /// How many modes of a network are drawn, those with the largest parts of the error at the start.
    #[schemars(range(min = 1, max = 4))]
    pub modes: usize,
    /// Seed of every random stream.
    pub seed: u64,
}

/// The most neurons of a layer.
const MOST_WIDTH: usize = 4_096;
/// The most weights of a network.
const MOST_WEIGHTS: usize = 30_000_000;
/// The most work, in floating-point operations.
const MOST_WORK: f64 = 6e13;
/// What starting a layer's products costs, in floating-point operations that would take as long.
const LAYER_OVERHEAD: f64 = 5e6;

impl Config {
    /// An estimate of what training costs: six operations a sample and weight each step, where the first rate is 1. In a
    /// narrow network it can be somewhat larger.
    fn work(&self) -> f64 {
        let steps = self.duration / self.step + self.checkpoints as f64;
        let layer = |&width: &usize| 6.0 * (self.samples * width * width) as f64 + LAYER_OVERHEAD;
        let layers = self.depths.iter().sum::<usize>() as f64;
        // The first network is trained twice more, in steps of half the size.
        (self.networks + 2) as f64 * steps * layers * self.widths.iter().map(layer).sum::<f64>()
    }

    /// The times of the checkpoints, closer together at the start, where most happens.
    pub(super) fn times(&self) -> Vec<f64> {
        (0..=self.checkpoints).map(|i| self.duration * (i as f64 / self.checkpoints as f64).powi(2)).collect()
    }
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let book = Config {
            depths: vec![5, 10],
            widths: vec![32, 64, 128, 256, 512, 1024],
            networks: 12,
            curve: SphereCurve::Latitude { latitude_rad: 0.4 },
            samples: 32,
            duration: 30.0,
            checkpoints: 16,
            step: 0.04,
            modes: 3,
            seed: 1,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => {
                Config { depths: vec![3], widths: vec![32, 64, 128], networks: 6, samples: 16, duration: 20.0, ..book }
            }
        }
    }

    fn check(&self) -> Result<()> {
        rising("depths", &self.depths)?;
        rising("widths", &self.widths)?;
        let deepest = self.depths[self.depths.len() - 1];
        let widest = self.widths[self.widths.len() - 1];
        // Narrower networks differ so much in the size of their kernels that no step suits all.
        in_range("widths", self.widths[0], 2 * deepest..=MOST_WIDTH)?;
        multiple_of("samples", self.samples, 2)?;
        curve_setting::check("curve", &self.curve)?;
        in_range(
            "the deepest of `depths` × the square of the widest of `widths`",
            deepest * widest * widest,
            1..=MOST_WEIGHTS,
        )?;
        work_within(
            self.work(),
            MOST_WORK,
            "take a shorter `duration`, a longer `step`, or fewer `networks` or `samples`",
        )
    }
}
