//! Certificates of pairs of curves: how large they are, what depth does to them, and what they promise.

mod claims;
mod config;
mod drawing;
mod outcome;
mod run;
#[cfg(test)]
mod tests;
mod tolerances;

use anyhow::Result;

pub use config::{Coil, Config, Winding};
pub use outcome::{Along, AtDepth, Circles, Decay, Growth, Outcome, Pair, Reference, Start, Walked};

use crate::figure::{Checked, Claim, Context, Drawing, Experiment, Rule};

/// Certificates of two circles, two winding curves and two coils.
#[derive(Debug)]
pub struct Certificate;

impl Experiment for Certificate {
    const ID: &'static str = "two_curves/certificate";
    const TITLE: &'static str = "A certificate for the error, and what depth does to it";
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
