//! Denoising: the reverse process and the probability flow with the exact score, and the distribution at every time.

mod claims;
mod config;
mod drawing;
mod outcome;
mod run;
#[cfg(test)]
mod tests;
mod tolerances;

use anyhow::Result;

pub use config::{Collapse, Config, EarlyStarts};
pub use outcome::{Arc, Cloud, Collapsed, EarlyStart, Law, Outcome, Radii};

use crate::figure::{Checked, Claim, Context, Drawing, Experiment, Rule};

/// From noise to a curve with the exact score.
#[derive(Debug)]
pub struct Denoising;

impl Experiment for Denoising {
    const ID: &'static str = "representation/denoising";
    const TITLE: &'static str = "With the exact score, noise becomes a curve again";
    const TOLERANCES: &'static [Rule] = tolerances::TOLERANCES;
    type Config = Config;
    type Outcome = Outcome;

    fn run(config: &Checked<Config>, context: &Context) -> Result<Outcome> {
        Ok(run::run(config, context))
    }

    fn claims(outcome: &Outcome) -> Vec<Claim> {
        claims::claims(outcome)
    }

    fn draw(outcome: &Outcome) -> Result<Drawing> {
        drawing::draw(outcome)
    }
}
