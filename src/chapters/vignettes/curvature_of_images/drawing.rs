//! The drawing.

use anyhow::Result;

use super::{Blurred, CurvatureOfImages, Outcome};
use crate::figure::{
    Drawing, Experiment as _,
    plot::{Axis, Chart, Grid, INK, Panel, Raster, SERIES},
};

/// Pictures and their average, over six measurements of the orbit.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let shift = outcome.pictures.shift;
    let captions = [format!("{shift} px left"), format!("{shift} px right"), "average".into(), "half-way".into()];
    let pictures = outcome.pictures.bytes.iter().zip(captions);
    let pictures =
        pictures.map(|(pixels, caption)| Chart::picture(Raster::grey(outcome.pictures.side, &pixels.0), &caption));
    Grid::new(CurvatureOfImages::TITLE, description(outcome))
        .lead([Panel::strip("", 4, pictures)])
        .more([subspaces(outcome), neighbours(outcome)])
        .more([angles(outcome), refined(outcome)])
        .more([distances(outcome), midpoints(outcome)])
        .drawing()
}

fn name(blurred: &Blurred) -> String {
    if blurred.blur > 0.0 { format!("blur {} px", blurred.blur) } else { "no blur".into() }
}

fn subspaces(outcome: &Outcome) -> Chart {
    let counts: Vec<f64> = outcome.components.iter().map(|&count| count as f64).collect();
    let most = counts[counts.len() - 1];
    let mut chart = Chart::new(Axis::log("principal components", 1.0..most), Axis::log("energy left", 1e-3..1.0))
        .titled("Energy outside of a subspace")
        .aspect(0.8);
    for (blurred, series) in outcome.blurred.iter().zip(SERIES) {
        let shown: Vec<usize> = (0..counts.len()).filter(|&at| blurred.left[at] > 1e-4).collect();
        let of = |values: &[f64]| shown.iter().map(|&at| values[at]).collect::<Vec<f64>>();
        chart.line(&of(&counts), &of(&blurred.left), series, &name(blurred));
    }
    chart.rule_x(2.0, "");
    chart
}

fn neighbours(outcome: &Outcome) -> Chart {
    let samples: Vec<f64> = outcome.samples.iter().map(|&samples| samples as f64).collect();
    let most = outcome.blurred.iter().flat_map(|blurred| &blurred.neighbour_dimensions).copied().fold(4.0, f64::max);
    let ends = 0.9 * samples[0]..1.1 * samples[samples.len() - 1];
    let mut chart = Chart::new(Axis::log("random shifts", ends), Axis::log("dimension", 1.0..1.2 * most))
        .titled("Dimension by neighbours")
        .aspect(0.8);
    for (blurred, series) in outcome.blurred.iter().zip(SERIES) {
        chart.line(&samples, &blurred.neighbour_dimensions, series, "");
        chart.dots(&samples, &blurred.neighbour_dimensions, 7.0, series, "");
    }
    chart.rule_y(2.0, "");
    chart
}

fn along(outcome: &Outcome, name: &str) -> Axis {
    Axis::log(name, outcome.shifts[0]..outcome.shifts[outcome.shifts.len() - 1])
}

fn angles(outcome: &Outcome) -> Chart {
    let mut chart = Chart::new(along(outcome, "shift (pixels)"), ("turn (°)", 0.0..95.0))
        .titled("Turn of the tangent plane")
        .aspect(0.8);
    for (blurred, series) in outcome.blurred.iter().zip(SERIES) {
        chart.line(&outcome.shifts, &blurred.angles_deg, series, "");
    }
    chart.rule_y(90.0, "");
    chart
}

fn refined(outcome: &Outcome) -> Chart {
    let refinement = &outcome.refinement;
    let sides: Vec<f64> = refinement.sides.iter().map(|&side| side as f64).collect();
    let ends = 0.9 * sides[0]..1.1 * sides[sides.len() - 1];
    let names: Vec<String> = refinement.sides.iter().map(usize::to_string).collect();
    let ticks = sides.iter().copied().zip(names.iter().map(String::as_str));
    let mut chart = Chart::new(Axis::log("pixels per side", ends).with_ticks(ticks), ("turn (°)", 0.0..95.0))
        .titled("One shift, finer pixels")
        .aspect(0.8);
    chart
        .line(&sides, &refinement.sharp_deg, SERIES[0], "")
        .dots(&sides, &refinement.sharp_deg, 7.0, SERIES[0], "no blur")
        .line(&sides, &refinement.blurred_deg, SERIES[4], "")
        .dots(&sides, &refinement.blurred_deg, 7.0, SERIES[4], "scene blurred")
        .rule_y(90.0, "");
    chart
}

fn distances(outcome: &Outcome) -> Chart {
    let least = outcome.blurred.iter().map(|blurred| blurred.distances[0]).fold(f64::INFINITY, f64::min);
    let mut chart = Chart::new(along(outcome, "shift (pixels)"), Axis::log("distance", 0.8 * least..2.0))
        .titled("Distances")
        .aspect(0.8);
    for (blurred, series) in outcome.blurred.iter().zip(SERIES) {
        chart.line(&outcome.shifts, &blurred.distances, series, "");
    }
    let disc = &outcome.disc;
    let far = outcome.shifts[outcome.shifts.len() - 1];
    let shown = disc.shifts.iter().filter(|&&shift| shift <= far).count();
    chart.line(&disc.shifts[..shown], &disc.distances[..shown], INK, "disc");
    chart
}

fn midpoints(outcome: &Outcome) -> Chart {
    let mut chart =
        Chart::new(along(outcome, "apart (pixels)"), ("average to half-way", 0.0..1.3)).titled("Midpoints").aspect(0.8);
    for (blurred, series) in outcome.blurred.iter().zip(SERIES) {
        chart.line(&outcome.shifts, &blurred.midpoint_errors, series, "");
    }
    chart
}

fn description(outcome: &Outcome) -> String {
    let raw = &outcome.blurred[0];
    let of = |blurred: &Blurred| {
        format!(
            "{}: {} components for 95 % of the energy, and the tangent plane turns by {:.0} degrees over one pixel.",
            name(blurred),
            blurred.dimensions[0],
            blurred.angle_at_a_pixel_deg
        )
    };
    format!(
        "The photograph `{}` moved to both sides, the average of the two, which shows everything twice, and the picture \
         half-way. Below: the energy that principal components leave, the dimension that neighbours see, turns of the \
         tangent plane against the shift and against the fineness of the pixels, distances, and how far averages are from \
         the picture half-way. {} Without blur, two pictures about a pixel apart are {:.2} of a norm apart.",
        outcome.photograph,
        outcome.blurred.iter().map(of).collect::<Vec<_>>().join(" "),
        raw.distances[outcome.shifts.partition_point(|&shift| shift < 1.0)],
    )
}
