//! The drawing.

use std::{f64::consts::PI, ops::Range};

use anyhow::Result;

use super::{Cell, Depth, Outcome, WidthConcentration};
use crate::{
    figure::{
        Drawing, Experiment as _,
        plot::{Axis, Chart, Grid, INK, SERIES},
    },
    ground::estimate::Estimate,
};

/// Deviation against √(L/n) and distances over pairs; then for two depths the kernel against the angle, and its bias.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let shown = outcome.shown.map(|place| &outcome.depths[place]);
    Grid::new(WidthConcentration::TITLE, description(outcome))
        .lead([deviations(outcome), pairs(outcome)])
        .more(shown.map(|depth| kernels(outcome, depth)))
        .more(shown.map(|depth| biases(outcome, depth)))
        .drawing()
}

fn deviations(outcome: &Outcome) -> Chart {
    let cells = || outcome.depths.iter().flat_map(|depth| &depth.cells);
    let roots = around(cells().map(|cell| cell.root));
    let ends = cells().flat_map(|cell| [cell.deviation.low, cell.deviation.high, cell.exact_deviation]);
    let mut chart = Chart::new(Axis::log("√(L/n)", roots), Axis::log("relative deviation", around(ends)))
        .titled("Θ(x, x)")
        .height(210.0);
    let (first, last) = (&outcome.depths[0], &outcome.depths[outcome.depths.len() - 1]);
    for (depth, series) in outcome.depths.iter().zip(SERIES) {
        let roots = column(depth, |cell| cell.root);
        chart.line(&roots, &column(depth, |cell| cell.exact_deviation), series.thin().solid(), "");
        let label = format!("L = {}", depth.depth);
        chart.scattered_estimates(&roots, &column(depth, |cell| cell.deviation), series, &label);
    }
    // The first order is one straight line for all depths.
    let ends = [(first, first.cells.len() - 1), (last, 0)];
    let line = ends.map(|(depth, at)| (depth.cells[at].root, depth.wide_deviation[at]));
    chart.line(&line.map(|(root, _)| root), &line.map(|(_, deviation)| deviation), INK, "√(11/3) √(L/n)");
    chart
}

fn pairs(outcome: &Outcome) -> Chart {
    let cells = || outcome.depths.iter().flat_map(|depth| &depth.cells);
    let ends = cells().flat_map(|cell| [cell.rms.low, cell.rms.high, cell.sup.low, cell.sup.high]);
    let widths = around(cells().map(|cell| cell.width as f64));
    let mut chart = Chart::new(Axis::log("width n", widths), Axis::log("distance from K / L", around(ends)))
        .titled("pairs of points, largest (thin: rms)")
        .height(210.0);
    for (depth, series) in outcome.depths.iter().zip(SERIES) {
        let widths = column(depth, |cell| cell.width as f64);
        chart.estimates(&widths, &column(depth, |cell| cell.sup), series.solid(), &format!("L = {}", depth.depth));
        chart.estimates(&widths, &column(depth, |cell| cell.rms), series.thin().solid(), "");
    }
    chart
}

fn kernels(outcome: &Outcome, depth: &Depth) -> Chart {
    let ends = [&depth.cells[0], &depth.cells[depth.cells.len() - 1]];
    let height =
        spanning(ends.iter().flat_map(|cell| cell.against_angle.below.iter().chain(&cell.against_angle.above)));
    let mut chart = Chart::new(angle_axis(), ("Θ / (nL/2)", height))
        .titled(&format!("L = {}: mean and spread", depth.depth))
        .height(190.0);
    for (cell, series) in ends.into_iter().zip([SERIES[1], SERIES[0]]) {
        let angle = &cell.against_angle;
        chart.band(&outcome.angles_rad, &angle.below, &angle.above, series, "");
        chart.line(&outcome.angles_rad, &angle.mean, series.solid(), &format!("n = {}", cell.width));
    }
    chart.line(&outcome.angles_rad, &depth.kernel, INK, "K(ν)/L");
    chart
}

fn biases(outcome: &Outcome, depth: &Depth) -> Chart {
    let biases = depth.cells.iter().flat_map(|cell| &cell.against_angle.bias);
    let ends = biases.flat_map(|Estimate { low, high, .. }| [low, high]);
    let mut chart = Chart::new(angle_axis(), ("mean less K(ν)/L", spanning(ends)))
        .titled(&format!("L = {}: bias", depth.depth))
        .height(190.0);
    for (cell, series) in depth.cells.iter().zip(SERIES) {
        chart.estimates(&outcome.angles_rad, &cell.against_angle.bias, series, &format!("n = {}", cell.width));
    }
    chart.rule_y(0.0, "");
    chart
}

fn angle_axis() -> Axis {
    Axis::linear("angle ν (rad)", 0.0..PI).with_ticks([(0.0, "0"), (PI / 2.0, "π/2"), (PI, "π")])
}

/// What was found of each width.
fn column<T>(depth: &Depth, of: impl Fn(&Cell) -> T) -> Vec<T> {
    depth.cells.iter().map(of).collect()
}

/// A range for a logarithmic axis with room at both ends.
fn around(numbers: impl Iterator<Item = f64>) -> Range<f64> {
    let (low, high) = numbers.fold((f64::INFINITY, 0.0), |(low, high): (f64, f64), x| (low.min(x), high.max(x)));
    low / 1.2..high * 1.2
}

/// A range for a linear axis with room at both ends.
fn spanning<'a>(numbers: impl Iterator<Item = &'a f64>) -> Range<f64> {
    let (low, high) = numbers.fold((0.0, 0.0), |(low, high): (f64, f64), &x| (low.min(x), high.max(x)));
    let room = 0.05 * (high - low).max(1e-6);
    low - room..high + room
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    let sentence = |depth: &Depth| {
        let [narrow, wide] = [&depth.cells[0], &depth.cells[depth.cells.len() - 1]];
        format!(
            " At depth {} the relative deviation falls from {:.2} at width {} to {:.3} at width {}, with the power {:.2}, and \
             the largest distance over pairs from {:.2} to {:.2}.",
            depth.depth,
            narrow.deviation.value,
            narrow.width,
            wide.deviation.value,
            wide.width,
            depth.deviation_power.value,
            narrow.sup.value,
            wide.sup.value
        )
    };
    format!(
        "Above left, the relative standard deviation of the kernel between equal inputs over {} random networks, against the \
         root of depth over width: dots on thin lines of the exact values, which end in one straight line. Above right, the \
         distance of the kernel from its limit over pairs of {} points on two curves, falling with the width. In the middle \
         the kernel against the angle, mean and one standard deviation, for the narrowest and the widest networks of two \
         depths. Below, the mean less the limit: above zero for narrow networks.{}",
        outcome.networks,
        outcome.curve_points,
        outcome.depths.iter().map(sentence).collect::<String>()
    )
}
