//! The drawing.

use anyhow::Result;

use super::Outcome;
use crate::figure::{
    Drawing, Experiment as _,
    plot::{Axis, Chart, Grid, SERIES},
};

/// The mean against the number of draws.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let counts: Vec<f64> = (1..=outcome.means.len()).map(|count| count as f64).collect();
    let mut chart = Chart::new(Axis::log("number of draws", 1.0..counts.len() as f64), ("mean", -1.0..1.0))
        .titled("The mean comes closer to 0")
        .described(description(outcome));
    chart.line(&counts, &outcome.means, SERIES[0], "mean").rule_y(0.0, "expected");
    Grid::new(super::NewFigure::TITLE, description(outcome)).lead([chart]).drawing()
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    format!(
        "The mean of standard normal draws against their number, on a logarithmic axis. After {} draws it is {:.1} \
         standard errors from 0.",
        outcome.means.len(),
        outcome.standard_errors
    )
}
