//! How many measurements it takes to recover nearly every signal, against theory and against rules of thumb.

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
pub use outcome::{Fitted, Outcome, Series};

use crate::figure::{Checked, Claim, Context, Drawing, Experiment, Rule};

/// Measurements for a given success rate.
#[derive(Debug)]
pub struct Measurements;

impl Experiment for Measurements {
    const ID: &'static str = "sparse_recovery/measurements";
    const TITLE: &'static str = "How many measurements are enough";
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
