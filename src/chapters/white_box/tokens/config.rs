//! The settings.

use anyhow::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    figure::{
        Settings,
        settings::{in_range, rising, work_within},
    },
    ground::scale::Scale,
};

/// Operations that a run may take at most: some minutes.
const MOST_WORK: f64 = 1e13;

/// What a reader can turn.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Side p of a patch, pixels: a token has p² numbers, of mean 0 and length 1.
    #[schemars(range(min = 4, max = 16))]
    pub side: usize,
    /// Tokens that subspaces are fitted to, and as many held out, in each draw.
    #[schemars(range(min = 100, max = 5_000))]
    pub tokens: usize,
    /// Numbers of subspaces K, rising, the first of them 1.
    #[schemars(length(min = 2, max = 8), inner(range(min = 1, max = 32)))]
    pub subspaces: Vec<usize>,
    /// The dimension q of each subspace.
    #[schemars(range(min = 1, max = 12))]
    pub dimension: usize,
    /// Starts of a fit, the best of which counts.
    #[schemars(range(min = 1, max = 20))]
    pub restarts: usize,
    /// Neighbours of a token by which its local dimension is measured.
    #[schemars(range(min = 3, max = 50))]
    pub neighbours: usize,
    /// Distances between two tokens of one photograph, in patches along a row, rising.
    #[schemars(length(min = 1, max = 8), inner(range(min = 1, max = 16)))]
    pub distances: Vec<usize>,
    /// Draws of tokens.
    #[schemars(range(min = 2, max = 20))]
    pub draws: usize,
    /// Seed of every random stream.
    pub seed: u64,
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let book = Self {
            side: 8,
            tokens: 4_000,
            subspaces: vec![1, 2, 4, 8, 16],
            dimension: 4,
            restarts: 3,
            neighbours: 10,
            distances: vec![1, 2, 4, 8, 16],
            draws: 5,
            seed: 1,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Self { tokens: 600, subspaces: vec![1, 4, 16], restarts: 1, draws: 3, ..book },
        }
    }

    fn check(&self) -> Result<()> {
        rising("subspaces", &self.subspaces)?;
        in_range("the first of `subspaces`", self.subspaces[0], 1..=1)?;
        rising("distances", &self.distances)?;
        in_range("neighbours", self.neighbours, 3..=self.tokens - 1)?;
        let size = self.side * self.side;
        let round = |&count: &usize| size * (self.tokens * (count * self.dimension + size) + 10 * count * size * size);
        // A fit takes some thirty rounds; distances are of all pairs.
        let fits = 90 * self.restarts * self.subspaces.iter().map(round).sum::<usize>();
        let work = 3 * self.draws * (fits + 4 * size * self.tokens * self.tokens);
        work_within(
            work as f64,
            MOST_WORK,
            "take fewer `tokens`, `subspaces`, `restarts` or `draws`, or a smaller `side`",
        )
    }
}
