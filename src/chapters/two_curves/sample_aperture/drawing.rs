//! The drawing.

use anyhow::Result;

use super::{ByDepth, Outcome, Pair};
use crate::{
    figure::{
        Drawing,
        plot::{Axis, Chart, Grid, INK, SERIES},
    },
    math::vectors::largest,
};

/// The samples needed over the depth, by three measures; then errors and wrong labels over the samples.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let asked = "what the aperture asks for on the circles";
    let even = Asked { of: |at| at.one_per_aperture, label: asked };
    let [circles, _, winding] = outcome.pairs.as_slice() else { unreachable!("there are three pairs") };
    Grid::new("What samples buy, at several depths", description(outcome))
        .lead([
            needed(outcome, &even, |at| at.even.half_error)
                .titled("The error follows the aperture, but not in proportion")
                .held("even samples, error below 1/2"),
            needed(outcome, &even, |at| at.even.all_right.map(|samples| samples as f64))
                .titled("The labels do not follow it")
                .held("even samples, every label right"),
            needed(outcome, &Asked { of: |at| at.random_without_gap, label: asked }, |at| at.random.half_right)
                .titled("Nor with random samples")
                .held("random, half of the draws right"),
        ])
        .more([
            errors(outcome, circles).titled("Circles: the deeper, the longer an error stays"),
            wrong(outcome, circles).titled("Circles: deep networks mislabel longer"),
        ])
        .more([
            errors(outcome, winding).titled("Winding curves: the same of the error"),
            wrong(outcome, winding).titled("Winding curves: the same of the labels"),
        ])
        .drawing()
}

/// The number of samples that the aperture asks for, by its argument for one way of placing them.
struct Asked<'a> {
    of: fn(&ByDepth) -> f64,
    label: &'a str,
}

/// A number of samples over the depth, one line per pair, and what the aperture asks for.
fn needed(outcome: &Outcome, asked: &Asked<'_>, number: fn(&ByDepth) -> Option<f64>) -> Chart {
    let depths: Vec<f64> = outcome.depths.iter().map(|&depth| depth as f64).collect();
    let ticks: Vec<(f64, String)> = depths.iter().map(|depth| (*depth, format!("{depth}"))).collect();
    let axis = Axis::log("depth L", depths[0] / 1.15..depths[depths.len() - 1] * 1.15)
        .with_ticks(ticks.iter().map(|(depth, name)| (*depth, name.as_str())));
    let circles = &outcome.pairs[0];
    let most = largest(circles.by_depth.iter().map(|at| at.random_without_gap).chain(outcome.samples.iter().copied()));
    let mut chart = Chart::new(axis, Axis::log("samples N needed", 4.0..most * 1.3)).aspect(1.1);
    for (pair, series) in outcome.pairs.iter().zip(SERIES) {
        let found = pair.by_depth.iter().filter_map(|at| Some((at.depth as f64, number(at)?)));
        let (xs, ys): (Vec<f64>, Vec<f64>) = found.unzip();
        let label = format!("{}, Δ = {}", pair.name, pair.separation_rad);
        chart.line(&xs, &ys, series, &label).dots(&xs, &ys, 7.0, series, "");
    }
    let asked_for: Vec<f64> = circles.by_depth.iter().map(asked.of).collect();
    chart.line(&depths, &asked_for, INK, asked.label);
    let sentence = |at: &ByDepth| {
        let found = number(at).map_or("more than were tried".to_owned(), |samples| format!("{samples:.0}"));
        format!(
            "At depth {} the aperture asks for {:.0} samples on the circles, and it takes {found}.",
            at.depth,
            (asked.of)(at)
        )
    };
    chart.described(circles.by_depth.iter().map(sentence).collect::<Vec<_>>().join(" "))
}

fn samples(outcome: &Outcome) -> Axis {
    Axis::log("samples N", outcome.samples[0]..outcome.samples[outcome.samples.len() - 1])
}

/// The error after learning from evenly spaced samples.
fn errors(outcome: &Outcome, pair: &Pair) -> Chart {
    let mut chart = Chart::new(samples(outcome), ("error ‖f − y‖", 0.0..1.2))
        .held(format!("Δ = {} rad, even samples", pair.separation_rad))
        .described(described(pair, "the error from evenly spaced samples falls below one half", |at| {
            at.even.half_error
        }));
    for (at, series) in pair.by_depth.iter().zip(SERIES) {
        chart.estimates(&outcome.samples, &at.even.error, series, &format!("L = {}", at.depth));
    }
    chart.rule_y(0.5, "1/2");
    chart
}

/// The part labelled wrongly after learning from random samples.
fn wrong(outcome: &Outcome, pair: &Pair) -> Chart {
    let mut chart = Chart::new(samples(outcome), ("part labelled wrongly", 0.0..0.6))
        .held(format!("Δ = {} rad, {} draws of random samples", pair.separation_rad, outcome.draws))
        .described(described(pair, "half of the random draws have every label right", |at| at.random.half_right));
    for (at, series) in pair.by_depth.iter().zip(SERIES) {
        chart.estimates(&outcome.samples, &at.random.wrong, series, &format!("L = {}", at.depth));
    }
    chart
}

/// From how many samples on something is reached at each depth, in words.
fn described(pair: &Pair, what: &str, number: fn(&ByDepth) -> Option<f64>) -> String {
    let sentence = |at: &ByDepth| {
        let found =
            number(at).map_or("more samples than were tried".to_owned(), |samples| format!("{samples:.0} samples"));
        format!("At depth {} {what} at {found}.", at.depth)
    };
    pair.by_depth.iter().map(sentence).collect::<Vec<_>>().join(" ")
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    let at = &outcome.pairs[0].by_depth[outcome.depths.len() - 1];
    let number = |value: Option<f64>| value.map_or("more than were tried".to_owned(), |value| format!("{value:.0}"));
    format!(
        "The number of samples that it takes to learn two curves, against the depth, beside the number that the kernel's \
         aperture asks for. At depth {} on the circles, where one sample per aperture is {:.0} samples, evenly spaced ones \
         bring the error below a half at {} and have every label right at {}; of random ones half of the draws do at {}.",
        at.depth,
        at.one_per_aperture,
        number(at.even.half_error),
        number(at.even.all_right.map(|samples| samples as f64)),
        number(at.random.half_right)
    )
}
