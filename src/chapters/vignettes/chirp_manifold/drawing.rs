//! The drawing.

use anyhow::Result;

use super::Outcome;
use crate::{
    figure::{
        Drawing,
        plot::{Axis, Chart, Colours, Grid, INK, Raster, SERIES},
    },
    ground::pixels::Pixels,
};

/// Waves, their span, their shape, and the match with its metric.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    Grid::new("Chirps of two masses: waves, span, shape and match", description(outcome))
        .lead([by_frequency(outcome), spans(outcome)])
        .more([in_time(outcome)])
        .more([oblique(outcome), over_masses(outcome)])
        .more([around(outcome), curvature(outcome)])
        .drawing()
}

fn name(m1: f64, m2: f64) -> String {
    format!("({m1}, {m2})")
}

/// The decades, or parts of them, that hold all values.
fn around_all<'a>(values: impl Iterator<Item = &'a f64>) -> std::ops::Range<f64> {
    let (low, high) = values.fold((f64::INFINITY, 0.0), |(low, high): (f64, f64), &x| (low.min(x), high.max(x)));
    0.7 * low..1.4 * high
}

fn by_frequency(outcome: &Outcome) -> Chart {
    let noise = &outcome.noise;
    let frequencies = &noise.frequencies_hz;
    let last = frequencies[frequencies.len() - 1];
    let all = outcome.waves.iter().flat_map(|wave| &wave.strain).chain(&noise.density);
    let mut chart =
        Chart::new(Axis::log("frequency f (Hz)", frequencies[0]..last), Axis::log("strain (Hz^−½)", around_all(all)))
            .aspect(0.85);
    for (wave, series) in outcome.waves.iter().zip(SERIES) {
        chart.line(&wave.frequencies_hz, &wave.strain, series, &name(wave.m1_msun, wave.m2_msun));
    }
    chart.line(frequencies, &noise.density, INK, "noise √S").rule_x(outcome.band_hz[1], "band ends");
    chart
}

fn in_time(outcome: &Outcome) -> Chart {
    let times = &outcome.times_s;
    let largest = outcome.waves.iter().flat_map(|wave| &wave.whitened).fold(0.0, |most: f64, x| most.max(x.abs()));
    let count = outcome.waves.len() as f64;
    let (first, last) = (times[0], times[times.len() - 1]);
    let mut chart = Chart::new(
        ("time before coalescence (s)", first..last),
        Axis::linear("whitened wave", -1.1..2.0 * count - 0.9).with_ticks([]),
    )
    .aspect(0.15 + 0.09 * count);
    for (i, (wave, series)) in outcome.waves.iter().zip(SERIES).enumerate() {
        let base = 2.0 * (count - 1.0 - i as f64);
        let heights: Vec<f64> = wave.whitened.iter().map(|x| base + x / largest).collect();
        let label = format!("{}, ρ = {:.1}", name(wave.m1_msun, wave.m2_msun), wave.snr);
        chart.line(times, &heights, series.thin().solid(), &label);
    }
    chart.rule_x(0.0, "");
    chart
}

fn spans(outcome: &Outcome) -> Chart {
    let most = outcome.spans.iter().map(|span| span.lost.len()).max().unwrap_or(1).max(2);
    let mut chart =
        Chart::new(("dimensions q of a subspace", 1.0..most as f64), Axis::log("energy lost", 1e-6..1.0)).aspect(0.85);
    for (span, series) in outcome.spans.iter().zip(SERIES) {
        let places: Vec<f64> = (1..=span.lost.len()).map(|q| q as f64).collect();
        let lost: Vec<f64> = span.lost.iter().map(|lost| lost.max(1e-7)).collect();
        let short = span.name.split(':').next().unwrap_or_default();
        chart.line(&places, &lost, series, short);
    }
    chart.rule_x(outcome.cycles_apart, "N");
    chart
}

/// The manifold over its shadow on the floor of a box.
fn oblique(outcome: &Outcome) -> Chart {
    let view = &outcome.projection.view;
    let size = view.width as f64;
    let shadow: Vec<f64> = view.shadow.levels().into_iter().map(|level| SHADOW * level).collect();
    let shadow = Raster::new(view.width, &shadow, &(0.0..=1.0), Colours::Haze);
    let mut chart = Chart::new(Axis::hidden(0.0..size), Axis::hidden(size..0.0)).titled("the manifold").aspect(1.0);
    chart.image(shadow, 0.0..size, size..0.0);
    for [from, to] in &view.edges {
        chart.line(&[from[0], to[0]], &[from[1], to[1]], INK.thin().solid(), "");
    }
    let manifold = Raster::new(view.width, &coloured(&view.manifold), &(1.0..=255.0), Colours::Viridis);
    chart.image(manifold, 0.0..size, size..0.0);
    for (end, label) in view.axis_ends.iter().zip(["z₁", "z₂", "z₃"]) {
        chart.note(end[0], end[1], label);
    }
    chart
}

/// How much of the page a shadow covers.
const SHADOW: f64 = 0.45;

/// The levels of pixels, no number where there is nothing.
fn coloured(pixels: &Pixels) -> Vec<f64> {
    pixels.levels().into_iter().map(|level| if level > 0.0 { level } else { f64::NAN }).collect()
}

fn over_masses(outcome: &Outcome) -> Chart {
    let surface = &outcome.surface;
    let [low, high] = outcome.masses_msun;
    let mut chart = Chart::new(("m₁ (M☉)", low..high), ("m₂ (M☉)", low..high)).aspect(1.0);
    let raster = Raster::new(surface.pixels, &coloured(&surface.over_masses), &(1.0..=255.0), Colours::Viridis);
    let [xs, ys] = [0, 1].map(|j| surface.same_chirp_mass.iter().map(|pair| pair[j]).collect::<Vec<f64>>());
    chart.image(raster, low..high, low..high).line(&xs, &ys, SERIES[1], "the centre's chirp mass");
    chart
}

fn around(outcome: &Outcome) -> Chart {
    let surface = &outcome.surface;
    let raster = Raster::new(surface.pixels, &coloured(&surface.around), &(1.0..=255.0), Colours::Viridis).smooth();
    let ([left, right], [low, high]) = (surface.chirp_masses_msun, surface.ratios);
    let mut chart = Chart::new(("𝓜 (M☉)", left..right), ("η", low..high)).aspect(1.0);
    chart.image(raster, left..right, low..high);
    for (i, contour) in surface.contours.iter().enumerate() {
        for (j, (measured, by_metric)) in contour.measured.iter().zip(&contour.by_metric).enumerate() {
            let flat = |arm: &[[f64; 2]]| [0, 1].map(|k| arm.iter().map(|point| point[k]).collect::<Vec<f64>>());
            let label = |words: &str| if i + j == 0 { words.to_owned() } else { String::new() };
            let [xs, ys] = flat(measured);
            chart.line(&xs, &ys, SERIES[1].solid(), &label("M measured"));
            let [xs, ys] = flat(by_metric);
            chart.line(&xs, &ys, SERIES[4], &label("by the metric"));
        }
    }
    chart
}

fn curvature(outcome: &Outcome) -> Chart {
    let all = || outcome.surface.curvatures.iter();
    let steps = around_all(all().flat_map(|curvature| &curvature.steps));
    let deviations = around_all(all().flat_map(|curvature| &curvature.deviations));
    let (steps, deviations) = if all().next().is_some() { (steps, deviations) } else { (1e-3..1.0, 1e-6..1.0) };
    let mut chart =
        Chart::new(Axis::log("step (M☉, or 1)", steps), Axis::log("|curvature / metric − 1|", deviations)).aspect(0.8);
    for (curvature, series) in all().zip(SERIES) {
        chart.line(&curvature.steps, &curvature.deviations, series, &curvature.name);
        chart.dots(&curvature.steps, &curvature.deviations, 7.0, series, "");
    }
    chart
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    let Outcome { projection, surface, spans, .. } = outcome;
    let waves: Vec<String> =
        outcome.waves.iter().map(|wave| format!("{} M☉: {:.1}", name(wave.m1_msun, wave.m2_msun), wave.snr)).collect();
    let counts: Vec<String> =
        spans.iter().map(|span| format!("{} of {}", span.dimensions[1], span.name.replace(": ", ", "))).collect();
    format!(
        "Waves by frequency over the noise, and whitened in time, with signal-to-noise ratios {}. The energy of {} \
         templates that a subspace loses against its dimensions: 99 % need {}. The manifold in three principal \
         components, which hold {:.0} % of the energy, coloured by chirp mass: a thin ribbon. The match with the centre \
         over both masses, a ridge along one chirp mass, and over chirp mass and mass ratio with curves of equal match \
         beside those of the metric, whose eigenvalues have the ratio {:.1e}. How the match's second difference \
         approaches the metric with smaller steps.",
        waves.join(", "),
        outcome.templates,
        counts.join(", "),
        100.0 * projection.carried_by_three,
        surface.metric.ratio
    )
}
