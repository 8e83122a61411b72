//! The neural tangent kernel of a deep ReLU network against the angle between its inputs.

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
pub use outcome::{Curve, Outcome, Reference};

use crate::figure::{Checked, Claim, Context, Drawing, Experiment, Rule};

/// How the kernel decays with angle and with depth.
#[derive(Debug)]
pub struct KernelDecay;

impl Experiment for KernelDecay {
    const ID: &'static str = "two_curves/kernel_decay";
    const TITLE: &'static str = "The kernel of a deep network sharpens with depth";
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
