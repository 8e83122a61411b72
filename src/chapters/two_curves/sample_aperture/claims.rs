//! What the text asserts.

use super::{ByDepth, Outcome};
use crate::{
    figure::{Claim, Source},
    math::vectors::{largest, smallest},
};

/// A claim about numbers of samples is made only if the list of samples reaches them all.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    let (circles, close) = (&outcome.pairs[0], &outcome.pairs[1]);
    let every = || outcome.pairs.iter().flat_map(|pair| &pair.by_depth);
    let halves: Option<Vec<f64>> = every().map(|at| at.per_aperture_half_error_even).collect();
    let half_right = |at: &ByDepth| at.random.half_right;
    let over_gaps = |at: &ByDepth| half_right(at).map(|samples| samples / at.random_without_gap);
    let all_over_gaps: Option<Vec<f64>> = every().map(over_gaps).collect();
    let on_circles: Option<Vec<f64>> = circles.by_depth.iter().map(half_right).collect();
    let last = outcome.depths.len() - 1;
    let (shallowest, deepest) = (&circles.by_depth[0], &circles.by_depth[last]);
    let (on_close, on_others) = (half_right(&close.by_depth[last]), half_right(deepest));
    // Of one separation there is no power.
    let separations = (circles.separation_rad / close.separation_rad).ln();
    let two_separations = separations.abs() > 1e-6;
    let claims = [
        all_over_gaps.map(|ratios| {
            Claim::at_most(
                "The aperture dictates the number of samples, in our reading: random samples that leave one gap as long as an \
                 aperture label everything rightly in half of the draws; the largest N at which they do, over the N with \
                 one such gap, over pairs and depths",
                Source::lecture("Resource Tradeoffs III: Data as a Statistical Resource"),
                largest(ratios),
                1.0,
            )
        }),
        over_gaps(deepest).map(|ratio| {
            Claim::at_least(
                "They need to be that many: the same ratio on the circles at the deepest network",
                Source::Book,
                ratio,
                0.5,
            )
        }),
        on_circles.map(|samples| {
            let shrinks = shallowest.aperture_rad / deepest.aperture_rad;
            Claim::at_most(
                format!(
                    "On the circles that N depends on the depth far less than the aperture, which shrinks {shrinks:.0} times: \
                     the largest over the smallest"
                ),
                Source::Book,
                largest(samples.iter().copied()) / smallest(samples),
                shrinks.sqrt(),
            )
        }),
        on_close.zip(on_others).filter(|_| two_separations).map(|(close, others)| {
            Claim::near(
                "It is set by the separation: from the circles to the closer ones it grows, at the deepest network, as a \
                 power of 1/Δ that is 1 to a quarter",
                Source::Book,
                (close / others).ln() / separations,
                1.0,
                0.25,
            )
        }),
        halves.as_ref().map(|counts| {
            Claim::at_most(
                "Two evenly spaced samples per aperture bring the error below one half: the largest count that it takes, \
                 over pairs and depths",
                Source::Book,
                largest(counts.iter().copied()),
                2.0,
            )
        }),
        halves.as_ref().map(|counts| {
            Claim::at_least(
                "Half a sample per aperture does not: the smallest count that it takes, over pairs and depths",
                Source::Book,
                smallest(counts.iter().copied()),
                0.5,
            )
        }),
        Some(Claim::near(
            "With 50 hidden layers the aperture, the kernel's half-excess width, is 0.0766 rad",
            Source::Book,
            outcome.aperture_at_50_rad,
            0.0766,
            5e-5,
        )),
    ];
    claims.into_iter().flatten().collect()
}
