//! Is there a signal in the noise? One template, a bank of them, and networks that learn.

mod claims;
mod config;
mod drawing;
mod outcome;
mod run;
#[cfg(test)]
mod tests;
mod tolerances;

use anyhow::Result;

pub use config::{Bank, Beyond, Config, Learning, Series, Signals, Transients};
pub use outcome::{Detector, Exact, InNoise, Known, Outcome, Sizes, Strength, Way};

use crate::{
    data::detector_noise::ADVANCED_LIGO,
    figure::{Checked, Claim, Context, Drawing, Experiment, Rule},
};

/// What each detector finds, and how often it errs, in noise that it expects and in noise that it does not.
#[derive(Debug)]
pub struct Detection;

impl Experiment for Detection {
    const ID: &'static str = "vignettes/detection";
    const TITLE: &'static str =
        "Signal or noise: one template, a bank, the network that is the bank, and networks that learn";
    const DATA: &'static [&'static str] = &[ADVANCED_LIGO.path];
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
