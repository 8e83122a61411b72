//! Which closed-form denoiser predicts what a trained one draws: it depends on the architecture.

mod claims;
mod config;
mod drawing;
mod outcome;
mod run;
#[cfg(test)]
mod tests;
mod tolerances;

use anyhow::Result;

pub use config::{Agreement, Attention, Config, Convolution, Learning, Perceptron, Sensitivity};
pub use outcome::{
    Agreed, Architecture, Compared, Half, Kernels, Outcome, PictureRow, Pictures, Predicted, Reach, Reaches, Theory,
    TheoryFound, Trained,
};

use crate::figure::{Checked, Claim, Context, Drawing, Experiment, Rule};

/// Three networks and four theories on digits of 14 × 14 pixels.
#[derive(Debug)]
pub struct ScoreArchitecture;

impl Experiment for ScoreArchitecture {
    const ID: &'static str = "representation/score_architecture";
    const TITLE: &'static str = "Which theory of the score predicts which network";
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
