//! The drawing.

use anyhow::Result;

use super::{Fitted, Measurements, Outcome, Series};
use crate::{
    figure::{
        Drawing, Experiment as _,
        plot::{Axis, Chart, Grid, SERIES},
    },
    math::vectors::{largest, smallest},
};

/// The measurements needed for each length over what both rules say; what the statistical dimension misses folds.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let described =
        "One line falls behind the other: the ratio is highest for few nonzero entries of the longest signal.";
    let lecture = ratio(outcome, |series| &series.over_lecture)
        .titled(&missed("The lecture's rule", &outcome.lecture))
        .held(format!("m = c k ln(m/k) with c = {0:.2}: m = {1:.2} k", outcome.lecture.constant, outcome.lecture_ratio))
        .described(residuals(&outcome.lecture, described));
    let classical = ratio(outcome, |series| &series.over_classical)
        .titled(&missed("The classical rule", &outcome.classical))
        .held(format!("m = c k ln(n/k) with c = {:.2}", outcome.classical.constant))
        .described(residuals(&outcome.classical, "The lines of all lengths stay near 1."));
    Grid::new(Measurements::TITLE, description(outcome))
        .lead([needed(outcome)])
        .lead([lecture, classical])
        .more([dimension(outcome)])
        .drawing()
}

/// From less than the smallest k to more than the largest.
fn sparsities(outcome: &Outcome) -> Axis {
    let ks = || outcome.series.iter().flat_map(|series| &series.k).copied();
    Axis::log("nonzero entries k", smallest(ks()) / 1.5..largest(ks()) * 1.5)
}

/// The measurements needed, measured and predicted.
fn needed(outcome: &Outcome) -> Chart {
    let needed = || outcome.series.iter().flat_map(|series| &series.needed);
    let (low, high) = (smallest(needed().map(|m| m.low)), largest(needed().map(|m| m.high)));
    let mut chart = Chart::new(sparsities(outcome), Axis::log("measurements m", low / 1.5..high * 1.5))
        .titled("Longer signals need more measurements")
        .held(success(outcome))
        .described(needed_described(outcome))
        .aspect(0.6);
    chart.rule_x(outcome.compared_k as f64, &format!("k = {}", outcome.compared_k));
    for (series, look) in outcome.series.iter().zip(SERIES) {
        chart.line(&series.k, &series.predicted, look, &format!("n = {}, predicted", series.n));
        chart.scattered_estimates(&series.k, &series.needed, look, &length(series));
    }
    chart
}

/// The measured numbers over those of one rule; all such charts have the same axis, so that they can be compared.
fn ratio(outcome: &Outcome, values: impl Fn(&Series) -> &[f64]) -> Chart {
    let ticks = [(0.3, "0.3"), (0.5, "0.5"), (1.0, "1"), (2.0, "2"), (3.0, "3")];
    let ratios = Axis::log("measured over the rule", 0.3..3.0).with_ticks(ticks);
    let mut chart = Chart::new(sparsities(outcome), ratios).aspect(0.65);
    chart.rule_y(1.0, "");
    for (series, look) in outcome.series.iter().zip(SERIES) {
        chart.dots(&series.k, values(series), 6.0, look, &length(series)).line(&series.k, values(series), look, "");
    }
    chart
}

/// The measured numbers over the predicted ones, against the latter.
fn dimension(outcome: &Outcome) -> Chart {
    let all = |of: fn(&Series) -> &[f64]| outcome.series.iter().flat_map(of).copied();
    let predicted = || all(|series| &series.predicted);
    let ratios = || all(|series| &series.over_predicted);
    let span = Axis::log("measurements predicted", smallest(predicted()) / 1.5..largest(predicted()) * 1.5);
    let heights = smallest(ratios()).min(0.95) - 0.01..largest(ratios()).max(1.05) + 0.01;
    let percent = 100.0 * outcome.largest_prediction_error;
    let mut chart = Chart::new(span, ("measured over predicted", heights))
        .titled(&format!("The statistical dimension is off by up to {percent:.1} %, where few are needed"))
        .held(format!("{}, no constant to fit", success(outcome)))
        .described(format!(
            "Measured over predicted numbers against the predicted ones. All lie within {percent:.1} % of 1, the further \
             from it the fewer measurements are needed."
        ))
        .aspect(0.5);
    chart.rule_y(1.0, "");
    for (series, look) in outcome.series.iter().zip(SERIES) {
        chart.dots(&series.predicted, &series.over_predicted, 6.0, look, &length(series)).line(
            &series.predicted,
            &series.over_predicted,
            look,
            "",
        );
    }
    chart
}

fn length(series: &Series) -> String {
    format!("n = {}", series.n)
}

fn success(outcome: &Outcome) -> String {
    format!("{:.0} % of the signals recovered", 100.0 * outcome.rate)
}

fn missed(rule: &str, fitted: &Fitted) -> String {
    format!("{rule} misses by up to {:.0} %", 100.0 * fitted.largest_residual)
}

fn residuals(fitted: &Fitted, how: &str) -> String {
    format!(
        "Measured numbers over those of the rule with its best constant, {:.2}, on an axis from 0.3 to 3. {how} The points \
         would each ask for a constant from {:.2} to {:.2}.",
        fitted.constant, fitted.smallest, fitted.largest
    )
}

fn needed_described(outcome: &Outcome) -> String {
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
        "Measurements that recover {:.0} % of the signals against the number k of nonzero entries, both on logarithmic \
         axes: dots on the lines that the statistical dimension predicts. {} At k = {} the longest signals need {:.2} times \
         as many as the shortest.",
        100.0 * outcome.rate,
        each.collect::<Vec<_>>().join(" "),
        outcome.compared_k,
        outcome.growth
    )
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    format!(
        "Measurements needed to recover {:.0} % of the signals against the number of nonzero entries, for signals of \
         several lengths, and what rules with one constant make of them: the lecture's misses by up to {:.0} %, the \
         classical one by up to {:.0} %, the statistical dimension, which has no constant, by up to {:.1} %.",
        100.0 * outcome.rate,
        100.0 * outcome.lecture.largest_residual,
        100.0 * outcome.classical.largest_residual,
        100.0 * outcome.largest_prediction_error,
    )
}
