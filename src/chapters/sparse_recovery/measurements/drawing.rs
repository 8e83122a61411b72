//! The drawing.

use anyhow::Result;

use super::{Measurements, Outcome, Series};
use crate::{
    figure::{
        Drawing, Experiment as _,
        plot::{Axis, Chart, Grid, INK, SERIES},
    },
    math::vectors::{largest, smallest},
};

/// The measurements needed over the three ratios to what was expected.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    Grid::new(Measurements::TITLE, description(outcome))
        .lead([needed(outcome)])
        .more([
            ratio(outcome, "over the lecture's c k ln(m/k)", |series| &series.over_lecture),
            ratio(outcome, "over the classical c k ln(n/k)", |series| &series.over_classical),
        ])
        .more([
            ratio(outcome, "over the statistical dimension's prediction", |series| &series.over_predicted).aspect(0.25)
        ])
        .drawing()
}

/// From half of the smallest k to twice the largest.
fn sparsities(outcome: &Outcome) -> Axis {
    let (least, most) = ends(outcome);
    Axis::log("nonzero entries k", least / 1.5..most * 1.5)
}

/// The smallest k and the largest.
fn ends(outcome: &Outcome) -> (f64, f64) {
    let ks = || outcome.series.iter().flat_map(|series| &series.k).copied();
    (smallest(ks()), largest(ks()))
}

fn needed(outcome: &Outcome) -> Chart {
    let needed = || outcome.series.iter().flat_map(|series| &series.needed);
    let (low, high) = (smallest(needed().map(|m| m.low)), largest(needed().map(|m| m.high)));
    let label = format!("measurements for {:.0} % success", 100.0 * outcome.rate);
    let mut chart = Chart::new(sparsities(outcome), Axis::log(&label, low / 1.5..high * 1.5)).aspect(0.6);
    for (series, look) in outcome.series.iter().zip(SERIES) {
        chart.estimates(&series.k, &series.needed, look, &format!("n = {}", series.n));
        chart.line(&series.k, &series.predicted, look.thin(), "");
    }
    // The lecture's rule is one line for every n: m = Xk.
    let (least, most) = ends(outcome);
    let x = outcome.lecture_ratio;
    chart.line(&[least, most], &[x * least, x * most], INK, "the lecture's rule, for every n");
    chart
}

/// One rule's chart; all have the same axis, so that they can be compared.
fn ratio(outcome: &Outcome, title: &str, values: impl Fn(&Series) -> &[f64]) -> Chart {
    let ticks = [(0.3, "0.3"), (0.5, "0.5"), (1.0, "1"), (2.0, "2"), (3.0, "3")];
    let ratios = Axis::log("measured over it", 0.3..3.0).with_ticks(ticks);
    let mut chart = Chart::new(sparsities(outcome), ratios).titled(title).aspect(0.6);
    chart.rule_y(1.0, "");
    for (series, look) in outcome.series.iter().zip(SERIES) {
        chart.line(&series.k, values(series), look, "").dots(&series.k, values(series), 5.0, look, "");
    }
    chart
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    let each = outcome.series.iter().map(|series| {
        format!(
            "For n = {} they rise from {:.0} at k = {:.0} to {:.0} at k = {:.0}.",
            series.n,
            series.needed.first().map_or(0.0, |m| m.value),
            series.k.first().copied().unwrap_or_default(),
            series.needed.last().map_or(0.0, |m| m.value),
            series.k.last().copied().unwrap_or_default(),
        )
    });
    format!(
        "Measurements needed to recover {:.0} % of the signals, against the number k of nonzero entries, on logarithmic \
         axes, with the prediction of the statistical dimension as thin lines. {} The lecture's rule, with \
         its best constant, is a single straight line. Below, the measured numbers over each rule: the lecture's misses \
         by up to {:.0} %, the classical one by up to {:.0} %, the statistical dimension by up to {:.0} %.",
        100.0 * outcome.rate,
        each.collect::<Vec<_>>().join(" "),
        100.0 * outcome.lecture.largest_residual,
        100.0 * outcome.classical.largest_residual,
        100.0 * outcome.largest_prediction_error,
    )
}
