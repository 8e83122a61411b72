//! How hard a pair of curves is: curvature, separation and ✿-number, one varied at a time.

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
pub use outcome::{CoilReturns, Convergence, Held, Kind, Outcome, Pair, Step, Stroke, Walks};

use crate::figure::{Checked, Claim, Context, Drawing, Experiment, Rule};

/// Curvature, separation and ✿-number of pairs of curves.
#[derive(Debug)]
pub struct Geometry;

impl Experiment for Geometry {
    const ID: &'static str = "two_curves/geometry";
    const TITLE: &'static str = "How hard two curves can be";
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
