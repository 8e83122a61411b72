//! The drawing.

use anyhow::Result;

use super::{Outcome, ParameterLandscape, Share};
use crate::{
    figure::{
        Drawing, Experiment as _,
        plot::{Axis, Chart, Colours, Grid, Raster, SERIES, Series},
    },
    ground::estimate::Estimate,
    math::vectors::{largest, smallest},
};

/// Descents on the landscape for three atoms, and how often they end at one; then what lies behind it.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    Grid::new(ParameterLandscape::TITLE, description(outcome))
        .lead([sphere(outcome), by_samples(outcome)])
        .more([along(outcome), ways_down(outcome), by_theta(outcome)])
        .drawing()
}

/// The look of a descent, seen on all of the landscape's colours.
const DESCENT: Series = SERIES[1].solid();

/// The objective over the sphere, with its balanced points and descents.
fn sphere(outcome: &Outcome) -> Chart {
    let landscape = &outcome.landscape;
    // The level 0 is outside the sphere.
    let shown = |level: f64| if level > 0.0 { level } else { f64::NAN };
    let levels: Vec<f64> = landscape.pixels.levels().into_iter().map(shown).collect();
    let raster = Raster::new(landscape.size, &levels, &(1.0..=255.0), Colours::Viridis).smooth();
    let side = || Axis::hidden(-1.0..1.0);
    let height = Axis::linear("objective φ of infinitely many samples", 1.0..255.0);
    let mut chart = Chart::new(side(), side())
        .titled("Downhill leads to an atom, past the saddles")
        .held(format!("n = 3, θ = {}", outcome.by_samples[0][0].theta))
        .described(format!(
            "The objective over the sphere for three atoms: lowest at the atoms, with saddles between any two and a maximum \
             between all three. {} descents from random starts run down to the atoms.",
            landscape.paths.len()
        ))
        .exactly(1.0)
        .colours(height.with_ticks([(1.0, "lowest"), (255.0, "highest")]), Colours::Viridis);
    chart.image(raster, -1.0..1.0, -1.0..1.0);
    for path in &landscape.paths {
        chart.line(&path.xs, &path.ys, DESCENT, "descents");
    }
    for (atoms, (series, label)) in
        [(SERIES[4], "atoms"), (SERIES[3], "saddles"), (SERIES[0], "maximum")].into_iter().enumerate()
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
    let paths = &outcome.landscape.paths;
    let values = || paths.iter().flat_map(|path| path.values.iter().copied());
    let (low, high) = (smallest(values()), largest(values()));
    let steps = paths.iter().map(|path| path.values.len()).max().unwrap_or_default() as f64 - 1.0;
    let mut chart = Chart::new(("steps", 0.0..steps.max(1.0)), ("sampled objective φ", low - 0.01..high + 0.01))
        .titled("All descents end at the level of an atom")
        .held("n = 3")
        .described(format!(
            "The sampled objective along {} descents falls at every step, from {high:.3} at most to {low:.3} at least, and \
             stays where an atom is.",
            paths.len()
        ))
        .aspect(0.9);
    for path in paths {
        let places: Vec<f64> = (0..path.values.len()).map(|step| step as f64).collect();
        chart.line(&places, &path.values, DESCENT.thin(), "descents");
    }
    chart
}

/// The directions in which the objective falls from equal weights.
fn ways_down(outcome: &Outcome) -> Chart {
    let atoms: Vec<f64> = outcome.balanced.iter().map(|point| point.atoms as f64).collect();
    let descents: Vec<f64> = outcome.balanced.iter().map(|point| point.descents as f64).collect();
    let ends = 0.5..atoms.len() as f64 + 0.5;
    let counted: Vec<String> =
        outcome.balanced.iter().map(|point| format!("{} of {}", point.descents, point.atoms)).collect();
    let mut chart = Chart::new(
        ("atoms of equal weight, k", ends.clone()),
        ("negative curvatures", -0.5..ends.end - 1.0),
    )
    .titled("From k equal atoms, k − 1 ways lead down")
    .held(format!("n = {}", atoms.len()))
    .described(format!(
        "The negative curvatures of the sampled objective at the points of equal weight on k atoms, each of k: {}.",
        counted.join(", ")
    ))
    .aspect(0.9);
    chart.dots(&atoms, &descents, 9.0, SERIES[0], "balanced points");
    chart
}

/// The share that ends at an atom over the samples, one line per dimension.
fn by_samples(outcome: &Outcome) -> Chart {
    let places: Vec<f64> = outcome.samples.iter().map(|&n| n as f64).collect();
    let range = places[0] / 1.1..places[places.len() - 1] * 1.1;
    let theta = outcome.by_samples[0][0].theta;
    let mut chart = Chart::new(Axis::log("samples N", range), share_axis())
        .titled("With enough samples nearly all of them get there")
        .held(format!("θ = {theta}"))
        .described(samples_described(outcome))
        .aspect(1.2);
    for (shares, series) in outcome.by_samples.iter().zip(SERIES) {
        chart.estimates(&places, &estimates(shares), series, &format!("n = {}", shares[0].dimension));
    }
    chart
}

/// The share that ends at an atom over the density of the coefficients.
fn by_theta(outcome: &Outcome) -> Chart {
    let places: Vec<f64> = outcome.by_theta.iter().map(|share| share.theta).collect();
    let [first, .., last] = outcome.by_theta.as_slice() else { unreachable!("there are two values of θ or more") };
    let mut chart = Chart::new(("share θ of nonzero entries", 0.0..1.03), share_axis())
        .titled("Dense coefficients hide the dictionary")
        .held(format!("n = {}, N = {}", first.dimension, first.samples))
        .described(format!(
            "The share of descents that end at an atom against the share of nonzero entries: {:.2} at {} and {:.2} at {}.",
            first.share.value, first.theta, last.share.value, last.theta
        ))
        .aspect(0.9);
    chart.estimates(&places, &estimates(&outcome.by_theta), SERIES[2], "descents that end at an atom");
    chart
}

fn share_axis() -> Axis {
    let ticks = [(0.0, "0"), (0.25, "0.25"), (0.5, "0.5"), (0.75, "0.75"), (1.0, "1")];
    Axis::linear("share that ends at an atom", -0.03..1.03).with_ticks(ticks)
}

fn estimates(shares: &[Share]) -> Vec<Estimate> {
    shares.iter().map(|share| share.share).collect()
}

/// The shares over the samples in words.
fn samples_described(outcome: &Outcome) -> String {
    let sentence = |shares: &Vec<Share>| {
        let (first, last) = (&shares[0], &shares[shares.len() - 1]);
        format!(
            "With {} atoms {:.2} of the descents end at an atom with {} samples and {:.2} with {}.",
            first.dimension, first.share.value, first.samples, last.share.value, last.samples
        )
    };
    outcome.by_samples.iter().map(sentence).collect::<Vec<_>>().join(" ")
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    format!(
        "Descents on the objective of dictionary learning, over the sphere for three atoms, and the share of descents that \
         end at an atom against the number of samples. {}",
        samples_described(outcome)
    )
}
