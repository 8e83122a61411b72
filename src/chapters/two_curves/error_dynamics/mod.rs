//! Gradient descent on two curves beside the linear flow of a kernel that stays as it was at the start.

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
pub use outcome::{Cell, Depth, Mode, Outcome, Shown};

use crate::figure::{Checked, Claim, Context, Drawing, Experiment, Rule};

/// How near the error of a trained network stays to the flow of its kernel at the start, as the width grows.
#[derive(Debug)]
pub struct ErrorDynamics;

impl Experiment for ErrorDynamics {
    const ID: &'static str = "two_curves/error_dynamics";
    const TITLE: &'static str = "A wide network learns along the modes of its first kernel";
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
