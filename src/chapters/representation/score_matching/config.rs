//! The settings.

use anyhow::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    data::curves::{Circle, Sine},
    figure::{
        Settings,
        settings::{in_range, rising, work_within},
    },
    ground::scale::Scale,
    nn::{Schedule, Training},
};

/// Multiplications of all training together: about an hour.
const MOST_WORK: f64 = 4e14;

/// What a reader can turn. Times are in units of the process's relaxation time.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The circle, about the origin, where its noised score is known exactly.
    pub circle: Circle,
    /// The sine curve.
    pub sine: Sine,
    /// The spiral.
    pub spiral: SpiralShape,
    /// The earliest time that is trained at, and the time at which sampling ends.
    #[schemars(range(min = 1e-4, max = 0.5))]
    pub t_min: f64,
    /// The latest time that is trained at, and the time at which sampling begins.
    #[schemars(range(min = 1.0, max = 8.0))]
    pub t_max: f64,
    /// Times at which errors are measured, rising, none before `t_min`.
    #[schemars(length(min = 2, max = 12), inner(range(min = 1e-4, max = 8.0)))]
    pub times: Vec<f64>,
    /// Times of the pictured fields, rising, none before `t_min`.
    #[schemars(length(min = 2, max = 8), inner(range(min = 1e-3, max = 8.0)))]
    pub pictured: Vec<f64>,
    /// Noised points at which errors are measured, at each time.
    #[schemars(range(min = 100, max = 20_000))]
    pub held_out: usize,
    /// How the times of training are drawn; on the circle the other way is a control.
    pub drawn: Times,
    /// How a network learns.
    pub learning: Learning,
    /// Points drawn with each network.
    #[schemars(range(min = 50, max = 1_000))]
    pub draws: usize,
    /// Steps of the sampler, DPM-Solver++(2M), even in λ.
    #[schemars(range(min = 2, max = 400))]
    pub sampling_steps: usize,
    /// Steps of the reverse SDE by which points are drawn, too, even in λ.
    #[schemars(range(min = 2, max = 2_000))]
    pub walking_steps: usize,
    /// Random points of the circle whose exact scores are compared, rising.
    #[schemars(length(min = 1, max = 4), inner(range(min = 1, max = 10_000)))]
    pub points: Vec<usize>,
    /// Networks for each objective, each from random weights and a stream of data of its own.
    #[schemars(range(min = 2, max = 20))]
    pub seeds: usize,
    /// Seed of every random stream.
    pub seed: u64,
}

/// An Archimedean spiral about the origin.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpiralShape {
    /// The distance of its inner end from the origin.
    #[schemars(range(min = 0.05, max = 2.0))]
    pub inner: f64,
    /// The distance between neighbouring turns.
    #[schemars(range(min = 0.1, max = 2.0))]
    pub gap: f64,
    /// How often it goes around.
    #[schemars(range(min = 0.25, max = 4.0))]
    pub turns: f64,
}

/// How the times of training are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Times {
    /// Evenly in λ = ln(a/s): as often between .01 and .02 as between .1 and .2.
    LogRatio,
    /// Evenly in t.
    Uniform,
}

/// How a network learns.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Learning {
    /// Units of each hidden layer.
    #[schemars(length(min = 1, max = 6), inner(range(min = 1, max = 1_024)))]
    pub hidden: Vec<usize>,
    /// Steps of Adam.
    #[schemars(range(min = 20, max = 100_000))]
    pub steps: usize,
    /// Noised points in each.
    #[schemars(range(min = 1, max = 10_000))]
    pub batch: usize,
    /// The first rate; it falls to 0 along half a cosine.
    #[schemars(range(min = 1e-5, max = 0.1))]
    pub rate: f64,
}

impl Times {
    /// The other way.
    pub(super) fn other(self) -> Self {
        match self {
            Self::LogRatio => Self::Uniform,
            Self::Uniform => Self::LogRatio,
        }
    }

    /// Its name, as the figure has it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::LogRatio => "even in λ",
            Self::Uniform => "even in t",
        }
    }
}

impl Learning {
    pub(super) fn training(&self) -> Training {
        Training { schedule: Schedule::Cosine { warm_up: 0 }, ..Training::adam(self.steps, self.rate) }
    }

    /// Multiplications of one training, forward and backward.
    fn work(&self) -> f64 {
        let widths = [&[9], self.hidden.as_slice(), &[2]].concat();
        let weights: usize = widths.windows(2).map(|pair| pair[0] * pair[1]).sum();
        3.0 * (weights * self.steps) as f64 * self.batch as f64
    }
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let book = Self {
            circle: Circle { radius: 1.0, centre: [0.0, 0.0] },
            sine: Sine { length: 3.0, amplitude: 1.0, centre: [0.6, 0.4] },
            spiral: SpiralShape { inner: 0.3, gap: 0.6, turns: 2.0 },
            t_min: 0.01,
            t_max: 4.0,
            times: vec![0.01, 0.03, 0.1, 0.3, 1.0, 3.0],
            pictured: vec![0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0],
            held_out: 4_000,
            drawn: Times::LogRatio,
            learning: Learning { hidden: vec![128; 3], steps: 3_000, batch: 256, rate: 2e-3 },
            draws: 1_000,
            sampling_steps: 40,
            walking_steps: 400,
            points: vec![100, 1_000, 10_000],
            seeds: 5,
            seed: 1,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Self {
                times: vec![0.01, 0.1, 1.0],
                pictured: vec![0.1, 0.5],
                held_out: 400,
                learning: Learning { hidden: vec![32; 2], steps: 300, batch: 128, ..book.learning },
                draws: 100,
                sampling_steps: 20,
                walking_steps: 100,
                points: vec![100, 1_000],
                seeds: 2,
                ..book
            },
        }
    }

    fn check(&self) -> Result<()> {
        rising("times", &self.times)?;
        in_range("times[0]", self.times[0], self.t_min..=self.t_max)?;
        rising("pictured", &self.pictured)?;
        rising("points", &self.points)?;
        in_range("pictured[0]", self.pictured[0], self.t_min..=self.t_max)?;
        in_range("circle.radius", self.circle.radius, 0.1..=10.0)?;
        for centre in self.circle.centre {
            in_range("circle.centre", centre, 0.0..=0.0)?;
        }
        let most = [self.sine.length, self.sine.amplitude, self.sine.centre[0].abs(), self.sine.centre[1].abs()];
        for size in most {
            in_range("the sizes and the centre of `sine`", size, 0.0..=10.0)?;
        }
        // Five objectives on two curves, on one of them twice, and one on the spiral.
        work_within(
            (self.seeds * 16) as f64 * self.learning.work(),
            MOST_WORK,
            "take fewer `seeds` or `steps`, a smaller `batch` or narrower `hidden` layers",
        )
    }
}
