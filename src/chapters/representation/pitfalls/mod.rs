//! Pitfalls: what the code of a diffusion model identifies, and what one can do with it.

mod claims;
mod config;
mod drawing;
mod outcome;
mod run;
#[cfg(test)]
mod tests;
mod tolerances;

use anyhow::Result;

pub use super::digit_learning::Learning;
pub use config::{Config, Probe};
pub use outcome::{Between, Outcome, Probed, Space};

use crate::figure::{Checked, Claim, Context, Drawing, Experiment, Rule};

/// The code of digits under the probability flow.
#[derive(Debug)]
pub struct Pitfalls;

impl Experiment for Pitfalls {
    const ID: &'static str = "representation/pitfalls";
    const TITLE: &'static str = "What the code of a diffusion model says, and does not";
    const DATA: &'static [&'static str] = &[
        "mnist/train10k-images-idx3-ubyte.gz",
        "mnist/train10k-labels-idx1-ubyte.gz",
        "mnist/t10k-images-idx3-ubyte.gz",
        "mnist/t10k-labels-idx1-ubyte.gz",
    ];
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
