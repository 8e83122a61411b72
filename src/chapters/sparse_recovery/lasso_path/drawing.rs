//! The drawing.

use anyhow::Result;

use super::{Coordinate, Entry, LassoPath, Outcome, outcome::STEPS};
use crate::{
    figure::{
        Drawing, Experiment as _,
        plot::{Axis, Chart, Colours, Grid, Raster, SERIES, Series},
    },
    ground::pixels::Pixels,
};

/// The picture over the estimates over the gaps over the path.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    Grid::new(LassoPath::TITLE, description(outcome))
        .lead([estimates(outcome)])
        .more(picture(outcome))
        .more([early(outcome), late(outcome)])
        .more([path(outcome)])
        .drawing()
}

/// y = A x₀ and x*, each as high as it has entries.
fn picture(outcome: &Outcome) -> [Chart; 4] {
    let picture = &outcome.picture;
    let image = |name: &str, pixels: &Pixels, columns: usize, height: f64, share: f64| {
        let raster = Raster::new(columns, &pixels.levels(), &(0.0..=2.0 * f64::from(STEPS)), Colours::Viridis);
        Chart::picture(raster, name).height(height).share(share)
    };
    let (short, long) = (LONGEST * outcome.measurements as f64 / outcome.unknowns as f64, LONGEST);
    [
        image("y ≈", &picture.measured, 1, short, 1.0),
        image("A", &picture.matrix, picture.columns, short, 10.0),
        image("x₀", &picture.truth, 1, long, 1.0),
        image("x*", &picture.lasso, 1, long, 1.0),
    ]
}

/// The height of a vector with n entries.
const LONGEST: f64 = 250.0;

/// The signal, the solution, and least squares on its support.
fn estimates(outcome: &Outcome) -> Chart {
    let entries = &outcome.entries;
    let of = |value: &dyn Fn(&Entry) -> f64| entries.iter().map(value).collect::<Vec<f64>>();
    let places = of(&|entry| entry.place as f64);
    let [truth, lasso, refit] = [of(&|entry| entry.truth), of(&|entry| entry.lasso), of(&|entry| entry.refit)];
    let size = truth.iter().chain(&lasso).chain(&refit).fold(0.0, |most: f64, x| most.max(x.abs()));
    let n = outcome.unknowns as f64;
    let mut chart = Chart::new(("place in x", -1.0..n), ("entry", -1.1 * size..1.1 * size)).aspect(0.36);
    let stems: Vec<_> =
        places.iter().zip(&truth).map(|(place, x)| (place - 0.004 * n..place + 0.004 * n, *x)).collect();
    chart
        .rule_y(0.0, "")
        .bars(&stems, 0.0, SERIES[0], "x₀")
        .dots(&places, &lasso, 6.0, SERIES[1], "x*, the LASSO")
        .dots(&places, &refit, 3.5, SERIES[2], "least squares on its support");
    chart
}

/// Gaps and bounds over the logarithm of the iteration: the bounds are straight lines.
fn early(outcome: &Outcome) -> Chart {
    let last = outcome.iterations[outcome.iterations.len() - 1].max(2);
    let mut chart =
        Chart::new(Axis::log("iteration", 1.0..last as f64), heights(outcome, "gap F(x) − F*", 1e-9)).aspect(1.0);
    gaps(outcome, &mut chart, SERIES, ["", "ISTA", "FISTA"]);
    chart
}

/// The same over the iteration, and further down: a linear rate is a straight line.
fn late(outcome: &Outcome) -> Chart {
    const SMALLEST: f64 = 1e-24;
    let is_shown = |i: &usize| outcome.descents.iter().any(|descent| descent.gaps[*i] > SMALLEST);
    let last = (0..outcome.iterations.len()).rev().find(is_shown).map_or(1, |i| outcome.iterations[i]);
    let mut chart = Chart::new(("iteration", 0.0..last as f64), heights(outcome, "", SMALLEST)).aspect(1.0);
    // The gap of FISTA is too rough for dashes.
    gaps(outcome, &mut chart, SERIES.map(Series::solid), ["bounds, thin", "", ""]);
    chart
}

/// From `smallest` to the bounds at the first iteration.
fn heights(outcome: &Outcome, label: &str, smallest: f64) -> Axis {
    let largest = outcome.descents.iter().map(|descent| descent.bounds[0]).fold(1.0, f64::max);
    Axis::log(label, smallest..10_f64.powf(largest.log10().ceil()))
}

/// Bounds and gaps of both methods, with names for the bounds and for each.
fn gaps(outcome: &Outcome, chart: &mut Chart, looks: [Series; 6], [bounds, ista, fista]: [&str; 3]) {
    let steps: Vec<f64> = outcome.iterations.iter().map(|&k| k as f64).collect();
    for ((descent, series), names) in outcome.descents.iter().zip(looks).zip([[bounds, ista], ["", fista]]) {
        chart.line(&steps, &descent.bounds, series.thin(), names[0]).line(&steps, &descent.gaps, series, names[1]);
    }
}

/// The coordinates against the weight, which falls to the right.
fn path(outcome: &Outcome) -> Chart {
    let weights = &outcome.weights;
    let values = || weights.coordinates.iter().flat_map(|coordinate| &coordinate.values);
    let size = values().fold(0.1, |most: f64, x| most.max(x.abs())) * 1.1;
    let (first, last) = (weights.shown[0], weights.shown[weights.shown.len() - 1]);
    let mut chart = Chart::new(("weight λ", first..last.min(0.9 * first)), ("entry of x(λ)", -size..size)).aspect(0.5);
    for &[low, high] in &outcome.recovery.exact_weights {
        chart.band(&[low, high], &[-size; 2], &[size; 2], SERIES[2], "support exact");
    }
    // The false ones under the true ones; a legend entry for the first of each.
    let (truths, others): (Vec<_>, Vec<_>) = weights.coordinates.iter().partition(|coordinate| coordinate.is_true);
    for (kind, series, name) in
        [(others, SERIES[1].thin().solid(), "zero in x₀"), (truths, SERIES[0].thin(), "not zero")]
    {
        for (i, coordinate) in kind.into_iter().enumerate() {
            let from = joined(coordinate);
            let name = if i == 0 { name } else { "" };
            chart.line(&weights.shown[from..], &coordinate.values[from..], series, name);
        }
    }
    chart.rule_x(outcome.lambda, "λ chosen");
    chart
}

/// The last knot before the coordinate joins.
fn joined(coordinate: &Coordinate) -> usize {
    coordinate.values.iter().position(|&x| x != 0.0).unwrap_or_default().saturating_sub(1)
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    let recovery = &outcome.recovery;
    let descents = outcome.descents.iter().map(|descent| {
        let end = descent.digits_12_at.map_or_else(
            || "does not fall to 10⁻¹² of what it was".to_owned(),
            |k| format!("falls to 10⁻¹² of what it was in {k} iterations"),
        );
        format!("the gap of {} is at most {:.3} of its bound and {end}", descent.name, descent.largest_of_bound)
    });
    format!(
        "{} measurements y of a signal x₀ with {} entries, drawn as a vector, a wide matrix and a tall vector with \
         few coloured entries. The LASSO finds {} entries, misses {} and adds {} false ones of at most {:.3}. Two charts \
         of the gap against the iteration: {}. Below, every entry as a piecewise linear function of the weight, with {} \
         knots.",
        outcome.measurements,
        outcome.unknowns,
        recovery.found,
        recovery.missed,
        recovery.false_entries,
        recovery.largest_false,
        descents.collect::<Vec<_>>().join("; "),
        outcome.weights.knots,
    )
}
