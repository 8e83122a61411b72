//! The settings.

use anyhow::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    figure::{
        Settings,
        settings::{multiple_of, rising, work_within},
    },
    ground::scale::Scale,
};

/// What a reader can turn.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The amplitude of the two waves, radians.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub amplitude_rad: f64,
    /// Their waves per turn.
    #[schemars(range(min = 1, max = 20))]
    pub frequency: u32,
    /// Hidden layers L, rising, in all three diagrams.
    #[schemars(length(min = 1, max = MOST_COLUMNS), inner(range(min = 1, max = 32)))]
    pub depths: Vec<usize>,
    /// Distances along the meridian between the two waves, radians, rising, in the first diagram.
    #[schemars(length(min = 1, max = MOST_COLUMNS), inner(range(min = NEAREST_RAD, max = FARTHEST_RAD)))]
    pub separations_rad: Vec<f64>,
    /// Neurons n of a hidden layer, rising, in the second.
    #[schemars(length(min = 1, max = MOST_COLUMNS), inner(range(min = 1, max = WIDEST)))]
    pub widths: Vec<usize>,
    /// Samples N of both curves together, even and rising, in the third.
    #[schemars(length(min = 1, max = MOST_COLUMNS), inner(range(min = FEWEST_SAMPLES, max = MOST_SAMPLES)))]
    pub samples: Vec<usize>,
    /// The fixed distance along the meridian in the other two diagrams, radians.
    #[schemars(range(min = NEAREST_RAD, max = FARTHEST_RAD))]
    pub held_separation_rad: f64,
    /// The fixed width in the other two diagrams.
    #[schemars(range(min = 1, max = WIDEST))]
    pub held_width: usize,
    /// The fixed number of samples of both curves together in the other two diagrams, even.
    #[schemars(range(min = FEWEST_SAMPLES, max = MOST_SAMPLES))]
    pub held_samples: usize,
    /// Networks per cell, each with samples of its own.
    #[schemars(range(min = 1, max = 40))]
    pub trials: usize,
    /// Points of both curves together on which a trained network is tested, even.
    #[schemars(range(min = 20, max = 10_000))]
    pub test_points: usize,
    /// Training ends when the mean square of the error on the samples is at most this …
    #[schemars(range(min = 1e-4, max = 0.5))]
    pub goal: f64,
    /// … or after this many steps, a multiple of 25.
    #[schemars(range(min = STRETCH, max = 20_000))]
    pub steps: usize,
    /// The rate, as a share of the largest that is stable at the start by the kernel of the hidden layers.
    #[schemars(range(min = 0.01, max = 0.95))]
    pub rate: f64,
    /// Pixels per side of the trained functions' pictures.
    #[schemars(range(min = 16, max = 72))]
    pub pixels: usize,
    /// Seed of every random stream.
    pub seed: u64,
}

/// No diagram has more columns, or rows.
const MOST_COLUMNS: usize = 6;
/// The smallest distance along the meridian, radians.
const NEAREST_RAD: f64 = 0.01;
/// The largest distance along the meridian that may be asked for, radians.
const FARTHEST_RAD: f64 = 1.0;
/// The most neurons of a layer.
const WIDEST: usize = 512;
/// The fewest samples of both curves together: two of each.
const FEWEST_SAMPLES: usize = 4;
/// The most samples of both curves together.
const MOST_SAMPLES: usize = 1024;
/// Steps between two looks at the loss.
pub(super) const STRETCH: usize = 25;
/// The most work, in multiplications: three times what the book asks for.
const MOST_WORK: f64 = 1e14;

/// A column of a diagram: everything but the depth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Place {
    pub separation_rad: f64,
    pub width: usize,
    pub samples: usize,
}

impl Config {
    /// What all diagrams share but for what varies.
    pub(super) fn held(&self) -> Place {
        Place { separation_rad: self.held_separation_rad, width: self.held_width, samples: self.held_samples }
    }

    /// The columns of the three diagrams.
    pub(super) fn places(&self) -> [Vec<Place>; 3] {
        let held = self.held();
        [
            self.separations_rad.iter().map(|&separation_rad| Place { separation_rad, ..held }).collect(),
            self.widths.iter().map(|&width| Place { width, ..held }).collect(),
            self.samples.iter().map(|&samples| Place { samples, ..held }).collect(),
        ]
    }

    /// The depths whose trained functions are drawn.
    pub(super) fn portrayed(&self) -> Vec<usize> {
        let last = self.depths.len() - 1;
        let mut at = vec![0, last / 2, last];
        at.dedup();
        at.into_iter().map(|at| self.depths[at]).collect()
    }

    /// What all trainings take, in multiplications, if each takes all its steps: three products of N × n × n per layer and
    /// step. In the infinite-width limit, an entry of a kernel takes as long as some 300 multiplications per layer, and the
    /// eigenvectors 30 N³.
    fn work(&self) -> f64 {
        let layers: usize = self.depths.iter().sum();
        let training = |place: &Place| {
            let step = 3 * place.samples * place.width * (place.width * layers + 3 * self.depths.len());
            step as f64 * self.steps as f64
        };
        let limit = |place: &Place| {
            let entries = (place.samples * (place.samples + self.test_points) * layers) as f64;
            300.0 * entries + 30.0 * (place.samples as f64).powi(3) * self.depths.len() as f64
        };
        let places = self.places().concat();
        self.trials as f64 * places.iter().map(|place| training(place) + limit(place)).sum::<f64>()
    }
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let book = Config {
            amplitude_rad: 0.3,
            frequency: 6,
            depths: vec![1, 2, 4, 8, 16],
            separations_rad: vec![0.05, 0.1, 0.2, 0.4, 0.8],
            widths: vec![8, 16, 32, 64, 128],
            samples: vec![32, 64, 128, 256, 512],
            held_separation_rad: 0.2,
            held_width: 64,
            held_samples: 256,
            trials: 5,
            test_points: 2000,
            goal: 0.01,
            steps: 2000,
            rate: 0.5,
            pixels: 64,
            seed: 1,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Config {
                frequency: 3,
                depths: vec![1, 4],
                separations_rad: vec![0.1, 0.4],
                widths: vec![8, 32],
                samples: vec![16, 64],
                held_samples: 64,
                held_width: 32,
                trials: 3,
                steps: 400,
                pixels: 48,
                ..book
            },
        }
    }

    fn check(&self) -> Result<()> {
        for (name, list) in [("depths", &self.depths), ("widths", &self.widths), ("samples", &self.samples)] {
            rising(name, list)?;
        }
        rising("separations_rad", &self.separations_rad)?;
        for &samples in &self.samples {
            multiple_of("samples", samples, 2)?;
        }
        multiple_of("held_samples", self.held_samples, 2)?;
        multiple_of("test_points", self.test_points, 2)?;
        multiple_of("steps", self.steps, STRETCH)?;
        work_within(
            self.work(),
            MOST_WORK,
            "take fewer `steps` or `trials`, or smaller `widths`, `depths` or `samples`",
        )
    }
}
