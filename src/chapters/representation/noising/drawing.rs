//! The drawing.

use anyhow::Result;

use super::{NoisedCurve, Outcome};
use crate::figure::{
    Drawing,
    frames::Animation,
    plot::{Axis, Chart, Colours, Page, Raster, SERIES, Series},
};

/// Frames in the filmstrip.
const STRIP: usize = 6;

/// The clouds over their densities, one frame per time, over the relative entropies.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let labels: Vec<String> = outcome.times.iter().map(|t| format!("t = {t:.2}")).collect();
    let title = "A sine curve and a circle under the Ornstein–Uhlenbeck process";
    let description = description(outcome);
    let frames = (0..labels.len())
        .map(|k| {
            let clouds = outcome.curves.iter().zip(SERIES).map(|(curve, series)| {
                let side = -outcome.view_half_width..outcome.view_half_width;
                let axes = Chart::new(("x₁", side.clone()), ("x₂", side)).titled(&curve.name).aspect(1.0);
                cloud(axes, outcome, curve, series, 3.2, k)
            });
            let page = Page::new(title, &description).row(clouds).row([entropy(outcome, &[k])]);
            Ok((labels[k].clone(), page))
        })
        .collect::<Result<Vec<_>>>()?;
    let shown: Vec<usize> = (0..STRIP).map(|i| i * (labels.len() - 1) / (STRIP - 1)).collect();
    let mut strip = Page::new(title, &description);
    for (curve, series) in outcome.curves.iter().zip(SERIES) {
        strip = strip.row(shown.iter().map(|&k| {
            let side = || Axis::hidden(-outcome.view_half_width..outcome.view_half_width);
            cloud(Chart::new(side(), side()).titled(&labels[k]).aspect(1.0), outcome, curve, series, 2.0, k)
        }));
    }
    let strip = strip.row([entropy(outcome, &shown)]);
    Ok(Drawing::Animation(Animation::new("time t", &strip, &frames)?))
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

/// The relative entropies and their bounds, with a dot at each of the frames `shown`.
fn entropy(outcome: &Outcome, shown: &[usize]) -> Chart {
    let noised = &outcome.times[1..];
    let smallest = outcome.curves.iter().flat_map(|curve| &curve.kl_to_normal).copied().fold(1.0, f64::min);
    let heights = 10_f64.powf(smallest.max(1e-16).log10().floor())..10.0;
    let mut chart =
        Chart::new(("time t", 0.0..noised[noised.len() - 1]), Axis::log("KL(ρₜ‖γ) (nats)", heights)).aspect(0.4);
    for (i, (curve, series)) in outcome.curves.iter().zip(SERIES).enumerate() {
        chart.line(noised, &curve.kl_bound, series.thin(), if i == 0 { "bounds exp(−2(t − t₀)), thin" } else { "" });
        chart.line(noised, &curve.kl_to_normal, series, &curve.name);
        let positive = || shown.iter().filter(|&&k| k > 0);
        let xs: Vec<f64> = positive().map(|&k| outcome.times[k]).collect();
        let ys: Vec<f64> = positive().map(|&k| curve.kl_to_normal[k - 1]).collect();
        chart.dots(&xs, &ys, 9.0, series, "");
    }
    chart
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    let last = outcome.times.len() - 1;
    let of = |curve: &NoisedCurve| {
        let (first, end) = (curve.kl_to_normal[0], curve.kl_to_normal[last - 1]);
        format!("{}: from {first:.3} nats to {end:.1e}, ending with slope {:.2}", curve.name, curve.late_slope)
    };
    format!(
        "Clouds of points over their exact density, from the curve at t = 0 to a round Gaussian cloud at t = {:.1}; and \
         the relative entropy to the standard normal against time, below its bound. {}.",
        outcome.times[last],
        outcome.curves.iter().map(of).collect::<Vec<_>>().join("; ")
    )
}
