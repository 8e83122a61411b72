//! The drawing.

use std::ops::Range;

use anyhow::Result;

use super::{Cell, Depth, ErrorDynamics, Mode, Outcome, Shown};
use crate::{
    figure::{
        Drawing, Experiment as _,
        plot::{Axis, Chart, Grid, SERIES, Series, minus},
    },
    ground::estimate::Estimate,
};

/// Two networks mode by mode and the distance from their flow; then the drift, the step, and the analytic kernel's flow.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let own = |shown: &Shown| modes(outcome, shown, "lines: flow of its first kernel", |mode| &mode.empirical);
    let analytic = |shown: &Shown| modes(outcome, shown, "lines: the analytic kernel", |mode| &mode.analytic);
    let [narrow, wide] = &outcome.shown;
    Grid::new(ErrorDynamics::TITLE, description(outcome))
        .lead([
            own(narrow).titled("A narrow network leaves the flow of its first kernel"),
            own(wide).titled("A wide one follows it, mode by mode"),
        ])
        .lead([distances(outcome)])
        .more([drifts(outcome), halvings(outcome)])
        .more([
            analytic(narrow).titled("The analytic kernel misses the narrow network"),
            analytic(wide).titled("It comes nearer to the wide one"),
        ])
        .drawing()
}

/// A network's error along its modes, and a flow of it.
fn modes(outcome: &Outcome, shown: &Shown, flow: &str, of: fn(&Mode) -> &Vec<f64>) -> Chart {
    let (end, ends) = (outcome.times.last().copied().unwrap_or(1.0), height(outcome));
    let mut chart = Chart::new(("time, in units of 2/(nL)", 0.0..1.02 * end), ("error along the mode", ends.clone()))
        .held(format!("L = {}, n = {}, N = {}", shown.depth, shown.width, outcome.samples))
        .described(modes_described(shown, flow, of))
        .aspect(0.62)
        .names_at_ends();
    chart.rule_y(0.0, "");
    for (mode, series) in shown.modes.iter().zip(SERIES) {
        chart.line(&outcome.times, of(mode), series.solid(), &format!("mode {}", mode.place));
        chart.dots(&outcome.times, &mode.measured, 6.0, series, &format!("mode {}, network", mode.place));
    }
    for (words, part) in [("dots: the network", 0.93), (flow, 0.83)] {
        chart.note(0.2 * end, ends.start + part * (ends.end - ends.start), words);
    }
    chart
}

fn distances(outcome: &Outcome) -> Chart {
    let cells = || outcome.depths.iter().flat_map(|depth| &depth.cells);
    let ends = |cell: &Cell| [cell.empirical.low, cell.empirical.high, cell.analytic.low, cell.analytic.high];
    let power = |depth: &Depth| minus(&format!("{:.2} (L = {})", depth.empirical_power.value, depth.depth));
    let powers: Vec<String> = outcome.depths.iter().map(power).collect();
    let mut chart = over_width(outcome, "distance / ‖ζ₀‖", around(cells().flat_map(ends)))
        .titled("The distance from the flow over the width")
        .held(format!("N = {}; powers of n for the own kernel: {}", outcome.samples, powers.join(", ")))
        .described(described(outcome, "distance from the flow of the kernel at the start", |cell| cell.empirical));
    for (depth, [own, analytic]) in outcome.depths.iter().zip(looks()) {
        let widths = widths(depth);
        let label = |kernel: &str| format!("L = {}, {kernel}", depth.depth);
        chart.estimates(&widths, &column(depth, |cell| cell.empirical), own, &label("own kernel"));
        chart.estimates(&widths, &column(depth, |cell| cell.analytic), analytic, &label("analytic"));
    }
    chart
}

fn drifts(outcome: &Outcome) -> Chart {
    let ends = outcome.depths.iter().flat_map(|depth| &depth.cells).flat_map(|cell| [cell.drift.low, cell.drift.high]);
    let mut chart = over_width(outcome, "drift / ‖Θ₀‖", around(ends))
        .titled("The kernel moves less in a wide network")
        .held(format!("N = {}", outcome.samples))
        .described(described(outcome, "drift of the kernel", |cell| cell.drift));
    for (depth, [own, _]) in outcome.depths.iter().zip(looks()) {
        chart.estimates(&widths(depth), &column(depth, |cell| cell.drift), own, &format!("L = {}", depth.depth));
    }
    chart
}

/// The first networks' distances, and what halving the step changes in them.
fn halvings(outcome: &Outcome) -> Chart {
    let cells = outcome.depths.iter().flat_map(|depth| &depth.cells);
    let mut chart = over_width(
        outcome,
        "part of ‖ζ₀‖",
        around(cells.flat_map(|cell| [cell.halving, cell.halved_empirical])),
    )
    .titled("Halving the step moves the error far less")
    .held(format!("N = {}; the first network of each width", outcome.samples))
    .described(
        "The distance of the first network of each width from the flow of its kernel, and far below it what steps of \
             half the size change in its error.",
    );
    for (depth, [own, other]) in outcome.depths.iter().zip(looks()) {
        let (widths, label) = (widths(depth), |what: &str| format!("L = {}, {what}", depth.depth));
        chart.line(&widths, &column(depth, |cell| cell.halved_empirical), own, &label("flow"));
        chart.line(&widths, &column(depth, |cell| cell.halving), other, &label("halving"));
    }
    chart
}

/// The looks of each depth: for its own kernel, and for what is held against it.
fn looks() -> [[Series; 2]; 2] {
    [[SERIES[0], SERIES[5]], [SERIES[1], SERIES[4]]]
}

/// A chart over the widths, both axes logarithmic, with names at the ends of its lines.
fn over_width(outcome: &Outcome, label: &str, range: Range<f64>) -> Chart {
    let ticks: Vec<(f64, String)> = widths(&outcome.depths[0]).into_iter().map(|n| (n, n.to_string())).collect();
    let axis = Axis::log("width n", around(ticks.iter().map(|(width, _)| *width)));
    let axis = axis.with_ticks(ticks.iter().map(|(width, name)| (*width, name.as_str())));
    Chart::new(axis, Axis::log(label, range)).aspect(0.62).names_at_ends()
}

/// What was found of each width.
fn column<T>(depth: &Depth, of: impl Fn(&Cell) -> T) -> Vec<T> {
    depth.cells.iter().map(of).collect()
}

fn widths(depth: &Depth) -> Vec<f64> {
    column(depth, |cell| cell.width as f64)
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

/// A network's modes in words.
fn modes_described(shown: &Shown, flow: &str, of: fn(&Mode) -> &Vec<f64>) -> String {
    let last = |values: &[f64]| values.last().copied().unwrap_or_default();
    let ends = |mode: &Mode| {
        let (network, flow) = (last(&mode.measured), last(of(mode)));
        format!("mode {} {network:.3}, its line {flow:.3}", mode.place)
    };
    format!(
        "The error of a network of depth {} and width {} against time along the modes that hold most of it; dots: the \
         network; {flow}. At the end: {}.",
        shown.depth,
        shown.width,
        shown.modes.iter().map(ends).collect::<Vec<_>>().join("; ")
    )
}

/// How a number falls from the smallest width to the largest, in words.
fn described(outcome: &Outcome, what: &str, of: fn(&Cell) -> Estimate) -> String {
    let sentence = |depth: &Depth| {
        let [first, last] =
            [depth.cells.first(), depth.cells.last()].map(|cell| cell.map_or(0.0, |cell| of(cell).value));
        format!(
            "At depth {} the {what} falls from {first:.3} at the smallest width to {last:.3} at the largest.",
            depth.depth
        )
    };
    outcome.depths.iter().map(sentence).collect::<Vec<_>>().join(" ")
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    let [narrow, wide] = &outcome.shown;
    format!(
        "The error of networks that learn {} samples, along the modes of their first kernel: one of width {} leaves the flow \
         of that kernel, one of width {} follows it, and the distance falls with the width.",
        outcome.samples, narrow.width, wide.width
    )
}
