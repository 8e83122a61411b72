//! Articulation: how many dimensions pose, perspective and illumination give to the pictures of one thing, counted from
//! the pictures.

mod claims;
mod config;
mod drawing;
mod outcome;
mod run;
#[cfg(test)]
mod tests;
mod tolerances;

use anyhow::Result;

pub use config::{Camera, Config, Illumination, Perspective, SolidSettings};
pub use outcome::{Body, Orbit, Outcome, Sheet, Steps, Strip};

use crate::{
    data::photographs::FILES,
    figure::{Checked, Claim, Context, Drawing, Experiment, Rule},
};

/// The dimensions of the pictures of a solid, a photograph and matte bodies.
#[derive(Debug)]
pub struct Articulation;

impl Experiment for Articulation {
    const ID: &'static str = "vignettes/articulation";
    const TITLE: &'static str = "Six for pose, eight for perspective, nine for light: dimensions counted from pictures";
    const DATA: &'static [&'static str] = &FILES;
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
