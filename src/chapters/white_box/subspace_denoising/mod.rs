//! Subspace denoising: layers of attention alone, the signal-to-noise ratio they should give, and for how long they do.

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
pub use outcome::{AtNoise, Outcome, SelfAttention, Thresholded};

use crate::figure::{Checked, Claim, Context, Drawing, Experiment, Rule};

/// Attention-only layers over noisy tokens of several subspaces.
#[derive(Debug)]
pub struct SubspaceDenoising;

impl Experiment for SubspaceDenoising {
    const ID: &'static str = "white_box/subspace_denoising";
    const TITLE: &'static str = "Denoising by attention alone: the signal-to-noise ratio, layer by layer";
    const DATA: &'static [&'static str] = &[];
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
