//! Iterations of sparse recovery as networks: what is gained when a fixed number of them is learnt, and what is lost.

mod claims;
mod config;
mod drawing;
mod outcome;
mod run;
#[cfg(test)]
mod tests;
mod tolerances;

use anyhow::Result;

pub use config::{Config, Freed, Lambdas, Long, Plan};
pub use outcome::{Found, Learnt, Outcome, Run, Tuned};

use crate::figure::{Checked, Claim, Context, Drawing, Experiment, Rule};

/// Algorithms of sparse recovery beside the networks that they become when their numbers are learnt.
#[derive(Debug)]
pub struct Unrolling;

impl Experiment for Unrolling {
    const ID: &'static str = "sparse_recovery/unrolling";
    const TITLE: &'static str = "An algorithm becomes a network: ISTA and FISTA beside LISTA, LISTA-CP and ALISTA";
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
