//! Gluing charts: a rolled sheet is unrolled from its tangent planes, and a sphere is not.

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
pub use outcome::{Glued, LocalLevel, LocalShape, NewPoints, Outcome, Shape, Sphere, Spheres, Unrolled};

use crate::figure::{Checked, Claim, Context, Drawing, Experiment, Rule};

/// Isomap and local tangent space alignment on shapes whose charts are known.
#[derive(Debug)]
pub struct ChartGluing;

impl Experiment for ChartGluing {
    const ID: &'static str = "representation/chart_gluing";
    const TITLE: &'static str = "A rolled sheet, unrolled from its neighbourhoods";
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
