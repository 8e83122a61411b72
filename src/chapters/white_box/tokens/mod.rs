//! Tokens: patches of photographs, their local dimension, and how few subspaces explain them.

mod claims;
mod config;
mod drawing;
mod outcome;
mod run;
#[cfg(test)]
mod tests;
mod tolerances;

use anyhow::Result;

pub use config::Config;
pub use outcome::{Difference, Ensemble, Likeness, Measured, Outcome, Picture};

use crate::{
    data::photographs,
    figure::{Checked, Claim, Context, Drawing, Experiment, Rule},
};

/// Patches beside Gaussian vectors of equal covariance, of any length and of length 1, and shuffled pixels.
#[derive(Debug)]
pub struct Tokens;

impl Experiment for Tokens {
    const ID: &'static str = "white_box/tokens";
    const TITLE: &'static str = "Patches as tokens: few dimensions, few subspaces, and neighbours alike";
    const DATA: &'static [&'static str] = &photographs::FILES;
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
