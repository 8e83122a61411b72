//! Noising: two curves dissolve in the Ornstein–Uhlenbeck process, at the rate that theory promises.

mod claims;
mod config;
mod drawing;
mod outcome;
mod run;
#[cfg(test)]
mod tests;
mod tolerances;

use anyhow::Result;

pub use config::{Config, Weak};
pub use outcome::{NoisedCurve, Outcome};

use crate::figure::{Checked, Claim, Context, Drawing, Experiment, Rule};

/// Two curves under the Ornstein–Uhlenbeck process.
#[derive(Debug)]
pub struct Noising;

impl Experiment for Noising {
    const ID: &'static str = "representation/noising";
    const TITLE: &'static str = "Two curves dissolve into noise, and how fast";
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
