//! The twos of MNIST: how many dimensions they have, and what lies between two of them.

mod claims;
mod config;
mod drawing;
mod outcome;
mod run;
#[cfg(test)]
mod tests;
mod tolerances;

use anyhow::Result;

pub use config::{Autoencoder, Classifier, Config, Dimension, Flattening as FlatteningConfig, Lines};
pub use outcome::{Built, Check, Dimensions, Flattening, Kernel, Known, Method, Outcome, Parts, Real};

use crate::figure::{Checked, Claim, Context, Drawing, Experiment, Rule};

/// Handwritten twos: their dimension, and lines between them.
#[derive(Debug)]
pub struct FlattenedDigits;

impl Experiment for FlattenedDigits {
    const ID: &'static str = "representation/flattened_digits";
    const TITLE: &'static str = "Between two handwritten twos";
    const DATA: &'static [&'static str] = &[
        "mnist/train-twos-images-idx3-ubyte.gz",
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
