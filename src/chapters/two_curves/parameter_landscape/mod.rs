//! Geometry from symmetry: the landscape of complete dictionary learning over the sphere, and where descents on it end.

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
pub use outcome::{Balanced, Landscape, Mark, Outcome, Path, Share};

use crate::figure::{Checked, Claim, Context, Drawing, Experiment, Rule};

/// The landscape of dictionary learning.
#[derive(Debug)]
pub struct ParameterLandscape;

impl Experiment for ParameterLandscape {
    const ID: &'static str = "two_curves/parameter_landscape";
    const TITLE: &'static str = "Geometry from symmetry: learning a dictionary";
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
