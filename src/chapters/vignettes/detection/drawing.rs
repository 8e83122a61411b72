//! The drawing.

use anyhow::Result;

use super::{
    Detection, Outcome, Strength,
    outcome::{BANK, CONVOLUTIONAL, KNOWN, LIKELIHOOD, NOISES, TRAINED_BANK},
};
use crate::{
    figure::{
        Drawing, Experiment as _,
        plot::{Axis, Chart, Grid, INK, SERIES, Series},
    },
    ground::estimate::Estimate,
};

/// The known template and the costs over the curves over what is unknown.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let mut page = Grid::new(Detection::TITLE, description(outcome)).lead([known(outcome), beyond(outcome)]);
    for snr in 0..outcome.snr.len() {
        page = page.more([curves(outcome, snr, 0), curves(outcome, snr, 1)]);
    }
    page.more([costs(outcome).share(0.8), alarms(outcome).share(1.2)]).drawing()
}

/// Measured points over the closed form.
fn known(outcome: &Outcome) -> Chart {
    let known = &outcome.known;
    let mut chart =
        Chart::new(alarm_axis(outcome), ("detection probability", 0.0..1.02)).titled("one known template").aspect(0.72);
    for (place, &snr) in outcome.snr.iter().enumerate() {
        let name = if place == 0 { "closed form" } else { "" };
        chart.line(&outcome.alarms, &known.curves[place], INK, name).dots(
            &known.alarms,
            &known.detections[place],
            5.0,
            SERIES[place],
            &format!("ρ = {snr}"),
        );
    }
    chart
}

/// Detection probability against products per segment, at the studied signal-to-noise ratio.
fn costs(outcome: &Outcome) -> Chart {
    let most = outcome.detectors.iter().map(|detector| detector.products).max().unwrap_or(1) as f64;
    let least = outcome.detectors[KNOWN].products as f64;
    let mut chart =
        Chart::new(Axis::log("products per segment", least / 3.0..most * 3.0), ("detection probability", 0.0..1.02))
            .titled(&format!("what it costs, ρ = {}", outcome.snr[outcome.studied]))
            .aspect(0.72);
    for (_, series, places) in shown(outcome, 0) {
        let products: Vec<f64> = places.iter().map(|&place| outcome.detectors[place].products as f64).collect();
        let found: Vec<f64> =
            places.iter().map(|&place| outcome.detectors[place].gaussian.detection[outcome.studied].value).collect();
        chart.dots(&products, &found, 8.0, series, "");
    }
    chart
}

/// Every detector at one signal-to-noise ratio in one kind of noise.
fn curves(outcome: &Outcome, snr: usize, noise: usize) -> Chart {
    let title = format!("ρ = {}, {}", outcome.snr[snr], ["Gaussian noise", "noise with glitches"][noise]);
    let mut chart = Chart::new(alarm_axis(outcome), ("detection probability", 0.0..1.02)).titled(&title).aspect(0.62);
    for (name, series, places) in shown(outcome, noise) {
        let name = if snr == 0 && noise == 0 { name } else { "" };
        if let Some(&place) = places.first() {
            chart.line(&outcome.alarms, &outcome.detectors[place].in_noise(noise).curves[snr], series, name);
        }
    }
    chart.rule_x(outcome.false_alarm, "");
    chart
}

/// Signals off the family.
fn beyond(outcome: &Outcome) -> Chart {
    let mut chart = Chart::new(("largest match with the bank", 0.0..1.0), ("detection probability", 0.0..1.02))
        .titled(&format!("signals off the family, ρ = {}", outcome.snr[outcome.studied]))
        .aspect(0.72);
    let mut all: Vec<&Strength> =
        outcome.beyond.iter().flat_map(|way| &way.strengths).chain([&outcome.inside]).collect();
    all.sort_by(|a, b| a.matched.total_cmp(&b.matched));
    let matched: Vec<f64> = all.iter().map(|strength| strength.matched).collect();
    let by_best: Vec<f64> = all.iter().map(|strength| strength.by_best_template).collect();
    chart.line(&matched, &by_best, INK, "best template alone");
    for (way, series) in outcome.beyond.iter().zip(SERIES) {
        let matched: Vec<f64> = way.strengths.iter().map(|strength| strength.matched).collect();
        let found: Vec<f64> = way.strengths.iter().map(|strength| strength.detection[BANK].value).collect();
        chart.dots(&matched, &found, 7.0, series, &way.name);
    }
    chart.dots(&[outcome.inside.matched], &[outcome.inside.detection[BANK].value], 9.0, SERIES[3], "in the family");
    chart
}

/// False alarms at the threshold that would be right in Gaussian noise.
fn alarms(outcome: &Outcome) -> Chart {
    let share = |share: &Estimate| share.value.max(outcome.false_alarm / 10.0);
    let names = ["known", "bank", "ratio", "trained", "conv."];
    let ticks: Vec<(f64, &str)> =
        names.into_iter().enumerate().map(|(place, name)| (place as f64 + 0.5, name)).collect();
    let low = outcome.false_alarm / 10.0;
    let mut chart = Chart::new(Axis::linear("", 0.0..5.0).with_ticks(ticks), Axis::log("false alarms", low..1.0))
        .titled("at the Gaussian threshold")
        .aspect(0.72);
    let bars = |of: &dyn Fn(usize) -> Option<f64>, from: f64| -> Vec<_> {
        (0..5_u32)
            .filter_map(|place| {
                of(place as usize).map(|value| (f64::from(place) + from..f64::from(place) + from + 0.35, value))
            })
            .collect()
    };
    let places = first_of_each(outcome);
    let in_glitches =
        |place: usize| Some(share(&outcome.detectors[places[place]?].glitches.alarms_at_gaussian_threshold));
    let in_tails = |place: usize| outcome.heavy_tails.get(place).map(share);
    chart
        .bars(&bars(&in_glitches, 0.12), low, SERIES[1], "glitches")
        .bars(&bars(&in_tails, 0.5), low, SERIES[2], "heavy tails")
        .rule_y(outcome.false_alarm, "Gaussian");
    chart
}

/// The known template, the bank, the likelihood ratio, and the first of each kind of network taught in Gaussian noise.
fn first_of_each(outcome: &Outcome) -> [Option<usize>; 5] {
    let first = |name| outcome.taught(name, 0).map(|(place, _)| place).next();
    [Some(KNOWN), Some(BANK), Some(LIKELIHOOD), first(TRAINED_BANK), first(CONVOLUTIONAL)]
}

/// What is drawn in one kind of noise: names, looks and the places of detectors, networks as taught in that noise.
fn shown(outcome: &Outcome, noise: usize) -> [(&'static str, Series, Vec<usize>); 5] {
    let taught = |name| outcome.taught(name, noise).map(|(place, _)| place).collect();
    [
        ("known", INK, vec![KNOWN]),
        ("bank", SERIES[0], vec![BANK]),
        ("likelihood ratio", SERIES[2], vec![LIKELIHOOD]),
        ("trained bank", SERIES[1], taught(TRAINED_BANK)),
        ("convolutional", SERIES[3], taught(CONVOLUTIONAL)),
    ]
}

fn alarm_axis(outcome: &Outcome) -> Axis {
    Axis::log("false-alarm probability", outcome.alarms[0]..1.0)
}

fn description(outcome: &Outcome) -> String {
    let at = |share: &Estimate| format!("{:.3} ({:.3} to {:.3})", share.value, share.low, share.high);
    let detectors = outcome.detectors.iter().map(|detector| {
        let taught = detector.taught_in.as_ref().map_or_else(String::new, |noise| format!(", taught in {noise},"));
        format!(
            "the {}{taught} finds {} in {} and {} in noise with {}",
            detector.name,
            at(&detector.gaussian.detection[outcome.studied]),
            NOISES[0],
            at(&detector.glitches.detection[outcome.studied]),
            NOISES[1]
        )
    });
    format!(
        "Curves of the detection probability against the false-alarm probability, at signal-to-noise ratios {:?}. At {} and \
         a false-alarm probability of {}: {}.",
        outcome.snr,
        outcome.snr[outcome.studied],
        outcome.false_alarm,
        detectors.collect::<Vec<_>>().join("; ")
    )
}
