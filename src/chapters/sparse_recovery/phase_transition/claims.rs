//! What the text asserts.

use super::Outcome;
use crate::figure::{Claim, Source};

/// The claims on an outcome.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    let [large, small] = outcome.contours.as_slice() else { return Vec::new() };
    vec![
        Claim::at_most(
            "Half of the signals come back at m = δ(k/n)·n: the largest distance of the measured contour from the \
             statistical dimension, in m/n, for k/n ≤ .5",
            Source::work("amelunxen2014living"),
            outcome.largest_deviation,
            0.03,
        ),
        Claim::near(
            "The width of the transition, in m/n, shrinks as n^(−1/2): its exponent between two sizes",
            Source::work("goldstein2017gaussian"),
            outcome.width_exponent.value,
            -0.5,
            0.1,
        ),
        Claim::near(
            "The width is that of the cone's intrinsic volumes: measured over predicted, the mean over .05 ≤ k/n ≤ .5",
            Source::Book,
            large.width_ratio,
            1.0,
            0.1,
        ),
        Claim::at_most(
            "What is left of the distance from theory is of the order of one measurement: the mean over k/n ≤ .5, in \
             measurements, at the larger size",
            Source::Book,
            large.shift.abs(),
            1.0,
        ),
        Claim::at_most("The same at the smaller size", Source::Book, small.shift.abs(), 1.0),
        // Twenty squares of standard normal numbers have a mean above 1.5² once in a thousand times.
        Claim::at_most(
            "Corrected for the minimum after the mean, the contour is within its chance error of theory at the larger \
             size: the root mean square of the distance over its standard error, for k/n ≤ .5",
            Source::Book,
            large.deviation_in_errors,
            1.5,
        ),
        Claim::at_most("So it is at the smaller size", Source::Book, small.deviation_in_errors, 1.5),
        Claim::at_most(
            "Every answer is certified: the largest duality gap, as a part of the answer's ℓ₁ norm",
            Source::Book,
            outcome.largest_gap,
            1e-8,
        ),
        Claim::at_most(
            "Every answer fits its measurements: the largest ‖Ax̂ − y‖/‖y‖",
            Source::Book,
            outcome.largest_infeasibility,
            1e-8,
        ),
    ]
}
