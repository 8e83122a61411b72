//! Representation: the two subproblems, identification and representation, where linear methods solve them and where
//! they end.

mod claims;
mod config;
mod drawing;
mod outcome;
mod run;
#[cfg(test)]
mod tests;
mod tolerances;

use anyhow::Result;

pub use config::{Config, Curves, Planes};
pub use outcome::{Guarantee, Instance, Outcome, Picture, Sweep};

use crate::figure::{Checked, Claim, Context, Drawing, Experiment, Rule};

/// The dimension of a plane.
const PLANE: usize = 2;
/// The dimension of a curve.
const CURVE: usize = 1;

/// Sparse subspace clustering and principal components, on planes and on curves.
#[derive(Debug)]
pub struct Representation;

impl Experiment for Representation {
    const ID: &'static str = "sparse_recovery/representation";
    const TITLE: &'static str = "Identification and representation, where linear methods solve them and where they end";
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
