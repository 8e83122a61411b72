//! What the text asserts.
use super::Outcome;
use crate::figure::Claim;

/// The claims on an outcome.
pub(super) fn claims(_outcome: &Outcome) -> Vec<Claim> {
    Vec::new()
}
