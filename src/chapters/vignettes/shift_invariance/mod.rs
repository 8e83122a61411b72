//! What a shift by one pixel changes, for three networks that differ in nothing but how they subsample.

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
pub use outcome::{Findings, Outcome, Shown};

use crate::figure::{Checked, Claim, Context, Drawing, Experiment, Rule};

/// Three ways to subsample, and what a shift of the input does to each.
#[derive(Debug)]
pub struct ShiftInvariance;

impl Experiment for ShiftInvariance {
    const ID: &'static str = "vignettes/shift_invariance";
    const TITLE: &'static str = "What a shift by one pixel changes: strided, anti-aliased and stride-free networks";
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
