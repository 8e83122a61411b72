//! Score matching: networks learn the score of a noised curve, asked in five ways, and are held against the exact one.

mod claims;
mod config;
mod drawing;
mod outcome;
mod run;
#[cfg(test)]
mod tests;
mod tolerances;

use anyhow::Result;

pub use config::{Config, Learning, SpiralShape, Times};
pub use outcome::{Arrows, Curve, Objective, OfPoints, Outcome, Taught};

use crate::figure::{Checked, Claim, Context, Drawing, Experiment, Rule};

/// Five objectives of score matching on a circle and a sine, and one of them on a spiral.
#[derive(Debug)]
pub struct ScoreMatching;

impl Experiment for ScoreMatching {
    const ID: &'static str = "representation/score_matching";
    const TITLE: &'static str = "Learning the score: five ways to ask for one field";
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
