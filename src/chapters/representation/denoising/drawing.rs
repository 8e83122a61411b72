//! The drawing.

use anyhow::Result;

use super::{Cloud, Denoising, Outcome};
use crate::figure::{
    Drawing, Experiment as _,
    plot::{Axis, Chart, Colours, Grid, INK, Panel, Raster, SERIES, Series},
    slider::{Frame, Slider},
};

/// Clouds in a filmstrip.
const STRIP: usize = 4;
const HELD: &str = "dots: samples; grey: the exact density ρₜ";

/// The clouds on their way back, and the radius; the time slides.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let last = outcome.times.len() - 1;
    let strips: Vec<Panel> = outcome
        .clouds
        .iter()
        .zip(SERIES)
        .map(|(cloud, series)| {
            let pictures = (0..STRIP).map(|i| i * last / (STRIP - 1)).map(|k| {
                let side = || Axis::hidden(-outcome.view_half_width..outcome.view_half_width);
                let axes = Chart::new(side(), side()).titled(&label(outcome, k)).exactly(1.0);
                with_cloud(axes, outcome, cloud, series, k)
            });
            Panel::strip(&title(cloud), 2, pictures).held(HELD).described(cloud_described(outcome, cloud))
        })
        .collect();
    Grid::new(Denoising::TITLE, description(outcome))
        .lead(strips)
        .lead([radii(outcome)])
        .more(["reverse SDE", "probability flow"].map(|sampler| distances(outcome, sampler)))
        .more([early_starts(outcome), collapse(outcome)])
        .slider(Slider::new("time t", (0..=last).map(|k| frame(outcome, k)).collect()))
        .drawing()
}

fn frame(outcome: &Outcome, k: usize) -> Frame {
    let clouds = outcome.clouds.iter().zip(SERIES).map(|(cloud, series)| {
        let side = |name| Axis::linear(name, -outcome.view_half_width..outcome.view_half_width);
        let axes = Chart::new(side("x₁"), side("x₂")).titled(&title(cloud)).held(HELD).exactly(1.0);
        with_cloud(axes, outcome, cloud, series, k).described(cloud_described(outcome, cloud))
    });
    let mut radii = radii(outcome);
    radii.cursor(outcome.times[k]);
    let reading = format!("median radius {:.3}, exactly {:.3}", outcome.radii.sampled[1][k], outcome.radii.exact[1][k]);
    Frame::new(label(outcome, k), reading).row(clouds).row([radii])
}

fn label(outcome: &Outcome, k: usize) -> String {
    let t = outcome.times[k];
    if t < 1e-3 { format!("t = {t:.0e}") } else { format!("t = {t:.3}") }
}

fn title(cloud: &Cloud) -> String {
    let mut name = cloud.name.clone();
    name[..1].make_ascii_uppercase();
    name
}

fn with_cloud(mut chart: Chart, outcome: &Outcome, cloud: &Cloud, series: Series, k: usize) -> Chart {
    let half = outcome.view_half_width;
    let haze = Raster::new(outcome.pixels, &cloud.densities[k].levels(), &(0.0..=255.0), Colours::Haze).smooth();
    let [xs, ys] = [0, 1].map(|j| cloud.frames[k].iter().map(|point| point[j]).collect::<Vec<f64>>());
    chart.image(haze, -half..half, -half..half).dots(&xs, &ys, 5.5, series, &format!("samples: {}", cloud.name));
    chart
}

fn time_axis(times: &[f64]) -> Axis {
    let (first, last) = (times[0], times[times.len() - 1]);
    Axis::log("time t", last.min(first)..last.max(first))
}

fn radii(outcome: &Outcome) -> Chart {
    let most = outcome.radii.exact[2].iter().chain(&outcome.radii.sampled[2]).copied().fold(0.0, f64::max);
    let mut chart = Chart::new(time_axis(&outcome.times), ("radius", 0.0..1.1 * most))
        .titled("Radii on the way back: samples and Rice's distribution")
        .held(format!("{}; shares below: 10, 50 and 90 %", outcome.clouds[0].name))
        .described(radii_described(outcome))
        .aspect(0.45);
    for (exact, label) in outcome.radii.exact.iter().zip(["exact quantiles", "", ""]) {
        chart.line(&outcome.times, exact, INK, label);
    }
    for (sampled, label) in outcome.radii.sampled.iter().zip(["quantiles of the samples", "", ""]) {
        chart.dots(&outcome.times, sampled, 6.0, SERIES[0], label);
    }
    chart
}

fn distances(outcome: &Outcome, sampler: &str) -> Chart {
    let most = outcome.laws.iter().flat_map(|law| &law.distances).copied().fold(outcome.critical, f64::max);
    let mut chart = Chart::new(time_axis(&outcome.compared), ("√n · distance", 0.0..1.15 * most))
        .titled(&format!("From the exact distribution: {sampler}"))
        .held("Kolmogorov–Smirnov, at five times")
        .described(format!(
            "The distance of the samples by {sampler} from their exact distributions at five times; the level that one in a \
             hundred perfect sets of all exceeds is {:.2}.",
            outcome.critical
        ));
    for (law, series) in outcome.laws.iter().filter(|law| law.sampler == sampler).zip(SERIES) {
        chart.line(&outcome.compared, &law.distances, series, &format!("{}, {}", law.number, law.data));
        chart.dots(&outcome.compared, &law.distances, 5.0, series, "");
    }
    chart.rule_y(outcome.critical, "level of all");
    chart
}

fn early_starts(outcome: &Outcome) -> Chart {
    let all = |of: fn(&super::EarlyStart) -> f64| outcome.early_starts.iter().map(of).collect::<Vec<f64>>();
    let (times, costs, bounds) = (all(|start| start.time), all(|start| start.cost), all(|start| start.bound));
    let least = costs.iter().copied().fold(1.0, f64::min).max(1e-16);
    let most = bounds.iter().copied().fold(1e-3, f64::max);
    let height = 10_f64.powf(least.log10().floor())..10_f64.powf(most.log10().ceil());
    let end = times[times.len() - 1] * 1.05;
    let mut chart = Chart::new(("start T", 0.0..end), Axis::log("nats", height))
        .titled("What a start from N(0, I) costs")
        .held("sine; exact reverse process")
        .described(format!(
            "What the end differs by when the reverse process starts from N(0, I), and its bound, against the start's time: \
             at T = {:.2}, {:.1e} nats of at most {:.1e}.",
            times[0], costs[0], bounds[0]
        ));
    chart.line(&times, &bounds, INK, "bound KL(ρ_{T}‖γ)");
    chart.line(&times, &costs, SERIES[0], "cost").dots(&times, &costs, 5.0, SERIES[0], "");
    chart
}

fn collapse(outcome: &Outcome) -> Chart {
    let collapse = &outcome.collapse;
    let mut chart = Chart::new(time_axis(&collapse.times), ("part on a point", 0.0..1.05))
        .titled("Followed further, samples sit on the points")
        .held("within a tenth of the spacing of the circle's points")
        .described(format!(
            "The part of samples within a tenth of the points' spacing of a point, against time: {:.3} at t = {:.0e}.",
            collapse.on_a_point[collapse.on_a_point.len() - 1],
            collapse.times[collapse.times.len() - 1]
        ));
    chart.line(&collapse.times, &collapse.on_a_point_forward, INK, "noised points");
    chart.line(&collapse.times, &collapse.on_a_point, SERIES[0], "samples");
    chart
}

fn cloud_described(outcome: &Outcome, cloud: &Cloud) -> String {
    let (first, last) = (outcome.times[0], outcome.times[outcome.times.len() - 1]);
    format!(
        "Samples over the exact density ({}): a round cloud at t = {first:.1}, close to the curve at t = {last:.0e}.",
        cloud.name
    )
}

fn radii_described(outcome: &Outcome) -> String {
    let last = outcome.times.len() - 1;
    let of = |i: usize| {
        format!(
            "{:.0} %: {:.3} where {:.3} is exact",
            100.0 * outcome.radii.shares[i],
            outcome.radii.sampled[i][last],
            outcome.radii.exact[i][last]
        )
    };
    format!(
        "Quantiles of the samples' radius beside those of Rice's distribution, against time. At the end {}; {}; {}.",
        of(0),
        of(1),
        of(2)
    )
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    format!(
        "Noise becomes a circle by the reverse process and a sine by the probability flow, both with the exact score, from \
         t = {:.1} to {:.0e}.",
        outcome.times[0],
        outcome.times[outcome.times.len() - 1]
    )
}
