//! The drawing.

use anyhow::Result;

use super::{NoisedCurve, Outcome};
use crate::figure::{
    Drawing,
    plot::{Axis, Chart, Colours, Grid, Panel, Raster, SERIES, Series},
    slider::{Frame, Slider},
};

/// Clouds in the filmstrip.
const STRIP: usize = 6;

/// The clouds over their densities, and the relative entropies; the time slides.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let last = outcome.times.len() - 1;
    let shown: Vec<usize> = (0..STRIP).map(|i| i * last / (STRIP - 1)).collect();
    let strips = outcome.curves.iter().zip(SERIES).map(|(curve, series)| {
        let clouds = shown.iter().map(|&k| {
            let side = || Axis::hidden(-outcome.view_half_width..outcome.view_half_width);
            let axes = Chart::new(side(), side()).titled(&label(outcome, k)).exactly(1.0);
            cloud(axes, outcome, curve, series, 4.0, k)
        });
        Panel::strip(&title(curve), 3, clouds).described(clouds_described(outcome, curve))
    });
    let strips: Vec<Panel> = strips.collect();
    let frames = (0..=last).map(|k| frame(outcome, k)).collect();
    Grid::new("A sine curve and a circle under the Ornstein–Uhlenbeck process", description(outcome))
        .lead(strips)
        .lead([entropy(outcome)])
        .slider(Slider::new("time t", frames))
        .drawing()
}

/// The clouds at one time, and where it stands among the relative entropies.
fn frame(outcome: &Outcome, k: usize) -> Frame {
    let reading = outcome.curves.iter().map(|curve| match k {
        0 => format!("{}: all on the curve", curve.name),
        _ => format!("{}: {:.4} nats", curve.name, curve.kl_to_normal[k - 1]),
    });
    let clouds = outcome.curves.iter().zip(SERIES).map(|(curve, series)| {
        let side = -outcome.view_half_width..outcome.view_half_width;
        let axes = Chart::new(("x₁", side.clone()), ("x₂", side)).titled(&title(curve)).exactly(1.0);
        cloud(axes, outcome, curve, series, 3.2, k).described(clouds_described(outcome, curve))
    });
    let mut entropy = entropy(outcome);
    entropy.cursor(outcome.times[k]);
    Frame::new(label(outcome, k), reading.collect::<Vec<_>>().join("; ")).row(clouds).row([entropy])
}

fn label(outcome: &Outcome, k: usize) -> String {
    format!("t = {:.2}", outcome.times[k])
}

fn title(curve: &NoisedCurve) -> String {
    format!("The {} becomes a round cloud", curve.name)
}

/// The density and the cloud of frame `k`.
fn cloud(mut chart: Chart, outcome: &Outcome, curve: &NoisedCurve, series: Series, dot: f64, k: usize) -> Chart {
    let pixels = match k {
        0 => vec![0.0; outcome.pixels * outcome.pixels],
        _ => curve.densities[k - 1].levels(),
    };
    let side = -outcome.view_half_width..outcome.view_half_width;
    let haze = Raster::new(outcome.pixels, &pixels, &(0.0..=255.0), Colours::Haze).smooth();
    let [xs, ys] = [0, 1].map(|j| curve.frames[k].iter().map(|point| point[j]).collect::<Vec<f64>>());
    chart.image(haze, side.clone(), side).dots(&xs, &ys, dot, series, "");
    chart
}

/// The relative entropies and their bounds.
fn entropy(outcome: &Outcome) -> Chart {
    let noised = &outcome.times[1..];
    let smallest = outcome.curves.iter().flat_map(|curve| &curve.kl_to_normal).copied().fold(1.0, f64::min);
    let heights = 10_f64.powf(smallest.max(1e-16).log10().floor())..10.0;
    let time = ("time t", 0.0..noised[noised.len() - 1]);
    let mut chart = Chart::new(time, Axis::log("KL(ρₜ‖γ) (nats)", heights))
        .titled("The relative entropy to the standard normal falls below its bound")
        .described(entropy_described(outcome))
        .aspect(0.45);
    for (curve, series) in outcome.curves.iter().zip(SERIES) {
        chart.line(noised, &curve.kl_to_normal, series, &curve.name);
        let bound = format!("{}, bound exp(−2(t − t₀))", curve.name);
        chart.line(noised, &curve.kl_bound, series.thin(), &bound);
    }
    chart
}

/// A curve's clouds in words.
fn clouds_described(outcome: &Outcome, curve: &NoisedCurve) -> String {
    format!(
        "Points of the {} over their exact density: on the curve at t = 0, a round Gaussian cloud at t = {:.1}.",
        curve.name,
        outcome.times[outcome.times.len() - 1]
    )
}

/// The relative entropies in words.
fn entropy_described(outcome: &Outcome) -> String {
    let of = |curve: &NoisedCurve| {
        let (first, end) = (curve.kl_to_normal[0], curve.kl_to_normal[curve.kl_to_normal.len() - 1]);
        format!("{}: from {first:.3} nats to {end:.1e}, ending with slope {:.2}", curve.name, curve.late_slope)
    };
    format!(
        "The relative entropy to the standard normal against time, below its bound. {}.",
        outcome.curves.iter().map(of).collect::<Vec<_>>().join("; ")
    )
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    let curves: Vec<&str> = outcome.curves.iter().map(|curve| curve.name.as_str()).collect();
    format!(
        "Clouds of points that noise makes round, of {}, and the relative entropy that is left over time.",
        curves.join(" and ")
    )
}
