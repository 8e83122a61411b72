//! The panels that tell the story.

use super::{super::Outcome, ends, numbers, percent, range};
use crate::figure::{
    plot::{Axis, Chart, INK, Panel, SERIES},
    slider::{Frame, Slider},
};

/// Bands of arc length, each in a colour.
const BANDS: usize = 4;
/// A picture's height over its width.
const ASPECT: f64 = 0.42;
/// The part of the chart's length that a picture shows beyond each of its ends.
const MARGIN: f64 = 0.06;

/// The frames over N.
pub(super) fn slider(outcome: &Outcome) -> Slider {
    let frame = |at: usize| {
        let shown = &outcome.frames[at];
        let reading = format!(
            "k = {}; error of Isomap {}, of LTSA {}",
            outcome.neighbours[at],
            percent(shown.isomap_error),
            percent(shown.ltsa_error)
        );
        let mut errors = errors(outcome);
        errors.cursor(outcome.samples[at] as f64);
        Frame::new(format!("N = {}", outcome.samples[at]), reading)
            .row([pictures(outcome, at)])
            .row([errors, distortion(outcome)])
    };
    Slider::new("points N", (0..outcome.samples.len()).map(frame).collect()).starting_at(outcome.samples.len() - 1)
}

/// The true chart and both unrolled samples.
pub(super) fn pictures(outcome: &Outcome, at: usize) -> Panel {
    let shown = &outcome.frames[at];
    let pictures = [("true chart", &shown.truth), ("Isomap", &shown.isomap), ("LTSA", &shown.ltsa)]
        .map(|(title, places)| picture(outcome, title, &shown.truth, places));
    Panel::strip("The roll with a hole, laid flat", 3, pictures)
        .held("colours: the true arc length; the best rigid motion onto the true chart")
        .described(format!(
            "Points of a sample of {} points in the true chart, as Isomap lays them out with an error of {}, and as LTSA \
             does with {}.",
            outcome.samples[at],
            percent(shown.isomap_error),
            percent(shown.ltsa_error)
        ))
}

fn picture(outcome: &Outcome, title: &str, truth: &[[f64; 2]], places: &[[f64; 2]]) -> Chart {
    let [length, height] = outcome.chart;
    let x = -MARGIN * length..(1.0 + MARGIN) * length;
    let half = (x.end - x.start) * ASPECT / 2.0;
    let y = height / 2.0 - half..height / 2.0 + half;
    let mut chart = Chart::new(Axis::hidden(x), Axis::hidden(y)).titled(title).exactly(ASPECT);
    for (band, series) in (0..BANDS).zip(SERIES) {
        let from = length * band as f64 / BANDS as f64;
        let to = length * (band + 1) as f64 / BANDS as f64;
        let members =
            || truth.iter().zip(places).filter(|(truth, _)| (from..to).contains(&truth[0])).map(|pair| pair.1);
        let [xs, ys] = [0, 1].map(|a| members().map(|place| place[a]).collect::<Vec<f64>>());
        chart.dots(&xs, &ys, 4.0, series, &format!("s from {from:.0} to {to:.0}"));
    }
    chart
}

/// The error against N on the roll with a hole.
pub(super) fn errors(outcome: &Outcome) -> Chart {
    let shape = &outcome.shapes[1];
    let samples = numbers(&outcome.samples);
    let all = shape.isomap.error.iter().chain(&shape.ltsa.error).chain([&shape.limit]).copied();
    let mut chart = Chart::new(Axis::log("points N", ends(&samples)), Axis::log("Procrustes error E", range(all)))
        .titled("Error of the chart, with the hole")
        .held("bands: smallest to largest of the samples drawn")
        .described(format!(
            "With a hole the power of N is {:.2} for Isomap and {:.2} for LTSA; exact distances around the hole leave {}.",
            shape.isomap.power.value,
            shape.ltsa.power.value,
            percent(shape.limit.value)
        ));
    chart
        .estimates(&samples, &shape.isomap.error, SERIES[0], "Isomap")
        .estimates(&samples, &shape.ltsa.error, SERIES[1], "LTSA")
        .rule_y(shape.limit.value, "exact distances around the hole");
    chart
}

/// The distortion of caps.
pub(super) fn distortion(outcome: &Outcome) -> Chart {
    let sphere = &outcome.sphere;
    let caps = &sphere.caps_rad;
    let all = sphere.isomap.distortion.iter().chain(&sphere.ltsa.distortion).copied();
    let heights = 1.0..range(all).end.min(1e4);
    let last = caps.len() - 1;
    let mut chart = Chart::new(("angular radius of the cap α (rad)", 0.0..3.2), Axis::log("largest over smallest stretch", heights))
        .titled("Distortion of a cap of the sphere")
        .held("no chart has less than α/sin α")
        .described(format!(
            "The largest over the smallest stretch of a cap of radius {:.1} rad is {:.1} by Isomap and {:.1} by LTSA, where \
             α/sin α is {:.1}.",
            caps[last], sphere.isomap.distortion[last].value, sphere.ltsa.distortion[last].value, sphere.bound[last]
        ));
    chart
        .estimates(caps, &sphere.isomap.distortion, SERIES[0], "Isomap")
        .estimates(caps, &sphere.ltsa.distortion, SERIES[1], "LTSA")
        .line(caps, &sphere.bound, INK, "α/sin α");
    chart
}

/// The figure in words.
pub(super) fn description(outcome: &Outcome) -> String {
    format!(
        "Samples of a Swiss roll with a hole, up to {} points, laid flat by Isomap and by local tangent space alignment; \
         their errors against the number of points; and the distortion of caps of a sphere, which cannot be laid flat.",
        outcome.samples[outcome.samples.len() - 1]
    )
}
