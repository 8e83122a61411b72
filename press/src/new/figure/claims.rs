//! What the text asserts.

use super::Outcome;
use crate::figure::{Claim, Source};

/// The claims on an outcome.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    vec![Claim::at_most(
        "The mean of all draws is within four standard errors of 0",
        Source::Book,
        outcome.standard_errors,
        4.0,
    )]
}
