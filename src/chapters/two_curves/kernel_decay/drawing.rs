//! The drawing.

use std::f64::consts::PI;

use anyhow::Result;

use super::{Curve, KernelDecay, Outcome};
use crate::figure::{
    Drawing, Experiment as _,
    plot::{Axis, Chart, Colours, Grid, INK, Raster, SERIES},
};

/// The kernel against the angle, beside its limit, and over the sphere.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let ticks = [(0.0, "0"), (PI / 2.0, "π/2"), (PI, "π")];
    let height = || Axis::linear("kernel K(ν)/L", lower_end(outcome)..1.0);
    let mut plain = Chart::new(Axis::linear("angle ν (rad)", 0.0..PI).with_ticks(ticks), height()).height(210.0);
    // More than the book's four curves go through fewer angles, so that the drawing stays small.
    let every = outcome.curves.len().div_ceil(4);
    let thinned = |values: &[f64]| -> Vec<f64> {
        let last = values.len() - 1;
        (0..last).step_by(every).chain([last]).map(|at| values[at]).collect()
    };
    let (angles, from_first) = (thinned(&outcome.angles_rad), thinned(&outcome.angles_rad[1..]));
    let mut logarithmic = Chart::new(Axis::log("angle ν (rad)", from_first[0]..PI), height()).height(210.0);
    for (curve, series) in outcome.curves.iter().zip(SERIES) {
        plain.line(&angles, &thinned(&curve.kernel), series, &format!("L = {}", curve.depth));
        logarithmic.line(&from_first, &thinned(&curve.kernel[1..]), series, "");
    }
    for (number, curve) in outcome.curves.iter().enumerate() {
        let label = if number == 0 { "limit of large depth" } else { "" };
        logarithmic.line(&from_first, &thinned(&curve.limit[1..]), INK.thin(), label);
    }
    for (curve, series) in outcome.curves.iter().zip(SERIES) {
        logarithmic.dots(&[curve.half_excess_width_rad], &[curve.half_excess], 9.0, series, "");
    }
    plain.rule_y(0.25, "1/4");
    Grid::new(KernelDecay::TITLE, description(outcome))
        .lead([plain, logarithmic])
        .more(outcome.curves.iter().map(sphere))
        .drawing()
}

/// The lower end of the kernel's axis: 0, or where a very shallow kernel is negative, a round number below it.
fn lower_end(outcome: &Outcome) -> f64 {
    let lowest = outcome.curves.iter().map(|curve| curve.lowest).fold(0.0, f64::min);
    (lowest * 10.0).floor() / 10.0
}

/// The sphere seen from e₁, coloured by the kernel between e₁ and each point.
fn sphere(curve: &Curve) -> Chart {
    let size = 2 * curve.sphere.len();
    let centre = curve.sphere.len() as f64;
    let pixel = |i: usize| {
        let (x, y) = ((i % size) as f64 + 0.5 - centre, (i / size) as f64 + 0.5 - centre);
        curve.sphere.get(x.hypot(y) as usize).copied().unwrap_or(f64::NAN)
    };
    let pixels: Vec<f64> = (0..size * size).map(pixel).collect();
    Chart::picture(Raster::new(size, &pixels, &(0.0..=1.0), Colours::Viridis).smooth(), &format!("L = {}", curve.depth))
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    let sentence = |curve: &Curve| {
        format!(
            " At depth {} half of the excess over the floor {:.3} is lost at {:.4} rad.",
            curve.depth, curve.floor, curve.half_excess_width_rad
        )
    };
    let sentences: String = outcome.curves.iter().map(sentence).collect();
    format!(
        "Left, the kernel divided by the depth against the angle between two inputs, one curve a depth, all from 1 at \
         angle 0. Right, the same over a logarithmic angle with the limit of large depth as dashed lines.{sentences} \
         Below, the kernel over the unit sphere seen from its first axis: a spot that shrinks with depth."
    )
}
