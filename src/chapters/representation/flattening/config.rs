//! The settings.

use anyhow::{Result, ensure};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    figure::{Settings, settings::work_within},
    ground::scale::Scale,
    math::manifolds::flatnet::construction::Construction,
};

/// Operations that one run may take if each fit used up its steps, of which most use a thirtieth: minutes on two cores.
const MOST_WORK: f64 = 1e13;

/// What a reader can turn.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Points on each curve, N.
    #[schemars(range(min = 8, max = 400))]
    pub samples: usize,
    /// The random surfaces.
    pub process: Process,
    /// Constructions of each network for each shape: other neighbourhoods, and for the random surfaces other points.
    #[schemars(range(min = 2, max = 100))]
    pub trials: usize,
    /// The construction as published: the settings of version 0.2.1 of the authors' program.
    pub construction: Construction,
    /// The loss's threshold in the constructions that normalise each layer.
    #[schemars(range(min = 1e-12, max = 1.0))]
    pub normalised_threshold: f64,
    /// Points count as flat where the first singular value that the code leaves out is at most this part of the largest.
    #[schemars(range(min = 1e-12, max = 1.0))]
    pub flat_at: f64,
    /// Seed of every random stream.
    pub seed: u64,
}

/// Gaussian processes as random surfaces.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Process {
    /// Points on each, N.
    #[schemars(range(min = 8, max = 400))]
    pub samples: usize,
    /// D, the dimension of the space they lie in.
    #[schemars(range(min = 3, max = 50))]
    pub ambient: usize,
    /// ℓ, over which the process forgets, in units of the side of the square it lives on.
    #[schemars(range(min = 0.05, max = 10.0))]
    pub length_scale: f64,
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let book = Self {
            samples: 50,
            process: Process { samples: 100, ambient: 10, length_scale: 0.5 },
            trials: 20,
            construction: Construction::published(100),
            normalised_threshold: 1e-5,
            flat_at: 1e-3,
            seed: 1,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Self {
                samples: 30,
                process: Process { samples: 40, ambient: 4, ..book.process },
                trials: 3,
                construction: Construction::published(40),
                ..book
            },
        }
    }

    fn check(&self) -> Result<()> {
        let Construction { least_radius, most_radius, iterations, fit_steps, bend, normalise, .. } = self.construction;
        ensure!(
            least_radius < most_radius,
            "`construction.least_radius` is {least_radius}, and must be less than `construction.most_radius`, {most_radius}"
        );
        ensure!(bend, "`construction.bend` is false, and must be true: the figure builds without it beside");
        ensure!(!normalise, "`construction.normalise` is true, and must be false: the figure normalises layers beside");
        let process = &self.process;
        let numbers = |points: usize, ambient: usize| (points * ambient) as f64;
        let step = 24.0 * (numbers(4 * self.samples, 3) + 2.0 * numbers(process.samples, process.ambient));
        let jacobian = numbers(process.samples, process.ambient) * (process.ambient * process.ambient) as f64;
        work_within(
            3.0 * (self.trials * iterations) as f64 * (fit_steps as f64 * step + jacobian),
            MOST_WORK,
            "take fewer `trials`, `samples`, `construction.iterations` or `construction.fit_steps`",
        )
    }
}
