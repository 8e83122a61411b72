//! The drawing.

use anyhow::Result;

use super::{Contour, Outcome, PhaseTransition};
use crate::{
    figure::{
        Drawing, Experiment as _,
        plot::{Chart, Colours, Grid, Raster, SERIES, Series, minus},
    },
    math::vectors::largest,
};

/// The look of the larger size and of the smaller.
const SIZES: [Series; 2] = [SERIES[0], SERIES[4]];

/// The plane, and one column of it at both sizes; what is left of the distance from theory, and the widths, fold.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let [large, small] = outcome.contours.as_slice() else { anyhow::bail!("a contour for each of two sizes") };
    Grid::new(PhaseTransition::TITLE, description(outcome, large, small))
        .lead([plane(outcome, large), transition(outcome)])
        .more([distance(outcome, [large, small]), widths(outcome, [large, small])])
        .drawing()
}

fn plane(outcome: &Outcome, large: &Contour) -> Chart {
    let grid = outcome.sparsity.len();
    // Each place is the middle of its cell.
    let half = 0.5 / grid as f64;
    let values: Vec<f64> = outcome.success.iter().rev().flatten().copied().collect();
    let raster = Raster::new(grid, &values, &(0.0..=1.0), Colours::Viridis);
    let mut chart = Chart::new(("sparsity k/n", 0.0..1.0 + half), ("measurements m/n", 0.0..1.0 + half))
        .titled("Recovery begins at the statistical dimension")
        .held(size(large.n))
        .described(plane_described(outcome, large))
        .aspect(0.85)
        .colours(("share of signals recovered", 0.0..1.0), Colours::Viridis);
    chart.image(raster, half..1.0 + half, half..1.0 + half);
    chart.line(&outcome.sparsity, &outcome.theory, SERIES[1].solid(), "statistical dimension δ(k/n)");
    chart.dots(&outcome.sparsity, &outcome.contour50, 5.0, SERIES[5], "half of the signals recovered");
    if let Some(cut) = outcome.cuts.first() {
        chart.rule_x(cut.sparsity, "(b)");
    }
    chart
}

fn transition(outcome: &Outcome) -> Chart {
    let sparsity = outcome.cuts.first().map_or(0.0, |cut| cut.sparsity);
    let mut chart = Chart::new(("measurements m/n", 0.0..1.0), ("share of signals recovered", -0.04..1.04))
        .titled("The larger the signal, the sharper the transition")
        .held(format!("k/n = {sparsity}"))
        .described(transition_described(outcome, sparsity))
        .aspect(0.85);
    let theory = outcome.sparsity.iter().zip(&outcome.theory).find(|(place, _)| place.total_cmp(&sparsity).is_eq());
    if let Some((_, dimension)) = theory {
        chart.rule_x(*dimension, "δ(k/n)");
    }
    for (cut, series) in outcome.cuts.iter().zip(SIZES) {
        chart.line(&cut.fit_measurements, &cut.fit, series, &format!("{}, logistic fit", size(cut.n)));
        chart.dots(&cut.measurements, &cut.success, 5.0, series, &size(cut.n));
    }
    chart
}

fn distance(outcome: &Outcome, contours: [&Contour; 2]) -> Chart {
    let ends =
        contours.iter().flat_map(|contour| &contour.deviation).flat_map(|distance| [distance.low, distance.high]);
    let most = largest(ends.map(f64::abs));
    let [large, small] = contours;
    let mut chart = Chart::new(("sparsity k/n", 0.0..1.0), ("contour − δ, in m/n", -1.05 * most..1.05 * most))
        .titled("Half come back just below δ")
        .held("50 % recovered; intervals of 95 %")
        .described(format!(
            "The distance of the fitted contour from the statistical dimension, with its intervals, against the sparsity. \
             For n = {} it is never larger than {:.4} in m/n up to k/n = 0.5. Nearly everywhere it is below zero, further \
             for n = {}: on average {:.2} measurements at the larger size and {:.2} at the smaller.",
            large.n, outcome.largest_deviation, small.n, large.shift, small.shift
        ))
        .aspect(0.85);
    chart.rule_y(0.0, "");
    for (contour, series) in contours.into_iter().zip(SIZES) {
        chart.scattered_estimates(&contour.sparsity, &contour.deviation, series, &size(contour.n));
    }
    chart
}

fn widths(outcome: &Outcome, contours: [&Contour; 2]) -> Chart {
    let all = contours.iter().flat_map(|contour| contour.width.iter().chain(&contour.width_theory)).copied();
    let exponent = &outcome.width_exponent;
    let [large, small] = contours;
    let mut chart = Chart::new(("sparsity k/n", 0.0..1.0), ("width, in m/n", 0.0..1.1 * largest(all)))
        .titled(&format!("The transition narrows as n^{{{}}}", minus(&format!("{:.2}", exponent.value))))
        .held("from 10 % to 90 % recovered")
        .described(format!(
            "The width of the transition against the sparsity, as dots around the lines that the intrinsic volumes of the \
             cone predict: {:.3} of it on average for n = {} and {:.3} for n = {}. Between the sizes it goes as n to the \
             power {:.3}, with an interval from {:.3} to {:.3}.",
            large.width_ratio, large.n, small.width_ratio, small.n, exponent.value, exponent.low, exponent.high
        ))
        .aspect(0.85);
    for (contour, series) in contours.into_iter().zip(SIZES) {
        chart.line(&contour.sparsity, &contour.width_theory, series, &format!("{}, theory", size(contour.n)));
        chart.dots(&contour.sparsity, &contour.width, 6.0, series, &size(contour.n));
    }
    chart
}

fn size(n: usize) -> String {
    format!("n = {n}")
}

fn plane_described(outcome: &Outcome, large: &Contour) -> String {
    format!(
        "The share of signals of {} entries that basis pursuit recovers, dark for none and light for all, over the sparsity \
         k/n and the measurements m/n. The border between the two follows the statistical dimension, from m/n = {:.2} at \
         k/n = {:.3} to 1.",
        large.n,
        outcome.theory.first().copied().unwrap_or_default(),
        outcome.sparsity.first().copied().unwrap_or_default(),
    )
}

fn transition_described(outcome: &Outcome, sparsity: f64) -> String {
    let sizes: Vec<String> = outcome.cuts.iter().map(|cut| cut.n.to_string()).collect();
    format!(
        "The share recovered against the measurements at the sparsity {sparsity}, as dots and as fitted logistic curves, \
         for signals of {} entries. It rises from 0 to 1 around the statistical dimension, more steeply for the larger size.",
        sizes.join(" and ")
    )
}

/// The figure in words.
fn description(outcome: &Outcome, large: &Contour, small: &Contour) -> String {
    format!(
        "Where basis pursuit recovers signals of {} entries and where not, over their sparsity and the number of \
         measurements: {} problems. Half come back on a curve that is never further than {:.4} from the statistical \
         dimension for k/n up to a half. At one sparsity the transition of {} entries is sharper than that of {}; its width \
         shrinks with n to the power {:.2}.",
        large.n, outcome.solves, outcome.largest_deviation, large.n, small.n, outcome.width_exponent.value,
    )
}
