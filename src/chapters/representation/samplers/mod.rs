//! Samplers: six ways from noise to data with the exact denoiser, by their errors.

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
pub use outcome::{Ancestral, Curve, FlowMatching, Outcome, Picture};

use crate::figure::{Checked, Claim, Context, Drawing, Experiment, Rule};

/// Errors against steps.
#[derive(Debug)]
pub struct Samplers;

impl Experiment for Samplers {
    const ID: &'static str = "representation/samplers";
    const TITLE: &'static str = "Six samplers, one denoiser: errors against steps";
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
