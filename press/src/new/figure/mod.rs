//! What this figure is about, in a line.

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
pub use outcome::Outcome;

use crate::figure::{Checked, Claim, Context, Drawing, Experiment, Rule};

/// What this figure shows.
#[derive(Debug)]
pub struct NewFigure;

impl Experiment for NewFigure {
    const ID: &'static str = "CHAPTER/FIGURE";
    const TITLE: &'static str = "New figure";
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
