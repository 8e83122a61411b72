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
    math::rates::{classes::Classes, mcr2::Mcr2},
};

/// Operations that a run may take at most: some minutes.
const MOST_WORK: f64 = 2e12;

/// What a reader can turn.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Tokens of a plane, on two lines.
    pub plane: Plane,
    /// Tokens of length 1 in random directions.
    pub unit: Unit,
    /// Problems of regularised rate reduction.
    pub mcr2: Regularised,
    /// Seed of every random stream.
    pub seed: u64,
}

/// Three pictures of the same tokens: on two oblique lines with noise, on orthogonal lines, and on the axes.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Plane {
    /// Tokens on each line.
    #[schemars(range(min = 5, max = 60))]
    pub per_line: usize,
    /// ε², in units of the mean square of a token.
    #[schemars(range(min = 0.001, max = 10.0))]
    pub epsilon_squared: f64,
    /// The angle between the oblique lines, radians.
    #[schemars(range(min = 0.05, max = 1.5))]
    pub angle_rad: f64,
    /// Standard deviation of the noise about the oblique lines.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub noise: f64,
    /// How far the first line of the first two pictures is turned from the axis, radians.
    #[schemars(range(min = 0.05, max = 1.5))]
    pub turn_rad: f64,
    /// Draws of tokens, of which the first is drawn.
    #[schemars(range(min = 2, max = 200))]
    pub draws: usize,
    /// Factors c by which the tokens of the second picture are scaled, rising.
    #[schemars(length(min = 2, max = 20), inner(range(min = 0.01, max = 100.0)))]
    pub scales: Vec<f64>,
    /// ε² for which balls are counted, rising; the squares of the middle one are drawn.
    #[schemars(length(min = 2, max = 8), inner(range(min = 0.0005, max = 1.0)))]
    pub ball_errors: Vec<f64>,
}

/// Tokens of length 1.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Their dimension p.
    #[schemars(range(min = 2, max = 64))]
    pub width: usize,
    /// ε².
    #[schemars(range(min = 0.001, max = 10.0))]
    pub epsilon_squared: f64,
    /// Numbers N of them, rising.
    #[schemars(length(min = 2, max = 10), inner(range(min = 1, max = 512)))]
    pub counts: Vec<usize>,
    /// Draws for each N.
    #[schemars(range(min = 2, max = 1_000))]
    pub draws: usize,
}

/// Problems of regularised rate reduction, and how they are ascended.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Regularised {
    /// The problems.
    #[schemars(length(min = 1, max = 3))]
    pub problems: Vec<Setting>,
    /// Starts of each deviation.
    #[schemars(range(min = 2, max = 100))]
    pub starts: usize,
    /// Standard deviation of a start's entries, in units of the root mean square entry of the best closed form, rising. From
    /// a tenth of it, where 0 attracts, to ten times, where all directions are taken at first.
    #[schemars(length(min = 1, max = 6), inner(range(min = 0.01, max = 30.0)))]
    pub deviations: Vec<f64>,
    /// λ in units of the theorem's largest, rising, for which the first problem is ascended again.
    #[schemars(length(min = 1, max = 6), inner(range(min = 0.1, max = 2.0)))]
    pub lambda_parts: Vec<f64>,
    /// An ascent ends where the gradient's norm is at most this.
    #[schemars(range(min = 1e-12, max = 1e-3))]
    pub gradient_norm: f64,
    /// Or after so many steps.
    #[schemars(range(min = 100, max = 100_000))]
    pub most_steps: usize,
}

/// A problem of regularised rate reduction.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// d.
    #[schemars(range(min = 1, max = 40))]
    pub dimension: usize,
    /// `N_k`, rising or equal.
    #[schemars(length(min = 2, max = 4), inner(range(min = 1, max = 200)))]
    pub sizes: Vec<usize>,
    /// ε².
    #[schemars(range(min = 0.01, max = 10.0))]
    pub epsilon_squared: f64,
    /// λ, at most the theorem's largest.
    #[schemars(range(min = 1e-4, max = 10.0))]
    pub lambda: f64,
}

impl Setting {
    /// The problem.
    #[must_use]
    pub fn problem(&self) -> Mcr2 {
        Mcr2 {
            classes: Classes::of_sizes(&self.sizes),
            dimension: self.dimension,
            epsilon_squared: self.epsilon_squared,
            lambda: self.lambda,
        }
    }
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let setting = |dimension, sizes: &[usize], epsilon_squared, lambda| Setting {
            dimension,
            sizes: sizes.to_vec(),
            epsilon_squared,
            lambda,
        };
        let book = Self {
            plane: Plane {
                per_line: 30,
                epsilon_squared: 0.1,
                angle_rad: 0.7,
                noise: 0.15,
                turn_rad: 0.5,
                draws: 20,
                scales: vec![0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0],
                ball_errors: vec![0.001, 0.003, 0.01, 0.03, 0.1, 0.3],
            },
            unit: Unit { width: 16, epsilon_squared: 0.01, counts: vec![4, 8, 16, 32, 64, 128, 256], draws: 200 },
            mcr2: Regularised {
                problems: vec![
                    setting(20, &[50; 4], 0.25, 1.0 / 15.0),
                    setting(16, &[40, 60, 100], 0.25, 0.03),
                    setting(12, &[30, 30, 60], 0.5, 0.02),
                ],
                starts: 20,
                deviations: vec![0.1, 0.3, 1.0, 3.0, 10.0],
                lambda_parts: vec![0.5, 0.8, 0.95, 1.05],
                gradient_norm: 1e-9,
                most_steps: 20_000,
            },
            seed: 1,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Self {
                plane: Plane { draws: 4, ..book.plane },
                unit: Unit { counts: vec![4, 16, 64], draws: 20, ..book.unit },
                mcr2: Regularised {
                    starts: 3,
                    deviations: vec![0.1, 1.0, 10.0],
                    lambda_parts: vec![0.95, 1.05],
                    ..book.mcr2
                },
                ..book
            },
        }
    }

    fn check(&self) -> Result<()> {
        let Self { plane, unit, mcr2, .. } = self;
        rising("plane.scales", &plane.scales)?;
        rising("plane.ball_errors", &plane.ball_errors)?;
        rising("unit.counts", &unit.counts)?;
        rising("mcr2.deviations", &mcr2.deviations)?;
        rising("mcr2.lambda_parts", &mcr2.lambda_parts)?;
        for (number, setting) in mcr2.problems.iter().enumerate() {
            let sizes = &setting.sizes;
            ensure!(sizes.is_sorted(), "`mcr2.problems.{number}.sizes` must not fall from a class to the next");
            let (problem, last) = (setting.problem(), sizes.len() - 1);
            ensure!(
                problem.direction(last).is_some(),
                "`mcr2.problems.{number}.lambda` is {}, and must be less than the theorem's largest, {}",
                setting.lambda,
                problem.largest_lambda(last)
            );
        }
        // A step takes two rates and two gradients, and an ascent some hundred steps; one that ends slowly takes all.
        let step = |setting: &Setting| 16 * setting.dimension.pow(2) * setting.sizes.iter().sum::<usize>();
        let all: usize = mcr2.problems.iter().map(step).sum();
        let again = mcr2.lambda_parts.len() * step(&mcr2.problems[0]);
        let work = mcr2.starts * (mcr2.deviations.len() * all + again) * mcr2.most_steps.min(1_000);
        work_within(work as f64, MOST_WORK, "take fewer `mcr2.starts` or `mcr2.deviations`, or smaller `mcr2.problems`")
    }
}
