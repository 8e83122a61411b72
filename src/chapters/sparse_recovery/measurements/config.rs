//! The settings.

use anyhow::{Result, ensure};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    figure::{
        Settings,
        plot::SERIES,
        settings::{in_range, rising},
    },
    ground::scale::Scale,
};

/// What a reader can turn.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Entries of a signal, n, rising.
    #[schemars(length(min = 2, max = SERIES.len()), inner(range(min = 8, max = 2_048)))]
    pub ns: Vec<usize>,
    /// Nonzero entries, k, rising; for each n those with k/n ≤ `densest`.
    #[schemars(length(min = 1), inner(range(min = 1)))]
    pub ks: Vec<usize>,
    /// The largest sparsity k/n.
    #[schemars(range(min = 0.01, max = 0.5))]
    pub densest: f64,
    /// The success rate that is asked for.
    #[schemars(range(min = 0.25, max = 0.99))]
    pub rate: f64,
    /// Numbers of measurements m that are tried for each n and k.
    #[schemars(range(min = 4, max = 100))]
    pub places: usize,
    /// How far on both sides of the predicted transition they reach, in its standard deviations.
    #[schemars(range(min = 2.0, max = 10.0))]
    pub reach: f64,
    /// Problems solved at each of them.
    #[schemars(range(min = 10, max = 10_000))]
    pub trials: usize,
    /// Repetitions of the counts, for intervals.
    #[schemars(range(min = 20, max = 10_000))]
    pub resamples: usize,
    /// Seed of every random stream.
    pub seed: u64,
}

impl Config {
    /// The numbers of nonzero entries that signals with `n` entries are to have.
    pub(super) fn ks_of(&self, n: usize) -> impl Iterator<Item = usize> {
        self.ks.iter().copied().filter(move |&k| k as f64 <= self.densest * n as f64)
    }
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let book = Self {
            ns: vec![64, 256, 1024],
            ks: vec![1, 2, 4, 8, 16, 32, 64],
            densest: 0.25,
            rate: 0.95,
            places: 12,
            reach: 4.0,
            trials: 200,
            resamples: 400,
            seed: 1,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => {
                Self { ns: vec![32, 128], ks: vec![1, 2, 4, 8], trials: 40, places: 8, resamples: 100, ..book }
            }
        }
    }

    fn check(&self) -> Result<()> {
        rising("ns", &self.ns)?;
        rising("ks", &self.ks)?;
        let [shortest, longest] = [self.ns[0], self.ns[self.ns.len() - 1]];
        let most = (self.densest * shortest as f64) as usize;
        ensure!(
            most > 0,
            "`densest` is {}, so that of the {shortest} entries of the shortest signal none may be nonzero",
            self.densest,
        );
        in_range("ks[0]", self.ks[0], 1..=most)?;
        let denser = self.ks.iter().find(|&&k| k as f64 > self.densest * longest as f64);
        ensure!(
            denser.is_none(),
            "`ks` has {}, more than the part `densest` of the longest signal's {longest} entries",
            denser.copied().unwrap_or_default()
        );
        Ok(())
    }
}
