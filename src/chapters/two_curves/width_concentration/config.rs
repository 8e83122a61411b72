//! The settings.

use anyhow::{Result, ensure};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    chapters::two_curves::curve_setting,
    data::sphere_curves::SphereCurve,
    figure::{
        Settings,
        plot::SERIES,
        settings::{in_range, rising, work_within},
    },
    ground::scale::Scale,
};

/// What a reader can turn.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Hidden layers L, rising.
    #[schemars(length(min = 1, max = SERIES.len()), inner(range(min = 1, max = 100)))]
    pub depths: Vec<usize>,
    /// Neurons n of a hidden layer, rising.
    #[schemars(length(min = 2, max = SERIES.len()), inner(range(min = 8, max = 4_096)))]
    pub widths: Vec<usize>,
    /// Networks drawn at each depth for the largest width; narrower ones in proportion more.
    #[schemars(range(min = 8, max = MOST_NETWORKS))]
    pub networks: usize,
    /// Number of angles from 0 to π at which the kernel is evaluated.
    #[schemars(range(min = 5, max = 33))]
    pub angles: usize,
    /// The depths whose kernels are drawn against the angle, two of `depths`.
    pub shown_depths: [usize; 2],
    /// The curve; with its mirror image it makes the pair.
    pub curve: SphereCurve,
    /// Points on each of the two curves.
    #[schemars(range(min = 2, max = 48))]
    pub curve_points: usize,
    /// Seed of every random stream.
    pub seed: u64,
}

/// The most networks in a cell.
const MOST_NETWORKS: usize = 4_000;
/// The most weights of a network.
const MOST_WEIGHTS: usize = 100_000_000;
/// The most work, in numbers drawn and neurons evaluated.
const MOST_WORK: f64 = 3e10;

impl Config {
    /// Networks drawn of one width.
    pub(super) fn networks(&self, width: usize) -> usize {
        let widest = self.widths.last().copied().unwrap_or(width);
        (self.networks * widest / width).min(MOST_NETWORKS)
    }

    /// What all networks cost, in numbers drawn: a layer's weights, and what its evaluation at every point adds.
    fn work(&self) -> f64 {
        let points = self.angles + 2 * self.curve_points;
        let of_width = |&width: &usize| self.networks(width) as f64 * ((width + points) as f64).powi(2);
        self.widths.iter().map(of_width).sum::<f64>() * self.depths.iter().sum::<usize>() as f64
    }
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let book = Config {
            depths: vec![5, 10, 20, 50],
            widths: vec![64, 128, 256, 512, 1024],
            networks: 100,
            angles: 15,
            shown_depths: [5, 20],
            curve: SphereCurve::Winding { latitude_rad: 0.5, amplitude_rad: 0.3, frequency: 4 },
            curve_points: 24,
            seed: 1,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Config {
                depths: vec![5, 10],
                widths: vec![32, 64, 128],
                networks: 250,
                angles: 9,
                shown_depths: [5, 10],
                curve_points: 8,
                ..book
            },
        }
    }

    fn check(&self) -> Result<()> {
        rising("depths", &self.depths)?;
        rising("widths", &self.widths)?;
        for depth in self.shown_depths {
            ensure!(self.depths.contains(&depth), "`shown_depths` has {depth}, which is not one of `depths`");
        }
        curve_setting::check("curve", &self.curve)?;
        let (deepest, widest) = (self.depths[self.depths.len() - 1], self.widths[self.widths.len() - 1]);
        in_range(
            "the deepest of `depths` × the square of the widest of `widths`",
            deepest * widest * widest,
            1..=MOST_WEIGHTS,
        )?;
        work_within(self.work(), MOST_WORK, "take fewer `networks`, or smaller `depths` or `widths`")
    }
}
