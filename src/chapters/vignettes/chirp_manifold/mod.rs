//! From one merger to a manifold: chirps of two masses as the detector sees them, the dimensions they span, their
//! shape, and the metric that detection gives it.

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
pub use outcome::{
    Contour, Curvature, Fit, Leading, Metric, Noise, Outcome, Projection, Reference, Span, Surface, View, Wave,
};

use crate::{
    data::detector_noise::ADVANCED_LIGO,
    figure::{Checked, Claim, Context, Drawing, Experiment, Rule},
};

/// Chirps of two masses: waves, span, shape and metric.
#[derive(Debug)]
pub struct ChirpManifold;

impl Experiment for ChirpManifold {
    const ID: &'static str = "vignettes/chirp_manifold";
    const TITLE: &'static str = "From one merger to a manifold: chirps, their span, their shape and their metric";
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
