//! The theorem's statement at our scale: networks trained on samples of two curves, tested on all of both.

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
pub use outcome::{Cell, Diagram, Outcome, Pair, Portrait, Tally};

use crate::figure::{Checked, Claim, Context, Drawing, Experiment, Rule};

/// How often gradient descent labels every point of two curves.
#[derive(Debug)]
pub struct EndToEnd;

impl Experiment for EndToEnd {
    const ID: &'static str = "two_curves/end_to_end";
    const TITLE: &'static str = "When gradient descent labels every point of two curves";
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
