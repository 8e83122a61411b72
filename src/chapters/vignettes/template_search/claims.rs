//! What the text asserts.

use super::{InDimension, Outcome};
use crate::{
    figure::{Claim, Source},
    math::vectors::largest,
};

const OWEN: Source = Source::work("owen1996search");
const TPOPT: Source = Source::work("yan2023tpopt");

/// The claims on an outcome.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    let mut claims = Vec::new();
    if let [first, .., last] = outcome.growth.as_slice() {
        claims.extend(in_the_last_dimension(last));
        claims.push(Claim::at_least(
            "The cheapest ascent that is as high as the finest bank on 95 % of one half of the chirps is so on the other half, \
             too: the share",
            Source::Book,
            outcome.chirp_search.as_high.map_or(0.0, |ascent| ascent.as_high.value),
            0.95,
        ));
        claims.extend(in_other_dimensions(outcome, first, last));
    }
    claims.push(Claim::at_least(
        "Chirps over two masses: the cheapest bank's products over those of the cheapest ascent that detects as much",
        TPOPT,
        outcome.chirp_search.ascent.map_or(0.0, |ascent| outcome.chirp_search.bank.cost / ascent.cost),
        1.0,
    ));
    claims.push(Claim::at_most(
        "On the signals that chose neither, that ascent detects as much: the share by which it falls short of the finest bank",
        Source::Book,
        outcome.chirp_search.ascent.map_or(1.0, |ascent| ascent.shortfall),
        outcome.margin,
    ));
    claims.extend(of_banks(outcome));
    claims
}

/// The bank's products over those of the cheapest ascent that detects as much; 0 where none does.
fn cheaper(at: &InDimension) -> f64 {
    at.comparison.ascent.map_or(0.0, |ascent| at.comparison.bank.cost / ascent.cost)
}

/// Where a bank needs the most templates.
fn in_the_last_dimension(last: &InDimension) -> [Claim; 2] {
    [
        Claim::at_least(
            format!(
                "In {} dimensions an ascent detects as much for less: the bank's products over its own",
                last.dimension
            ),
            TPOPT,
            cheaper(last),
            1.0,
        ),
        Claim::at_least(
            format!(
                "In {} dimensions an ascent is as high as the finest bank for less: the bank's products over its own",
                last.dimension
            ),
            TPOPT,
            last.comparison.as_high.map_or(0.0, |ascent| last.comparison.finest.cost / ascent.cost),
            1.0,
        ),
    ]
}

/// What else is said of tori.
fn in_other_dimensions(outcome: &Outcome, first: &InDimension, last: &InDimension) -> [Claim; 3] {
    [
        Claim::at_most(
            format!("In {} dimension(s) a bank is cheaper: its products over the ascent's", first.dimension),
            Source::Book,
            cheaper(first),
            1.0,
        ),
        Claim::at_most(
            format!(
                "On the signals that chose neither, in {} dimensions, the ascent detects as much: the share by which it falls \
                 short of the finest bank",
                last.dimension
            ),
            Source::Book,
            last.comparison.ascent.map_or(1.0, |ascent| ascent.shortfall),
            outcome.margin,
        ),
        Claim::at_least(
            "A dimension more multiplies the bank's products by more than the ascent's: the ratio of the two factors",
            TPOPT,
            outcome.ascent_growth.map_or(0.0, |growth| outcome.bank_growth / growth),
            1.0,
        ),
    ]
}

/// What is said of banks, and of the ascent that is drawn.
fn of_banks(outcome: &Outcome) -> Vec<Claim> {
    let banks = || outcome.chirps.banks.iter().chain(&outcome.torus.banks);
    let excess = largest(banks().map(|bank| bank.below.low - bank.promised));
    vec![
        Claim::near(
            "On a flat surface without edges a bank grows as (1 − MM)⁻¹: the fitted exponent, d = 2",
            OWEN,
            outcome.torus.exponent,
            outcome.torus.exponent_of_a_surface,
            0.1,
        ),
        Claim::near(
            "So does a bank of chirps over two masses",
            OWEN,
            outcome.chirps.exponent,
            outcome.chirps.exponent_of_a_surface,
            0.1,
        ),
        Claim::near(
            "The strip of chirps is narrower than a template reaches, and its bank grows as that of a curve, (1 − MM)^(−1/2)",
            Source::Book,
            outcome.chirps.exponent,
            outcome.chirps.exponent_of_a_curve,
            0.1,
        ),
        Claim::at_most(
            "Signals below the minimal match are no more than the placement promises: the largest excess of a share's \
             lower end over the promise",
            Source::work("harry2009stochastic"),
            excess,
            0.0,
        ),
        Claim::at_least(
            "The pictured ascent ends above the finest bank's best template: its height over the bank's",
            Source::Book,
            outcome.example.reached / outcome.example.finest_bank,
            1.0,
        ),
    ]
}
