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

/// Errors and wrong labels over the samples, and the samples needed over the depth.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    Grid::new("What samples buy, at several depths", description(outcome))
        .lead([errors(outcome, &outcome.pairs[0]), wrong(outcome, &outcome.pairs[0])])
        .more([errors(outcome, &outcome.pairs[2]), wrong(outcome, &outcome.pairs[2])])
        .more([
            needed(outcome, "N with error below 1/2, even", |at| at.even.half_error),
            needed(outcome, "N, half of random draws right", |at| at.random.half_right),
        ])
        .drawing()
}

fn samples(outcome: &Outcome) -> Axis {
    Axis::log("samples N", outcome.samples[0]..outcome.samples[outcome.samples.len() - 1])
}

fn title(pair: &Pair, placement: &str) -> String {
    format!("{}, Δ = {}: {placement}", pair.name, pair.separation_rad)
}

/// The error, with a dot where a sample falls on each aperture.
fn errors(outcome: &Outcome, pair: &Pair) -> Chart {
    let mut chart = Chart::new(samples(outcome), ("error ‖f − y‖", 0.0..1.2)).titled(&title(pair, "even")).aspect(0.75);
    for (at, series) in pair.by_depth.iter().zip(SERIES) {
        chart.estimates(&outcome.samples, &at.even.error, series, &format!("L = {}", at.depth));
    }
    for (at, series) in pair.by_depth.iter().zip(SERIES) {
        chart.dots(&[at.one_per_aperture], &[0.5], 9.0, series, "");
    }
    chart.rule_y(0.5, "1/2");
    chart
}

/// The part labelled wrongly.
fn wrong(outcome: &Outcome, pair: &Pair) -> Chart {
    let mut chart =
        Chart::new(samples(outcome), ("labelled wrongly", 0.0..0.6)).titled(&title(pair, "random")).aspect(0.75);
    for (at, series) in pair.by_depth.iter().zip(SERIES) {
        chart.estimates(&outcome.samples, &at.random.wrong, series, &format!("L = {}", at.depth));
    }
    chart
}

/// A number of samples over the depth, one line per pair, against one sample per aperture.
fn needed(outcome: &Outcome, title: &str, number: impl Fn(&ByDepth) -> Option<f64>) -> Chart {
    let depths: Vec<f64> = outcome.depths.iter().map(|&depth| depth as f64).collect();
    let ticks: Vec<(f64, String)> = depths.iter().map(|depth| (*depth, format!("{depth}"))).collect();
    let axis = Axis::log("depth L", depths[0]..depths[depths.len() - 1])
        .with_ticks(ticks.iter().map(|(depth, name)| (*depth, name.as_str())));
    let asked: Vec<f64> = outcome.pairs[0].by_depth.iter().map(|at| at.one_per_aperture).collect();
    let most = largest(asked.iter().chain(&outcome.samples).copied());
    let mut chart = Chart::new(axis, Axis::log("samples N", 4.0..most * 1.2)).titled(title).aspect(0.75);
    for (pair, series) in outcome.pairs.iter().zip(SERIES) {
        let found = pair.by_depth.iter().filter_map(|at| Some((at.depth as f64, number(at)?)));
        let (xs, ys): (Vec<f64>, Vec<f64>) = found.unzip();
        let label = format!("{}, Δ = {}", pair.name, pair.separation_rad);
        chart.line(&xs, &ys, series, &label).dots(&xs, &ys, 7.0, series, "");
    }
    chart.line(&depths, &asked, INK, "one per aperture, circles");
    chart
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    let number = |value: Option<f64>| value.map_or("more than were tried".to_owned(), |value| format!("{value:.0}"));
    let sentence = |at: &ByDepth| {
        format!(
            " At depth {} one sample per aperture is {:.0} samples; evenly spaced, the error falls below a half at {}; random \
             ones label everything rightly, in half of the draws, at {}.",
            at.depth,
            at.one_per_aperture,
            number(at.even.half_error),
            number(at.random.half_right)
        )
    };
    let sentences: String = outcome.pairs[0].by_depth.iter().map(sentence).collect();
    format!(
        "Six panels. The error after learning from evenly spaced samples, and the part of both curves labelled wrongly after \
         learning from random ones, over the number of samples, one line per depth: on circles, and on winding curves. Below, \
         the number of samples at which the error is one half, and at which half of the draws have every label right, over \
         the depth, one line per pair.{sentences}"
    )
}
