//! The sparse step: one step of ISTA from the tokens themselves, beside a rectifier and the problem solved.

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
pub use outcome::{
    AfterSteps, BySize, Case, Codes, Dictionary, Ensemble, Incoherence, Outcome, Quality, RateRatios, Solved, Start,
};

use crate::figure::{Checked, Claim, Context, Drawing, Experiment, Rule};

/// Codes of drawn tokens in three kinds of dictionaries.
#[derive(Debug)]
pub struct SparsificationStep;

impl Experiment for SparsificationStep {
    const ID: &'static str = "white_box/sparsification_step";
    const TITLE: &'static str = "The sparse step, beside a rectifier and beside the problem solved";
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
