//! Rate reduction: what the coding rate counts, what its reduction asks for, and where regularised ascent ends.

mod claims;
mod config;
mod drawing;
mod outcome;
mod run;
#[cfg(test)]
mod tests;
mod tolerances;

use anyhow::Result;

pub use config::{Config, Plane, Regularised, Setting, Unit};
pub use outcome::{Balls, Beyond, ClassFound, End, Outcome, Picture, Problem, Scaled, UnitRates};

use crate::figure::{Checked, Claim, Context, Drawing, Experiment, Rule};

/// Tokens of a plane, tokens of length 1, and three problems of representation.
#[derive(Debug)]
pub struct RateReduction;

impl Experiment for RateReduction {
    const ID: &'static str = "white_box/rate_reduction";
    const TITLE: &'static str =
        "What rate reduction rewards, what it does not see, and what its optimum gives each class";
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
