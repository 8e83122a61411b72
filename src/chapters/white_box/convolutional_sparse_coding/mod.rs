//! Convolutional sparse coding: spikes through filters, a layer as a threshold, and a dictionary of patches.

mod claims;
mod config;
mod drawing;
mod outcome;
mod run;
#[cfg(test)]
mod tests;
mod tolerances;

use anyhow::Result;

pub use config::{Config, Layers, Patchwork, Spikes};
pub use outcome::{Approximated, Dictionary, Layered, Outcome, Spike, Spiked};

use crate::{
    data::photographs,
    figure::{Checked, Claim, Context, Drawing, Experiment, Rule},
};

/// Sparse codes by shifts of filters, and what is learnt of patches.
#[derive(Debug)]
pub struct ConvolutionalSparseCoding;

impl Experiment for ConvolutionalSparseCoding {
    const ID: &'static str = "white_box/convolutional_sparse_coding";
    const TITLE: &'static str = "Convolutional sparse coding: spikes, a layer, and a learnt dictionary";
    const DATA: &'static [&'static str] = &photographs::FILES;
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
