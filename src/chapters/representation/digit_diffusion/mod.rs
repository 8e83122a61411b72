//! Digits from noise: a small U-Net learns the score of handwritten digits, and is held against closed forms.

mod claims;
mod config;
mod drawing;
mod outcome;
mod run;
#[cfg(test)]
mod tests;
mod tolerances;

use anyhow::Result;

pub use super::digit_learning::Learning;
pub use config::{Config, Sampling};
pub use outcome::{Drawn, Film, Neighbours, Outcome, Trained};

use crate::figure::{Checked, Claim, Context, Drawing, Experiment, Rule};

/// A diffusion model of handwritten digits.
#[derive(Debug)]
pub struct DigitDiffusion;

impl Experiment for DigitDiffusion {
    const ID: &'static str = "representation/digit_diffusion";
    const TITLE: &'static str = "Digits from noise, and how good they are";
    const DATA: &'static [&'static str] = &[
        "mnist/train10k-images-idx3-ubyte.gz",
        "mnist/train10k-labels-idx1-ubyte.gz",
        "mnist/t10k-images-idx3-ubyte.gz",
        "mnist/t10k-labels-idx1-ubyte.gz",
    ];
    const TOLERANCES: &'static [Rule] = tolerances::TOLERANCES;
    type Config = Config;
    type Outcome = Outcome;

    fn run(config: &Checked<Config>, context: &Context) -> Result<Outcome> {
        run::run(config, context)
    }

    fn claims(outcome: &Outcome) -> Vec<Claim> {
        claims::claims(outcome)
    }

    fn draw(outcome: &Outcome) -> Result<Drawing> {
        drawing::draw(outcome)
    }
}
