//! Token statistics: a rate by second moments, the step of attention that lowers it, and what the step costs.

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
pub use outcome::{Changes, Directions, Length, Outcome, Own, Products, Short, Turned};

use crate::figure::{Checked, Claim, Context, Drawing, Experiment, Rule};

/// Compression without pairs of tokens.
#[derive(Debug)]
pub struct TokenStatistics;

impl Experiment for TokenStatistics {
    const ID: &'static str = "white_box/token_statistics";
    const TITLE: &'static str = "Attention over token statistics: its bound, its step, and its cost beside pairs";
    const DATA: &'static [&'static str] = &[];
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
