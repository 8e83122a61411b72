//! Scattering: a network whose weights nobody learns, by its energies, its stability and a linear classifier.

mod claims;
mod config;
mod drawing;
mod outcome;
mod run;
#[cfg(test)]
mod tests;
mod tolerances;

use anyhow::Result;

pub use config::{Classifier, Config, Digits, Signals};
pub use outcome::{
    Captured, Deformed, Filters, Kept, Learnt, Outcome, Picture, Representation, Shifted, ShiftedNoise, Tight,
};

use crate::figure::{Checked, Claim, Context, Drawing, Experiment, Rule};

/// Wavelets, moduli and averages.
#[derive(Debug)]
pub struct Scattering;

impl Experiment for Scattering {
    const ID: &'static str = "white_box/scattering";
    const TITLE: &'static str = "Scattering: energy by layer, stability, and errors with few labels";
    const DATA: &'static [&'static str] = &[
        "mnist/train10k-images-idx3-ubyte.gz",
        "mnist/train10k-labels-idx1-ubyte.gz",
        "mnist/t10k-images-idx3-ubyte.gz",
        "mnist/t10k-labels-idx1-ubyte.gz",
    ];
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
