//! The drawing.

use anyhow::Result;

use super::{Cell, Diagram, EndToEnd, Outcome, Portrait};
use crate::figure::{
    Drawing, Experiment as _,
    plot::{Axis, Chart, Colours, Grid, Panel, Raster, SERIES},
};

/// The largest |f| whose colour differs from that of a larger one.
const STRONGEST: f64 = 1.5;

/// Trained functions, and success over depth and separation beside the infinite-width limit; then over samples and width.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let Outcome { separation, samples, width, pairs, .. } = outcome;
    // The last pair is the one at the fixed separation.
    let (fixed, shown) = (&pairs[separation.columns.len()], &pairs[..separation.columns.len()]);
    let angles: Vec<String> = shown.iter().map(|pair| format!("{:.2}", pair.separation_rad)).collect();
    let counts = |diagram: &Diagram| diagram.columns.iter().map(|count| format!("{count}")).collect::<Vec<_>>();
    let held = format!("Δ = {:.2} rad", fixed.separation_rad);
    let coloured = |held: &str| format!("{held}; colours as in (b)");
    let (distances, numbers, mut widths) =
        (Columns::new("separation Δ (rad)", angles), Columns::new("samples N", counts(samples)), counts(width));
    let samples_fitted = fitted(width, &Columns::new("width n", widths.clone()));
    widths.push("∞".to_owned());
    let with_limit: Vec<Vec<Cell>> =
        width.networks.iter().zip(&width.limit).map(|(row, limit)| [row.as_slice(), limit].concat()).collect();
    Grid::new(EndToEnd::TITLE, description(outcome))
        .lead([functions(&outcome.portraits).held(format!("{held}; share of wrong test points"))])
        .lead([
            success(separation, &separation.networks, &distances)
                .titled("A middle depth succeeds at smaller separations")
                .held("networks")
                .colours(("share of trainings with every label right", 0.0..1.0), Colours::Viridis),
            success(separation, &separation.limit, &distances)
                .titled("In the infinite-width limit the shallowest does best")
                .held(coloured("infinite width")),
        ])
        .more([
            success(samples, &samples.networks, &numbers)
                .titled("More depth asks for more samples")
                .held(coloured(&format!("networks, {held}"))),
            success(samples, &samples.limit, &numbers)
                .titled("Infinite width: all succeed with the most")
                .held(coloured(&format!("infinite width, {held}"))),
        ])
        .more([
            success(width, &with_limit, &Columns::new("width n", widths))
                .titled("Success needs width")
                .held(coloured(&held)),
            samples_fitted.titled("Deep networks fit their samples").held(format!("{held}; yellow: all, dark: none")),
        ])
        .drawing()
}

/// What varies from column to column of a map.
struct Columns {
    label: &'static str,
    names: Vec<String>,
}

impl Columns {
    fn new(label: &'static str, names: Vec<String>) -> Self {
        Self { label, names }
    }
}

/// The share of trainings with every label right, the deepest networks on top.
fn success(diagram: &Diagram, cells: &[Vec<Cell>], columns: &Columns) -> Chart {
    let trials = |of: fn(&Cell) -> usize| cells.iter().flatten().map(of).sum::<usize>();
    let by_depth = |(depth, row): (&usize, &Vec<Cell>)| {
        let shares: Vec<String> = row.iter().map(|cell| format!("{}", cell.success.value)).collect();
        format!("depth {depth}: {}", shares.join(", "))
    };
    let rows: Vec<String> = diagram.depths.iter().zip(cells).map(by_depth).collect();
    map(diagram, cells, columns, |cell| cell.success.value, 1.0).described(format!(
        "{} of {} trainings succeed. Shares over the {}, {}: {}.",
        trials(|cell| cell.perfect),
        trials(|cell| cell.trials),
        columns.label,
        columns.names.join(", "),
        rows.join("; ")
    ))
}

/// How many trainings fitted their samples.
fn fitted(diagram: &Diagram, columns: &Columns) -> Chart {
    let trials = diagram.networks[0][0].trials as f64;
    let of_depth = |(depth, row): (&usize, &Vec<Cell>)| {
        let counts: Vec<String> = row.iter().map(|cell| format!("{}", cell.fitted)).collect();
        format!("depth {depth}: {}", counts.join(", "))
    };
    let rows: Vec<String> = diagram.depths.iter().zip(&diagram.networks).map(of_depth).collect();
    map(diagram, &diagram.networks, columns, |cell| cell.fitted as f64, trials).described(format!(
        "Of {trials} trainings, with widths {}: {}.",
        columns.names.join(", "),
        rows.join("; ")
    ))
}

/// A number of every cell as a colour, from 0 to `most`.
fn map(diagram: &Diagram, cells: &[Vec<Cell>], columns: &Columns, number: fn(&Cell) -> f64, most: f64) -> Chart {
    let (width, height) = (columns.names.len() as f64, diagram.depths.len() as f64);
    let depths: Vec<String> = diagram.depths.iter().map(|depth| format!("{depth}")).collect();
    let named = |label: &str, names: &[String], length: f64| {
        let ticks = names.iter().enumerate().map(|(at, name)| (at as f64 + 0.5, name.as_str()));
        Axis::linear(label, 0.0..length).with_ticks(ticks)
    };
    let values: Vec<f64> = cells.iter().rev().flatten().map(number).collect();
    let axes = (named(columns.label, &columns.names, width), named("depth L", &depths, height));
    let mut chart = Chart::new(axes.0, axes.1).aspect(0.6);
    chart.image(Raster::new(columns.names.len(), &values, &(0.0..=most), Colours::Viridis), 0.0..width, 0.0..height);
    chart
}

/// The trained functions on the sphere.
fn functions(portraits: &[Portrait]) -> Panel {
    let described = |portrait: &Portrait| {
        let Portrait { depth, wrong, steps, .. } = portrait;
        format!("With {depth} layers {:.1} % of the test points are wrong, after {steps} steps.", 100.0 * wrong)
    };
    Panel::strip("Too shallow misses the bends, too deep tears between samples", 3, portraits.iter().map(sphere))
        .described(portraits.iter().map(described).collect::<Vec<_>>().join(" "))
}

/// A trained function with the curves and the samples.
fn sphere(portrait: &Portrait) -> Chart {
    let side = || Axis::hidden(-1.0..1.0);
    let raster = Raster::new(portrait.side, &portrait.values(), &(-STRONGEST..=STRONGEST), Colours::Viridis).smooth();
    let mut chart = Chart::new(side(), side())
        .titled(&format!("L = {}: {:.1} %", portrait.depth, 100.0 * portrait.wrong))
        .exactly(1.0)
        .colours(("trained function f", -STRONGEST..STRONGEST), Colours::Viridis);
    chart.image(raster, -1.0..1.0, -1.0..1.0);
    for (curve, samples) in portrait.curves.iter().zip(&portrait.samples) {
        let split = |points: &[[f64; 2]]| -> (Vec<f64>, Vec<f64>) { points.iter().map(|&[x, y]| (x, y)).unzip() };
        let (xs, ys) = split(curve);
        chart.line(&xs, &ys, SERIES[3].solid(), "the curves");
        let (xs, ys) = split(samples);
        chart.dots(&xs, &ys, 5.0, SERIES[1], "samples");
    }
    chart
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    let all = &outcome.all;
    let portrait = |portrait: &Portrait| {
        format!(" With {} layers {:.1} % of the test points are wrong.", portrait.depth, 100.0 * portrait.wrong)
    };
    let portraits: String = outcome.portraits.iter().map(portrait).collect();
    format!(
        "Trained functions on the sphere with the two curves and their samples.{portraits} Then the share of trainings that \
         label every point of both curves, over the depth and the separation, for networks and in the infinite-width limit: \
         {} of {} networks do.",
        all.perfect, all.trials
    )
}
