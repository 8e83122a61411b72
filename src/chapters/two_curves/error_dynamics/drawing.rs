//! The drawing.

use std::ops::Range;

use anyhow::Result;

use super::{Cell, Depth, ErrorDynamics, Outcome, Shown};
use crate::{
    figure::{
        Drawing, Experiment as _,
        plot::{Axis, Chart, Grid, INK, SERIES, Series},
    },
    ground::estimate::Estimate,
};

/// Two networks mode by mode, and below, distances and drift against the width.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let ends = height(outcome);
    Grid::new(ErrorDynamics::TITLE, description(outcome))
        .lead(outcome.shown.iter().enumerate().map(|(at, shown)| modes(outcome, shown, &ends, at == 0)))
        .more([distances(outcome), drifts(outcome)])
        .drawing()
}

fn modes(outcome: &Outcome, shown: &Shown, ends: &Range<f64>, named: bool) -> Chart {
    let end = outcome.times.last().copied().unwrap_or(1.0);
    let axis = ("time, in units of 2/(nL)", 0.0..end);
    let mut chart = Chart::new(axis, ("error along the mode", ends.clone()))
        .titled(&format!("L = {}, n = {}", shown.depth, shown.width))
        .height(200.0);
    for (number, (mode, series)) in shown.modes.iter().zip(SERIES).enumerate() {
        chart.line(&outcome.times, &mode.empirical, series.solid(), &format!("mode {}", mode.place));
        let label = if named && number + 1 == shown.modes.len() { "analytic" } else { "" };
        chart.line(&outcome.times, &mode.analytic, INK.thin(), label);
        chart.dots(&outcome.times, &mode.measured, 5.0, series, "");
    }
    chart.rule_y(0.0, "");
    chart
}

fn distances(outcome: &Outcome) -> Chart {
    let cells = || outcome.depths.iter().flat_map(|depth| &depth.cells);
    let ends =
        |cell: &Cell| [cell.empirical.low, cell.empirical.high, cell.analytic.low, cell.analytic.high, cell.halving];
    let mut chart = Chart::new(width_axis(outcome), Axis::log("distance / ‖ζ₀‖", around(cells().flat_map(ends))))
        .titled("distance from the flow")
        .height(200.0);
    for (number, (depth, [own, analytic])) in outcome.depths.iter().zip(looks()).enumerate() {
        let widths = widths(depth);
        chart
            .estimates(&widths, &column(depth, |cell| cell.empirical), own, &format!("L = {}, own kernel", depth.depth))
            .estimates(
                &widths,
                &column(depth, |cell| cell.analytic),
                analytic,
                &format!("L = {}, analytic", depth.depth),
            )
            .line(&widths, &column(depth, |cell| cell.halving), INK, if number == 0 { "halving the step" } else { "" });
    }
    chart
}

fn drifts(outcome: &Outcome) -> Chart {
    let ends = outcome.depths.iter().flat_map(|depth| &depth.cells).flat_map(|cell| [cell.drift.low, cell.drift.high]);
    let mut chart = Chart::new(width_axis(outcome), Axis::log("drift / ‖Θ₀‖", around(ends)))
        .titled("drift of the kernel")
        .height(200.0);
    for (depth, [own, _]) in outcome.depths.iter().zip(looks()) {
        chart.estimates(&widths(depth), &column(depth, |cell| cell.drift), own, &format!("L = {}", depth.depth));
    }
    chart
}

/// The looks of each depth: for its own kernel, and for the analytic one.
fn looks() -> [[Series; 2]; 2] {
    [[SERIES[0], SERIES[5]], [SERIES[1], SERIES[4]]]
}

/// What was found of each width.
fn column<T>(depth: &Depth, of: impl Fn(&Cell) -> T) -> Vec<T> {
    depth.cells.iter().map(of).collect()
}

fn widths(depth: &Depth) -> Vec<f64> {
    column(depth, |cell| cell.width as f64)
}

fn width_axis(outcome: &Outcome) -> Axis {
    Axis::log("width n", around(outcome.depths.iter().flat_map(widths)))
}

/// A range for a logarithmic axis with room at both ends.
fn around(numbers: impl Iterator<Item = f64>) -> Range<f64> {
    let (low, high) = numbers.fold((f64::INFINITY, 1e-6), |(low, high): (f64, f64), x| (low.min(x), high.max(x)));
    low.max(1e-7) / 1.2..high * 1.2
}

/// The ends of the errors along the modes.
fn height(outcome: &Outcome) -> Range<f64> {
    let modes = outcome.shown.iter().flat_map(|shown| &shown.modes);
    let all = modes.flat_map(|mode| mode.measured.iter().chain(&mode.empirical).chain(&mode.analytic));
    let (low, high) = all.fold((0.0, 0.0), |(low, high): (f64, f64), &x| (low.min(x), high.max(x)));
    let room = 0.05 * (high - low);
    low - room..high + room
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    let ends = |depth: &Depth, of: fn(&Cell) -> Estimate| {
        let mean = |cell: Option<&Cell>| cell.map_or(0.0, |cell| of(cell).value);
        (mean(depth.cells.first()), mean(depth.cells.last()))
    };
    let sentence = |depth: &Depth| {
        let ((distance, nearest), (drift, least)) =
            (ends(depth, |cell| cell.empirical), ends(depth, |cell| cell.drift));
        format!(
            " At depth {} the distance from the flow of the kernel at the start falls from {distance:.3} to {nearest:.3} of \
             the first error between the smallest and the largest width, and the drift from {drift:.3} to {least:.3}.",
            depth.depth
        )
    };
    let [narrow, wide] = &outcome.shown;
    format!(
        "Above, the error of a network of width {} and of one of width {} on {} samples against time, along the modes that \
         hold most of it: dots where the network is, lines for the flow of its kernel at the start, dashes for the analytic \
         kernel. The dots leave the lines in the first and lie near them in the second. Below, the largest distance and \
         the drift of the kernel against the width.{}",
        narrow.width,
        wide.width,
        outcome.samples,
        outcome.depths.iter().map(sentence).collect::<String>()
    )
}
