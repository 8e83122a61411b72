//! The drawing.

use std::{f64::consts::PI, ops::Range};

use anyhow::Result;

use super::{Cell, Depth, Outcome, WidthConcentration};
use crate::{
    figure::{
        Drawing, Experiment as _,
        plot::{Axis, Chart, Grid, INK, SERIES, Series},
    },
    ground::estimate::Estimate,
};

/// The kernel's scatter, its deviation against √(L/n) and its distance over pairs; then another depth, and the bias.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let [shallow, deep] = outcome.shown.map(|place| &outcome.depths[place]);
    Grid::new(WidthConcentration::TITLE, description(outcome))
        .lead([kernels(outcome, shallow), deviations(outcome), largest_distances(outcome)])
        .more([kernels(outcome, deep), rms_distances(outcome)])
        .more([biases(outcome, shallow), biases(outcome, deep)])
        .more([far_biases(outcome)])
        .drawing()
}

/// One standard deviation about the mean, for the narrowest and the widest networks.
fn kernels(outcome: &Outcome, depth: &Depth) -> Chart {
    let ends = [&depth.cells[0], &depth.cells[depth.cells.len() - 1]];
    let height =
        spanning(ends.iter().flat_map(|cell| cell.against_angle.below.iter().chain(&cell.against_angle.above)));
    let mut chart = Chart::new(angle_axis(), ("Θ / (nL/2)", height))
        .titled("Random kernels scatter, less when wide")
        .held(format!("L = {}; mean ± 1 deviation", depth.depth))
        .described(format!(
            "The kernel of networks of depth {} against the angle, one standard deviation about its mean. Between equal \
             inputs it reaches from {:.2} to {:.2} at width {} and from {:.2} to {:.2} at width {}; the limit is 1.",
            depth.depth,
            ends[0].against_angle.below[0],
            ends[0].against_angle.above[0],
            ends[0].width,
            ends[1].against_angle.below[0],
            ends[1].against_angle.above[0],
            ends[1].width
        ));
    for (cell, series) in ends.into_iter().zip([NARROWEST, WIDEST]) {
        let angle = &cell.against_angle;
        chart.band(&outcome.angles_rad, &angle.below, &angle.above, series, &format!("scatter, n = {}", cell.width));
    }
    chart.line(&outcome.angles_rad, &depth.kernel, INK, "limit K(ν)/L");
    chart
}

fn deviations(outcome: &Outcome) -> Chart {
    let cells = || outcome.depths.iter().flat_map(|depth| &depth.cells);
    let roots = around(cells().map(|cell| cell.root));
    let ends = cells().flat_map(|cell| [cell.deviation.low, cell.deviation.high, cell.exact_deviation]);
    let mut chart = Chart::new(Axis::log("√(L/n)", roots), Axis::log("relative deviation", around(ends)))
        .titled("Equal inputs: the scatter in closed form")
        .described(described(outcome, "relative deviation of Θ(x, x)", |cell| &cell.deviation))
        .aspect(1.0);
    for (depth, series) in outcome.depths.iter().zip(SERIES) {
        let roots = column(depth, |cell| cell.root);
        let exact = column(depth, |cell| cell.exact_deviation);
        chart.line(&roots, &exact, INK.thin().solid(), "closed form");
        let label = format!("L = {}", depth.depth);
        chart.scattered_estimates(&roots, &column(depth, |cell| cell.deviation), series, &label);
    }
    // The first order is one straight line for all depths.
    let (first, last) = (&outcome.depths[0], &outcome.depths[outcome.depths.len() - 1]);
    let ends = [(first, first.cells.len() - 1), (last, 0)];
    let line = ends.map(|(depth, at)| (depth.cells[at].root, depth.wide_deviation[at]));
    let [xs, ys] = [line.map(|(root, _)| root), line.map(|(_, deviation)| deviation)];
    chart.line(&xs, &ys, INK.thin(), "its first order √(11/3) √(L/n)");
    chart
}

fn largest_distances(outcome: &Outcome) -> Chart {
    over_width(outcome, Axis::log("largest |Θ − K/L|", across(outcome, |cell| &cell.sup)), |cell| &cell.sup)
        .titled("All pairs: the distance falls, too")
        .held(format!("{} points of two curves", outcome.curve_points))
        .described(described(outcome, "largest distance over pairs of points", |cell| &cell.sup))
}

fn rms_distances(outcome: &Outcome) -> Chart {
    over_width(outcome, Axis::log("rms of Θ − K/L", across(outcome, |cell| &cell.rms)), |cell| &cell.rms)
        .titled("The root mean square over pairs falls alike")
        .held(format!("{} points of two curves", outcome.curve_points))
        .described(described(outcome, "root mean square over pairs of points", |cell| &cell.rms))
}

fn far_biases(outcome: &Outcome) -> Chart {
    let cells = outcome.depths.iter().flat_map(|depth| &depth.cells);
    let range = spanning(cells.flat_map(|cell| [&cell.far_bias.low, &cell.far_bias.high]));
    let mut chart = over_width(outcome, Axis::linear("mean less K(ν)/L", range), |cell| &cell.far_bias)
        .titled("Away from equal inputs narrow networks lie above the limit")
        .held("mean over the angles from π/4 on")
        .described(described(outcome, "bias over the angles from π/4 on", |cell| &cell.far_bias))
        .aspect(0.55);
    chart.rule_y(0.0, "");
    chart
}

/// A number of each depth over the width: estimates that a thin line joins.
fn over_width(outcome: &Outcome, y: Axis, of: fn(&Cell) -> &Estimate) -> Chart {
    let cells = outcome.depths.iter().flat_map(|depth| &depth.cells);
    let mut chart = Chart::new(Axis::log("width n", around(cells.map(|cell| cell.width as f64))), y);
    for (depth, series) in outcome.depths.iter().zip(SERIES) {
        let (widths, estimates) = (column(depth, |cell| cell.width as f64), column(depth, |cell| *of(cell)));
        let values: Vec<f64> = estimates.iter().map(|estimate| estimate.value).collect();
        chart.scattered_estimates(&widths, &estimates, series, &format!("L = {}", depth.depth));
        chart.line(&widths, &values, series.thin().solid(), "");
    }
    chart
}

/// The bias against the angle, for the narrowest, a middle and the widest networks.
fn biases(outcome: &Outcome, depth: &Depth) -> Chart {
    let last = depth.cells.len() - 1;
    let mut shown = vec![(0, NARROWEST), (last / 2, SERIES[3]), (last, WIDEST)];
    shown.dedup_by_key(|(at, _)| *at);
    let biases = shown.iter().flat_map(|&(at, _)| &depth.cells[at].against_angle.bias);
    let ends = biases.flat_map(|Estimate { low, high, .. }| [low, high]);
    let largest = depth.cells[0].against_angle.bias.iter().map(|bias| bias.value).fold(0.0, f64::max);
    let mut chart = Chart::new(angle_axis(), ("mean less K(ν)/L", spanning(ends)))
        .titled("The mean of a narrow network lies above the limit")
        .held(format!("L = {}", depth.depth))
        .described(format!(
            "The mean of the kernel less its limit against the angle, at depth {}: up to {largest:.3} at width {}, and near \
             zero at width {}.",
            depth.depth, depth.cells[0].width, depth.cells[last].width
        ));
    chart.rule_y(0.0, "");
    for (at, series) in shown {
        let cell = &depth.cells[at];
        chart.estimates(&outcome.angles_rad, &cell.against_angle.bias, series, &format!("n = {}", cell.width));
    }
    chart
}

/// The looks of the narrowest and the widest networks.
const NARROWEST: Series = SERIES[4];
const WIDEST: Series = SERIES[0];

fn angle_axis() -> Axis {
    Axis::linear("angle ν (rad)", 0.0..PI).with_ticks([(0.0, "0"), (PI / 2.0, "π/2"), (PI, "π")])
}

/// What was found of each width.
fn column<T>(depth: &Depth, of: impl Fn(&Cell) -> T) -> Vec<T> {
    depth.cells.iter().map(of).collect()
}

/// A range for the logarithmic axis of a number of all cells.
fn across(outcome: &Outcome, of: fn(&Cell) -> &Estimate) -> Range<f64> {
    let cells = outcome.depths.iter().flat_map(|depth| &depth.cells);
    around(cells.flat_map(|cell| [of(cell).low, of(cell).high]))
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

/// How a number falls from the smallest width to the largest, in words.
fn described(outcome: &Outcome, what: &str, of: fn(&Cell) -> &Estimate) -> String {
    let sentence = |depth: &Depth| {
        let [narrow, wide] = [&depth.cells[0], &depth.cells[depth.cells.len() - 1]];
        format!(
            "At depth {} the {what} is {:.3} at width {} and {:.3} at width {}.",
            depth.depth,
            of(narrow).value,
            narrow.width,
            of(wide).value,
            wide.width
        )
    };
    outcome.depths.iter().map(sentence).collect::<Vec<_>>().join(" ")
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    format!(
        "The kernels of {} random networks scatter about their limit, the less the wider the networks: against the angle, \
         between equal inputs as a closed form of depth over width, and over all pairs of {} points on two curves.",
        outcome.networks, outcome.curve_points
    )
}
