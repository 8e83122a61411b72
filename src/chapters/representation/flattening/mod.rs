//! Flattening: layers that press curved shapes flat without training, and what comes back from the flat code.

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
pub use outcome::{Cloud, Construct, Decoded, Film, Outcome, Rounding, Shape, Trial};

use crate::figure::{Checked, Claim, Context, Drawing, Experiment, Rule};

/// `FlatNet` on curves and surfaces.
#[derive(Debug)]
pub struct Flattening;

impl Experiment for Flattening {
    const ID: &'static str = "representation/flattening";
    const TITLE: &'static str = "Curves pressed flat, layer by layer, and bent back";
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
