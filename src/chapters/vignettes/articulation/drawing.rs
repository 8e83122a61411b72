//! The drawing.

use anyhow::Result;

use super::{Articulation, Orbit, Outcome, Sheet, Strip, outcome::SIDE};
use crate::{
    figure::{
        Drawing, Experiment as _,
        plot::{Axis, Chart, Grid, INK, Raster, SERIES},
    },
    ground::pixels::Pixels,
};

/// The motions over the singular values they give, over the lamps and the energy they spread.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    Grid::new(Articulation::TITLE, description(outcome))
        .lead([sheet("a painted solid, moved by each of the six parameters of its pose", &outcome.pose_sheet)])
        .more([sheet(
            "a photograph, moved by each of the eight parameters of a homography",
            &outcome.perspective_sheet,
        )])
        .more([strip("matte bodies, each under the same four lamps", &outcome.lamps)])
        .more([singular_values("pose: 6 parameters and the size", &outcome.pose), energy(outcome)])
        .more([singular_values("homography: 8 and the factor", &outcome.perspective), against_step(outcome)])
        .drawing()
}

fn raster(pixels: &Pixels, columns: usize) -> Raster {
    Raster::grey(columns * SIDE, &pixels.0).smooth()
}

/// Small pictures over the names of their motions.
fn sheet(title: &str, sheet: &Sheet) -> Chart {
    let columns = sheet.motions.len() as f64;
    let names = sheet.motions.iter().enumerate().map(|(column, name)| (column as f64 + 0.5, name.as_str()));
    let mut chart = Chart::new(Axis::linear("", 0.0..columns).with_ticks(names), Axis::hidden(3.0..0.0))
        .titled(title)
        .aspect(3.0 / columns);
    chart.image(raster(&sheet.pixels, sheet.motions.len()), 0.0..columns, 3.0..0.0);
    chart
}

/// Small pictures in a row, over what they are of.
fn strip(title: &str, strip: &Strip) -> Chart {
    let (each, columns) = (strip.each as f64, (strip.each * strip.names.len()) as f64);
    let names = strip.names.iter().enumerate().map(|(k, name)| (each * (k as f64 + 0.5), name.as_str()));
    let mut chart = Chart::new(Axis::linear("", 0.0..columns).with_ticks(names), Axis::hidden(1.0..0.0))
        .titled(title)
        .aspect(1.0 / columns);
    chart.image(raster(&strip.pixels, strip.each * strip.names.len()), 0.0..columns, 1.0..0.0);
    chart
}

/// What is no number on a logarithmic axis lies at its foot.
const FOOT: f64 = 1e-16;

fn singular_values(title: &str, orbits: &[Orbit]) -> Chart {
    let count = orbits.first().map_or(1, |orbit| orbit.singular_values.len());
    let numbers = [(1, "1"), (3, "3"), (5, "5"), (6, "6"), (7, "7"), (8, "8"), (9, "9")];
    let ticks = numbers.into_iter().filter(|(i, _)| *i <= count).map(|(i, name)| (i as f64, name));
    let mut chart = Chart::new(
        Axis::linear("number i of the singular value", 0.5..count as f64 + 0.5).with_ticks(ticks),
        Axis::log("σᵢ of the derivative", FOOT..10.0).with_ticks(SIZES),
    )
    .titled(title)
    .aspect(0.9);
    for (orbit, series) in orbits.iter().zip(SERIES) {
        let places: Vec<f64> = (1..=count).map(|i| i as f64).collect();
        let values: Vec<f64> = orbit.singular_values.iter().map(|sigma| sigma.max(FOOT)).collect();
        chart.line(&places, &values, series.thin(), "").dots(
            &places,
            &values,
            6.0,
            series,
            &format!("{}: {}", orbit.name, orbit.rank),
        );
    }
    chart
}

/// Ticks of the axes of singular values: few, for the drawing to stay small.
const SIZES: [(f64, &str); 4] = [(1e-15, "10⁻¹⁵"), (1e-10, "10⁻¹⁰"), (1e-5, "10⁻⁵"), (1.0, "1")];

fn against_step(outcome: &Outcome) -> Chart {
    let steps = &outcome.steps;
    let last = steps.singular_values.len() - 1;
    let mut chart = Chart::new(
        Axis::log("step of the differences", 1e-9..0.1).with_ticks([
            (1e-9, "10⁻⁹"),
            (1e-6, "10⁻⁶"),
            (1e-3, "10⁻³"),
            (0.1, "0.1"),
        ]),
        Axis::log("σᵢ, painted solid", FOOT..10.0).with_ticks(SIZES),
    )
    .titled("the gap at any step")
    .aspect(0.9);
    for (i, values) in steps.singular_values.iter().enumerate() {
        let values: Vec<f64> = values.iter().map(|sigma| sigma.max(FOOT)).collect();
        let (series, label) = match i {
            0 => (SERIES[0].thin(), "σ₁ … σ₆"),
            i if i == last => (SERIES[1], "σ₇"),
            _ => (SERIES[0].thin(), ""),
        };
        chart.line(&steps.steps, &values, series, label);
    }
    chart
}

fn energy(outcome: &Outcome) -> Chart {
    let most = outcome.missed_of_turned.len();
    let dimensions: Vec<f64> = (1..=most).map(|q| q as f64).collect();
    let mut chart = Chart::new(
        Axis::linear("dimensions of the linear space", 1.0..most as f64).with_ticks([
            (1.0, "1"),
            (4.0, "4"),
            (9.0, "9"),
            (16.0, "16"),
        ]),
        Axis::log("energy missed", 1e-4..1.0),
    )
    .titled("lamps from everywhere")
    .aspect(0.9);
    let drawn = |missed: &[f64]| missed.iter().map(|part| part.max(FOOT)).collect::<Vec<f64>>();
    for (body, series) in outcome.bodies.iter().zip(SERIES) {
        chart.line(&dimensions, &drawn(&body.missed), series, &body.name);
    }
    chart.line(&dimensions, &drawn(&outcome.missed_with_cast_shadows), SERIES[3].thin(), "bumpy, cast shadows");
    chart.line(&dimensions, &drawn(&outcome.missed_of_turned), SERIES[4].thin(), "solid, all orientations");
    let bounds: Vec<f64> = outcome.kernel_energies.iter().map(|energy| 1.0 - energy).collect();
    chart.dots(&[1.0, 4.0, 9.0], &bounds, 8.0, INK, "bound 5/8, 1/8, 1/128");
    chart
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    let counts = |orbits: &[Orbit]| {
        orbits.iter().map(|orbit| format!("{} {}", orbit.name, orbit.rank)).collect::<Vec<_>>().join(", ")
    };
    let energies = outcome.bodies.iter().map(|body| format!("{} {:.2} %", body.name, 100.0 * body.missed[8]));
    format!(
        "Small pictures of a painted solid under six motions, of a photograph under eight, and of three matte bodies \
         under four lamps. Singular values of the derivatives of these pictures: as many count as the orbit has \
         dimensions. Poses: {}. Homographies: {}. The gap of the painted solid against the step of the differences. The \
         energy that the best linear space misses under lamps from everywhere, at nine dimensions: {}; of the solid in \
         all orientations {:.0} %.",
        counts(&outcome.pose),
        counts(&outcome.perspective),
        energies.collect::<Vec<_>>().join(", "),
        100.0 * outcome.missed_of_turned[8]
    )
}
