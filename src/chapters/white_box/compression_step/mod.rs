//! The compressing step: from the gradient of a rate to attention, and how much of what it does is length.

mod claims;
mod config;
mod drawing;
mod outcome;
mod run;
#[cfg(test)]
mod tests;
mod tolerances;

use anyhow::Result;

pub use config::{Config, Layers};
pub use outcome::{
    AtPrecision, Audit, ByHand, Changes, Ensemble, HandStep, Layered, Layering, Outcome, Rates, Step, Stepped,
};

use crate::figure::{Checked, Claim, Context, Drawing, Experiment, Rule};

/// Six steps on the same tokens, as they come out and back at length 1.
#[derive(Debug)]
pub struct CompressionStep;

impl Experiment for CompressionStep {
    const ID: &'static str = "white_box/compression_step";
    const TITLE: &'static str = "The compressing step, from the gradient to attention, and the control of length";
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
