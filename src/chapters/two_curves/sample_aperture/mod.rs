//! How many samples it takes: the kernel's aperture against the spacing of the samples.

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
pub use outcome::{ByDepth, Learning, Outcome, Pair};

use crate::figure::{Checked, Claim, Context, Drawing, Experiment, Rule};

/// Kernel regression from samples of two curves.
#[derive(Debug)]
pub struct SampleAperture;

impl Experiment for SampleAperture {
    const ID: &'static str = "two_curves/sample_aperture";
    const TITLE: &'static str = "Samples against the aperture of the kernel";
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
