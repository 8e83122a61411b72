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

/// Operations that a run may take at most: some minutes.
const MOST_WORK: f64 = 3e11;

/// What a reader can turn.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Heads K, whose subspaces share out the whole space.
    #[schemars(range(min = 1, max = 12))]
    pub heads: usize,
    /// Dimension p of a head's subspace; tokens have d = Kp numbers.
    #[schemars(range(min = 1, max = 24))]
    pub head_width: usize,
    /// Tokens N.
    #[schemars(range(min = 2, max = 256))]
    pub tokens: usize,
    /// Noise δ of the mixture's tokens along each direction of the other subspaces; 1 is no mixture.
    #[schemars(range(min = 0.0, max = 2.0))]
    pub noise: f64,
    /// Squared precisions ε², rising.
    #[schemars(length(min = 1, max = 16), inner(range(min = 1e-3, max = 100.0)))]
    pub epsilon_squared: Vec<f64>,
    /// The part κa of the convex step; κ is the gradient's step size and a = p/(Nε²).
    #[schemars(range(min = 1e-3, max = 1.0))]
    pub part: f64,
    /// Draws of subspaces and tokens.
    #[schemars(range(min = 2, max = 200))]
    pub draws: usize,
    /// Steps one after the other, back at length 1 after each.
    pub layers: Layers,
    /// Seed of every random stream.
    pub seed: u64,
}

/// Tokens of the mixture, through many steps.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Layers {
    /// Steps.
    #[schemars(range(min = 1, max = 48))]
    pub count: usize,
    /// Tokens N, as many of each subspace.
    #[schemars(range(min = 2, max = 256))]
    pub tokens: usize,
    /// Squared precision ε².
    #[schemars(range(min = 1e-3, max = 100.0))]
    pub epsilon_squared: f64,
    /// Draws.
    #[schemars(range(min = 2, max = 100))]
    pub draws: usize,
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let book = Self {
            heads: 4,
            head_width: 12,
            tokens: 32,
            noise: 0.5,
            epsilon_squared: vec![0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 10.0, 25.0],
            part: 0.1,
            draws: 40,
            layers: Layers { count: 12, tokens: 64, epsilon_squared: 0.1, draws: 20 },
            seed: 1,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Self {
                epsilon_squared: vec![0.01, 0.1, 0.25, 1.0, 4.0],
                draws: 8,
                layers: Layers { draws: 3, ..book.layers },
                ..book
            },
        }
    }

    fn check(&self) -> Result<()> {
        rising("epsilon_squared", &self.epsilon_squared)?;
        // One number of length 1 has no directions to move in, and a step may be nothing.
        anyhow::ensure!(self.heads * self.head_width >= 2, "`heads` times `head_width` is 1, and must be at least 2");
        multiple_of("layers.tokens", self.layers.tokens, self.heads)?;
        let width = (self.heads * self.head_width) as f64;
        // A step and the rates after it: some products of matrices of d by d or N by N with one of d by N.
        let step = |tokens: usize| 20.0 * width * tokens as f64 * (width + tokens as f64);
        let audit = 12.0 * self.draws as f64 * self.epsilon_squared.len() as f64 * step(self.tokens);
        let layers = 7.0 * self.layers.draws as f64 * self.layers.count as f64 * step(self.layers.tokens);
        work_within(
            audit + layers,
            MOST_WORK,
            "take fewer `draws`, `tokens`, `heads` or `epsilon_squared`, or a smaller `head_width`, or less of `layers`",
        )
    }
}
