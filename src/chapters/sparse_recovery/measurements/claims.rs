//! What the text asserts.

use super::Outcome;
use crate::figure::{Claim, Source};

/// The claims on an outcome.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    vec![
        Claim::at_most(
            "“Measurements ≳ sparsity · log(measurements/sparsity)”, as an equation with one constant, is met by all \
             points: largest relative distance from it",
            Source::lecture("Recap: Sparse Recovery"),
            outcome.lecture.largest_residual,
            0.1,
        ),
        Claim::near(
            "By the same rule the measurements do not depend on n: for the largest n over those for the smallest, at \
             the same k",
            Source::Book,
            outcome.growth,
            1.0,
            0.1,
        ),
        Claim::at_most(
            "The statistical dimension, with the normal limit of its transition and no constant to fit, is met by all \
             points: largest relative distance",
            Source::Book,
            outcome.largest_prediction_error,
            0.1,
        ),
        Claim::at_most(
            "The classical rule m = c k ln(n/k), with one constant, is met by all points: largest relative distance",
            Source::Book,
            outcome.classical.largest_residual,
            0.1,
        ),
        Claim::at_most(
            "Every answer is certified: the largest duality gap, as a part of the answer's ℓ₁ norm",
            Source::Book,
            outcome.largest_gap,
            1e-8,
        ),
    ]
}
