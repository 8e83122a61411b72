//! The drawing.

use anyhow::Result;

use super::{Coordinate, Descent, Entry, LassoPath, Outcome, Stop, outcome::STEPS};
use crate::{
    figure::{
        Drawing, Experiment as _,
        plot::{Axis, Chart, Colours, Grid, INK, Raster, SERIES, Series, minus},
        slider::{Frame, Slider},
    },
    ground::pixels::Pixels,
};

/// Entries that are not zero in the signal.
const TRUTH: Series = SERIES[0];
/// The LASSO's solution.
const LASSO: Series = SERIES[1];
/// Least squares on its support.
const REFIT: Series = SERIES[2];
/// Entries that are zero in the signal.
const FALSE: Series = SERIES[3];
/// Weights with an exact support.
const EXACT: Series = SERIES[4];

/// The path and what is found along it; the weight slides. Folded, how fast the algorithms get to one solution, and the
/// measurement in a picture.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let stops = &outcome.weights.stops;
    let chosen = stops.iter().position(|stop| stop.lambda <= outcome.lambda).unwrap_or_default();
    let frames = stops.iter().map(|stop| frame(outcome, stop)).collect();
    Grid::new(LassoPath::TITLE, description(outcome))
        .lead([path(outcome), errors(outcome)])
        .lead([estimate(outcome)])
        .more([early(outcome), late(outcome)])
        .more([picture(outcome)])
        .slider(Slider::new("weight λ", frames).starting_at(chosen))
        .drawing()
}

/// What is found at one weight.
fn frame(outcome: &Outcome, stop: &Stop) -> Frame {
    let gap = if stop.duality_gap > 0.0 { minus(&format!("{:.0e}", stop.duality_gap)) } else { "0".to_owned() };
    let reading = format!(
        "{} of {} found, {} false; error {:.3}, after least squares {:.3}; duality gap {gap}",
        stop.places.len() - stop.false_entries,
        stop.places.len() - stop.false_entries + stop.missed,
        stop.false_entries,
        stop.error,
        stop.refit_error
    );
    let [mut path, mut errors] = [path(outcome), errors(outcome)];
    path.cursor(stop.lambda);
    errors.cursor(stop.lambda);
    let mut estimate = signal(outcome).titled("The solution x(λ) beside the signal x₀").described(
        "The signal's entries as stems, and over them as dots the solution at this weight and least squares on its support.",
    );
    draw_estimates(&mut estimate, &places(&stop.places), &stop.values, &stop.refit);
    Frame::new(format!("λ = {:.3}", stop.lambda), reading).row([path, errors]).row([estimate])
}

/// From the first knot to the end, falling to the right, with room for a cursor at either.
fn weights(outcome: &Outcome) -> Axis {
    let shown = &outcome.weights.shown;
    Axis::log("weight λ", 1.04 * shown[0]..0.96 * shown[shown.len() - 1])
}

/// The weights with an exact support as a band, and the weight chosen.
fn draw_weights(chart: &mut Chart, outcome: &Outcome) {
    for &[low, high] in &outcome.recovery.exact_weights {
        chart.span(low..high, EXACT, "support exact");
    }
    chart.rule_x(outcome.lambda, "λ chosen");
}

/// The coordinates against the weight.
fn path(outcome: &Outcome) -> Chart {
    let coordinates = &outcome.weights.coordinates;
    let values = || coordinates.iter().flat_map(|coordinate| &coordinate.values);
    let size = values().fold(0.1, |most: f64, x| most.max(x.abs())) * 1.1;
    let title = match outcome.recovery.exact_weights.last() {
        Some([low, high]) => format!("From λ = {low:.2} to {high:.2} the support is exact"),
        None => "At no weight is the support exact".to_owned(),
    };
    let (truths, others): (Vec<_>, Vec<_>) = coordinates.iter().partition(|coordinate| coordinate.is_true);
    let mut chart = Chart::new(weights(outcome), ("entry of x(λ)", -size..size))
        .titled(&title)
        .held(held(outcome))
        .described(format!(
            "Entries of the solution against the weight, which falls to the right: {} that are not zero in the signal, and \
             the {} largest of those that are. The path has {} knots, {} of them before the weight chosen, {:.3}.",
            truths.len(),
            others.len(),
            outcome.weights.knots,
            outcome.weights.knots_to_lambda,
            outcome.lambda
        ));
    draw_weights(&mut chart, outcome);
    // The false ones under the true ones.
    for (kind, series, name) in [(others, FALSE.thin().solid(), "zero in x₀"), (truths, TRUTH, "not zero in x₀")] {
        for coordinate in kind {
            let (weights, values) = trace(outcome, coordinate);
            chart.line(&weights, &values, series, name);
        }
    }
    chart
}

/// A coordinate at the knots, the weight falling, from the last of them where it is zero before it joins. Before the
/// weight chosen knots are few, and on an axis that is not linear it is bent between them: there also at the stops.
fn trace(outcome: &Outcome, coordinate: &Coordinate) -> (Vec<f64>, Vec<f64>) {
    let at =
        |stop: &Stop| stop.places.iter().position(|&place| place == coordinate.place).map_or(0.0, |i| stop.values[i]);
    let before = outcome.weights.stops.iter().take_while(|stop| stop.lambda > outcome.lambda);
    let stops = before.map(|stop| (stop.lambda, at(stop)));
    let knots = outcome.weights.shown.iter().copied().zip(coordinate.values.iter().copied());
    let mut points: Vec<(f64, f64)> = knots.chain(stops).collect();
    points.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    let joined = points.iter().position(|&(_, x)| x != 0.0).unwrap_or_default().saturating_sub(1);
    points.drain(joined..).unzip()
}

/// Errors and residual against the weight.
fn errors(outcome: &Outcome) -> Chart {
    let stops = &outcome.weights.stops;
    let of = |value: fn(&Stop) -> f64| stops.iter().map(value).collect::<Vec<f64>>();
    let weights_of = of(|stop| stop.lambda);
    let [lasso, refit, residual] = [of(|stop| stop.error), of(|stop| stop.refit_error), of(|stop| stop.residual)];
    let all = || lasso.iter().chain(&refit).chain(&residual);
    let low = 0.8 * all().fold(1.0, |least: f64, x| least.min(*x)).max(1e-6);
    let high = all().fold(1.0, |most: f64, x| most.max(*x));
    let recovery = &outcome.recovery;
    let mut chart = Chart::new(weights(outcome), Axis::log("relative error or residual", low..high))
        .titled(if exact_is_best(outcome) {
            "Least squares errs least where the support is exact"
        } else {
            "Errors and residual along the path"
        })
        .held(held(outcome))
        // With room for the ticks of its neighbour.
        .share(1.03)
        .described(format!(
            "Against the weight: the error of the solution, {:.3} at the weight chosen; that of least squares on its \
             support, {:.4} there, where {:.4} is what one has who knows the support; and the residual.",
            recovery.lasso_error, recovery.refit_error, recovery.oracle_error
        ));
    draw_weights(&mut chart, outcome);
    chart
        .line(&weights_of, &lasso, LASSO, "error of x(λ)")
        .line(&weights_of, &refit, REFIT, "error of least squares")
        .line(&weights_of, &residual, INK, "residual");
    chart
}

/// Whether the stop at which least squares errs least has an exact support.
fn exact_is_best(outcome: &Outcome) -> bool {
    let best = outcome.weights.stops.iter().min_by(|one, other| one.refit_error.total_cmp(&other.refit_error));
    best.is_some_and(|stop| stop.false_entries == 0 && stop.missed == 0)
}

/// The signal, the solution at the weight chosen, and least squares on its support.
fn estimate(outcome: &Outcome) -> Chart {
    let recovery = &outcome.recovery;
    let found = recovery.found - recovery.false_entries;
    let title = format!(
        "At λ = {:.3} it finds {found} of {}, and {} false",
        outcome.lambda,
        found + recovery.missed,
        recovery.false_entries
    );
    let estimated: Vec<_> = outcome.entries.iter().filter(|entry| entry.lasso != 0.0).collect();
    let of = |value: fn(&Entry) -> f64| estimated.iter().map(|entry| value(entry)).collect::<Vec<f64>>();
    let mut chart = signal(outcome).titled(&title).described(format!(
        "The signal's entries as stems. The solution's true entries are nearer to zero, the smallest {:.2}, and its largest \
         false one is {:.4}. Least squares on its support, smaller dots, brings the relative error from {:.3} to {:.4}.",
        recovery.smallest_true, recovery.largest_false, recovery.lasso_error, recovery.refit_error
    ));
    draw_estimates(&mut chart, &of(|entry| entry.place as f64), &of(|entry| entry.lasso), &of(|entry| entry.refit));
    chart
}

/// The signal alone, as stems, with room above for all estimates.
fn signal(outcome: &Outcome) -> Chart {
    let signal: Vec<_> = outcome.entries.iter().filter(|entry| entry.truth != 0.0).collect();
    let stops = &outcome.weights.stops;
    let estimates = stops.iter().flat_map(|stop| stop.values.iter().chain(&stop.refit));
    let size = signal.iter().map(|entry| &entry.truth).chain(estimates).fold(0.0, |most: f64, x| most.max(x.abs()));
    let n = outcome.unknowns as f64;
    let mut chart =
        Chart::new(("place in x", -1.0..n), ("entry", -1.1 * size..1.1 * size)).held(held(outcome)).aspect(0.42);
    // One line that gaps part.
    let feet: Vec<f64> = signal.iter().flat_map(|entry| [entry.place as f64; 3]).collect();
    let tips: Vec<f64> = signal.iter().flat_map(|entry| [0.0, entry.truth, f64::NAN]).collect();
    chart.rule_y(0.0, "").line(&feet, &tips, INK.solid(), "x₀");
    chart
}

fn draw_estimates(chart: &mut Chart, places: &[f64], lasso: &[f64], refit: &[f64]) {
    chart.dots(places, lasso, 7.0, LASSO, "x(λ)").dots(places, refit, 4.0, REFIT, "least squares");
}

fn places(places: &[usize]) -> Vec<f64> {
    places.iter().map(|&place| place as f64).collect()
}

/// Gaps and bounds over the logarithm of the iteration: the bounds are straight lines.
fn early(outcome: &Outcome) -> Chart {
    const SMALLEST: f64 = 1e-9;
    let last = outcome.iterations[outcome.iterations.len() - 1].max(2);
    let mut chart = Chart::new(Axis::log("iteration", 1.0..last as f64), gap_axis(outcome, SMALLEST))
        .titled("The gaps and their bounds")
        .held(format!("λ = {:.3}", outcome.lambda))
        .described(described(outcome, |descent| {
            format!("the gap of {} is at most {:.3} of its bound", descent.name, descent.largest_of_bound)
        }));
    let steps = draw_gaps(&mut chart, outcome, SMALLEST);
    for (descent, series) in outcome.descents.iter().zip(SERIES) {
        chart.line(&steps, &descent.bounds, series.thin(), &format!("bound of {}", descent.name));
    }
    chart
}

/// The gaps over the iteration, and further down: a linear rate is a straight line.
fn late(outcome: &Outcome) -> Chart {
    const SMALLEST: f64 = 1e-24;
    let is_shown = |i: &usize| outcome.descents.iter().any(|descent| descent.gaps[*i] > SMALLEST);
    let last = (0..outcome.iterations.len()).rev().find(is_shown).map_or(1, |i| outcome.iterations[i]);
    let mut chart = Chart::new(("iteration", 0.0..last as f64), gap_axis(outcome, SMALLEST))
        .titled("The gaps further down, over the iteration")
        .held(format!("λ = {:.3}", outcome.lambda))
        .described(described(outcome, |descent| {
            let end = descent.digits_22_at.map_or_else(
                || "does not fall to 10⁻²² of what it was".to_owned(),
                |k| format!("falls to 10⁻²² of what it was in {k} iterations"),
            );
            format!("the gap of {} {end}", descent.name)
        }));
    draw_gaps(&mut chart, outcome, SMALLEST);
    chart
}

/// From `smallest` to the bounds at the first iteration.
fn gap_axis(outcome: &Outcome, smallest: f64) -> Axis {
    let largest = outcome.descents.iter().map(|descent| descent.bounds[0]).fold(1.0, f64::max);
    Axis::log("gap F(x) − F*", smallest..10_f64.powf(largest.log10().ceil()))
}

/// The iterations, and the gaps of both methods down to `smallest`.
fn draw_gaps(chart: &mut Chart, outcome: &Outcome, smallest: f64) -> Vec<f64> {
    let steps: Vec<f64> = outcome.iterations.iter().map(|&k| k as f64).collect();
    for (descent, series) in outcome.descents.iter().zip(SERIES) {
        let last = descent.gaps.iter().rposition(|&gap| gap >= smallest).unwrap_or_default();
        // One more, so that the line leaves the chart.
        let shown = ..(last + 2).min(steps.len());
        // The gap of FISTA is too rough for dashes.
        chart.line(&steps[shown], &descent.gaps[shown], series.solid(), &descent.name);
    }
    steps
}

/// What is said of each method, in a sentence.
fn described(outcome: &Outcome, of: impl Fn(&Descent) -> String) -> String {
    let said: Vec<String> = outcome.descents.iter().map(of).collect();
    format!("Of the weight chosen: {}.", said.join("; "))
}

/// y ≈ A x₀ and x*, each as high as it has entries: one image, in which a vector is several pixels wide.
fn picture(outcome: &Outcome) -> Chart {
    let picture = &outcome.picture;
    let [measured, matrix, truth, lasso] =
        [&picture.measured, &picture.matrix, &picture.truth, &picture.lasso].map(Pixels::levels);
    let wide = (truth.len() / 24).max(1);
    let apart = 2 * wide;
    let entry = |vector: &[f64], row: usize| vec![vector.get(row).copied().unwrap_or(f64::NAN); wide];
    let across = |row: usize| {
        let columns = matrix.chunks(picture.columns).nth(row);
        [
            entry(&measured, row),
            columns.map_or_else(|| vec![f64::NAN; picture.columns], <[f64]>::to_vec),
            entry(&truth, row),
            entry(&lasso, row),
        ]
        .join(&vec![f64::NAN; apart][..])
    };
    let pixels: Vec<f64> = (0..truth.len()).flat_map(across).collect();
    let raster = Raster::new(across(0).len(), &pixels, &(0.0..=2.0 * f64::from(STEPS)), Colours::Viridis);
    let [left, apart, columns, unit] = [wide + apart, apart, picture.columns, wide].map(|pixels| pixels as f64);
    let (width, height, head) = (across(0).len() as f64, truth.len() as f64, 2.0 * unit);
    let recovery = &outcome.recovery;
    let mut chart = Chart::new(Axis::hidden(0.0..width), Axis::hidden(height..-head))
        .titled(&format!(
            "{} sums of {} entries, of which {} are not zero",
            outcome.measurements,
            outcome.unknowns,
            recovery.found - recovery.false_entries + recovery.missed
        ))
        .described(
            "The measurements y as a short column, about equal to a wide matrix A times a tall column x₀ with few coloured \
             entries; beside it the solution x*, in which the same entries are coloured.",
        )
        .exactly((height + head) / width)
        .colours(("entry, in quarters of the largest of its kind", -f64::from(STEPS)..f64::from(STEPS)), Colours::Viridis);
    chart.image(raster, 0.0..width, height..0.0).note(1.5 * unit, 0.5 * measured.len() as f64, "≈");
    let after = left + columns + apart;
    for (from, name) in [(0.0, "y"), (left, "A"), (after, "x₀"), (after + left, "x*")] {
        chart.note(from, -0.5 * unit, name);
    }
    chart
}

/// What all panels have in common.
fn held(outcome: &Outcome) -> String {
    format!("m = {} measurements of n = {} entries", outcome.measurements, outcome.unknowns)
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    let recovery = &outcome.recovery;
    format!(
        "The LASSO's solutions for every weight, from {} measurements y of a signal x₀ with {} entries. At the weight chosen \
         it has {} entries, misses {} of the signal's and adds {} false ones of at most {:.4}. Below, the gaps of two \
         algorithms against the iteration, and the measurement as a picture.",
        outcome.measurements,
        outcome.unknowns,
        recovery.found,
        recovery.missed,
        recovery.false_entries,
        recovery.largest_false,
    )
}
