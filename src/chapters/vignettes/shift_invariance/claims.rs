//! What the text asserts.

use super::{Outcome, tolerances::ROUNDING};
use crate::figure::{Claim, Source};

/// A share that is more than none: far below one flip in all the shifts that are counted.
const ABOVE_ZERO: f64 = 1e-6;

/// The claims on an outcome.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    let [strided, low_passed, free] = &outcome.networks;
    let (shifts, s) = (outcome.shifts_checked, outcome.total_stride);
    // A network that says the same of everything is invariant, and shows nothing: then no number stands for a claim.
    let says = outcome.networks.iter().all(|network| !network.diverged && network.seen >= 10.0 * ROUNDING);
    let change = |measured: f64| if says { measured } else { 1.0 };
    let difference = |measured: f64| if says { measured } else { 0.0 };
    vec![
            Claim::at_least(
                "The learnt strided network flips more often than the anti-aliased one: lower end of the interval of the \
                 difference",
                Source::work("zhang2019making"),
                difference(outcome.flips_more.low),
                ABOVE_ZERO,
            )
            .at_reduced_scale(format!(
                "handwritten digits and networks of {} parameters, where the sentence is about photographs and deep networks",
                outcome.parameters
            )),
            Claim::at_most(
                format!("Without subsampling, no shift changes a score: {shifts} shifts, largest change relative to the largest score"),
                Source::Book,
                change(free.moved_at_multiples.max(free.most_moved_elsewhere)),
                ROUNDING,
            ),
            Claim::at_least(
                format!(
                    "Every shift that is not by multiples of {s} changes the strided network's scores: the smallest \
                     change, relative to the largest score, of {shifts} shifts"
                ),
                Source::Book,
                difference(strided.least_moved_elsewhere),
                10.0 * ROUNDING,
            ),
            Claim::at_most(
                format!("With total stride {s}, no shift by multiples of {s} changes a score"),
                Source::Book,
                change(strided.moved_at_multiples.max(low_passed.moved_at_multiples)),
                ROUNDING,
            ),
            Claim::at_most(
                "The strided network's scores, averaged over its classes of shifts, are those of the stride-free network \
                 with the same weights",
                Source::Book,
                change(outcome.mean_over_shifts_error),
                ROUNDING,
            ),
            Claim::at_most(
                format!("A low-pass before the last subsampling halves the stride: no shift by multiples of {} changes a score of the anti-aliased network", s / 2),
                Source::Book,
                change(low_passed.moved_at_half_multiples),
                ROUNDING,
            ),
            Claim::at_least(
                "A low-pass before each subsampling does not make a network invariant: the largest change of a score",
                Source::work("zhang2019making"),
                difference(low_passed.most_moved_elsewhere),
                10.0 * ROUNDING,
            ),
        ]
}
