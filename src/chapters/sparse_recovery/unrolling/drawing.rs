//! The drawing.

use std::ops::Range;

use anyhow::Result;

use super::{Found, Outcome, Unrolling};
use crate::figure::{
    Drawing, Experiment as _,
    plot::{Axis, Chart, Grid, INK, SERIES, Series},
};

/// ISTA, FISTA, LISTA, LISTA-CP, ALISTA: the algorithms thin, since they are what the networks are held against.
const ISTA: Series = SERIES[5].thin();
const FISTA: Series = SERIES[0];
const LEARNT: [Series; 4] = [SERIES[1], SERIES[2], SERIES[4], SERIES[3]];

/// By layer, over FISTA's long run, over the test at other sparsities; without noise on the left and with noise on the
/// right.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    Grid::new(Unrolling::TITLE, description(outcome))
        .lead(outcome.worlds.iter().map(|found| by_layer(outcome, found)))
        .more(outcome.worlds.iter().map(|found| long_run(outcome, found)))
        .more(outcome.worlds.iter().map(|found| by_sparsity(outcome, found)))
        .drawing()
}

/// From below the lowest of `values` to 0 dB, in tens.
fn decibels<'a>(values: impl Iterator<Item = &'a f64>) -> (&'static str, Range<f64>) {
    let least = values.copied().fold(-10.0, f64::min);
    ("NMSE (dB)", 10.0 * ((least - 1.0) / 10.0).floor()..2.0)
}

fn by_layer(outcome: &Outcome, found: &Found) -> Chart {
    let layers: Vec<f64> = (1..=outcome.layers).map(|layer| layer as f64).collect();
    let learnt = found.learnt.iter().flat_map(|learnt| &learnt.nmse_db);
    let axis = decibels(learnt.chain(&found.fista.nmse_db).chain(floor(found)));
    let mut chart =
        Chart::new(("layers, or iterations", 1.0..outcome.layers as f64), axis).titled(&found.name).aspect(0.9);
    chart.line(&layers, &found.ista.nmse_db, ISTA, "ISTA").line(&layers, &found.fista.nmse_db, FISTA, "FISTA");
    for (learnt, series) in found.learnt.iter().zip(LEARNT) {
        chart.line(&layers, &learnt.nmse_db, series, &learnt.name);
    }
    draw_floor(&mut chart, found);
    chart
}

fn long_run(outcome: &Outcome, found: &Found) -> Chart {
    let iterations: Vec<f64> = outcome.long_iterations.iter().map(|&k| k as f64).collect();
    let last = iterations[iterations.len() - 1];
    let learnt = found.learnt.iter().map(|learnt| &learnt.nmse_on_long_db);
    let axis = decibels(learnt.chain(&found.fista_long.nmse_db).chain(floor(found)));
    let mut chart = Chart::new(Axis::log("iterations of FISTA", 1.0..last), axis).aspect(0.9);
    chart.line(&iterations, &found.fista_long.nmse_db, FISTA, "");
    for (learnt, series) in found.learnt.iter().zip(LEARNT) {
        let level = learnt.nmse_on_long_db;
        chart.line(&[1.0, last], &[level, level], series.thin(), "");
        if learnt.caught_up_at > 0 {
            chart.dots(&[learnt.caught_up_at as f64], &[level], 9.0, series, "");
        }
    }
    draw_floor(&mut chart, found);
    chart
}

fn by_sparsity(outcome: &Outcome, found: &Found) -> Chart {
    let p = &outcome.test_probabilities;
    let learnt = found.learnt.iter().flat_map(|learnt| &learnt.nmse_by_sparsity_db);
    let axis = decibels(learnt.chain(&found.fista_by_sparsity_db).chain(&found.fista_long_by_sparsity_db));
    let mut chart = Chart::new(("probability p of an entry", p[0]..p[p.len() - 1]), axis).aspect(0.9);
    chart.line(p, &found.fista_by_sparsity_db, FISTA, "");
    let longest = outcome.long_iterations[outcome.long_iterations.len() - 1];
    chart.line(p, &found.fista_long_by_sparsity_db, INK, &format!("FISTA, {longest} iterations"));
    for (learnt, series) in found.learnt.iter().zip(LEARNT) {
        chart.line(p, &learnt.nmse_by_sparsity_db, series, "");
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

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    let last = |by_layer: &[f64]| by_layer[by_layer.len() - 1];
    let world = |found: &Found| {
        let learnt = found.learnt.iter().map(|learnt| {
            let caught = match learnt.caught_up_at {
                0 => "FISTA does not come as low".to_owned(),
                at => format!("FISTA needs {at} iterations for it"),
            };
            format!("{} {:.1} dB ({caught})", learnt.name, last(&learnt.nmse_db))
        });
        format!(
            "With {} and {} layers: ISTA {:.1} dB, FISTA {:.1} dB, {}.",
            found.name,
            outcome.layers,
            last(&found.ista.nmse_db),
            last(&found.fista.nmse_db),
            learnt.collect::<Vec<_>>().join(", ")
        )
    };
    format!(
        "The normalised mean square error of six methods by layer, of FISTA run longer, and at other sparsities. {}",
        outcome.worlds.iter().map(world).collect::<Vec<_>>().join(" ")
    )
}
