//! What the text asserts.

use super::{Case, Dictionary, Outcome, Start};
use crate::{
    figure::{Claim, Source},
    ground::estimate::Estimate,
    math::vectors::{largest, smallest},
};

/// The slides that derive the step.
const SLIDE: Source = Source::lecture("Sparsification in Sparse MCR²");

/// The claims on an outcome. Thresholds are older than the outcome.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    let last = outcome.incoherence[0].widths.len() - 1;
    let widest = outcome.incoherence[0].widths[last];
    let departure = |kind: Dictionary| {
        let found = outcome.incoherence.iter().find(|incoherence| incoherence.dictionary == kind);
        found.map_or(f64::NAN, |found| found.departures[last].high)
    };
    let mut claims = vec![
        Claim::at_most(
            "“R(Z) ≈ R(DZ)” for an incoherent D, read as: for a Gaussian D and the solutions, the two are within a tenth at every \
             precision; the farthest that the ratio's intervals reach from 1",
            SLIDE,
            largest(of(outcome, Dictionary::Gaussian).flat_map(|case| case.rates.solution.iter().map(from_one))),
            0.1,
        ),
        Claim::at_most(
            "And as the layer begins, for a Kaiming D and codes after one layer; the same",
            Source::Book,
            largest(of(outcome, Dictionary::Kaiming).flat_map(|case| case.rates.layer.iter().map(from_one))),
            0.1,
        ),
        // Products of columns have the variance 1/d, and there are d of them with each.
        Claim::near(
            format!(
                "Incoherent is not orthogonal, by arithmetic: for a Gaussian D of width {widest}, ‖D*D − I‖/√d is 1; the upper end"
            ),
            Source::Book,
            departure(Dictionary::Gaussian),
            1.0,
            0.1,
        ),
        Claim::at_most(
            "One layer ends below the objective of no code at all, Z = 0, in all dictionaries and for both kinds of tokens; its \
             upper end less the lower end of that, over the objective of ReLU(u), the largest",
            Source::Book,
            largest(outcome.cases.iter().map(|case| case.codes.layer.objective.high - case.zero_objective.low)),
            0.0,
        ),
        Claim::at_most(
            "One layer with a Kaiming D leaves no more nonzero entries than ReLU(u) has, for both kinds of tokens; the largest \
             upper end of the difference of the shares",
            Source::Book,
            largest(of(outcome, Dictionary::Kaiming).map(|case| case.nonzeros_gained.high)),
            0.0,
        ),
        Claim::at_least(
            "One layer with a Kaiming D goes at least half of the way from ReLU(u) to the least objective, for both kinds of \
             tokens; the least lower end of the part",
            Source::Book,
            smallest(of(outcome, Dictionary::Kaiming).map(|case| case.closed.low)),
            0.5,
        ),
        Claim::at_most(
            "It is worth starting at the token: with a Kaiming D and for both kinds of tokens one layer ends no higher than one \
             step of the same size from 0; the largest upper end of the difference of objectives, over that of ReLU(u)",
            Source::Book,
            largest(of(outcome, Dictionary::Kaiming).map(|case| case.warm_less_cold.high)),
            0.0,
        ),
    ];
    claims.extend(stepping(outcome));
    claims.extend(checks(outcome));
    claims
}

/// Both kinds of tokens in dictionaries of a kind.
fn of(outcome: &Outcome, dictionary: Dictionary) -> impl Iterator<Item = &Case> {
    outcome.cases.iter().filter(move |case| case.dictionary == dictionary)
}

/// How far an interval reaches from 1.
fn from_one(ratio: &Estimate) -> f64 {
    (ratio.low - 1.0).abs().max((ratio.high - 1.0).abs())
}

/// The objective against the step size, where the sizes reach so far.
fn stepping(outcome: &Outcome) -> Vec<Claim> {
    let mut claims = Vec::new();
    let upto = |bound: f64| outcome.curvatures.iter().filter(|size| **size <= bound).count();
    let short = upto(1.0);
    if short > 0 {
        let from = |case: &Case, start: Start| {
            let found = case.by_size.iter().find(|by_size| by_size.start == start);
            found.map_or(f64::NAN, |found| largest(found.objectives[..short].iter().map(|objective| objective.high)))
        };
        claims.push(Claim::at_most(
            "From the tokens themselves, as the layer has it, every step up to 1/‖D‖² ends no higher than ReLU(u), in all \
             dictionaries and for both kinds of tokens; the largest upper end of the ratio of objectives",
            Source::Book,
            largest(outcome.cases.iter().map(|case| from(case, Start::Token))),
            1.0,
        ));
    }
    let long = upto(2.0);
    if long > 0 {
        let raised =
            outcome.cases.iter().flat_map(|case| &case.by_size).filter(|by_size| !by_size.most_raised.is_empty());
        claims.push(Claim::at_most(
            "A theorem, as a check: from codes that are not negative, ReLU(u) and 0, no step up to 2/‖D‖² raises the \
             objective; the largest ratio of all draws",
            Source::Book,
            largest(raised.flat_map(|by_size| by_size.most_raised[..long].iter().copied())),
            1.0 + 1e-12,
        ));
    }
    claims
}

/// What must come out.
fn checks(outcome: &Outcome) -> Vec<Claim> {
    let orthogonal =
        of(outcome, Dictionary::Orthogonal).flat_map(|case| case.rates.layer.iter().chain(&case.rates.solution));
    let kaiming = outcome.incoherence.iter().find(|incoherence| incoherence.dictionary == Dictionary::Kaiming);
    let departure = kaiming.and_then(|incoherence| incoherence.departures.last());
    vec![
        Claim::at_most(
            "An identity, as a check: for an orthogonal D, R(DZ) = R(Z); the farthest that the ratio lies from 1",
            SLIDE,
            largest(orthogonal.map(from_one)),
            1e-9,
        ),
        // Columns of squared length 2 and products of variance 4/d: √(1 + 4); the columns' scatter adds some 1/d.
        Claim::near(
            "A Kaiming D has ‖D*D − I‖/√d near √5",
            Source::Book,
            departure.map_or(f64::NAN, |departure| departure.value),
            5.0_f64.sqrt(),
            0.05,
        ),
        Claim::is_true(
            "Every problem was solved: the duality gap is at most 10⁻⁹ of the objective in every draw",
            Source::Book,
            outcome.cases.iter().all(|case| case.solved.converged),
        ),
    ]
}
