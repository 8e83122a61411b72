//! The drawing.

use anyhow::Result;

use super::{
    Detection, Detector, Outcome, Strength,
    outcome::{BANK, CONVOLUTIONAL, KNOWN, LIKELIHOOD, NOISES, TRAINED_BANK},
};
use crate::{
    figure::{
        Drawing, Experiment as _,
        plot::{Axis, Chart, Grid, INK, SERIES, Series},
    },
    ground::estimate::Estimate,
};

/// The detectors in both kinds of noise at the studied signal-to-noise ratio; then at all ratios, and the lecture's other
/// questions.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let roc = ["In Gaussian noise the bank is nearly optimal", "With glitches the bank is blind, a network is not"];
    let strengths =
        ["In Gaussian noise the order is the same at every ρ", "With glitches the bank is blind at every ρ"];
    Grid::new(Detection::TITLE, description(outcome))
        .lead([0, 1].map(|noise| curves(outcome, noise).titled(roc[noise])))
        .more([0, 1].map(|noise| over_strengths(outcome, noise).titled(strengths[noise])))
        .more([alarms(outcome), costs(outcome)])
        .more([beyond(outcome), known(outcome)])
        .drawing()
}

/// The two kinds of noise that networks are taught in, with the word itself.
const IN_NOISE: [&str; 2] = ["Gaussian noise", "noise with glitches"];
/// Short names of the detectors, for ticks.
const SHORT: [&str; 5] = ["known", "bank", "ratio", "trained", "conv."];

/// Every detector at the studied signal-to-noise ratio in one kind of noise, networks after their first training.
fn curves(outcome: &Outcome, noise: usize) -> Chart {
    let studied = outcome.studied;
    let mut chart = Chart::new(alarm_axis(outcome), detections())
        .held(format!("ρ = {}; upright line: compared at {}", outcome.snr[studied], outcome.false_alarm))
        .described(found_in_words(outcome, studied, noise))
        .aspect(0.8);
    chart.rule_x(outcome.false_alarm, "");
    for (name, series, places) in shown(outcome, noise) {
        if let Some(&place) = places.first() {
            chart.line(&outcome.alarms, &outcome.detectors[place].in_noise(noise).curves[studied], series, name);
        }
    }
    chart
}

/// What every detector finds at each signal-to-noise ratio in one kind of noise, each training by itself.
fn over_strengths(outcome: &Outcome, noise: usize) -> Chart {
    let told: Vec<String> = (0..outcome.snr.len()).map(|snr| found_in_words(outcome, snr, noise)).collect();
    let ends = outcome.snr[0] - 0.2..outcome.snr[outcome.snr.len() - 1] + 0.2;
    let mut chart = Chart::new(("signal-to-noise ratio ρ", ends), detections())
        .held(format!("false-alarm probability {}; a line a training", outcome.false_alarm))
        .described(told.join(" "))
        .aspect(0.7);
    for (name, series, places) in shown(outcome, noise) {
        for place in places {
            chart.estimates(&outcome.snr, &outcome.detectors[place].in_noise(noise).detection, series, name);
        }
    }
    chart
}

/// False alarms at the threshold that would be right in Gaussian noise, networks after their first training there.
fn alarms(outcome: &Outcome) -> Chart {
    let in_glitches = |detector: &Detector| detector.glitches.alarms_at_gaussian_threshold;
    let of_each = shown(outcome, 0).into_iter().zip(0_u32..);
    let (columns, glitches): (Vec<f64>, Vec<Estimate>) = of_each
        .filter_map(|((_, _, places), column)| {
            places.first().map(|&place| (f64::from(column), in_glitches(&outcome.detectors[place])))
        })
        .unzip();
    let tails = &outcome.heavy_tails;
    let most = glitches.iter().chain(tails).map(|share| share.high).fold(outcome.false_alarm, f64::max);
    let axis = Axis::log("false-alarm probability", outcome.false_alarm / 2.0..2.0 * most);
    let told: Vec<String> = tails.iter().zip(SHORT).map(|(share, name)| format!("{name} {:.4}", share.value)).collect();
    let what = format!("{}, false alarms at the threshold of Gaussian noise", IN_NOISE[1]);
    let mut chart = Chart::new(detector_axis(), axis)
        .titled("Other noise raises more alarms than asked for")
        .held("thresholds as in Gaussian noise")
        .described(format!(
            "{} In noise with heavy tails: {}.",
            in_words(outcome, &what, 0, &in_glitches),
            told.join(", ")
        ))
        .aspect(0.7);
    chart
        .rule_y(outcome.false_alarm, "asked for")
        .scattered_estimates(&columns, &glitches, SERIES[1], IN_NOISE[1])
        .scattered_estimates(&columns[..tails.len()], tails, SERIES[2], "noise with heavy tails");
    chart
}

/// Signals off the family.
fn beyond(outcome: &Outcome) -> Chart {
    let ways = outcome.beyond.iter().map(|way| {
        let strengths = way.strengths.iter();
        let told = strengths.map(|at| format!("match {:.2}, {:.3} found", at.matched, at.detection[BANK].value));
        format!("{}: {}", way.name, told.collect::<Vec<_>>().join("; "))
    });
    let mut chart = Chart::new(("largest match with the bank", 0.0..1.0), detections())
        .titled("A signal off the family is found as its match allows")
        .held(format!("ρ = {}, Gaussian noise, the bank", outcome.snr[outcome.studied]))
        .described(format!(
            "What the bank finds of signals that the family does not have. {}.",
            ways.collect::<Vec<_>>().join(". ")
        ))
        .aspect(0.7);
    let mut all: Vec<&Strength> =
        outcome.beyond.iter().flat_map(|way| &way.strengths).chain([&outcome.inside]).collect();
    all.sort_by(|a, b| a.matched.total_cmp(&b.matched));
    let matched: Vec<f64> = all.iter().map(|strength| strength.matched).collect();
    let by_best: Vec<f64> = all.iter().map(|strength| strength.by_best_template).collect();
    chart.line(&matched, &by_best, INK, "best template alone");
    for (way, series) in outcome.beyond.iter().zip(SERIES) {
        let matched: Vec<f64> = way.strengths.iter().map(|strength| strength.matched).collect();
        let found: Vec<Estimate> = way.strengths.iter().map(|strength| strength.detection[BANK]).collect();
        chart.scattered_estimates(&matched, &found, series, &way.name);
    }
    chart.scattered_estimates(&[outcome.inside.matched], &[outcome.inside.detection[BANK]], SERIES[3], "in the family");
    chart
}

/// Measured points over the closed form.
fn known(outcome: &Outcome) -> Chart {
    let known = &outcome.known;
    let mut chart = Chart::new(alarm_axis(outcome), detections())
        .titled("One known template follows the closed form")
        .held("Gaussian noise")
        .described(format!(
            "Counted probabilities of one known template on the closed form's curves: {} of {} intervals miss it.",
            known.misses, known.intervals
        ))
        .aspect(0.7);
    for (place, &snr) in outcome.snr.iter().enumerate() {
        chart.line(&outcome.alarms, &known.curves[place], INK, "closed form").dots(
            &known.alarms,
            &known.detections[place],
            6.0,
            SERIES[place],
            &format!("ρ = {snr}"),
        );
    }
    chart
}

/// Multiplications per segment.
fn costs(outcome: &Outcome) -> Chart {
    let places: Vec<usize> =
        shown(outcome, 0).into_iter().filter_map(|(_, _, places)| places.first().copied()).collect();
    let columns: Vec<f64> = (0_u32..).zip(&places).map(|(column, _)| f64::from(column)).collect();
    let products: Vec<f64> = places.iter().map(|&place| outcome.detectors[place].products as f64).collect();
    let most = products.iter().copied().fold(1.0, f64::max);
    let told: Vec<String> = products.iter().zip(SHORT).map(|(products, name)| format!("{name} {products}")).collect();
    let mut chart = Chart::new(detector_axis(), Axis::log("multiplications", 0.5 * products[0]..4.0 * most))
        .titled("A network from scratch is not cheaper")
        .held("per segment")
        .described(format!("Multiplications per segment: {}.", told.join(", ")))
        .aspect(0.7);
    chart.dots(&columns, &products, 8.0, SERIES[0], "a detector");
    chart
}

/// What is drawn in one kind of noise: names, looks and the places of detectors, networks as taught in that noise.
fn shown(outcome: &Outcome, noise: usize) -> [(&'static str, Series, Vec<usize>); 5] {
    let taught = |name| outcome.taught(name, noise).map(|(place, _)| place).collect();
    [
        ("one known template", INK, vec![KNOWN]),
        ("bank", SERIES[0], vec![BANK]),
        ("likelihood ratio", SERIES[2], vec![LIKELIHOOD]),
        ("trained bank", SERIES[1], taught(TRAINED_BANK)),
        ("convolutional network", SERIES[3], taught(CONVOLUTIONAL)),
    ]
}

fn detections() -> Axis {
    let ticks = [(0.0, "0"), (0.25, "0.25"), (0.5, "0.5"), (0.75, "0.75"), (1.0, "1")];
    Axis::linear("detection probability", 0.0..1.02).with_ticks(ticks)
}

fn alarm_axis(outcome: &Outcome) -> Axis {
    Axis::log("false-alarm probability", outcome.alarms[0]..1.0)
}

fn detector_axis() -> Axis {
    Axis::linear("", -0.5..4.5).with_ticks((0_u32..).map(f64::from).zip(SHORT))
}

/// What every detector finds at one signal-to-noise ratio in one kind of noise, in words.
fn found_in_words(outcome: &Outcome, snr: usize, noise: usize) -> String {
    let what = format!(
        "Detected at ρ = {} in {}, at the false-alarm probability {}",
        outcome.snr[snr], IN_NOISE[noise], outcome.false_alarm
    );
    in_words(outcome, &what, noise, &|detector| detector.in_noise(noise).detection[snr])
}

/// A number of each detector in words, networks as taught in the kind of noise.
fn in_words(outcome: &Outcome, what: &str, noise: usize, number: &dyn Fn(&Detector) -> Estimate) -> String {
    let told = shown(outcome, noise).into_iter().flat_map(|(name, _, places)| {
        places.into_iter().map(move |place| {
            let Estimate { value, low, high } = number(&outcome.detectors[place]);
            format!("{name} {value:.4} ({low:.4} to {high:.4})")
        })
    });
    format!("{what}: {}.", told.collect::<Vec<_>>().join("; "))
}

/// The figure in words.
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
