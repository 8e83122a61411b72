//! The shifts of a photograph: a surface of two dimensions that no small subspace holds.

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
pub use outcome::{Blurred, Disc, Outcome, Pictures, Refinement, Window};

use crate::{
    data::photographs::FILES,
    figure::{Checked, Claim, Context, Drawing, Experiment, Rule},
};

/// The geometry of a photograph's shifts: their span, their curvature and their neighbours.
#[derive(Debug)]
pub struct CurvatureOfImages;

impl Experiment for CurvatureOfImages {
    const ID: &'static str = "vignettes/curvature_of_images";
    const TITLE: &'static str = "Two dimensions that no subspace holds: the shifts of a photograph";
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
