//! The drawing.

use anyhow::Result;

use super::{AtPrecision, Audit, CompressionStep, Ensemble, Layering, Outcome, Step, Stepped};
use crate::{
    figure::{
        Drawing, Experiment as _,
        plot::{Axis, Chart, Grid, INK, SERIES, Series},
    },
    ground::estimate::Estimate,
    math::vectors::{largest, smallest},
};

/// What steps do to the rate as they are and at length 1, and to tokens over many layers; the rest folds.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let of = |ensemble: Ensemble| outcome.audits.iter().find(|audit| audit.ensemble == ensemble);
    let (mixture, isotropic) = (of(Ensemble::Mixture), of(Ensemble::Isotropic));
    let both = |audit: &Audit| [as_is(outcome, audit), at_length_one(outcome, audit)];
    Grid::new(CompressionStep::TITLE, description(outcome))
        .lead(mixture.map(both).into_iter().flatten())
        .lead([energies(outcome)])
        .more(isotropic.map(both).into_iter().flatten())
        .more(mixture.map(|audit| [grams(outcome, audit), cosines(outcome, audit)]).into_iter().flatten())
        .more(mixture.map(|audit| [lengths(outcome, audit), reductions(audit)]).into_iter().flatten())
        .more([likeness(outcome), layered_reductions(outcome)])
        .drawing()
}

fn look(step: Step) -> Series {
    match step {
        Step::Gradient => SERIES[0],
        Step::Neumann => SERIES[1],
        Step::Convex => SERIES[2],
        Step::Simplified => SERIES[3],
        Step::Unscaled => SERIES[4],
        Step::Shrunk => SERIES[5],
        // A look for each: one that means two things would need a legend for every panel.
        Step::Normalised => SERIES[1].thin(),
        Step::Tempered => SERIES[4].thin(),
        Step::Averaging => INK,
    }
}

/// The axis of ε², and its values.
fn precisions(outcome: &Outcome) -> (Axis, &[f64]) {
    let all = &outcome.epsilon_squared;
    (Axis::log("ε²", 0.9 * all[0]..1.1 * all[all.len() - 1]), all)
}

/// What each of some steps did, over ε².
fn over_precisions<'a>(
    audit: &'a Audit,
    of: impl Fn(&'a Stepped) -> &'a Estimate,
) -> impl Iterator<Item = (Step, Vec<Estimate>)> {
    Step::AUDITED
        .into_iter()
        .enumerate()
        .map(move |(place, step)| (step, audit.at.iter().map(|at| *of(&at.steps[place])).collect()))
}

fn as_is(outcome: &Outcome, audit: &Audit) -> Chart {
    let titled = match audit.ensemble {
        Ensemble::Mixture => "Change of R^{c}, as the step leaves tokens",
        Ensemble::Isotropic => "Isotropic tokens, as the step leaves them",
    };
    let series: Vec<_> = over_precisions(audit, |stepped| &stepped.as_is.relative).collect();
    changes(outcome, audit, &series).titled(titled).described(described(
        audit,
        &format!("Relative changes of the rate R^c of {}, as the step leaves them", audit.ensemble.name()),
        |stepped| &stepped.as_is.relative,
    ))
}

fn at_length_one(outcome: &Outcome, audit: &Audit) -> Chart {
    let titled = match audit.ensemble {
        Ensemble::Mixture => "The same, tokens back at length 1",
        Ensemble::Isotropic => "Isotropic tokens, back at length 1",
    };
    // At their old lengths, tokens that were only shrunk are what they were.
    let moved = over_precisions(audit, |stepped| &stepped.at_length_one.relative);
    let series: Vec<_> = moved.filter(|(step, _)| *step != Step::Shrunk).collect();
    changes(outcome, audit, &series).titled(titled).described(described(
        audit,
        &format!("Relative changes of the rate R^c of {}, back at length 1", audit.ensemble.name()),
        |stepped| &stepped.at_length_one.relative,
    ))
}

/// Relative changes of R^c.
fn changes(outcome: &Outcome, audit: &Audit, series: &[(Step, Vec<Estimate>)]) -> Chart {
    let all = || series.iter().flat_map(|(_, estimates)| estimates);
    let (low, high) = (smallest(all().map(|e| e.low)).min(0.0), largest(all().map(|e| e.high)).max(0.0));
    let room = 0.05 * (high - low).max(1e-9);
    let (axis, xs) = precisions(outcome);
    let mut chart = Chart::new(axis, ("change of R^{c}, as a part of it", low - room..high + room)).held(format!(
        "{}, N = {}, d = {}; κa = {}",
        audit.ensemble.name(),
        outcome.tokens,
        outcome.width,
        outcome.part
    ));
    for (step, estimates) in series {
        match (audit.ensemble, step) {
            (Ensemble::Mixture, _) => chart.estimates(xs, estimates, look(*step), step.name()),
            // What folds has the rungs that differ.
            (Ensemble::Isotropic, Step::Neumann | Step::Unscaled) => &mut chart,
            (Ensemble::Isotropic, _) => chart.line(xs, &values(estimates), look(*step), step.name()),
        };
    }
    chart.rule_y(0.0, "");
    chart
}

/// The numbers alone, for what folds: a sheet has room for the story's intervals.
fn values(estimates: &[Estimate]) -> Vec<f64> {
    estimates.iter().map(|estimate| estimate.value).collect()
}

/// What is shown, and each step's number at the middle precision.
fn described(audit: &Audit, what: &str, of: impl Fn(&Stepped) -> &Estimate) -> String {
    let at = &audit.at[audit.at.len() / 2];
    let said: Vec<String> =
        at.steps.iter().map(|stepped| format!("{} {:.4}", stepped.step.name(), of(stepped).value)).collect();
    format!("{what}. At ε² = {}: {}.", at.epsilon_squared, said.join(", "))
}

fn energies(outcome: &Outcome) -> Chart {
    let even = 1.0 / outcome.heads as f64;
    let mut chart = by_layer(outcome, "energy in the own subspace", |layering| &layering.energy)
        .titled("What many unit steps do to a token")
        .described(format!(
            "The share of a token's energy in its own subspace, layer after layer. In the end: {}; tokens that are all alike have {even:.3}.",
            ends(outcome, |layering| &layering.energy)
        ));
    chart.rule_y(even, "1/K");
    chart
}

fn likeness(outcome: &Outcome) -> Chart {
    by_layer(outcome, "mean cosine of two tokens", |layering| &layering.cosine)
        .titled("How alike tokens become")
        .described(format!(
            "The mean cosine between two tokens, layer after layer. In the end: {}.",
            ends(outcome, |layering| &layering.cosine)
        ))
}

fn layered_reductions(outcome: &Outcome) -> Chart {
    by_layer(outcome, "ΔR (nats)", |layering| &layering.reduction).titled("And what was to be raised").described(
        format!(
            "The rate reduction, layer after layer. In the end: {}.",
            ends(outcome, |layering| &layering.reduction)
        ),
    )
}

/// `of` each way of going on, layer by layer.
fn by_layer(outcome: &Outcome, label: &str, of: impl Fn(&Layering) -> &Vec<Estimate>) -> Chart {
    let layered = &outcome.layered;
    let layers: Vec<f64> = layered.layers.iter().map(|&layer| layer as f64).collect();
    let all = || layered.layerings.iter().flat_map(&of);
    let (low, high) = (smallest(all().map(|e| e.low)), largest(all().map(|e| e.high)));
    let room = 0.05 * (high - low).max(1e-9);
    let mut chart =
        Chart::new(("layer", 0.0..layers[layers.len() - 1]), (label, low - room..high + room)).held(format!(
            "tokens of a mixture, N = {}, ε² = {}; back at length 1 after each layer but with LN",
            layered.tokens, layered.epsilon_squared
        ));
    // The rungs between the gradient and the simplified layer are in the record.
    for layering in layered.layerings.iter().filter(|layering| !matches!(layering.step, Step::Neumann | Step::Unscaled))
    {
        chart.line(&layers, &values(of(layering)), look(layering.step), layering.step.name());
    }
    chart
}

/// Each step's last number, in words.
fn ends(outcome: &Outcome, of: impl Fn(&Layering) -> &Vec<Estimate>) -> String {
    let last = outcome.layered.layers.len() - 1;
    let said = outcome
        .layered
        .layerings
        .iter()
        .map(|layering| format!("{} {:.3}", layering.step.name(), of(layering)[last].value));
    said.collect::<Vec<_>>().join(", ")
}

fn grams(outcome: &Outcome, audit: &Audit) -> Chart {
    let (axis, xs) = precisions(outcome);
    let grams: Vec<Estimate> = audit.at.iter().map(|at| at.gram).collect();
    let (low, high) = (smallest(grams.iter().map(|e| e.value)), largest(grams.iter().map(|e| e.high)));
    let mut chart = Chart::new(axis, Axis::log("a‖G‖", 0.5 * low.min(1.0)..1.2 * high.max(1.0)))
        .titled("Where the expansion is one")
        .held("the largest of the heads; below 1 the series converges")
        .described(format!(
            "The norm that must be below 1 for the first-order expansion, against the squared precision: {:.3} at {}, {:.3} at {}.",
            grams[0].value,
            xs[0],
            grams[grams.len() - 1].value,
            xs[xs.len() - 1]
        ));
    chart.estimates(xs, &grams, INK.thin(), "a‖G‖").rule_y(1.0, "");
    chart
}

fn cosines(outcome: &Outcome, audit: &Audit) -> Chart {
    let (axis, xs) = precisions(outcome);
    let series = over_precisions(audit, |stepped| &stepped.cosine).filter(|(step, _)| *step != Step::Gradient);
    let mut chart = Chart::new(axis, ("cosine", -1.05..1.05))
        .titled("Which way steps point")
        .held("cosine between the step and the exact gradient's")
        .described(described_cosines(audit));
    for (step, estimates) in series {
        chart.line(xs, &values(&estimates), look(step), step.name());
    }
    chart.rule_y(0.0, "");
    chart
}

fn described_cosines(audit: &Audit) -> String {
    let said = |at: &AtPrecision| {
        let each: Vec<String> =
            at.steps.iter().map(|stepped| format!("{} {:.3}", stepped.step.name(), stepped.cosine.value)).collect();
        format!("At {}: {}", at.epsilon_squared, each.join(", "))
    };
    let ends: Vec<String> = audit.at.first().into_iter().chain(audit.at.last()).map(said).collect();
    format!("Cosines with the exact gradient's step. {}.", ends.join(". "))
}

fn lengths(outcome: &Outcome, audit: &Audit) -> Chart {
    let (axis, xs) = precisions(outcome);
    let series = over_precisions(audit, |stepped| &stepped.length).filter(|(step, _)| *step != Step::Neumann);
    let series: Vec<_> = series.collect();
    let all = || series.iter().flat_map(|(_, estimates)| estimates);
    let (low, high) = (smallest(all().map(|e| e.value)), largest(all().map(|e| e.value)));
    let mut chart = Chart::new(axis, Axis::log("mean length", 0.9 * low..1.1 * high))
        .titled("How long tokens become")
        .held("from length 1")
        .described(described(
            audit,
            "Mean lengths of tokens after each step, against the squared precision",
            |stepped| &stepped.length,
        ));
    for (step, estimates) in &series {
        chart.line(xs, &values(estimates), look(*step), step.name());
    }
    chart.rule_y(1.0, "");
    chart
}

/// From this ε² on, unless there is none: where the claim asks, and finer changes would hide these.
const COARSE: f64 = 0.25;

fn reductions(audit: &Audit) -> Chart {
    let coarse: Vec<&AtPrecision> = audit.at.iter().filter(|at| at.epsilon_squared >= COARSE).collect();
    let shown = if coarse.is_empty() { audit.at.iter().collect() } else { coarse };
    let xs: Vec<f64> = shown.iter().map(|at| at.epsilon_squared).collect();
    let series: Vec<(Step, Vec<Estimate>)> = Step::AUDITED
        .into_iter()
        .enumerate()
        .filter(|(_, step)| *step != Step::Shrunk)
        .map(|(place, step)| (step, shown.iter().map(|at| at.steps[place].at_length_one.reduction).collect()))
        .collect();
    let all = || series.iter().flat_map(|(_, estimates)| estimates);
    let (low, high) = (smallest(all().map(|e| e.low)).min(0.0), largest(all().map(|e| e.high)).max(0.0));
    let room = 0.05 * (high - low).max(1e-9);
    let said: Vec<String> = series.iter().map(|(step, of)| format!("{} {:+.4}", step.name(), of[0].value)).collect();
    let axis = Axis::log("ε²", 0.9 * xs[0]..1.1 * xs[xs.len() - 1]);
    let mut chart = Chart::new(axis, ("change of ΔR (nats)", low - room..high + room))
        .titled("Change of ΔR, tokens back at length 1")
        .held(audit.ensemble.name())
        .described(format!("Changes of the rate reduction at length 1. At {}: {}.", xs[0], said.join(", ")));
    for (step, estimates) in &series {
        chart.line(&xs, &values(estimates), look(*step), step.name());
    }
    chart.rule_y(0.0, "");
    chart
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    format!(
        "Six steps on {} tokens of {} numbers under {} heads: what they do to the rate R^c with the tokens as they come out and \
         back at length 1, and what {} of them do to the tokens' energy in their own subspaces.",
        outcome.tokens,
        outcome.width,
        outcome.heads,
        outcome.layered.layers.len() - 1
    )
}
