//! The drawing.

use anyhow::Result;

use super::{NoisedCurve, Outcome};
use crate::figure::{
    Drawing,
    plot::{Axis, Chart, Colours, Grid, Panel, Raster, SERIES, Series, minus},
    slider::{Frame, Slider},
};

/// Clouds in the filmstrip.
const STRIP: usize = 4;
/// Points drawn of a cloud at most, evenly along the curve, so that a page can carry every frame.
const MOST_POINTS: usize = 48;
/// Pixels drawn along a side of a density at most: the haze is smooth.
const MOST_PIXELS: usize = 32;

/// The clouds over their densities, and the relative entropies; the time slides.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let last = outcome.times.len() - 1;
    let shown: Vec<usize> = (0..STRIP).map(|i| i * last / (STRIP - 1)).collect();
    let strips = outcome.curves.iter().zip(SERIES).map(|(curve, series)| {
        let clouds = shown.iter().map(|&k| {
            let side = || Axis::hidden(-outcome.view_half_width..outcome.view_half_width);
            let axes = Chart::new(side(), side()).titled(&label(outcome, k)).exactly(1.0);
            cloud(axes, outcome, curve, series, k)
        });
        Panel::strip(&title(curve), 2, clouds).held(HELD).described(clouds_described(outcome, curve))
    });
    let strips: Vec<Panel> = strips.collect();
    // Late clouds look alike: of the last two fifths of the frames every second is shown.
    let frames = (0..=last).filter(|k| 5 * k <= 3 * last || (last - k).is_multiple_of(2));
    Grid::new("A sine curve and a circle under the Ornstein–Uhlenbeck process", description(outcome))
        .lead(strips)
        .lead([entropy(outcome)])
        .slider(Slider::new("time t", frames.map(|k| frame(outcome, k)).collect()))
        .drawing()
}

const HELD: &str = "dots: noised points; grey: their exact density ρₜ";

/// The clouds at one time, and where it stands among the relative entropies.
fn frame(outcome: &Outcome, k: usize) -> Frame {
    let reading = outcome.curves.iter().map(|curve| match k {
        0 => format!("{}: on the curve", curve.name),
        _ => format!("{}: {} nats", curve.name, nats(curve.kl_to_normal[k - 1])),
    });
    let clouds = outcome.curves.iter().zip(SERIES).map(|(curve, series)| {
        let side = |name| Axis::linear(name, -outcome.view_half_width..outcome.view_half_width);
        let axes = Chart::new(side("x₁"), side("x₂")).titled(&title(curve)).held(HELD).exactly(1.0);
        cloud(axes, outcome, curve, series, k).described(clouds_described(outcome, curve))
    });
    let mut entropy = entropy(outcome);
    entropy.cursor(outcome.times[k]);
    Frame::new(label(outcome, k), reading.collect::<Vec<_>>().join("; ")).row(clouds).row([entropy])
}

fn label(outcome: &Outcome, k: usize) -> String {
    format!("t = {:.2}", outcome.times[k])
}

fn nats(entropy: f64) -> String {
    if entropy < 1e-3 { minus(&format!("{entropy:.1e}")) } else { format!("{entropy:.4}") }
}

fn title(curve: &NoisedCurve) -> String {
    format!("The {} becomes a round cloud", curve.name)
}

/// The density and the cloud of frame `k`.
fn cloud(mut chart: Chart, outcome: &Outcome, curve: &NoisedCurve, series: Series, k: usize) -> Chart {
    let Outcome { pixels: side, view_half_width: half, .. } = *outcome;
    let stride = side.div_ceil(MOST_PIXELS);
    let kept = (0..side).step_by(stride);
    let rows = kept.clone().flat_map(|row| kept.clone().map(move |column| row * side + column));
    let levels: Vec<f64> = match k {
        0 => rows.map(|_| 0.0).collect(),
        _ => rows.map(|pixel| f64::from(curve.densities[k - 1].0[pixel])).collect(),
    };
    // A pixel that is kept grows about its own middle.
    let pixel = 2.0 * half / side as f64;
    let start = -half - pixel * (stride - 1) as f64 / 2.0;
    let end = start + pixel * (kept.len() * stride) as f64;
    let haze = Raster::new(kept.len(), &levels, &(0.0..=255.0), Colours::Haze).smooth();
    let thinned = curve.frames[k].iter().step_by(curve.frames[k].len().div_ceil(MOST_POINTS));
    let [xs, ys] = [0, 1].map(|j| thinned.clone().map(|point| point[j]).collect::<Vec<f64>>());
    let label = format!("noised points of the {}", curve.name);
    chart.image(haze, start..end, -end..-start).dots(&xs, &ys, 5.5, series, &label);
    chart
}

/// The relative entropies and their bounds.
fn entropy(outcome: &Outcome) -> Chart {
    let noised = &outcome.times[1..];
    let smallest = outcome.curves.iter().flat_map(|curve| &curve.kl_to_normal).copied().fold(1.0, f64::min);
    let heights = 10_f64.powf(smallest.max(1e-16).log10().floor())..10.0;
    let time = ("time t", 0.0..noised[noised.len() - 1]);
    let mut chart = Chart::new(time, Axis::log("KL(ρₜ‖γ) (nats)", heights))
        .titled("The relative entropy and its bound")
        .held(format!("bound: e^{{−2(t − t₀)}} times the entropy at t₀ = {:.3}", noised[0]))
        .described(entropy_described(outcome))
        .aspect(0.45)
        .names_at_ends();
    for (curve, series) in outcome.curves.iter().zip(SERIES) {
        chart.line(noised, &curve.kl_to_normal, series, &curve.name);
        chart.line(noised, &curve.kl_bound, series.thin(), &format!("bound, {}", curve.name));
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
