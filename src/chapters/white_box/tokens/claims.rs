//! What the text asserts.

use super::{Ensemble, Measured, Outcome};
use crate::figure::{Claim, Source};

/// The slide that says what a better model of a sample would be.
const SLIDE: Source = Source::lecture("Improved White-Box Scaling by Improved Signal Modeling?");

/// The claims on an outcome.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    let last = outcome.subspaces.len() - 1;
    let most = outcome.subspaces[last];
    let of = |ensemble: Ensemble| outcome.measured.iter().find(|measured| measured.ensemble == ensemble);
    let first = |measured: Option<&Measured>| measured.map_or(f64::NAN, |measured| measured.explained[0].value);
    let degrees = (outcome.side * outcome.side - 1) as f64;
    vec![
        Claim::at_least(
            "A sample is correlated tokens: two neighbouring patches of a photograph are more alike than two of different \
             photographs; the lower end of the excess of mean |cos|",
            SLIDE,
            outcome.likeness.excess.low,
            0.0,
        ),
        Claim::at_least(
            format!(
                "Tokens lie near a mixture: {most} subspaces explain more of held-out patches than of Gaussian vectors with \
                 the same covariance; the lower end of the difference"
            ),
            SLIDE,
            outcome.beyond_gaussian.explained[last].low,
            0.0,
        ),
        Claim::at_least(
            format!(
                "And from one subspace to {most} patches gain more than Gaussian vectors do; the lower end of the difference"
            ),
            Source::Book,
            outcome.beyond_gaussian.gain[last].low,
            0.0,
        ),
        Claim::at_least(
            format!(
                "Nor is that the tokens' length: from one subspace to {most} patches gain more than Gaussian vectors brought \
                 to length 1; the lower end of the difference"
            ),
            Source::Book,
            outcome.beyond_unit_gaussian.gain[last].low,
            0.0,
        ),
        Claim::at_most(
            "Patches have a lower local dimension than Gaussian vectors with the same covariance, by more than one, which is \
             what a fixed length takes; the upper end of the difference",
            Source::Book,
            outcome.beyond_gaussian.local_dimension.high,
            -1.0,
        ),
        Claim::at_most(
            "And a lower one than Gaussian vectors brought to length 1; the upper end of the difference",
            Source::Book,
            outcome.beyond_unit_gaussian.local_dimension.high,
            0.0,
        ),
        // One subspace sees the covariance only; what differs is the draw.
        Claim::near(
            "One subspace does not tell patches from Gaussian vectors: the difference of what it explains",
            Source::Book,
            outcome.beyond_gaussian.explained[0].value,
            0.0,
            0.02,
        ),
        // Shuffled pixels have no preferred direction among those of mean 0.
        Claim::near(
            "Of shuffled patches one subspace explains the share q/(p² − 1) of its dimensions",
            Source::Book,
            first(of(Ensemble::Shuffled)),
            outcome.dimension as f64 / degrees,
            0.01,
        ),
    ]
}
