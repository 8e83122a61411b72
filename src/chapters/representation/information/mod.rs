//! Information: the least loss as a dimension, and what the exact score of finitely many points knows when.

mod claims;
mod config;
mod drawing;
mod outcome;
mod run;
#[cfg(test)]
mod tests;
mod tolerances;

use anyhow::Result;

pub use config::{CircleSettings, Config, DigitSettings, PairSettings};
pub use outcome::{Crossing, DigitScore, Digits, LatticeScore, Outcome, PairScore, Walked};

use crate::figure::{Checked, Claim, Context, Drawing, Experiment, Rule};

/// Dimension, collapse and speciation.
#[derive(Debug)]
pub struct Information;

impl Experiment for Information {
    const ID: &'static str = "representation/information";
    const TITLE: &'static str = "What the exact score knows, and when it falls on its data";
    const DATA: &'static [&'static str] =
        &["mnist/train10k-images-idx3-ubyte.gz", "mnist/train10k-labels-idx1-ubyte.gz"];
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
