//! The drawing: ways between digits in three spaces, and what a linear probe reads in each.

use anyhow::Result;

use super::{Between, Outcome, Space};
use crate::{
    figure::{
        Drawing,
        plot::{Axis, Chart, Colours, Grid, Raster, SERIES, Series},
        slider::{Frame, Slider},
    },
    ground::estimate::Estimate,
    math::vectors::{largest, smallest},
};

/// All panels; the pair of digits slides.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let frames = (0..outcome.ways.len()).map(|pair| {
        Frame::new(format!("pair {}", pair + 1), format!("of {}", outcome.ways.len()))
            .row([way(outcome, pair)])
            .row([probes(outcome), third(outcome)])
    });
    Grid::new("Between two digits, in three spaces, and what a linear probe reads there", description(outcome))
        .lead([way(outcome, 0)])
        .lead([probes(outcome), third(outcome)])
        .more([grey(outcome)])
        .slider(Slider::new("pair of digits", frames.collect()))
        .drawing()
}

fn series(space: Space) -> Series {
    match space {
        Space::Pixels => SERIES[2],
        Space::Gaussian => SERIES[1],
        Space::Network => SERIES[0],
    }
}

/// The name under an axis.
fn short(space: Space) -> &'static str {
    match space {
        Space::Pixels => "pixels",
        Space::Gaussian => "Gaussian",
        Space::Network => "network",
    }
}

fn way(outcome: &Outcome, pair: usize) -> Chart {
    let width = outcome.ways[pair].0.len() / (3 * outcome.side);
    let raster = Raster::new(width, &outcome.ways[pair].levels(), &(0.0..=255.0), Colours::Grey);
    Chart::picture(raster, "From one digit to another, in three spaces")
        .held("rows: pixels, the Gaussian's code, the first network's code")
        .described("Nine pictures from one held-out digit to another of another class, along a line of pixels and along great circles of two codes.")
}

fn probes(outcome: &Outcome) -> Chart {
    let dimensions: Vec<f64> = outcome.dimensions.iter().map(|&dimension| dimension as f64).collect();
    let all = || outcome.probes.iter().flat_map(|probed| &probed.right);
    let (low, high) = (smallest(all().map(|right| right.low)), largest(all().map(|right| right.high)));
    let ends = 0.9 * dimensions[0]..1.1 * dimensions[dimensions.len() - 1];
    let mut chart = Chart::new(
        Axis::log("dimensions that the probe sees", ends),
        ("share of right classes", low - 0.02..high + 0.02),
    )
    .titled("What a linear probe reads")
    .held(format!("held-out digits; exact intervals of 95 %, of {} networks the mean", outcome.networks))
    .described(format!(
        "At the most dimensions: {}.",
        outcome
            .probes
            .iter()
            .filter_map(|probed| Some(format!("{} {:.3}", probed.space.name(), probed.right.last()?.value)))
            .collect::<Vec<_>>()
            .join("; ")
    ));
    for probed in &outcome.probes {
        chart.estimates(&dimensions, &probed.right, series(probed.space), probed.space.name());
    }
    chart
}

/// One estimate a space, named under it.
fn by_space(outcome: &Outcome, title: &str, label: &str, of: fn(&Between) -> Estimate) -> Chart {
    let names = outcome.between.iter().enumerate().map(|(i, between)| (i as f64, short(between.space)));
    let axis = Axis::linear("halfway in", -0.5..outcome.between.len() as f64 - 0.5).with_ticks(names);
    let top = largest(outcome.between.iter().map(|between| of(between).high)).max(0.05);
    let mut chart = Chart::new(axis, (label, 0.0..1.15 * top)).titled(title);
    let places: Vec<f64> = (0..outcome.between.len()).map(|i| i as f64).collect();
    let estimates: Vec<Estimate> = outcome.between.iter().map(of).collect();
    chart.scattered_estimates(&places, &estimates, SERIES[0], "halfway");
    chart
}

fn third(outcome: &Outcome) -> Chart {
    by_space(outcome, "How often a third class lies between two", "share of pairs", |between| between.third)
        .held("as a classifier names them; exact intervals of 95 %")
        .described("The share of digits halfway between two that a classifier takes for a class of neither end.")
}

fn grey(outcome: &Outcome) -> Chart {
    let mut chart = by_space(outcome, "How blurred the middles are", "grey share", |between| between.grey)
        .held("ink that is neither stroke nor paper; bootstrap intervals of 95 %")
        .described("The mean grey share of digits halfway between two, beside that of real digits.")
        .aspect(0.4);
    chart.rule_y(outcome.real_grey, "real digits");
    chart
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    format!(
        "Digits of {0} × {0} pixels taken to their codes by the probability flow of a trained network: ways between two digits, \
         how often a third class lies between, and what a linear probe reads off the code, beside pixels and the code of a \
         Gaussian.",
        outcome.side
    )
}
