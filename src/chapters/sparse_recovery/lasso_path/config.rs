//! The settings.

use anyhow::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    figure::{
        Settings,
        settings::{in_range, work_within},
    },
    ground::scale::Scale,
};

/// A run may multiply and add no more often: some minutes.
const MOST_WORK: f64 = 5e10;

/// What a reader can turn.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Measurements m of a signal, at most n.
    #[schemars(range(min = 1, max = 1_024))]
    pub m: usize,
    /// Unknowns n, the entries of a signal.
    #[schemars(range(min = 2, max = 1_024))]
    pub n: usize,
    /// Nonzero entries k of the signal, at most m and less than n: draws from N(0, 1), moved away from zero by `smallest`.
    #[schemars(range(min = 1, max = 1_023))]
    pub k: usize,
    /// The least size of a nonzero entry.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub smallest: f64,
    /// Standard deviation σ of the noise of a measurement.
    #[schemars(range(min = 1e-6, max = 100.0))]
    pub noise: f64,
    /// λ as a multiple of σ√(2 ln n), the height that noise alone reaches.
    #[schemars(range(min = 0.01, max = 100.0))]
    pub weight: f64,
    /// Iterations of ISTA and FISTA.
    #[schemars(range(min = 1, max = 20_000))]
    pub iterations: usize,
    /// Where the path ends, as a part of λ.
    #[schemars(range(min = 0.01, max = 1.0))]
    pub path_end: f64,
    /// Further instances, for how often the support is found.
    #[schemars(range(min = 1, max = 10_000))]
    pub instances: usize,
    /// Seed of every random stream; 0 is kept from the first record, since another moves every number.
    pub seed: u64,
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let book = Self {
            m: 96,
            n: 256,
            k: 12,
            smallest: 1.0,
            noise: 0.05,
            weight: 2.0,
            iterations: 500,
            path_end: 0.1,
            instances: 1_000,
            seed: 0,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Self { instances: 40, ..book },
        }
    }

    fn check(&self) -> Result<()> {
        in_range("m", self.m, 1..=self.n)?;
        in_range("k", self.k, 1..=self.m.min(self.n - 1))?;
        // The path of an instance takes about m steps of mn products; the iterations of the one shown 4mn each.
        let work = self.m * self.n * (self.m * self.instances + 8 * self.iterations);
        work_within(work as f64, MOST_WORK, "take fewer `instances`, or smaller `m` and `n`")
    }
}
