//! The drawing.

use anyhow::Result;

use super::{Outcome, Pair};
use crate::{
    figure::{
        Drawing,
        plot::{Axis, Chart, Grid, INK, SERIES, Series},
    },
    math::vectors::{largest, smallest},
};

/// Norms and residuals over depth, eigenvalues over depth, bounds over decays, a certificate along a curve.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    Grid::new("What certificates cost, what depth does to them, and what they promise", description(outcome))
        .lead([norms(outcome), residuals(outcome)])
        .more([eigenvalues(outcome), along(outcome)])
        .more([decay(&outcome.pairs[0]), decay(&outcome.pairs[1])])
        .drawing()
}

/// The depths, and an axis through them.
fn depths(outcome: &Outcome) -> (Vec<f64>, Axis) {
    let depths: Vec<f64> = outcome.depths.iter().map(|&depth| depth as f64).collect();
    let axis = Axis::log("depth L", depths[0]..depths[depths.len() - 1]);
    let ticks: Vec<(f64, String)> = depths.iter().map(|depth| (*depth, format!("{depth}"))).collect();
    let axis = axis.with_ticks(ticks.iter().map(|(depth, name)| (*depth, name.as_str())));
    (depths, axis)
}

/// The series of a pair of circles of another separation, or of a pair on the grid.
fn series(outcome: &Outcome, number: usize) -> Series {
    SERIES[outcome.circles.len() - 1 + number]
}

/// A logarithmic axis that holds all of `values`.
fn log_axis(label: &str, values: &[f64]) -> Axis {
    let (low, high) = (smallest(values.iter().copied()), largest(values.iter().copied()));
    Axis::log(label, low / 1.2..high * 1.2)
}

/// The label of a pair of circles of another separation, or of a pair on the grid.
fn label(name: &str, separation_rad: f64) -> String {
    format!("{name}, Δ = {separation_rad}")
}

fn norms(outcome: &Outcome) -> Chart {
    let (depths, axis) = depths(outcome);
    let (main, others) = outcome.circles.split_last().expect("the main circles");
    let pairs: Vec<Vec<f64>> =
        outcome.pairs.iter().map(|pair| pair.by_depth.iter().map(|at| at.norm).collect()).collect();
    let all: Vec<f64> = others.iter().map(|circles| &circles.norm).chain(&pairs).flatten().copied().collect();
    let title = format!("‖g‖ that leaves {} of y", outcome.residual);
    let mut chart = Chart::new(axis, log_axis("‖g‖", &all)).titled(&title).aspect(0.75);
    for (circles, series) in others.iter().zip(SERIES) {
        chart.line(&depths, &circles.norm, series, &label("circles", circles.separation_rad));
    }
    for (number, (pair, norms)) in outcome.pairs.iter().zip(&pairs).enumerate() {
        chart.line(&depths, norms, series(outcome, number), &label(&pair.name, main.separation_rad));
    }
    chart
}

fn residuals(outcome: &Outcome) -> Chart {
    let (depths, axis) = depths(outcome);
    let (main, others) = outcome.circles.split_last().expect("the main circles");
    let title = format!("part of y left by ‖g‖ = {}", outcome.budget);
    let mut chart = Chart::new(axis, ("least residual", 0.0..1.0)).titled(&title).aspect(0.75);
    for (circles, series) in others.iter().zip(SERIES) {
        chart.line(&depths, &circles.least_residual, series, &label("circles", circles.separation_rad));
    }
    for (number, pair) in outcome.pairs.iter().enumerate() {
        let values: Vec<f64> = pair.by_depth.iter().map(|at| at.least_residual).collect();
        chart.line(&depths, &values, series(outcome, number), &label(&pair.name, main.separation_rad));
    }
    chart
}

fn eigenvalues(outcome: &Outcome) -> Chart {
    let (depths, axis) = depths(outcome);
    let all: Vec<f64> =
        outcome.circles.iter().flat_map(|circles| circles.label.iter().chain(&circles.constant)).copied().collect();
    let mut chart = Chart::new(axis, log_axis("eigenvalue (n/2)", &all)).titled("circles, closed form").aspect(0.75);
    let main = outcome.circles.len() - 1;
    for (number, circles) in outcome.circles.iter().enumerate() {
        let label = format!("λ of y, Δ = {}", circles.separation_rad);
        chart.line(&depths, &circles.label, SERIES[number], &label);
    }
    chart.line(
        &depths,
        &outcome.circles[main].constant,
        INK,
        &format!("λ of 1, Δ = {}", outcome.circles[main].separation_rad),
    );
    chart
}

fn along(outcome: &Outcome) -> Chart {
    let along = &outcome.pairs[1].along;
    let values = || along.iter().flat_map(|along| along.certificate.iter().copied());
    let (low, high) = (smallest(values()).min(0.0), largest(values()).max(0.0));
    let mut chart = Chart::new(("arc length, part of the curve", 0.0..1.0), ("g/‖g‖", low * 1.1..high * 1.1))
        .titled("g along the winding curve")
        .aspect(0.75);
    for (number, along) in along.iter().enumerate() {
        chart.line(&along.place, &along.certificate, SERIES[number], &format!("L = {}", along.depth));
    }
    chart
}

fn decay(pair: &Pair) -> Chart {
    let times = &pair.decays[0].times;
    let time = Axis::log("time t (2/n)", times[0]..times[times.len() - 1]);
    let mut chart = Chart::new(time, Axis::log("error ‖ζ‖", 1e-3..2.0)).titled(&pair.name).aspect(0.75);
    for (decay, series) in pair.decays.iter().zip(SERIES) {
        chart.line(times, &decay.error, series.solid(), &format!("L = {}", decay.depth));
        chart.line(times, &decay.best_bound, series.solid().thin(), "");
    }
    let [.., deepest] = pair.decays.as_slice() else { return chart };
    chart.line(times, &deepest.bound, INK, &format!("one certificate, L = {}", deepest.depth));
    chart
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    let sentence = |pair: &Pair| {
        let (first, last) = (&pair.by_depth[0], &pair.by_depth[pair.by_depth.len() - 1]);
        format!(
            " On the {} the least norm falls from {:.3} at depth {} to {:.3} at depth {}.",
            pair.name, first.norm, first.depth, last.norm, last.depth
        )
    };
    let sentences: String = outcome.pairs.iter().map(sentence).collect();
    format!(
        "Six panels. The norm of the label's smallest certificate that leaves the part {} of it, over the depth, one line \
         a pair; what a certificate of norm {} leaves.{sentences} The eigenvalues of the label and of the constants on \
         circles over the depth. The certificate along the winding curve at two depths. The error over time, thick, below \
         the best bound, thin, and the bound by one certificate, dashed, on circles and on winding curves.",
        outcome.residual, outcome.budget
    )
}
