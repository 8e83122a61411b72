//! Autoencoders: what the regularizations of reconstruction training do to a code, on a curve where all is known, and on
//! handwritten twos.

mod claims;
mod config;
mod drawing;
mod outcome;
mod run;
#[cfg(test)]
mod tests;
mod tolerances;

use anyhow::Result;

pub use config::{Config, Digits, Learning, Strengths};
pub use outcome::{Curve, Exact, Kind, Outcome, Picture, Trained, Twos, TwosOf};

use crate::figure::{Checked, Claim, Context, Drawing, Experiment, Rule};

/// Six kinds of autoencoder on spirals and on twos.
#[derive(Debug)]
pub struct Autoencoders;

impl Experiment for Autoencoders {
    const ID: &'static str = "representation/autoencoders";
    const TITLE: &'static str = "What six kinds of autoencoder learn of a curve";
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
