//! The drawing.

use anyhow::Result;

use super::{Cell, Diagram, EndToEnd, Outcome, Portrait};
use crate::figure::{
    Drawing, Experiment as _,
    plot::{Axis, Chart, Colours, Grid, INK, Raster, SERIES},
};

/// The largest |f| whose colour differs from that of a larger one.
const STRONGEST: f64 = 1.5;

/// Success over depth and separation, samples and width, the first two beside the infinite-width limit; then trained functions.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let Outcome { separation, samples, width, pairs, .. } = outcome;
    // The last pair is the one at the fixed separation.
    let shown = &pairs[..separation.columns.len()];
    let angles: Vec<String> = shown.iter().map(|pair| format!("{:.2}", pair.separation_rad)).collect();
    let counts = |diagram: &Diagram| diagram.columns.iter().map(|count| format!("{count}")).collect::<Vec<_>>();
    let mut widths = counts(width);
    let fitted = |cell: &Cell| cell.fitted as f64 / cell.trials as f64;
    let labels = Labels { title: "the samples fitted", axis: "width n", ticks: &widths };
    let samples_fitted = map(width, &width.networks, fitted, &labels);
    widths.push("∞".to_owned());
    let with_limit: Vec<Vec<Cell>> =
        width.networks.iter().zip(&width.limit).map(|(row, limit)| [row.as_slice(), limit].concat()).collect();
    let success = |cell: &Cell| cell.success.value;
    let pair = |diagram: &Diagram, axis: &str, ticks: &[String]| {
        [("networks", &diagram.networks), ("infinite width", &diagram.limit)]
            .map(|(title, cells)| map(diagram, cells, success, &Labels { title, axis, ticks }))
    };
    let every_point = Labels { title: "every point right", axis: "width n", ticks: &widths };
    Grid::new(EndToEnd::TITLE, description(outcome))
        .lead(pair(separation, "separation Δ (rad)", &angles))
        .more(pair(samples, "samples N", &counts(samples)))
        .more([map(width, &with_limit, success, &every_point), samples_fitted])
        .more(outcome.portraits.iter().map(sphere))
        .drawing()
}

/// The words around a map.
struct Labels<'a> {
    title: &'a str,
    /// The words under the columns.
    axis: &'a str,
    /// What each column is, in words.
    ticks: &'a [String],
}

/// A number of every cell as a colour, the deepest networks on top.
fn map(diagram: &Diagram, cells: &[Vec<Cell>], number: impl Fn(&Cell) -> f64, labels: &Labels<'_>) -> Chart {
    let &Labels { title, axis, ticks } = labels;
    let middle = |at: usize| at as f64 + 0.5;
    let (columns, rows) = (ticks.len() as f64, diagram.depths.len() as f64);
    let depths: Vec<String> = diagram.depths.iter().map(|depth| format!("{depth}")).collect();
    let named = |axis: &str, names: &[String], length: f64| {
        let ticks: Vec<(f64, &str)> = names.iter().enumerate().map(|(at, name)| (middle(at), name.as_str())).collect();
        Axis::linear(axis, 0.0..length).with_ticks(ticks)
    };
    let values: Vec<f64> = cells.iter().rev().flatten().map(number).collect();
    let mut chart = Chart::new(named(axis, ticks, columns), named("depth L", &depths, rows)).titled(title).aspect(0.6);
    chart.image(Raster::new(ticks.len(), &values, &(0.0..=1.0), Colours::Viridis), 0.0..columns, 0.0..rows);
    chart
}

/// A trained function with the curves and the samples.
fn sphere(portrait: &Portrait) -> Chart {
    let raster = Raster::new(portrait.side, &portrait.values(), &(-STRONGEST..=STRONGEST), Colours::Viridis).smooth();
    let mut chart = Chart::picture(raster, &format!("L = {}", portrait.depth));
    // The picture's axes count pixels from its upper left corner.
    let half = portrait.side as f64 / 2.0;
    let place = |points: &[[f64; 2]]| -> (Vec<f64>, Vec<f64>) {
        points.iter().map(|[right, up]| (half + half * right, half - half * up)).unzip()
    };
    for (curve, samples) in portrait.curves.iter().zip(&portrait.samples) {
        let (xs, ys) = place(curve);
        chart.line(&xs, &ys, INK.thin().solid(), "");
        let (xs, ys) = place(samples);
        chart.dots(&xs, &ys, 5.0, SERIES[1], "");
    }
    chart
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    let all = |diagram: &Diagram| diagram.networks.iter().flatten().map(|cell| cell.perfect).sum::<usize>();
    let trials = |diagram: &Diagram| diagram.networks.iter().flatten().map(|cell| cell.trials).sum::<usize>();
    let share = |diagram: &Diagram| format!("{} of {}", all(diagram), trials(diagram));
    let portrait = |portrait: &Portrait| {
        format!(" With {} layers {:.1} % of the test points are wrong.", portrait.depth, 100.0 * portrait.wrong)
    };
    let portraits: String = outcome.portraits.iter().map(portrait).collect();
    format!(
        "Five maps of the share of trainings after which every test point of two curves has its right label, dark for none \
         and light for all, over the depth upward and, from above, the separation of the curves ({} trainings succeed), the \
         number of samples ({}) and the width ({}). Beside the first two, the same in the infinite-width \
         limit; beside the third, the share of trainings that fitted their samples. Below, trained functions on \
         the sphere with the curves and their samples.{portraits}",
        share(&outcome.separation),
        share(&outcome.samples),
        share(&outcome.width),
    )
}
