//! The drawing.

use std::f64::consts::PI;

use anyhow::Result;

use super::{Curve, KernelDecay, Outcome};
use crate::figure::{
    Drawing, Experiment as _,
    plot::{Axis, Chart, Colours, Grid, INK, Panel, Raster, SERIES},
    slider::{Frame, Slider},
};

/// What a kernel of every depth tends to.
const LIMIT: &str = "limit L → ∞";

/// The kernels, their widths and the spot on the sphere; the depth slides.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let lead: [Panel; 3] = [with_limits(outcome).into(), widths(outcome).into(), spheres(outcome)];
    let frames = outcome.walk.iter().map(|curve| frame(outcome, curve)).collect();
    Grid::new(KernelDecay::TITLE, description(outcome))
        .lead(lead)
        .more([over_all_angles(outcome), floors(outcome), products(outcome)])
        .slider(Slider::new("depth L", frames))
        .drawing()
}

/// The same three panels at one depth.
fn frame(outcome: &Outcome, curve: &Curve) -> Frame {
    let reading = format!(
        "half of the excess is lost at {:.4} rad, {:.2}/L; the floor is {:.3}",
        curve.half_excess_width_rad, curve.depth_times_width_rad, curve.floor
    );
    let mut kernels = kernels(outcome);
    for (other, series) in outcome.curves.iter().zip(SERIES) {
        kernels.line(&outcome.angles_rad[1..], &other.kernel[1..], series.thin(), &format!("L = {}", other.depth));
    }
    let from_first = &outcome.walk_angles_rad[1..];
    kernels
        .line(from_first, &curve.limit[1..], INK.thin(), LIMIT)
        .line(from_first, &curve.kernel[1..], INK.solid(), "L chosen")
        .dots(&[curve.half_excess_width_rad], &[curve.half_excess], 9.0, INK, "");
    let mut widths = widths(outcome);
    widths.cursor(curve.depth as f64);
    let sphere = sphere(curve, FRAME_PIXELS, SPOT).described(SPHERE).colours(value(), Colours::Viridis);
    Frame::new(format!("L = {}", curve.depth), reading).row([kernels, widths, sphere])
}

/// The axes of the kernels, with the angle on a logarithmic axis.
fn kernels(outcome: &Outcome) -> Chart {
    let height = Axis::linear("kernel K(ν)/L", lower_end(outcome)..1.0);
    let sentence = |curve: &Curve| {
        format!(
            " At depth {} half of the excess over the floor {:.3} is lost at {:.4} rad.",
            curve.depth, curve.floor, curve.half_excess_width_rad
        )
    };
    let sentences: String = outcome.curves.iter().map(sentence).collect();
    Chart::new(Axis::log("angle ν (rad)", outcome.walk_angles_rad[1]..PI), height)
        .titled("Depth moves the fall to smaller angles")
        .described(format!(
            "The kernel divided by the depth against the angle between two inputs on a logarithmic axis: falls of one \
             shape, one a depth, side by side.{sentences}"
        ))
        .aspect(1.2)
        .share(1.25)
}

fn with_limits(outcome: &Outcome) -> Chart {
    let mut chart = kernels(outcome);
    let from_first = thinned(outcome, &outcome.angles_rad[1..]);
    for (curve, series) in outcome.curves.iter().zip(SERIES) {
        chart.line(&from_first, &thinned(outcome, &curve.kernel[1..]), series, &format!("L = {}", curve.depth));
    }
    for curve in &outcome.curves {
        chart.line(&from_first, &thinned(outcome, &curve.limit[1..]), INK.thin(), LIMIT);
    }
    for (curve, series) in outcome.curves.iter().zip(SERIES) {
        chart.dots(&[curve.half_excess_width_rad], &[curve.half_excess], 9.0, series, "");
    }
    chart
}

/// More than the book's four curves go through fewer angles, so that the drawing stays small.
fn thinned(outcome: &Outcome, values: &[f64]) -> Vec<f64> {
    let (every, last) = (outcome.curves.len().div_ceil(4), values.len() - 1);
    (0..last).step_by(every).chain([last]).map(|at| values[at]).collect()
}

/// The lower end of the kernel's axis: 0, or where a very shallow kernel is negative, a round number below it.
fn lower_end(outcome: &Outcome) -> f64 {
    let lowest = outcome.curves.iter().map(|curve| curve.lowest).fold(0.0, f64::min);
    (lowest * 10.0).floor() / 10.0
}

/// The slider's depths, and an axis that has room on both sides of them.
fn depths(outcome: &Outcome) -> (Vec<f64>, Axis) {
    let depths = of_walk(outcome, |curve| curve.depth as f64);
    let axis = Axis::log("depth L", depths[0] / 1.3..depths[depths.len() - 1] * 1.3);
    (depths, axis)
}

fn of_walk(outcome: &Outcome, number: fn(&Curve) -> f64) -> Vec<f64> {
    outcome.walk.iter().map(number).collect()
}

fn widths(outcome: &Outcome) -> Chart {
    let (depths, axis) = depths(outcome);
    let widths = of_walk(outcome, |curve| curve.half_excess_width_rad);
    let limits = of_walk(outcome, |curve| curve.width_by_limit_rad);
    let (first, last) = (&outcome.walk[0], &outcome.walk[outcome.walk.len() - 1]);
    let height = Axis::log("half-excess width (rad)", widths[widths.len() - 1] / 1.5..limits[0] * 1.5);
    let mut chart = Chart::new(axis, height)
        .titled(&format!("The reach of a step is about {:.1}/L", outcome.limit_width_rad))
        .described(format!(
            "The half-excess width over the depth, both on logarithmic axes: from {:.4} rad at depth {} along a straight \
             line to {:.4} rad at depth {}. The limit is {:.3} rad over the depth.",
            first.half_excess_width_rad, first.depth, last.half_excess_width_rad, last.depth, outcome.limit_width_rad
        ))
        .aspect(1.2);
    chart.line(&depths, &limits, INK.thin(), LIMIT).line(&depths, &widths, SERIES[4].solid(), "half-excess width");
    for (curve, series) in outcome.curves.iter().zip(SERIES) {
        chart.dots(&[curve.depth as f64], &[curve.half_excess_width_rad], 9.0, series, "");
    }
    chart
}

/// What the colours of a sphere mean.
fn value() -> Axis {
    Axis::linear("kernel K(ν)/L", 0.0..1.0)
}

const SPHERE: &str = "The sphere seen from the point that is learnt, coloured by the kernel: a bright spot on a floor.";
const SPOT: &str = "What moves with one point is a spot that shrinks";
/// Pixels of a sphere from its centre to its edge: in the slider few, and one at the very centre, where the spot is.
const STILL_PIXELS: f64 = 80.0;
const FRAME_PIXELS: f64 = 30.5;

fn spheres(outcome: &Outcome) -> Panel {
    let pictures = outcome
        .curves
        .iter()
        .map(|curve| sphere(curve, STILL_PIXELS, &format!("L = {}", curve.depth)).colours(value(), Colours::Viridis));
    let sentence = |curve: &Curve| {
        format!(
            " At depth {} the spot has a half-excess radius of {:.4} rad, and the floor is {:.3}.",
            curve.depth, curve.half_excess_width_rad, curve.floor
        )
    };
    let sentences: String = outcome.curves.iter().map(sentence).collect();
    Panel::strip(SPOT, 2, pictures).described(format!("{SPHERE}{sentences}"))
}

/// The sphere seen from e₁, coloured by the kernel between e₁ and each point; `radius` pixels from its centre to its edge.
fn sphere(curve: &Curve, radius: f64, caption: &str) -> Chart {
    let size = (2.0 * radius) as usize;
    let rings = curve.sphere.len();
    let pixel = |i: usize| {
        let (x, y) = ((i % size) as f64 + 0.5 - radius, (i / size) as f64 + 0.5 - radius);
        let distance = x.hypot(y);
        // The edge cuts through the outermost pixels.
        let seen = distance < radius + 1.0;
        if seen { curve.sphere[((distance * rings as f64 / radius) as usize).min(rings - 1)] } else { f64::NAN }
    };
    let pixels: Vec<f64> = (0..size * size).map(pixel).collect();
    Chart::picture(Raster::new(size, &pixels, &(0.0..=1.0), Colours::Viridis).smooth().round(), caption)
}

fn over_all_angles(outcome: &Outcome) -> Chart {
    let ticks = [(0.0, "0"), (PI / 2.0, "π/2"), (PI, "π")];
    let height = Axis::linear("kernel K(ν)/L", lower_end(outcome)..1.0);
    let mut chart = Chart::new(Axis::linear("angle ν (rad)", 0.0..PI).with_ticks(ticks), height)
        .titled("All fall from 1, the deep ones to a quarter")
        .described("The same kernels on a plain axis: the deeper, the closer to a spike at angle 0 on a level floor.")
        .aspect(1.1);
    let angles = thinned(outcome, &outcome.angles_rad);
    for (curve, series) in outcome.curves.iter().zip(SERIES) {
        chart.line(&angles, &thinned(outcome, &curve.kernel), series, &format!("L = {}", curve.depth));
    }
    chart.rule_y(0.25, "1/4");
    chart
}

fn floors(outcome: &Outcome) -> Chart {
    let (depths, axis) = depths(outcome);
    let floors = of_walk(outcome, |curve| curve.floor);
    let (low, high) = floors.iter().fold((0.0_f64, 0.25_f64), |(low, high), &floor| (low.min(floor), high.max(floor)));
    let mut chart = Chart::new(axis, ("floor K(π)/L", low..high * 1.1))
        .titled("The floor tends to a quarter")
        .described(format!(
            "The kernel between opposite inputs over the depth: {:.4} at depth {}, {:.4} at depth {}, and a quarter in the \
             limit.",
            floors[0],
            outcome.walk[0].depth,
            floors[floors.len() - 1],
            outcome.walk[floors.len() - 1].depth
        ))
        .aspect(1.1);
    chart.line(&depths, &floors, SERIES[5].solid(), "floor").rule_y(0.25, "");
    chart
}

fn products(outcome: &Outcome) -> Chart {
    let (depths, axis) = depths(outcome);
    let products = of_walk(outcome, |curve| curve.depth_times_width_rad);
    let mut chart = Chart::new(axis, ("depth times width (rad)", 0.0..outcome.limit_width_rad * 1.2))
        .titled(&format!("Depth times width tends to {:.2} rad", outcome.limit_width_rad))
        .described(format!(
            "The depth times the half-excess width over the depth: {:.3} rad at depth {}, {:.3} rad at depth {}, and {:.3} \
             rad in the limit.",
            products[0],
            outcome.walk[0].depth,
            products[products.len() - 1],
            outcome.walk[products.len() - 1].depth,
            outcome.limit_width_rad
        ))
        .aspect(1.1);
    chart.line(&depths, &products, SERIES[4].solid(), "depth times width").rule_y(outcome.limit_width_rad, "limit");
    chart
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
        "The kernel divided by the depth against the angle between two inputs, with the limit of large depth as dashed lines; \
         the half-excess width over the depth; the kernel over the unit sphere seen from its first axis: a spot that shrinks \
         with depth.{sentences} More: the kernels on a plain axis, their floors, and depth times width."
    )
}
