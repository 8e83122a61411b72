//! The drawing.

use anyhow::Result;

use super::{Curve, Outcome, Picture, Samplers};
use crate::figure::{
    Drawing, Experiment as _,
    plot::{Axis, Chart, Grid, INK, Panel, SERIES, Series},
    slider::{Frame, Slider},
};

const HELD: &str = "small dots: the exact flow";

/// Where two samplers end, and all errors; the number of steps slides.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let last = outcome.steps.len() - 1;
    let strips: Vec<Panel> = outcome
        .pictures
        .iter()
        .zip(SERIES)
        .map(|(picture, series)| {
            let pictures = [last / 4, last / 2].into_iter().map(|k| {
                let side = || Axis::hidden(-outcome.view_half_width..outcome.view_half_width);
                let axes = Chart::new(side(), side()).titled(&label(outcome, k)).exactly(1.0);
                with_ends(axes, outcome, picture, series, k)
            });
            Panel::strip(&title(picture), 2, pictures).held(HELD).described(ends_described(picture))
        })
        .collect();
    Grid::new(Samplers::TITLE, description(outcome))
        .lead(strips)
        .lead([errors(outcome)])
        .more([round_trips(outcome), ancestral(outcome)])
        .slider(Slider::new("steps n", (0..=last).map(|k| frame(outcome, k)).collect()).starting_at(last / 4))
        .drawing()
}

fn frame(outcome: &Outcome, k: usize) -> Frame {
    let ends = outcome.pictures.iter().zip(SERIES).map(|(picture, series)| {
        let side = |name| Axis::linear(name, -outcome.view_half_width..outcome.view_half_width);
        let axes = Chart::new(side("x₁"), side("x₂")).titled(&title(picture)).held(HELD).exactly(1.0);
        with_ends(axes, outcome, picture, series, k).described(ends_described(picture))
    });
    let mut errors = errors(outcome);
    errors.cursor(outcome.steps[k] as f64);
    let reading: Vec<String> =
        outcome.curves.iter().map(|curve| format!("{} {:.1e}", curve.name, curve.errors[k])).collect();
    Frame::new(label(outcome, k), reading.join("; ")).row(ends).row([errors])
}

fn label(outcome: &Outcome, k: usize) -> String {
    format!("n = {}", outcome.steps[k])
}

fn title(picture: &Picture) -> String {
    format!("Where {} ends", picture.name)
}

fn with_ends(mut chart: Chart, outcome: &Outcome, picture: &Picture, series: Series, k: usize) -> Chart {
    let along = |points: &[[f64; 2]], j: usize| points.iter().map(|point| point[j]).collect::<Vec<f64>>();
    let (exact, ends) = (&outcome.exact_ends, &picture.ends[k]);
    chart.dots(&along(exact, 0), &along(exact, 1), 4.0, INK, "exact flow");
    chart.dots(&along(ends, 0), &along(ends, 1), 6.0, series, &picture.name);
    chart
}

fn steps_axis(steps: &[usize]) -> Axis {
    Axis::log("steps n", steps[0] as f64 * 0.9..steps[steps.len() - 1] as f64 * 1.1)
}

/// Decades around all values.
fn decades<'a>(name: &str, values: impl Iterator<Item = &'a f64> + Clone, most: f64) -> Axis {
    let least = values.clone().copied().filter(|v| *v > 0.0).fold(most, f64::min).max(1e-16);
    let largest = values.copied().fold(least * 10.0, f64::max).min(most);
    Axis::log(name, 10_f64.powf(least.log10().floor())..10_f64.powf(largest.log10().ceil()))
}

fn errors(outcome: &Outcome) -> Chart {
    let ns: Vec<f64> = outcome.steps.iter().map(|&n| n as f64).collect();
    let all = outcome.curves.iter().flat_map(|curve| &curve.errors).chain(&outcome.flow_matching.errors);
    let mut chart = Chart::new(steps_axis(&outcome.steps), decades("rms error", all, 10.0))
        .titled("Errors against steps")
        .held("from the exact end, by Rice's quantiles")
        .described(errors_described(outcome))
        .aspect(0.5);
    for (curve, series) in outcome.curves.iter().zip(SERIES) {
        chart.line(&ns, &curve.errors, series, &curve.name);
    }
    chart.line(&ns, &outcome.flow_matching.errors, SERIES[5], "flow matching, Heun");
    chart
}

fn round_trips(outcome: &Outcome) -> Chart {
    let ns: Vec<f64> = outcome.steps.iter().map(|&n| n as f64).collect();
    let all = outcome.curves.iter().flat_map(|curve| &curve.round_trips);
    let orders: Vec<String> =
        outcome.curves.iter().map(|curve| format!("{} {:.2}", curve.name, curve.round_trip_order)).collect();
    let mut chart = Chart::new(steps_axis(&outcome.steps), decades("rms distance", all, 10.0))
        .titled("Up to noise and down again")
        .held("distance from where it started")
        .described(format!("The distance after encoding and decoding against steps. Orders: {}.", orders.join(", ")));
    for (curve, series) in outcome.curves.iter().zip(SERIES) {
        chart.line(&ns, &curve.round_trips, series, &curve.name);
    }
    chart
}

fn ancestral(outcome: &Outcome) -> Chart {
    let ancestral = &outcome.ancestral;
    let ns: Vec<f64> = ancestral.steps.iter().map(|&n| n as f64).collect();
    let least = ancestral.errors.iter().map(|e| e.low).fold(0.0, f64::min);
    let most = ancestral.errors.iter().map(|e| e.high).fold(0.0, f64::max);
    let room = 0.1 * (most - least).max(1e-12);
    let mut chart = Chart::new(steps_axis(&ancestral.steps), ("error of E r²", least - room..most + room))
        .titled("The ancestral sampler's distribution")
        .held("95 % intervals")
        .described(format!(
            "The error of the mean square radius against steps; the weak order is {:.2}, between {:.2} and {:.2}.",
            ancestral.order.value, ancestral.order.low, ancestral.order.high
        ));
    chart.estimates(&ns, &ancestral.errors, SERIES[0], "ancestral").rule_y(0.0, "exact");
    chart
}

fn ends_described(picture: &Picture) -> String {
    format!("Ends of {} beside those of the exact flow, on and about the circle.", picture.name)
}

fn errors_described(outcome: &Outcome) -> String {
    let last = outcome.steps.len() - 1;
    let of = |curve: &Curve| format!("{} {:.1e}, order {:.2}", curve.name, curve.errors[last], curve.order);
    format!(
        "Errors against the number of steps. With {} steps: {}; flow matching {:.1e}, order {:.2}.",
        outcome.steps[last],
        outcome.curves.iter().map(of).collect::<Vec<_>>().join("; "),
        outcome.flow_matching.errors[last],
        outcome.flow_matching.order
    )
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    format!(
        "Samplers of the circle with the exact denoiser: where they end, and their errors with {} to {} steps.",
        outcome.steps[0],
        outcome.steps[outcome.steps.len() - 1]
    )
}
