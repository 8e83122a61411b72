//! The drawing.

use std::ops::Range;

use anyhow::Result;

use super::{Changes, Outcome, TokenStatistics, run::SAFE};
use crate::{
    figure::{
        Drawing, Experiment as _,
        plot::{Axis, Chart, Grid, INK, SERIES},
    },
    ground::estimate::Estimate,
    math::vectors::{largest, smallest},
};

/// The bound, the step, and the cost; the rest folds.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    Grid::new(TokenStatistics::TITLE, description(outcome))
        .lead([turned(outcome), changes(outcome, &outcome.variational, "R^{var}", "What a step changes of R^{var}")])
        .lead([products(outcome)])
        .more([changes(outcome, &outcome.pairwise, "R^{c}", "And of R^{c}"), length(outcome)])
        .more([short(outcome), left(outcome)])
        .more([own(outcome)])
        .drawing()
}

fn turned(outcome: &Outcome) -> Chart {
    let turned = &outcome.turned;
    let top = largest(turned.excess.iter().map(|excess| excess.high)).max(turned.most.value);
    let mut chart = Chart::new(("angle from eigenvectors (degrees)", 0.0..90.0), ("excess (nats)", -0.02 * top..1.1 * top))
        .titled("The bound, in bases turned away from eigenvectors")
        .held(format!("first subspace, p = {}; 95 % intervals over draws", outcome.width))
        .described(format!(
            "The rate by the diagonal less that by eigenvalues: 0 at 0° and at 90°, {:.2} nats at 45°, {:.2} in a random basis, \
             {:.2} if all diagonal entries were alike, and {:.3} in the subspace's own basis.",
            turned.halfway.value, turned.random.value, turned.most.value, turned.own.value
        ));
    chart.estimates(&turned.angles_deg, &turned.excess, SERIES[3], "pairs of eigenvectors, turned");
    chart.rule_y(turned.random.value, "random basis").rule_y(turned.most.value, "all entries alike");
    chart
}

/// The range of all intervals with room, 0 within.
fn span<'a>(estimates: impl IntoIterator<Item = &'a Estimate>) -> Range<f64> {
    let ends: Vec<f64> =
        estimates.into_iter().flat_map(|estimate| [estimate.low, estimate.high]).chain([0.0]).collect();
    let (low, high) = (smallest(ends.iter().copied()), largest(ends));
    let room = 0.08 * (high - low);
    low - room..high + room
}

fn steps(outcome: &Outcome) -> Axis {
    let steps = &outcome.steps;
    Axis::log("step s", 0.9 * steps[0]..1.1 * steps[steps.len() - 1])
}

fn changes(outcome: &Outcome, changes: &Changes, rate: &str, title: &str) -> Chart {
    let all = [&changes.step, &changes.shrunk, &changes.unit].into_iter().flatten();
    let said: Vec<String> = outcome
        .steps
        .iter()
        .enumerate()
        .map(|(i, step)| {
            let [stepped, shrunk, unit] = [&changes.step, &changes.shrunk, &changes.unit].map(|each| each[i].value);
            format!("s = {step}: {stepped:.3}, shrinking alone {shrunk:.3}, lengths kept {unit:.3}")
        })
        .collect();
    let mut chart = Chart::new(steps(outcome), (format!("change of {rate} (nats)").as_str(), span(all)))
        .titled(title)
        .held(format!("before the step: {:.2}; ε² = {}; 95 % intervals", changes.before.value, outcome.epsilon_squared))
        .described(format!("Changes in nats a token. {}.", said.join("; ")));
    chart.estimates(&outcome.steps, &changes.step, SERIES[0], "step");
    chart.estimates(&outcome.steps, &changes.shrunk, SERIES[1], "shrinking alone to its lengths");
    chart.estimates(&outcome.steps, &changes.unit, SERIES[2], "step, lengths kept");
    chart.rule_y(0.0, "").rule_x(SAFE, "2");
    chart
}

fn length(outcome: &Outcome) -> Chart {
    let length = &outcome.length;
    let last = length.decays.len() - 1;
    let room = 0.03 * (length.decays[last] - length.decays[0]);
    let axis = ("power by which variances fall", length.decays[0] - room..length.decays[last] + room);
    let mut chart = Chart::new(axis, ("part of the fall", -0.03..1.03))
        .titled("How much of a small step is length")
        .held(format!("s = {}; ε² = {}; 95 % intervals over draws", outcome.steps[0], outcome.epsilon_squared))
        .described(format!(
            "The change of the rate by shrinking alone over that by the step: {:.2} at the power {}, {:.2} at the power {}; the \
             squared cosine between gradient and tokens is {:.2} and {:.2}.",
            length.measured[0].value,
            length.decays[0],
            length.measured[last].value,
            length.decays[last],
            length.radial[0].value,
            length.radial[last].value
        ));
    let radial: Vec<f64> = length.radial.iter().map(|radial| radial.value).collect();
    chart.line(&length.decays, &radial, INK.thin(), "squared cosine of the gradient");
    chart.estimates(&length.decays, &length.measured, SERIES[4], "shrinking alone over the step");
    chart
}

fn products(outcome: &Outcome) -> Chart {
    let products = &outcome.products;
    let real = |counts: &[usize]| counts.iter().map(|&count| count as f64).collect::<Vec<f64>>();
    let (counts, pairs, statistics) = (real(&products.counts), real(&products.pairwise), real(&products.statistics));
    let all = || pairs.iter().chain(&statistics).copied();
    let last = counts.len() - 1;
    let mut chart = Chart::new(
        Axis::log("tokens N", 0.9 * counts[0]..1.1 * counts[last]),
        Axis::log("multiplications", 0.7 * smallest(all())..1.5 * largest(all())),
    )
    .titled("Multiplications of one step")
    .held(format!("tokens of {} numbers", products.dimension))
    .described(format!(
        "Multiplications by pairs over those by statistics: {:.2} with {} tokens, {:.2} with {}.",
        products.ratios[0], products.counts[0], products.ratios[last], products.counts[last]
    ));
    chart.line(&counts, &pairs, SERIES[4], "over pairs").dots(&counts, &pairs, 5.0, SERIES[4], "");
    chart.line(&counts, &statistics, SERIES[5], "over statistics").dots(&counts, &statistics, 5.0, SERIES[5], "");
    chart
}

fn short(outcome: &Outcome) -> Chart {
    let short = &outcome.short;
    let (low, high) = (smallest(short.limit.iter().copied()), largest(short.limit.iter().copied()));
    let all = span(&short.relative);
    let mut chart = Chart::new(steps(outcome), ("change of R^{var}, over R^{var}", all.start.min(1.1 * low)..all.end.max(1.1 * high)))
        .titled("Tokens of almost no length")
        .held(format!("length {}; each belongs to its subspace by {:.3}", short.length, outcome.membership.value))
        .described(
            "Relative change of the rate by the step: a parabola that falls to its lowest point at s = 1 and crosses 0 at s = 2.",
        );
    chart.line(&outcome.steps, &short.limit, INK, "(1 − s)² − 1");
    chart.estimates(&outcome.steps, &short.relative, SERIES[0], "step");
    chart.rule_y(0.0, "").rule_x(SAFE, "2");
    chart
}

fn left(outcome: &Outcome) -> Chart {
    let found = &outcome.directions;
    let places: Vec<f64> = (1..=found.left.len()).map(|i| i as f64).collect();
    let last = places.len() - 1;
    let mut chart = Chart::new(("direction i", 0.5..places[last] + 0.5), ("part", -0.03..1.03))
        .titled("What a step of s = 1 leaves of each direction")
        .held(format!("1 − 1/(1 + (d/ε²)m_{{i}}); own basis of the first subspace; ε² = {}", outcome.epsilon_squared))
        .described(format!(
            "Of the first direction, of the second moment {:.3}, {:.3} is left; of the last, of {:.5}, {:.3}.",
            found.moments[0].value, found.left[0].value, found.moments[last].value, found.left[last].value
        ));
    chart.estimates(&places, &found.left, SERIES[3], "left");
    chart
}

fn own(outcome: &Outcome) -> Chart {
    let own = &outcome.own;
    let mut chart = Chart::new(steps(outcome), ("share of energy", 0.0..1.0))
        .titled("Energy in the tokens' own subspaces")
        .held("upright: s = 2")
        .described(format!(
            "The share before a step is {:.3}, and {:.3} after the largest.",
            own.before.value,
            own.after[own.after.len() - 1].value
        ));
    chart.estimates(&outcome.steps, &own.after, SERIES[0], "step");
    chart.rule_y(own.before.value, "before").rule_x(SAFE, "");
    chart
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    format!(
        "A coding rate by diagonals of second moments: its excess over the one by eigenvalues, what steps against its gradient \
         change for {} tokens of {} subspaces of dimension {}, and multiplications of a step beside attention over pairs.",
        outcome.tokens, outcome.heads, outcome.width
    )
}
