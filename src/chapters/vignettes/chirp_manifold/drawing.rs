//! The drawing.

use anyhow::Result;

use super::{Outcome, outcome::Wave};
use crate::{
    figure::{
        Drawing,
        plot::{Axis, Chart, Colours, Grid, INK, Raster, SERIES, Series},
    },
    ground::pixels::Pixels,
};

/// From mergers to the manifold and its span; then the noise, and the match with its metric.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    Grid::new("Chirps of two masses: waves, shape, span and match", description(outcome))
        .lead([in_time(outcome), manifold(outcome)])
        .lead([spans(outcome)])
        .more([over_masses(outcome), around(outcome)])
        .more([by_frequency(outcome), curvature(outcome)])
        .drawing()
}

/// The waves' looks, which are not those of the spans.
const WAVES: [Series; 3] = [SERIES[5], SERIES[3], SERIES[4]];

fn name(wave: &Wave) -> String {
    format!("{} + {} M☉", wave.m1_msun, wave.m2_msun)
}

/// The decades, or parts of them, that hold all values.
fn around_all<'a>(values: impl Iterator<Item = &'a f64>) -> std::ops::Range<f64> {
    let (low, high) = values.fold((f64::INFINITY, 0.0), |(low, high): (f64, f64), &x| (low.min(x), high.max(x)));
    0.7 * low..1.4 * high
}

/// The lightest and the heaviest of the waves shown.
fn in_time(outcome: &Outcome) -> Chart {
    let times = &outcome.times_s;
    let ends = || {
        outcome.waves.iter().zip(WAVES).filter(|(wave, _)| {
            let masses = outcome.waves.iter().map(|wave| wave.chirp_mass_msun);
            let (low, high) = masses.fold((f64::INFINITY, 0.0), |(low, high): (f64, f64), m| (low.min(m), high.max(m)));
            wave.chirp_mass_msun <= low || wave.chirp_mass_msun >= high
        })
    };
    let largest = ends().flat_map(|(wave, _)| &wave.whitened).fold(0.0, |most: f64, x| most.max(x.abs()));
    let told: Vec<String> =
        ends().map(|(wave, _)| format!("{} with signal-to-noise ratio {:.0}", name(wave), wave.snr)).collect();
    let mut chart = Chart::new(
        ("time from coalescence (s)", times[0]..times[times.len() - 1]),
        ("whitened wave (s^{−1/2})", -1.1 * largest..1.1 * largest),
    )
    .titled("One merger is one chirp; heavier ones are lower and louder")
    .described(format!("Whitened waves in time, rising in pitch until the bodies merge: {}.", told.join(", ")))
    .share(1.2)
    .aspect(0.85);
    for (wave, series) in ends().rev() {
        chart.line(times, &wave.whitened, series.thin().solid(), &name(wave));
    }
    chart.rule_x(0.0, "");
    chart
}

/// The manifold over its shadow on the floor of a box.
fn manifold(outcome: &Outcome) -> Chart {
    let projection = &outcome.projection;
    let view = &projection.view;
    let size = view.width as f64;
    let shadow = Raster::new(view.width, &view.shadow.levels(), &(0.0..=1.0 / SHADOW), Colours::Haze).smooth();
    let [low, high] = projection.chirp_masses_msun;
    let mut chart = Chart::new(Axis::hidden(0.0..size), Axis::hidden(size..0.0))
        .titled("All mergers are a thin ribbon")
        .held("three principal components")
        .described(format!(
            "The manifold in three principal components, which hold {:.0} % of the energy, over its shadow: a ribbon, \
             nearly a curve, coloured along its length by the chirp mass. By the metric it is {:.0} long and {:.3} wide.",
            100.0 * projection.carried_by_three,
            outcome.surface.metric.length,
            outcome.surface.metric.width
        ))
        .exactly(1.0)
        .colours(("chirp mass (M☉)", low..high), Colours::Viridis);
    chart.image(shadow, 0.0..size, size..0.0);
    for [from, to] in &view.edges {
        chart.line(&[from[0], to[0]], &[from[1], to[1]], INK.thin().solid(), "");
    }
    let manifold = Raster::new(view.width, &coloured(&view.manifold), &(1.0..=255.0), Colours::Viridis).smooth();
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

fn spans(outcome: &Outcome) -> Chart {
    let most = outcome.spans.iter().map(|span| span.lost.len()).max().unwrap_or(1).max(2);
    let counts: Vec<String> = outcome
        .spans
        .iter()
        .map(|span| format!("{} of {}", span.dimensions[1], span.name.replace(": ", ", ")))
        .collect();
    let mut chart = Chart::new(("dimensions q of a subspace", 1.0..most as f64), Axis::log("energy lost", 1e-6..1.0))
        .titled("A subspace needs as many dimensions as cycles")
        .held(format!("{} templates", outcome.templates))
        .described(format!(
            "The energy of {} templates that the best subspace loses, against its dimensions. 99 % of it need {}. The \
             lightest and the heaviest wave differ by {:.1} cycles.",
            outcome.templates,
            counts.join(", "),
            outcome.cycles_apart
        ))
        .aspect(0.55);
    for (span, series) in outcome.spans.iter().zip(SERIES) {
        let places: Vec<f64> = (1..=span.lost.len()).map(|q| q as f64).collect();
        chart.line(&places, &span.lost, series, &span.name);
    }
    chart.rule_x(outcome.cycles_apart, &format!("N = {:.1} cycles", outcome.cycles_apart));
    chart
}

/// What the levels of the maps mean.
fn matches() -> Axis {
    Axis::linear("match M (levels 1 to 255 for 0 to 1)", 1.0..255.0).with_ticks([
        (1.0, "0"),
        (128.0, "0.5"),
        (255.0, "1"),
    ])
}

fn over_masses(outcome: &Outcome) -> Chart {
    let surface = &outcome.surface;
    let [low, high] = outcome.masses_msun;
    let mut chart = Chart::new(("m₁ (M☉)", low..high), ("m₂ (M☉)", low..high))
        .titled("The match is high along one chirp mass")
        .held(centre(outcome))
        .described(format!(
            "The match with the centre over both masses: a ridge along the centre's chirp mass, on which it is never \
             below {:.2}. Across it, {:.2} solar masses take it to 0.97.",
            surface.least_on_curve, surface.metric.across_msun
        ))
        .aspect(1.0)
        .colours(matches(), Colours::Viridis);
    let raster = Raster::new(surface.pixels, &coloured(&surface.over_masses), &(1.0..=255.0), Colours::Viridis);
    let [xs, ys] = axes(&surface.same_chirp_mass);
    chart.image(raster, low..high, low..high).line(&xs, &ys, SERIES[1], "the centre's chirp mass");
    chart
}

/// With what all matches are.
fn centre(outcome: &Outcome) -> String {
    outcome.leading.fits.first().map_or(String::new(), |fit| format!("match with {} + {} M☉", fit.m1_msun, fit.m2_msun))
}

/// Points as their two coordinates.
fn axes(points: &[[f64; 2]]) -> [Vec<f64>; 2] {
    [0, 1].map(|k| points.iter().map(|point| point[k]).collect())
}

fn around(outcome: &Outcome) -> Chart {
    let surface = &outcome.surface;
    let raster = Raster::new(surface.pixels, &coloured(&surface.around), &(1.0..=255.0), Colours::Viridis).smooth();
    let ([left, right], [low, high]) = (surface.chirp_masses_msun, surface.ratios);
    let levels: Vec<String> = surface.contours.iter().map(|contour| contour.level.to_string()).collect();
    let mut chart = Chart::new(("chirp mass (M☉)", left..right), ("η = m₁m₂/M²", low..high))
        .titled("Near the centre, the metric gives the contours")
        .held(format!("curves at M = {}", levels.join(" and ")))
        .described(format!(
            "The match around the centre over chirp mass and mass ratio: a tilted ridge. Curves of equal match lie on those \
             of the metric close to the centre. The metric's eigenvalues in the two masses have the ratio {:.1e}.",
            surface.metric.ratio
        ))
        .aspect(1.0)
        .colours(matches(), Colours::Viridis);
    chart.image(raster, left..right, low..high);
    for contour in &surface.contours {
        for (measured, by_metric) in contour.measured.iter().zip(&contour.by_metric) {
            let [xs, ys] = axes(measured);
            chart.line(&xs, &ys, SERIES[1].solid(), "measured");
            let [xs, ys] = axes(by_metric);
            chart.line(&xs, &ys, SERIES[5], "by the metric");
        }
    }
    chart
}

fn by_frequency(outcome: &Outcome) -> Chart {
    let noise = &outcome.noise;
    let frequencies = &noise.frequencies_hz;
    let last = frequencies[frequencies.len() - 1];
    let all = outcome.waves.iter().flat_map(|wave| &wave.strain).chain(&noise.density);
    let ratios: Vec<String> = outcome.waves.iter().map(|wave| format!("{}: {:.1}", name(wave), wave.snr)).collect();
    let mut chart = Chart::new(
        Axis::log("frequency f (Hz)", frequencies[0]..last),
        Axis::log("strain (Hz^{−1/2})", around_all(all)),
    )
    .titled("Heavier pairs are louder, and end at lower frequencies")
    .described(format!(
        "The waves' strain by frequency, over that of the noise. Signal-to-noise ratios {}.",
        ratios.join(", ")
    ))
    .aspect(0.8);
    for (wave, series) in outcome.waves.iter().zip(WAVES) {
        chart.line(&wave.frequencies_hz, &wave.strain, series, &name(wave));
    }
    chart.line(frequencies, &noise.density, INK, "noise √S").rule_x(outcome.band_hz[1], "band ends");
    chart
}

fn curvature(outcome: &Outcome) -> Chart {
    let all = || outcome.surface.curvatures.iter();
    let steps = around_all(all().flat_map(|curvature| &curvature.steps));
    let deviations = around_all(all().flat_map(|curvature| &curvature.deviations));
    let (steps, deviations) = if all().next().is_some() { (steps, deviations) } else { (1e-3..1.0, 1e-6..1.0) };
    let orders: Vec<String> = all().map(|curvature| format!("{}: {:.2}", curvature.name, curvature.order)).collect();
    let mut chart = Chart::new(
        Axis::log("step (M☉ along 𝓜, else of η)", steps),
        Axis::log("|curvature / metric − 1|", deviations),
    )
    .titled("With smaller steps, the match's curvature is the metric")
    .described(format!(
        "How far the match's second difference is from the metric, against its step. It falls with the powers {}.",
        orders.join(", ")
    ))
    .aspect(0.8);
    for (curvature, series) in all().zip(SERIES) {
        chart.line(&curvature.steps, &curvature.deviations, series, &curvature.name);
        chart.dots(&curvature.steps, &curvature.deviations, 7.0, series, "");
    }
    chart
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    let Outcome { projection, surface, spans, .. } = outcome;
    let complex = spans.first().map_or(0, |span| span.dimensions[2]);
    format!(
        "Whitened waves of a light and a heavy pair of bodies. The manifold of all of them in three principal components, \
         which hold {:.0} % of the energy: a thin ribbon, coloured by chirp mass. The energy of {} templates that a \
         subspace loses against its dimensions: 99.9 % need {complex} complex ones. Then the match with the centre over \
         both masses and around it, beside the metric, whose eigenvalues have the ratio {:.1e}; the waves by frequency \
         over the noise; and how the match's second difference approaches the metric.",
        100.0 * projection.carried_by_three,
        outcome.templates,
        surface.metric.ratio
    )
}
