//! How far the kernel of a random network of finite width is from that of a wide one.

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
pub use outcome::{AgainstAngle, Cell, Depth, Outcome};

use crate::figure::{Checked, Claim, Context, Drawing, Experiment, Rule};

/// How the kernel of random networks concentrates as their width grows.
#[derive(Debug)]
pub struct WidthConcentration;

impl Experiment for WidthConcentration {
    const ID: &'static str = "two_curves/width_concentration";
    const TITLE: &'static str = "Width makes the kernel certain";
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
