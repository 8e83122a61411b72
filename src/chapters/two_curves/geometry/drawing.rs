//! The drawing.

use anyhow::Result;

use super::{CoilReturns, Geometry, Kind, Outcome, Pair, Stroke};
use crate::{
    figure::{
        Drawing, Experiment as _,
        plot::{Axis, Chart, Grid, INK, Panel, SERIES},
    },
    math::vectors::{largest, smallest},
};

/// Three rows of pairs, each with one number that varies, and two charts below.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let row = |pairs: &[Pair]| pairs.iter().map(|pair| picture(&outcome.globe, pair)).collect::<Vec<_>>();
    Grid::new(Geometry::TITLE, description(outcome))
        .lead([Panel::strip("", 4, row(&outcome.windings))])
        .more(row(&outcome.moved))
        .more(row(&outcome.clovers))
        .more([coils(outcome), convergence(outcome)])
        .drawing()
}

/// A pair on its sphere, under its three numbers.
fn picture(globe: &[Stroke], pair: &Pair) -> Chart {
    let side = || Axis::hidden(-1.03..1.03);
    let numbers = format!("κ {:.1}, Δ {:.2}, ✿ {}", pair.curvature, pair.separation_rad, pair.clover);
    let mut chart = Chart::new(side(), side()).titled(&numbers).exactly(1.0);
    let looks = [(Kind::Globe, INK), (Kind::Upper, SERIES[0]), (Kind::Lower, SERIES[1].solid())];
    for (kind, series) in looks {
        for hidden in [true, false] {
            let strokes = globe.iter().chain(&pair.strokes).filter(|s| s.kind == kind && s.hidden == hidden);
            let (xs, ys) = joined(strokes);
            let series = match (kind, hidden) {
                (Kind::Globe, false) => series.solid().thin(),
                (_, false) => series,
                // What lies behind the sphere is thin.
                (_, true) => series.thin(),
            };
            if !xs.is_empty() {
                chart.line(&xs, &ys, series, "");
            }
        }
    }
    chart
}

/// Pieces of one look as one line with gaps.
fn joined<'a>(strokes: impl Iterator<Item = &'a Stroke>) -> (Vec<f64>, Vec<f64>) {
    let (mut xs, mut ys) = (Vec::new(), Vec::new());
    for stroke in strokes {
        xs.extend(stroke.xs.iter().copied().chain([f64::NAN]));
        ys.extend(stroke.ys.iter().copied().chain([f64::NAN]));
    }
    (xs, ys)
}

/// The ✿-number of coils against their windings.
fn coils(outcome: &Outcome) -> Chart {
    let coils = &outcome.coils;
    let windings: Vec<f64> = coils.iter().map(|coil| f64::from(coil.windings)).collect();
    let of = |count: fn(&CoilReturns) -> usize| coils.iter().map(|coil| count(coil) as f64).collect::<Vec<_>>();
    let (measured, exact) = (of(|coil| coil.clover), of(|coil| coil.closed_form));
    let top = largest(measured.iter().chain(&exact).copied()).max(1.0) + 1.0;
    let last = windings.last().copied().unwrap_or_default();
    let mut chart = Chart::new(("windings of a coil on 𝕊⁴", 0.0..last + 2.0), ("✿-number", 0.0..top)).height(190.0);
    chart.line(&windings, &exact, INK, "by distance").dots(&windings, &measured, 8.0, SERIES[0], "counted");
    chart
}

/// The error of the curvature by points against their distance.
fn convergence(outcome: &Outcome) -> Chart {
    let convergence = &outcome.convergence;
    let (steps, errors) = (&convergence.steps_rad, &convergence.errors);
    let range = |values: &[f64]| smallest(values.iter().copied()) / 1.5..largest(values.iter().copied()) * 1.5;
    let mut chart = Chart::new(
        Axis::log("step of arc length (rad)", range(steps)),
        Axis::log("error of κ from points", range(&[errors.clone(), convergence.second_order.clone()].concat())),
    )
    .height(190.0);
    chart.line(steps, &convergence.second_order, INK, "second order").dots(steps, errors, 8.0, SERIES[0], "error");
    chart
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    let row =
        |pairs: &[Pair], number: &dyn Fn(&Pair) -> String| pairs.iter().map(number).collect::<Vec<_>>().join(", ");
    format!(
        "Pairs of closed curves on a sphere, one above the equator in blue and its mirror image below in orange; what lies \
         behind is thin. First row, waves of growing frequency with curvature {}. Second row, one curve of three leaves \
         moved toward the equator, with separation {} radians. Third row, a circle and clovers whose ✿-number is {}. \
         Below, the ✿-number of a coil against its windings, in steps, and the error of the curvature from points, which \
         falls with the square of their distance.",
        row(&outcome.windings, &|pair| format!("{:.1}", pair.curvature)),
        row(&outcome.moved, &|pair| format!("{:.2}", pair.separation_rad)),
        row(&outcome.clovers, &|pair| pair.clover.to_string()),
    )
}
