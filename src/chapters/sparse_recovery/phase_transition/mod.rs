//! The phase transition of sparse recovery: how often basis pursuit succeeds, over the plane of sparsity and measurements.

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
pub use outcome::{Contour, Cut, Outcome};

use crate::figure::{Checked, Claim, Context, Drawing, Experiment, Rule};

/// Success of basis pursuit over the plane of sparsity and measurements.
#[derive(Debug)]
pub struct PhaseTransition;

impl Experiment for PhaseTransition {
    const ID: &'static str = "sparse_recovery/phase_transition";
    const TITLE: &'static str = "When basis pursuit recovers a sparse signal, and when not";
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
