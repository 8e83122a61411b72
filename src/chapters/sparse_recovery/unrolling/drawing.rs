//! The drawing.

use std::ops::Range;

use anyhow::Result;

use super::{Found, Learnt, Outcome, Unrolling};
use crate::figure::{
    Drawing, Experiment as _,
    plot::{Axis, Chart, Grid, INK, SERIES, Series, minus},
};

/// ISTA thin, since FISTA is what the networks are held against.
const ISTA: Series = SERIES[5].thin();
const FISTA: Series = SERIES[0];
/// LISTA, LISTA-CP, ALISTA, and the freed LISTA.
const LEARNT: [Series; 4] = [SERIES[1], SERIES[2], SERIES[4], SERIES[3]];

/// Networks beside the algorithm of equal depth, and beside the same algorithm run longer: without noise, and folded, with
/// it. Then the test at other sparsities.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let [clean, noisy] = &outcome.worlds;
    Grid::new(Unrolling::TITLE, description(outcome))
        .lead([by_layer(outcome, clean), long_run(outcome, clean)])
        .more([by_layer(outcome, noisy), long_run(outcome, noisy)])
        .more([by_sparsity(outcome, clean), by_sparsity(outcome, noisy)])
        .drawing()
}

/// From below the lowest of `values` to 0 dB, in fives.
fn decibels<'a>(values: impl Iterator<Item = &'a f64>) -> (&'static str, Range<f64>) {
    let least = values.copied().fold(-10.0, f64::min);
    ("NMSE (dB)", 5.0 * ((least - 1.0) / 5.0).floor()..2.0)
}

/// One axis for the networks' layers and for FISTA's long run, so that heights compare; FISTA may go on below it.
fn common_decibels(found: &Found) -> (&'static str, Range<f64>) {
    let learnt = found.learnt.iter().flat_map(|learnt| learnt.nmse_db.iter().chain([&learnt.nmse_on_long_db]));
    decibels(learnt.chain(&found.fista.nmse_db).chain(floor(found)))
}

fn by_layer(outcome: &Outcome, found: &Found) -> Chart {
    let layers: Vec<f64> = (1..=outcome.layers).map(|layer| layer as f64).collect();
    let lowest = found.learnt.iter().map(|learnt| last(&learnt.nmse_db)).fold(0.0, f64::min);
    let reached = |learnt: &Learnt| format!("{} {}", learnt.name, db(last(&learnt.nmse_db)));
    let title =
        format!("{} layers: the best network {}, FISTA {}", outcome.layers, db(lowest), db(last(&found.fista.nmse_db)));
    let mut chart = Chart::new(("layers, or iterations", 1.0..outcome.layers as f64), common_decibels(found))
        .titled(&title)
        .held(held(outcome, found))
        .described(format!(
            "The error after each layer or iteration. At the end: ISTA {}, FISTA {}, {}.",
            db(last(&found.ista.nmse_db)),
            db(last(&found.fista.nmse_db)),
            found.learnt.iter().map(reached).collect::<Vec<_>>().join(", ")
        ))
        .aspect(0.85);
    chart.line(&layers, &found.ista.nmse_db, ISTA, "ISTA").line(&layers, &found.fista.nmse_db, FISTA, "FISTA");
    for (learnt, series) in found.learnt.iter().zip(LEARNT) {
        chart.line(&layers, &learnt.nmse_db, series, &learnt.name);
    }
    draw_floor(&mut chart, found);
    chart
}

fn long_run(outcome: &Outcome, found: &Found) -> Chart {
    let iterations: Vec<f64> = outcome.long_iterations.iter().map(|&k| k as f64).collect();
    let most = last(&iterations);
    let caught = |learnt: &Learnt| match learnt.caught_up_at {
        0 => format!("never as low as {}", learnt.name),
        at => format!("as low as {} after {at} iterations", learnt.name),
    };
    let ahead: Vec<&str> =
        found.learnt.iter().filter(|learnt| learnt.caught_up_at == 0).map(|learnt| learnt.name.as_str()).collect();
    let latest = found.learnt.iter().map(|learnt| learnt.caught_up_at).max().unwrap_or_default();
    let title = if ahead.is_empty() {
        format!("After {latest} iterations FISTA is as low as every network")
    } else {
        format!("In {most} iterations FISTA does not come as low as {}", ahead.join(" and "))
    };
    let mut chart = Chart::new(Axis::log("iterations of FISTA", 1.0..most), common_decibels(found))
        .titled(&title)
        .held(held(outcome, found))
        .described(format!(
            "The error of FISTA over {most} iterations, with the last layers of the networks as levels. FISTA is {}. Its \
             lowest is {}.",
            found.learnt.iter().map(caught).collect::<Vec<_>>().join(", "),
            db(found.fista_lowest_db)
        ))
        .aspect(0.85);
    chart.line(&iterations, &found.fista_long.nmse_db, FISTA, "FISTA");
    for (learnt, series) in found.learnt.iter().zip(LEARNT) {
        let level = learnt.nmse_on_long_db;
        chart.line(&[1.0, most], &[level, level], series, &learnt.name);
    }
    for learnt in found.learnt.iter().filter(|learnt| learnt.caught_up_at > 0) {
        chart.dots(&[learnt.caught_up_at as f64], &[learnt.nmse_on_long_db], 9.0, INK, "FISTA has caught up");
    }
    draw_floor(&mut chart, found);
    chart
}

fn by_sparsity(outcome: &Outcome, found: &Found) -> Chart {
    let p = &outcome.test_probabilities;
    let learnt = found.learnt.iter().flat_map(|learnt| &learnt.nmse_by_sparsity_db);
    let densest = |learnt: &Learnt| format!("{} {}", learnt.name, db(last(&learnt.nmse_by_sparsity_db)));
    let longest = outcome.long_iterations[outcome.long_iterations.len() - 1];
    let below = |learnt: &&Learnt| last(&learnt.nmse_by_sparsity_db) < last(&found.fista_by_sparsity_db);
    let ahead: Vec<&str> = found.learnt.iter().filter(below).map(|learnt| learnt.name.as_str()).collect();
    let who = match ahead.as_slice() {
        [] => "no network is".to_owned(),
        [one] => format!("only {one} is"),
        several => format!("{} are", several.join(" and ")),
    };
    let with = if found.noise_deviation > 0.0 { "With noise, at" } else { "At" };
    let title = format!("{with} p = {} {who} below FISTA", last(p));
    let mut chart = Chart::new(
        ("probability p of an entry", p[0]..last(p)),
        decibels(learnt.chain(&found.fista_by_sparsity_db)),
    )
    .titled(&title)
    .held(format!("{} layers or iterations, {}", outcome.layers, noise(found)))
    .described(format!(
        "The error against the probability that an entry is not zero; all were trained or tuned at {}. At {}: FISTA {}, {}; \
         FISTA after {longest} iterations {}.",
        outcome.probability,
        last(p),
        db(last(&found.fista_by_sparsity_db)),
        found.learnt.iter().map(densest).collect::<Vec<_>>().join(", "),
        db(last(&found.fista_long_by_sparsity_db))
    ))
    .aspect(0.85);
    chart.line(p, &found.fista_by_sparsity_db, FISTA, "FISTA");
    chart.line(p, &found.fista_long_by_sparsity_db, INK, &format!("FISTA, {longest} iterations"));
    for (learnt, series) in found.learnt.iter().zip(LEARNT) {
        chart.line(p, &learnt.nmse_by_sparsity_db, series, &learnt.name);
    }
    chart.rule_x(outcome.probability, "trained");
    chart
}

/// The error with the support known, where there is noise.
fn floor(found: &Found) -> Option<&f64> {
    (found.noise_deviation > 0.0).then_some(&found.floor_db)
}

fn draw_floor(chart: &mut Chart, found: &Found) {
    if let Some(&db) = floor(found) {
        chart.rule_y(db, "support known");
    }
}

/// What is the same for all methods.
fn held(outcome: &Outcome, found: &Found) -> String {
    let Outcome { measurements: m, unknowns: n, probability: p, .. } = outcome;
    format!("{}, m = {m}, n = {n}, p = {p}", noise(found))
}

fn noise(found: &Found) -> String {
    if found.noise_deviation > 0.0 { format!("noise at {}", found.name) } else { found.name.clone() }
}

/// A level to the decibel.
fn db(level: f64) -> String {
    minus(&format!("{level:.0} dB"))
}

fn last(numbers: &[f64]) -> f64 {
    numbers[numbers.len() - 1]
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    let names: Vec<&str> = outcome.worlds[0].learnt.iter().map(|learnt| learnt.name.as_str()).collect();
    format!(
        "The normalised mean square error of ISTA, FISTA and the networks {} by layer, of FISTA run longer, and at other \
         sparsities; without noise, and with noise at {}.",
        names.join("; "),
        outcome.worlds[1].name
    )
}
