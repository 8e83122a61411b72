//! What the text asserts.

use super::{Outcome, run::SAFE};
use crate::{
    figure::{Claim, Source},
    math::vectors::{largest, smallest},
};

/// The paper with the bound.
const PAPER: Source = Source::work("wu2025token");
/// Multiplications by attention over pairs over those over statistics, for tokens of 384 numbers, by a calculation apart.
const RATIOS: [(usize, f64, f64); 2] = [(197, 1.51, 0.005), (4_096, 11.6, 0.05)];

/// The claims on an outcome.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    let turned = &outcome.turned;
    let safe = outcome.steps.iter().filter(|step| **step <= SAFE).count();
    let beyond = outcome.steps.iter().zip(&outcome.short.relative).skip(safe).map(|(_, relative)| relative.low);
    let mut claims = vec![
        Claim::at_least(
            "The rate by a diagonal is never below that by eigenvalues, a theorem: the least excess over all bases and draws, \
             but for rounding",
            PAPER,
            turned.least,
            -1e-12,
        ),
        Claim::at_most(
            "And with lengths kept the step still lowers R^var, at every step up to 2; the largest upper end of the change",
            Source::Book,
            largest(outcome.variational.unit[..safe].iter().map(|change| change.high)),
            0.0,
        ),
        Claim::at_most(
            "A step up to 2 lowers R^var, as the argument on the page says it must: the largest change over all draws",
            Source::Book,
            outcome.largest_to_two,
            0.0,
        ),
        Claim::at_least(
            "2 is the most that can be said for all tokens: larger steps raise R^var of short ones; the smallest lower end",
            Source::Book,
            smallest(beyond),
            0.0,
        ),
        Claim::at_most(
            "A step up to 2 lowers R^c, too, where variances fall as here; the largest upper end of the change",
            Source::Book,
            largest(outcome.pairwise.step[..safe].iter().map(|change| change.high)),
            0.0,
        ),
        Claim::at_most(
            "With lengths kept it lowers ΔR = R − R^c, as attention over pairs does; the largest upper end of the change",
            Source::Book,
            largest(outcome.reduction_unit[..safe].iter().map(|change| change.high)),
            0.0,
        ),
        Claim::at_most(
            "What a step shortens is the token's own part: the share of energy in the own subspace falls at every step up to 2; \
             the largest upper end of the change",
            Source::Book,
            largest(outcome.own.change[..safe].iter().map(|change| change.high)),
            0.0,
        ),
        Claim::at_most(
            "Eigenvectors make the bound an equality, in either order: the largest excess at 0° and at 90°",
            PAPER,
            turned.at_eigenvectors,
            1e-9,
        ),
        Claim::at_least(
            "And halfway between them it is none; the lower end of the excess at 45°",
            PAPER,
            turned.halfway.low,
            0.01,
        ),
    ];
    claims.splice(1..1, length(outcome));
    let products = &outcome.products;
    let counted = products.counts.iter().zip(&products.ratios).filter(|_| products.dimension == 384);
    for (count, ratio) in counted {
        if let Some((_, known, tolerance)) = RATIOS.iter().find(|(known, ..)| known == count) {
            claims.push(Claim::near(
                format!(
                    "By the formulas, over {count} tokens of 384 numbers pairs take {known} times the multiplications"
                ),
                Source::Book,
                *ratio,
                *known,
                *tolerance,
            ));
        }
    }
    claims
}

/// How much of a small step is length, where all directions are alike and where they fall as steeply as they do here.
fn length(outcome: &Outcome) -> Vec<Claim> {
    let length = &outcome.length;
    let last = length.decays.len() - 1;
    let mut claims = Vec::new();
    if length.decays[0] <= 0.0 {
        claims.push(Claim::at_least(
            "Where all directions of a subspace have one variance, most of what a small step takes from R^var is length: the \
             lower end of the part that shrinking alone gives",
            Source::Book,
            length.measured[0].low,
            0.5,
        ));
    }
    if length.decays[last] >= 2.0 {
        claims.push(Claim::at_most(
            format!(
                "Where the i-th direction has a variance in proportion to 1/i to the power {}, it is not: the upper end of the \
                 part",
                length.decays[last]
            ),
            Source::Book,
            length.measured[last].high,
            0.5,
        ));
    }
    claims
}
