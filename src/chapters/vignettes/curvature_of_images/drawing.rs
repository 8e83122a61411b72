//! The drawing.

use anyhow::Result;

use super::{Blurred, CurvatureOfImages, Outcome};
use crate::figure::{
    Drawing, Experiment as _,
    plot::{Axis, Chart, Grid, INK, Panel, Raster, SERIES},
};

/// A ghost, subspaces and tangent planes; then neighbours, finer pixels, distances and averages.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    Grid::new(CurvatureOfImages::TITLE, description(outcome))
        .lead([ghost(outcome)])
        .lead([subspaces(outcome), angles(outcome)])
        .more([neighbours(outcome), refined(outcome)])
        .more([distances(outcome), midpoints(outcome)])
        .drawing()
}

fn name(blurred: &Blurred) -> String {
    if blurred.blur > 0.0 { format!("blur {} px", blurred.blur) } else { "no blur".into() }
}

/// One fact of each blur, for who cannot see the panel.
fn of_each(outcome: &Outcome, fact: impl Fn(&Blurred) -> String) -> String {
    outcome.blurred.iter().map(|blurred| format!("{}: {}", name(blurred), fact(blurred))).collect::<Vec<_>>().join("; ")
}

fn ghost(outcome: &Outcome) -> Panel {
    let pictures = &outcome.pictures;
    let shift = pictures.shift;
    let captions = [format!("{shift} px left"), format!("{shift} px right"), "average".into(), "half-way".into()];
    let shown = pictures.bytes.iter().zip(captions);
    let shown = shown.map(|(pixels, caption)| Chart::picture(Raster::grey(pictures.side, &pixels.0), &caption));
    Panel::strip("The average of two shifts shows everything twice", 4, shown).described(format!(
        "A photograph, faded along its margins, in two shifts, their average and the picture half-way. The average is \
         {:.2} norms of the picture away from the picture half-way, and {:.2} from either shift.",
        pictures.average_error, pictures.average_to_ends
    ))
}

fn subspaces(outcome: &Outcome) -> Chart {
    let counts: Vec<f64> = outcome.components.iter().map(|&count| count as f64).collect();
    let most = counts[counts.len() - 1];
    let mut chart = Chart::new(Axis::log("principal components", 1.0..most), Axis::log("energy left", 1e-3..3.0))
        .titled("No small subspace holds the shifts")
        .held("all shifts of one photograph")
        .described(format!(
            "The part of the energy that principal components leave against their number. Components for 95 % of the \
             energy: {}.",
            of_each(outcome, |blurred| blurred.dimensions[0].to_string())
        ))
        .aspect(0.8);
    for (blurred, series) in outcome.blurred.iter().zip(SERIES) {
        let shown: Vec<usize> = (0..counts.len()).filter(|&at| blurred.left[at] > 1e-4).collect();
        let of = |values: &[f64]| shown.iter().map(|&at| values[at]).collect::<Vec<f64>>();
        chart.line(&of(&counts), &of(&blurred.left), series, &name(blurred));
    }
    let held = outcome.held[0];
    chart.rule_x(2.0, "surface: 2").rule_y(1.0 - held, &format!("{:.0} % held", 100.0 * held));
    chart
}

fn along(outcome: &Outcome, name: &str) -> Axis {
    Axis::log(name, outcome.shifts[0]..outcome.shifts[outcome.shifts.len() - 1])
}

fn angles(outcome: &Outcome) -> Chart {
    let mut chart = Chart::new(along(outcome, "shift (pixels)"), ("turn of the tangent plane (°)", 0.0..110.0))
        .titled("Without blur, planes turn within one pixel")
        .held("shifts along the rows")
        .described(format!(
            "The angle between the tangent planes at the picture and at its shift, against the shift. At one pixel: {}.",
            of_each(outcome, |blurred| format!("{:.0} degrees", blurred.angle_at_a_pixel_deg))
        ))
        .aspect(0.8);
    for (blurred, series) in outcome.blurred.iter().zip(SERIES) {
        chart.line(&outcome.shifts, &blurred.angles_deg, series, &name(blurred));
    }
    chart.rule_x(1.0, "one pixel").rule_y(90.0, "");
    chart
}

fn neighbours(outcome: &Outcome) -> Chart {
    let samples: Vec<f64> = outcome.samples.iter().map(|&samples| samples as f64).collect();
    let most = outcome.blurred.iter().flat_map(|blurred| &blurred.neighbour_dimensions).copied().fold(4.0, f64::max);
    let ends = 0.9 * samples[0]..1.1 * samples[samples.len() - 1];
    let mut chart = Chart::new(
        Axis::log("random shifts", ends),
        Axis::log("dimension that neighbours see", 1.0..1.2 * most),
    )
    .titled("Neighbours see two dimensions once shifts are dense")
    .described(format!(
        "The dimension estimated from nearest neighbours against the number of random shifts, from {} to {}. At \
                 both ends: {}.",
        outcome.samples[0],
        outcome.samples[outcome.samples.len() - 1],
        of_each(outcome, |blurred| {
            let dimensions = &blurred.neighbour_dimensions;
            format!("{:.1} and {:.2}", dimensions[0], dimensions[dimensions.len() - 1])
        })
    ))
    .aspect(0.8);
    for (blurred, series) in outcome.blurred.iter().zip(SERIES) {
        chart.line(&samples, &blurred.neighbour_dimensions, series, &name(blurred));
        chart.dots(&samples, &blurred.neighbour_dimensions, 7.0, series, "");
    }
    chart.rule_y(2.0, "");
    chart
}

fn refined(outcome: &Outcome) -> Chart {
    let refinement = &outcome.refinement;
    let sides: Vec<f64> = refinement.sides.iter().map(|&side| side as f64).collect();
    let ends = 0.9 * sides[0]..1.1 * sides[sides.len() - 1];
    let names: Vec<String> = refinement.sides.iter().map(usize::to_string).collect();
    let ticks = sides.iter().copied().zip(names.iter().map(String::as_str));
    let turns = |turns: &[f64]| turns.iter().map(|turn| format!("{turn:.0}")).collect::<Vec<_>>().join(", ");
    let mut chart = Chart::new(
        Axis::log("pixels per side", ends).with_ticks(ticks),
        ("turn of the tangent plane (°)", 0.0..95.0),
    )
    .titled("Finer pixels turn the plane further, to about 90°")
    .held("one shift of the scene, the same part of its side")
    .described(format!(
        "The turn of the tangent plane under one shift of the scene, against the pixels per side. Without blur: {} \
         degrees. With the scene blurred by as much as the shift: {}.",
        turns(&refinement.sharp_deg),
        turns(&refinement.blurred_deg)
    ))
    .aspect(0.8);
    chart
        .line(&sides, &refinement.sharp_deg, SERIES[0], &name(&outcome.blurred[0]))
        .dots(&sides, &refinement.sharp_deg, 7.0, SERIES[0], "")
        .line(&sides, &refinement.blurred_deg, SERIES[4], "scene blurred by the shift")
        .dots(&sides, &refinement.blurred_deg, 7.0, SERIES[4], "")
        .rule_y(90.0, "");
    chart
}

fn distances(outcome: &Outcome) -> Chart {
    let least = outcome.blurred.iter().map(|blurred| blurred.distances[0]).fold(f64::INFINITY, f64::min);
    let disc = &outcome.disc;
    let mut chart = Chart::new(
        along(outcome, "shift (pixels)"),
        Axis::log("distance to itself, shifted (norms)", 0.8 * least..2.0),
    )
    .titled("A sharp edge moves by the square root of its shift")
    .held("shifts along the rows")
    .described(format!(
        "The distance of a picture to its shift against the shift. A disc with a sharp edge grows with the power \
                 {:.2}. The photograph at the longest shift: {}.",
        disc.exponent,
        of_each(outcome, |blurred| format!("{:.2}", blurred.distances[blurred.distances.len() - 1]))
    ))
    .aspect(0.8);
    for (blurred, series) in outcome.blurred.iter().zip(SERIES) {
        chart.line(&outcome.shifts, &blurred.distances, series, &name(blurred));
    }
    let far = outcome.shifts[outcome.shifts.len() - 1];
    let shown = disc.shifts.iter().filter(|&&shift| shift <= far).count();
    chart.line(&disc.shifts[..shown], &disc.distances[..shown], INK, "disc with a sharp edge");
    chart
}

fn midpoints(outcome: &Outcome) -> Chart {
    let mut chart = Chart::new(
        along(outcome, "between the two shifts (pixels)"),
        ("average to half-way (norms)", 0.0..1.3),
    )
    .titled("An average strays from the picture half-way")
    .held("shifts along the rows")
    .described(format!(
        "The distance from the average of two shifts to the picture half-way, against how far apart they are. At \
                 the largest: {}.",
        of_each(outcome, |blurred| format!("{:.2}", blurred.midpoint_errors[blurred.midpoint_errors.len() - 1]))
    ))
    .aspect(0.8);
    for (blurred, series) in outcome.blurred.iter().zip(SERIES) {
        chart.line(&outcome.shifts, &blurred.midpoint_errors, series, &name(blurred));
    }
    chart
}

fn description(outcome: &Outcome) -> String {
    let raw = &outcome.blurred[0];
    format!(
        "All shifts of the photograph `{}` are a surface of two dimensions. The average of two of them shows everything \
         twice; a subspace needs {} dimensions for 95 % of their energy; and the tangent plane turns by {:.0} degrees \
         over one pixel. Then the dimension that neighbours see, the turn with finer pixels, distances, and averages.",
        outcome.photograph, raw.dimensions[0], raw.angle_at_a_pixel_deg
    )
}
