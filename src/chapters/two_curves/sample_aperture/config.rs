//! The settings.

use anyhow::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    data::sphere_curves::{CurvePair, SphereCurve},
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
    /// Hidden layers L, rising.
    #[schemars(length(min = 2, max = 4), inner(range(min = 3, max = 300)))]
    pub depths: Vec<usize>,
    /// The separation Δ of the circles and of the winding curves, radians.
    #[schemars(range(min = 0.02, max = 1.5))]
    pub separation: f64,
    /// The separation of a pair of circles closer together, radians.
    #[schemars(range(min = 0.02, max = 1.5))]
    pub close_separation: f64,
    /// The amplitude a of the winding curves, radians.
    #[schemars(range(min = 0.01, max = 0.7))]
    pub winding_amplitude_rad: f64,
    /// Waves of the winding curves in a turn.
    #[schemars(range(min = 1, max = 12))]
    pub winding_frequency: u32,
    /// Samples N of both curves together, even numbers, rising.
    #[schemars(length(min = 2, max = 16), inner(range(min = 2, max = 600)))]
    pub samples: Vec<usize>,
    /// Draws of random samples.
    #[schemars(range(min = 2, max = 50))]
    pub draws: usize,
    /// Placements of evenly spaced samples.
    #[schemars(range(min = 2, max = 50))]
    pub placements: usize,
    /// Points on each curve at which the result is tested.
    #[schemars(range(min = 50, max = 1_000))]
    pub test_points: usize,
    /// Seed of every random stream.
    pub seed: u64,
}

/// Products of tests, samples, draws and depths: this many take some minutes, with the solves.
const MOST_WORK: f64 = 4e8;

/// A pair of curves as the figure calls it.
#[derive(Debug, Clone, Copy)]
pub(super) struct NamedPair {
    pub name: &'static str,
    /// The separation Δ of the two curves, radians.
    pub separation_rad: f64,
    pub curves: CurvePair,
}

impl Config {
    /// The pairs of the figure.
    pub(super) fn pairs(&self) -> [NamedPair; 3] {
        let (half, amplitude_rad) = (self.separation / 2.0, self.winding_amplitude_rad);
        let circles = |separation: f64| SphereCurve::Latitude { latitude_rad: separation / 2.0 };
        let winding = SphereCurve::Winding {
            latitude_rad: half + amplitude_rad,
            amplitude_rad,
            frequency: self.winding_frequency,
        };
        [
            ("circles", self.separation, circles(self.separation)),
            ("close circles", self.close_separation, circles(self.close_separation)),
            ("winding", self.separation, winding),
        ]
        .map(|(name, separation_rad, upper)| NamedPair { name, separation_rad, curves: CurvePair { upper } })
    }
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let book = Self {
            depths: vec![5, 15, 50, 125],
            separation: 0.3,
            close_separation: 0.1,
            winding_amplitude_rad: 0.3,
            winding_frequency: 4,
            samples: vec![4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512],
            draws: 50,
            placements: 10,
            test_points: 400,
            seed: 1,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Self {
                depths: vec![5, 50],
                samples: vec![8, 16, 32, 64, 128, 256],
                draws: 5,
                placements: 3,
                test_points: 150,
                ..book
            },
        }
    }

    fn check(&self) -> Result<()> {
        rising("depths", &self.depths)?;
        let highest = self.separation / 2.0 + 2.0 * self.winding_amplitude_rad;
        in_range("separation/2 + 2 winding_amplitude_rad, the winding's highest latitude", highest, 0.0..=1.5)?;
        rising("samples", &self.samples)?;
        for (i, &samples) in self.samples.iter().enumerate() {
            multiple_of(&format!("samples[{i}]"), samples, 2)?;
        }
        let work =
            self.samples.iter().sum::<usize>() * self.test_points * (self.draws + self.placements) * self.depths.len();
        work_within(work as f64, MOST_WORK, "take fewer `samples`, `test_points`, `draws`, `placements` or `depths`")
    }
}
