//! The drawing.

use anyhow::Result;

use super::{Landscape, Outcome, ParameterLandscape, Share};
use crate::{
    figure::{
        Drawing, Experiment as _,
        plot::{Axis, Chart, Colours, Grid, INK, Raster, SERIES},
    },
    ground::estimate::Estimate,
    math::vectors::{largest, smallest},
};

/// The landscape for three atoms with descents on it, and how often a descent ends at an atom.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    Grid::new(ParameterLandscape::TITLE, description(outcome))
        .lead([sphere(&outcome.landscape), along(outcome)])
        .more([by_samples(outcome), by_theta(outcome)])
        .drawing()
}

/// The objective over the sphere, with its balanced points and descents.
fn sphere(landscape: &Landscape) -> Chart {
    // The level 0 is outside the sphere.
    let shown = |level: f64| if level > 0.0 { level } else { f64::NAN };
    let levels: Vec<f64> = landscape.pixels.levels().into_iter().map(shown).collect();
    let raster = Raster::new(landscape.size, &levels, &(1.0..=255.0), Colours::Viridis).smooth();
    let side = || Axis::hidden(-1.0..1.0);
    let mut chart = Chart::new(side(), side()).titled("φ on the sphere, n = 3").aspect(1.0);
    chart.image(raster, -1.0..1.0, -1.0..1.0);
    for path in &landscape.paths {
        chart.line(&path.xs, &path.ys, INK.thin().solid(), "");
    }
    for (atoms, (series, label)) in
        [(SERIES[1], "atoms"), (SERIES[3], "saddles"), (SERIES[5], "maximum")].into_iter().enumerate()
    {
        let of = |k: usize| -> Vec<f64> {
            landscape.marks.iter().filter(|mark| mark.atoms == atoms + 1).map(|mark| mark.place[k]).collect()
        };
        chart.dots(&of(0), &of(1), 10.0, series, label);
    }
    chart
}

/// The objective along each descent.
fn along(outcome: &Outcome) -> Chart {
    let landscape = &outcome.landscape;
    let values = || landscape.paths.iter().flat_map(|path| path.values.iter().copied());
    let (low, high) = (smallest(values()), largest(values()));
    let steps = landscape.paths.iter().map(|path| path.values.len()).max().unwrap_or_default() as f64 - 1.0;
    let mut chart = Chart::new(("steps", 0.0..steps.max(1.0)), ("objective φ", low - 0.01..high + 0.01))
        .titled("along the descents")
        .aspect(0.85);
    for (i, path) in landscape.paths.iter().enumerate() {
        let places: Vec<f64> = (0..path.values.len()).map(|step| step as f64).collect();
        chart.line(&places, &path.values, SERIES[i % SERIES.len()].thin(), "");
    }
    chart
}

/// The share that ends at an atom over the samples, one line per dimension.
fn by_samples(outcome: &Outcome) -> Chart {
    let samples = &outcome.samples;
    let range = samples[0] as f64..samples[samples.len() - 1] as f64;
    let mut chart = Chart::new(Axis::log("samples N", range), ("ended at an atom", 0.0..1.0)).aspect(0.75);
    let places: Vec<f64> = samples.iter().map(|&n| n as f64).collect();
    for (shares, series) in outcome.by_samples.iter().zip(SERIES) {
        chart.estimates(&places, &estimates(shares), series, &format!("n = {}", shares[0].dimension));
    }
    chart
}

/// The share that ends at an atom over the density of the coefficients.
fn by_theta(outcome: &Outcome) -> Chart {
    let places: Vec<f64> = outcome.by_theta.iter().map(|share| share.theta).collect();
    let mut chart = Chart::new(("share θ of nonzero entries", 0.0..1.0), ("ended at an atom", 0.0..1.0)).aspect(0.75);
    let first = &outcome.by_theta[0];
    let label = format!("n = {}, N = {}", first.dimension, first.samples);
    chart.estimates(&places, &estimates(&outcome.by_theta), SERIES[0], &label);
    chart
}

fn estimates(shares: &[Share]) -> Vec<Estimate> {
    shares.iter().map(|share| share.share).collect()
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    let last = |shares: &Vec<Share>| {
        let share = &shares[shares.len() - 1];
        format!(
            " With {} atoms and {} samples {:.2} of the descents end at an atom.",
            share.dimension, share.samples, share.share.value
        )
    };
    let sentences: String = outcome.by_samples.iter().map(last).collect();
    format!(
        "Upper left, the objective over the sphere for three atoms, dark where low: lowest at the atoms, with saddles \
         between any two and a maximum between all three, and descents that run from random starts down to the atoms. \
         Upper right, the objective along these descents, which falls. Lower left, the share of descents that end at an \
         atom against the number of samples, rising.{sentences} Lower right, the same against the density of the \
         coefficients, falling to none for dense ones."
    )
}
