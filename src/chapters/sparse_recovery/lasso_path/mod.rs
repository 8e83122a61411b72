//! One instance of the LASSO: what was measured, what is found, how fast, and for which weights.

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
pub use outcome::{Coordinate, Descent, Entry, Instances, Outcome, Picture, Recovery, Stop, Weights};

use crate::figure::{Checked, Claim, Context, Drawing, Experiment, Rule};

/// One instance of the LASSO.
#[derive(Debug)]
pub struct LassoPath;

impl Experiment for LassoPath {
    const ID: &'static str = "sparse_recovery/lasso_path";
    const TITLE: &'static str = "One sparse signal, measured, found again, and certified";
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
