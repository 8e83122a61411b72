//! The drawing.

use anyhow::Result;

use super::{Contour, Outcome, PhaseTransition};
use crate::figure::{
    Drawing, Experiment as _,
    plot::{Axis, Chart, Colours, Grid, INK, Raster, SERIES},
};

/// The plane over the fitted contour, its distance from theory, one transition, and the widths.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let [large, small] = outcome.contours.as_slice() else { anyhow::bail!("a contour for each of two sizes") };
    Grid::new(PhaseTransition::TITLE, description(outcome, large, small))
        .lead([plane(outcome)])
        .more([contours(large, small)])
        .more([cut(outcome), widths(large, small)])
        .drawing()
}

fn plane(outcome: &Outcome) -> Chart {
    let grid = outcome.sparsity.len();
    // Each place is the middle of its cell.
    let half = 0.5 / grid as f64;
    let values: Vec<f64> = outcome.success.iter().rev().flatten().copied().collect();
    let raster = Raster::new(grid, &values, &(0.0..=1.0), Colours::Viridis);
    let mut chart = Chart::new(("sparsity k/n", 0.0..1.0 + half), ("measurements m/n", 0.0..1.0 + half)).aspect(0.72);
    chart.image(raster, half..1.0 + half, half..1.0 + half);
    chart.line(&outcome.sparsity, &outcome.theory, SERIES[1].solid(), "statistical dimension δ(k/n)");
    chart.dots(&outcome.sparsity, &outcome.contour50, 4.0, SERIES[3], "half of the signals recovered");
    chart
}

fn contours(large: &Contour, small: &Contour) -> Chart {
    let ends = large.deviation.iter().chain(&small.deviation).flat_map(|deviation| [deviation.low, deviation.high]);
    let most = ends.fold(0.04, |most: f64, x| most.max(x.abs()));
    let mut chart =
        Chart::new(("sparsity k/n", 0.0..1.0), ("contour − δ, in m/n", -most..most)).titled("the contour").aspect(0.3);
    for (contour, series) in [(small, SERIES[1]), (large, SERIES[0])] {
        chart.estimates(&contour.sparsity, &contour.deviation, series, &format!("n = {}", contour.n));
    }
    chart.rule_y(0.0, "").line(&[0.0, 0.5], &[0.03, 0.03], INK, "±0.03").line(&[0.0, 0.5], &[-0.03, -0.03], INK, "");
    chart
}

fn cut(outcome: &Outcome) -> Chart {
    let sparsity = outcome.cuts.first().map_or(0.0, |cut| cut.sparsity);
    let mut chart = Chart::new(("measurements m/n", 0.0..1.0), ("share recovered", 0.0..1.0))
        .titled(&format!("the transition at k/n = {sparsity:.3}"))
        .aspect(0.7);
    for (cut, series) in outcome.cuts.iter().zip(SERIES) {
        chart.line(&cut.fit_measurements, &cut.fit, series, &format!("n = {}", cut.n));
        chart.dots(&cut.measurements, &cut.success, 4.0, series, "");
    }
    chart
}

fn widths(large: &Contour, small: &Contour) -> Chart {
    let most = small.width.iter().chain(&small.width_theory).fold(0.0, |most: f64, &x| most.max(x));
    let mut chart = Chart::new(("sparsity k/n", 0.0..1.0), Axis::linear("from 10 % to 90 %, in m/n", 0.0..1.1 * most))
        .titled("its width")
        .aspect(0.7);
    for (contour, series) in [(large, SERIES[0]), (small, SERIES[1])] {
        chart.dots(&contour.sparsity, &contour.width, 4.0, series, &format!("n = {}", contour.n));
    }
    chart.line(&large.sparsity, &large.width_theory, INK, "theory");
    chart.line(&small.sparsity, &small.width_theory, INK, "");
    chart
}

/// The figure in words.
fn description(outcome: &Outcome, large: &Contour, small: &Contour) -> String {
    format!(
        "Above, the share of signals of {} entries that basis pursuit recovers, dark for none and light for all, over \
         the sparsity k/n and the measurements m/n; {} problems are solved. The border between the two follows the \
         statistical dimension, from m/n = {:.2} at k/n = {:.3} to 1, and is never further than {:.3} from it for k/n up \
         to a half. Below, the distance of the fitted border from the curve for n = {} and {}, the success rate against \
         m/n at one sparsity, which rises more steeply for the larger size, and the width of the rise, which shrinks with \
         n to the power {:.2}.",
        large.n,
        outcome.solves,
        outcome.theory.first().copied().unwrap_or_default(),
        outcome.sparsity.first().copied().unwrap_or_default(),
        outcome.largest_deviation,
        large.n,
        small.n,
        outcome.width_exponent.value,
    )
}
