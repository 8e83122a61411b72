//! The drawing.

use anyhow::Result;

use super::{Articulation, Orbit, Outcome, Sheet, outcome::SIDE};
use crate::{
    figure::{
        Drawing, Experiment as _,
        plot::{Axis, Chart, Grid, Panel, Raster, SERIES, Series},
    },
    ground::pixels::Pixels,
};

/// The three counts; then what each is counted from.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let pose = moved("A painted solid, at rest and under its six motions", &outcome.pose_sheet);
    let perspective = moved("A photograph, at rest and under its eight motions", &outcome.perspective_sheet);
    Grid::new(Articulation::TITLE, description(outcome))
        .lead([pose])
        .lead([counts(outcome), energy(outcome)])
        .more([perspective])
        .more([poses(outcome), perspectives(outcome)])
        .more([lamps(outcome), against_step(outcome).into()])
        .drawing()
}

/// The small pictures at these places of an image with `columns` of them, `wide` side by side.
fn mosaic(pixels: &Pixels, columns: usize, places: &[usize], wide: usize) -> Raster {
    let line = |place: usize, y: usize| {
        let start = ((place / columns * SIDE + y) * columns + place % columns) * SIDE;
        &pixels.0[start..start + SIDE]
    };
    let rows = places.chunks(wide).flat_map(|row| (0..SIDE).map(move |y| (row, y)));
    let bytes: Vec<u8> = rows.flat_map(|(row, y)| row.iter().flat_map(move |&place| line(place, y))).copied().collect();
    Raster::grey(wide * SIDE, &bytes).smooth()
}

/// What moves, at rest and then after each of its motions.
fn moved(title: &str, sheet: &Sheet) -> Panel {
    let columns = sheet.motions.len();
    let picture = |place: usize, caption: &str| Chart::picture(mosaic(&sheet.pixels, columns, &[place], 1), caption);
    // The middle row is at rest, the last is moved ahead.
    let ahead = sheet.motions.iter().enumerate().map(|(j, motion)| picture(2 * columns + j, motion));
    let pictures: Vec<Chart> = std::iter::once(picture(columns, "at rest")).chain(ahead).collect();
    Panel::strip(title, columns + 1, pictures)
        .described(format!("Small pictures, at rest and moved: {}.", sheet.motions.join(", ")))
}

/// The bodies, each with its four lamps in a square.
fn lamps(outcome: &Outcome) -> Panel {
    let lamps = &outcome.lamps;
    let columns = lamps.each * lamps.names.len();
    let pictures = lamps.names.iter().enumerate().map(|(k, name)| {
        let places: Vec<usize> = (k * lamps.each..(k + 1) * lamps.each).collect();
        Chart::picture(mosaic(&lamps.pixels, columns, &places, 2), name)
    });
    Panel::strip("Matte bodies, each under the same four lamps", 3, pictures)
        .held("the last lamp is behind the body")
        .described(format!("Small pictures of {}, each under four lamps.", lamps.names.join(", ")))
}

/// Ticks at whole numbers up to a few.
const NUMBERS: [(f64, &str); 9] =
    [(1.0, "1"), (2.0, "2"), (3.0, "3"), (4.0, "4"), (5.0, "5"), (6.0, "6"), (7.0, "7"), (8.0, "8"), (9.0, "9")];

/// Ticks of the axes of singular values: few, for the drawing to stay small.
const SIZES: [(f64, &str); 3] = [(1e-10, "10⁻¹⁰"), (1e-5, "10⁻⁵"), (1.0, "1")];

/// Singular values against their number, with a name for each orbit.
fn singular_values<'a>(mut chart: Chart, orbits: impl IntoIterator<Item = (&'a Orbit, Series, String)>) -> Chart {
    for (orbit, series, label) in orbits {
        let places: Vec<f64> = (1..=orbit.singular_values.len()).map(|i| i as f64).collect();
        // A logarithmic axis has no place for a 0.
        let values: Vec<f64> =
            orbit.singular_values.iter().map(|&sigma| if sigma > 0.0 { sigma } else { f64::NAN }).collect();
        chart.line(&places, &values, series, &label).dots(&places, &values, 7.0, series, "");
    }
    chart
}

/// Says that the last singular value is 0, where it is.
fn note_zero(chart: &mut Chart, orbit: &Orbit, at: f64, whose: &str) {
    if orbit.singular_values.last().is_some_and(|&sigma| sigma <= 0.0) {
        chart.note(at, 4.0 * LEAST, &format!("{whose}σ_{{{}}} = 0", orbit.singular_values.len()));
    }
}

/// The lower end of the axes of singular values.
const LEAST: f64 = 1e-12;

fn axes(count: usize) -> Chart {
    let ticks = NUMBERS.into_iter().take(count);
    Chart::new(
        Axis::linear("number i of the singular value", 0.5..count as f64 + 0.5).with_ticks(ticks),
        Axis::log("singular value σᵢ", LEAST..10.0).with_ticks(SIZES),
    )
    .aspect(0.8)
}

/// The names of a look that has one meaning in both leading charts.
fn of_pose(outcome: &Outcome) -> String {
    format!("pose: {}", outcome.pose[0].name)
}

fn counts(outcome: &Outcome) -> Chart {
    let (solid, flat) = (&outcome.pose[0], &outcome.perspective[0]);
    let chart =
        axes(flat.singular_values.len()).titled("Six count for pose, eight for perspective").described(format!(
            "Singular values of the derivative of the picture, one more than the group has dimensions. Of the {} {} \
             count, and what comes after is smaller by a factor of {:.0e} or more; of the {} {}, by {:.0e}.",
            solid.name, solid.rank, solid.gap, flat.name, flat.rank, flat.gap
        ));
    let perspective = format!("perspective: {}", flat.name);
    let mut chart = singular_values(chart, [(solid, SERIES[0], of_pose(outcome)), (flat, SERIES[1], perspective)]);
    note_zero(&mut chart, flat, 4.8, &format!("{}: ", flat.name));
    chart
}

fn energy(outcome: &Outcome) -> Chart {
    let turned = &outcome.missed_of_turned;
    let dimensions: Vec<f64> = (1..=turned.len()).map(|q| q as f64).collect();
    let ticks = [(1.0, "1"), (4.0, "4"), (9.0, "9"), (16.0, "16")];
    let at_nine = outcome.bodies.iter().map(|body| format!("{} {:.4}", body.name, body.missed[8]));
    let mut chart = Chart::new(
        Axis::linear("dimensions q of the linear space", 1.0..turned.len() as f64).with_ticks(ticks),
        Axis::log("energy missed", 1e-3..1.0),
    )
    .titled("Nine dimensions hold light, and do not hold pose")
    .held("light from everywhere, pose in all orientations")
    .described(format!(
        "The part of the energy that the best linear space misses, against its dimensions. At nine, under lamps from \
         everywhere, it is at most 1/128: {}. Of the {} in all orientations it is {:.2}.",
        at_nine.collect::<Vec<_>>().join(", "),
        outcome.pose[0].name,
        turned[8]
    ))
    .aspect(0.8);
    chart.rule_x(9.0, "").rule_y(1.0 - outcome.kernel_energies[2], "1/128");
    chart.line(&dimensions, turned, SERIES[0], &of_pose(outcome));
    for (body, series) in outcome.bodies.iter().zip(&SERIES[2..]) {
        chart.line(&dimensions, &body.missed, *series, &format!("light: {}", body.name));
    }
    chart
}

/// The name of each orbit with its count.
fn with_counts(orbits: &[Orbit]) -> impl Iterator<Item = (&Orbit, Series, String)> {
    orbits.iter().zip(SERIES).map(|(orbit, series)| (orbit, series, format!("{}: {}", orbit.name, orbit.rank)))
}

fn poses(outcome: &Outcome) -> Chart {
    let chart = axes(outcome.pose[0].singular_values.len())
        .titled("A turn that an object does not show is not counted")
        .held("pose: six parameters and the size")
        .described(format!("Singular values of five solids. As many count: {}.", listed(&outcome.pose)));
    singular_values(chart, with_counts(&outcome.pose))
}

fn perspectives(outcome: &Outcome) -> Chart {
    let chart = axes(outcome.perspective[0].singular_values.len())
        .titled("Nor is a homography that a pattern does not show")
        .held("perspective: eight parameters and the factor")
        .described(format!("Singular values of three patterns. As many count: {}.", listed(&outcome.perspective)));
    let mut chart = singular_values(chart, with_counts(&outcome.perspective));
    note_zero(&mut chart, &outcome.perspective[0], 8.1, "");
    chart
}

fn listed(orbits: &[Orbit]) -> String {
    orbits.iter().map(|orbit| format!("{} {}", orbit.name, orbit.rank)).collect::<Vec<_>>().join(", ")
}

fn against_step(outcome: &Outcome) -> Chart {
    let steps = &outcome.steps;
    let last = steps.singular_values.len() - 1;
    let ticks = [(1e-9, "10⁻⁹"), (1e-6, "10⁻⁶"), (1e-3, "10⁻³"), (0.1, "0.1")];
    let mut chart = Chart::new(
        Axis::log("step of the differences", 1e-9..0.1).with_ticks(ticks),
        Axis::log("singular value σᵢ", LEAST..10.0).with_ticks(SIZES),
    )
    .titled("The gap does not come from the step of the differences")
    .held(outcome.pose[0].name.clone())
    .described(
        "Singular values of the painted solid against the step. Six stay where they are; the seventh falls with the step \
         and rises again where rounding takes over, far below the others.",
    )
    .aspect(0.8);
    for (i, values) in steps.singular_values.iter().enumerate() {
        let (series, label) = if i == last { (SERIES[1], "σ₇") } else { (SERIES[0], "σ₁ … σ₆") };
        chart.line(&steps.steps, values, series, label);
    }
    chart
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    format!(
        "A painted solid under six motions. Singular values of the derivatives of pictures: {} count for its pose and {} \
         for the perspective of a photograph. The energy that the best linear space misses: nine dimensions are enough \
         for all lamps, and not for all orientations. Then the photograph under eight motions, what other objects show \
         (poses: {}; homographies: {}), three bodies under four lamps, and the step of the differences.",
        outcome.pose[0].rank,
        outcome.perspective[0].rank,
        listed(&outcome.pose),
        listed(&outcome.perspective)
    )
}
