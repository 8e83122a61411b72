//! ReduNet: layers that labels build, and what they do to points and to digits they were not built on.

mod claims;
mod config;
mod drawing;
mod outcome;
mod run;
#[cfg(test)]
mod tests;
mod tolerances;

use anyhow::Result;

pub use config::{Config, Digits, Gaussians, Rotation};
pub use outcome::{Accuracy, Cosines, DigitCourse, Followed, GaussianCourse, Outcome, Picture, Rates, Sphere, Turned};

use crate::figure::{Checked, Claim, Context, Drawing, Experiment, Rule};

/// Gaussians in two and three dimensions, and digits, upright and turned.
#[derive(Debug)]
pub struct ReduNet;

impl Experiment for ReduNet {
    const ID: &'static str = "white_box/redunet";
    const TITLE: &'static str = "ReduNet: rate reduction layer by layer, on points it was built on and on others";
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
