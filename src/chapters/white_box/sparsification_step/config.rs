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
const MOST_WORK: f64 = 2e12;
/// Steps after which a solution is taken as it is.
pub(super) const MOST_STEPS: usize = 20_000;

/// What a reader can turn.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Width d of a token; dictionaries are square.
    #[schemars(range(min = 4, max = 128))]
    pub width: usize,
    /// Tokens N.
    #[schemars(range(min = 2, max = 256))]
    pub tokens: usize,
    /// Nonzero entries of the codes that one kind of tokens is made of.
    #[schemars(range(min = 1, max = 128))]
    pub nonzeros: usize,
    /// The weight λ of the sum of a code's entries.
    #[schemars(range(min = 1e-3, max = 2.0))]
    pub lambda: f64,
    /// The step size η of a layer.
    #[schemars(range(min = 1e-3, max = 1.0))]
    pub eta: f64,
    /// Step sizes in units of 1/‖D‖², rising, for the objective after one step.
    #[schemars(length(min = 2, max = 24), inner(range(min = 0.01, max = 4.0)))]
    pub curvatures: Vec<f64>,
    /// Numbers of steps one after the other, rising, the first of them 1.
    #[schemars(length(min = 2, max = 12), inner(range(min = 1, max = 2_000)))]
    pub steps: Vec<usize>,
    /// Squared precisions ε² of the rates, rising, for tokens of mean squared length 1.
    #[schemars(length(min = 2, max = 16), inner(range(min = 1e-3, max = 100.0)))]
    pub epsilon_squared: Vec<f64>,
    /// Widths d at which dictionaries are held against D*D = I, rising.
    #[schemars(length(min = 2, max = 6), inner(range(min = 4, max = 512)))]
    pub widths: Vec<usize>,
    /// Draws of dictionaries and tokens.
    #[schemars(range(min = 2, max = 100))]
    pub draws: usize,
    /// Seed of every random stream.
    pub seed: u64,
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let book = Self {
            width: 64,
            tokens: 64,
            nonzeros: 6,
            lambda: 0.1,
            eta: 0.1,
            curvatures: vec![0.1, 0.2, 0.4, 0.6, 0.8, 1.0, 1.2, 1.4, 1.6, 1.8, 2.0, 2.25, 2.5, 3.0],
            steps: vec![1, 2, 5, 10, 20, 50, 100, 200, 500],
            epsilon_squared: vec![0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 10.0, 25.0],
            widths: vec![16, 32, 64, 128, 256],
            draws: 20,
            seed: 1,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Self {
                width: 32,
                tokens: 16,
                nonzeros: 3,
                curvatures: vec![0.2, 0.5, 0.8, 1.0, 1.5, 2.0, 3.0],
                steps: vec![1, 5, 20, 100],
                epsilon_squared: vec![0.01, 0.1, 1.0, 25.0],
                widths: vec![16, 64],
                draws: 4,
                ..book
            },
        }
    }

    fn check(&self) -> Result<()> {
        in_range("nonzeros", self.nonzeros, 1..=self.width)?;
        rising("curvatures", &self.curvatures)?;
        rising("steps", &self.steps)?;
        in_range("the first of `steps`", self.steps[0], 1..=1)?;
        rising("epsilon_squared", &self.epsilon_squared)?;
        rising("widths", &self.widths)?;
        let (width, tokens, draws) = (self.width as f64, self.tokens as f64, self.draws as f64);
        // A fifth of the most steps that a solution may take, as it is on the whole; a step is two products.
        let steps = 0.2 * MOST_STEPS as f64 + (self.steps[self.steps.len() - 1] + 3 * self.curvatures.len()) as f64;
        let rates = 5.0 * self.epsilon_squared.len() as f64 * width * tokens * (width + tokens);
        let cases = 6.0 * draws * (steps * 4.0 * width * width * tokens + rates);
        let cube = |width: &usize| (*width as f64).powi(3);
        let sweep =
            3.0 * draws * (10 + 3 * self.epsilon_squared.len()) as f64 * self.widths.iter().map(cube).sum::<f64>();
        work_within(cases + sweep, MOST_WORK, "take fewer `draws`, `tokens`, `steps` or `widths`, or a smaller `width`")
    }
}
