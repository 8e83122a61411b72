//! The drawing.

mod measurements;
mod story;

use std::ops::Range;

use anyhow::Result;

use super::Outcome;
use crate::{
    figure::{Drawing, plot::Grid},
    ground::estimate::Estimate,
    math::vectors::{largest, smallest},
};

/// The roll unrolled, its error and the sphere's distortion; N slides. What else was measured folds.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    Grid::new("A Swiss roll with a hole, unrolled, and a sphere that cannot be", story::description(outcome))
        .lead([story::pictures(outcome, outcome.frames.len() - 1)])
        .lead([story::errors(outcome), story::distortion(outcome)])
        .slider(story::slider(outcome))
        .more([measurements::without_hole(outcome), measurements::sweep(outcome)])
        .more([measurements::whole_sphere(outcome), measurements::profile(outcome).into()])
        .more([measurements::tangents(outcome), measurements::dimensions(outcome)])
        .more([measurements::spheres(outcome)])
        .drawing()
}

/// A logarithmic axis's range that has all of these estimates, to a factor of 1.3 beyond them.
fn range(estimates: impl IntoIterator<Item = Estimate>) -> Range<f64> {
    let all: Vec<Estimate> = estimates.into_iter().collect();
    // What is 0 is not on the axis.
    let low = smallest(all.iter().map(|estimate| estimate.low.max(1e-9)));
    let high = largest(all.iter().map(|estimate| estimate.high)).max(2.0 * low);
    low / 1.3..high * 1.3
}

/// Counts as numbers.
fn numbers(counts: &[usize]) -> Vec<f64> {
    counts.iter().map(|&count| count as f64).collect()
}

/// The first to the last, to a factor of 1.1 beyond them.
fn ends(rising: &[f64]) -> Range<f64> {
    rising[0] / 1.1..rising[rising.len() - 1] * 1.1
}

/// A part as a percentage.
fn percent(part: f64) -> String {
    if part < 0.01 { format!("{:.2} %", 100.0 * part) } else { format!("{:.1} %", 100.0 * part) }
}
