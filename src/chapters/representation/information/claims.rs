//! What the text asserts.

use super::{DigitScore, Outcome};
use crate::{
    figure::{Claim, Source},
    ground::estimate::Estimate,
    math::vectors::largest,
};

/// Collapse and speciation times of 100, 1,000 and 10,000 digits, by an independent implementation.
const DIGITS: [(usize, f64, f64); 3] = [(100, 2.06, 2.16), (1_000, 1.77, 1.96), (10_000, 1.55, 1.86)];

/// The claims on an outcome.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    let over_lattices = |of: fn(&super::LatticeScore) -> f64| largest(outcome.lattices.iter().map(of));
    let known = |score: &DigitScore| DIGITS.iter().find(|(count, _, _)| *count == score.count).copied();
    let pairs = || outcome.digits.scores.iter().filter_map(|score| Some((score, known(score)?)));
    let mut claims = vec![
        // The next term is of order t/R².
        Claim::near(
            "As t → 0 the least loss on the circle is the manifold's dimension; at t = 10⁻⁴",
            Source::Book,
            outcome.circle_early,
            1.0,
            1e-3,
        ),
        Claim::at_most(
            "Half the mean square error, integrated over the signal-to-noise ratio, is ln N; largest difference",
            Source::work("guo2005mutual"),
            over_lattices(|lattice| (lattice.information - lattice.log_count).abs()),
            1e-6,
        ),
        // Each of the parts exceeds four standard errors with a probability of 1 in 16,000.
        Claim::at_most(
            "Pairs of reverse paths to two Gaussians agree as often as Bayes' rule says; largest deviation, in standard errors",
            Source::Book,
            outcome.pair.deviation,
            4.0,
        ),
        Claim::at_most(
            "Pairs of reverse paths to digits end in the same digit and in the same class as often as the weights say; \
             the larger deviation, in standard errors",
            Source::Book,
            outcome.digits.walked.deviation,
            4.0,
        ),
    ];
    // Fewer points are so far apart that the circle is not straight between them.
    let many: Vec<_> = outcome.lattices.iter().filter(|lattice| lattice.count >= 256).collect();
    if !many.is_empty() {
        claims.push(Claim::at_most(
            "For N ≥ 256 points it falls through ½ at ½ ln(1 + 2πR²/(eN²)); largest relative difference",
            Source::Book,
            largest(many.iter().map(|lattice| (lattice.collapse_time / lattice.predicted_time - 1.0).abs())),
            1e-3,
        ));
    }
    if pairs().next().is_some() {
        // The references are rounded to .01 and have an error of their own, as ours, of about .01.
        claims.push(Claim::at_most(
            "Two reverse paths end in the same digit half the time at t = 2.06, 1.77 and 1.55 for 100, 1,000 and 10,000 \
             digits; largest distance of these from our intervals",
            Source::Book,
            largest(pairs().map(|(score, (_, time, _))| outside(score.collapse.time, time))),
            0.02,
        ));
        claims.push(Claim::at_most(
            "And in the same class .55 of the time at t = 2.16, 1.96 and 1.86; largest distance of these from our intervals",
            Source::Book,
            largest(pairs().map(|(score, (_, _, time))| outside(score.speciation.time, time))),
            0.02,
        ));
    }
    if let Some(most) = outcome.digits.scores.iter().max_by_key(|score| score.count) {
        claims.push(Claim::at_most(
            "The exact score of the most digits leaves no room for new ones: paths to different digits share a class, .55 of \
             the time, only when the digit is decided, too; the one time less the other, upper end",
            Source::Book,
            most.room.high,
            0.0,
        ));
    }
    claims
}

/// How far `value` is from an interval: 0 within it.
fn outside(estimate: Estimate, value: f64) -> f64 {
    (estimate.low - value).max(value - estimate.high).max(0.0)
}
