//! What the text asserts.

use super::{ByDepth, Outcome};
use crate::figure::claim::{Claim, largest, smallest};

const LECTURE: &str = "lecture, chapter 2, the role of samples";
const HERE: &str = "this book";

pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    let (circles, close) = (&outcome.pairs[0], &outcome.pairs[1]);
    let every = || outcome.pairs.iter().flat_map(|pair| &pair.by_depth);
    let halves = || every().map(|at| known(at.per_aperture_half_error_even));
    let all_right = |at: &ByDepth| known(at.random.all_right.map(|samples| samples as f64));
    let over_gaps = |at: &ByDepth| all_right(at) / at.random_without_gap;
    let last = outcome.depths.len() - 1;
    let (shallowest, deepest) = (&circles.by_depth[0], &circles.by_depth[last]);
    let separations = circles.separation_rad / close.separation_rad;
    vec![
        Claim::near(
            "With 50 hidden layers the aperture, the kernel's half-excess width, is 0.0766 rad",
            LECTURE,
            outcome.aperture_at_50_rad,
            0.0766,
            5e-5,
        ),
        Claim::at_most(
            "Two evenly spaced samples an aperture bring the error below one half: the largest count that it takes, over \
             pairs and depths",
            HERE,
            largest(halves()),
            2.0,
        ),
        Claim::at_least(
            "Half a sample an aperture does not: the smallest count that it takes, over pairs and depths",
            HERE,
            smallest(halves()),
            0.5,
        ),
        Claim::at_most(
            "Random samples that leave one gap as long as an aperture label everything rightly: the largest N from which \
             they do, over the N with one such gap, over pairs and depths",
            LECTURE,
            largest(every().map(over_gaps)),
            1.0,
        ),
        Claim::at_least(
            "They need to be that many: the same ratio on the circles at the deepest network",
            LECTURE,
            over_gaps(deepest),
            0.5,
        ),
        Claim::at_most(
            format!(
                "On the circles the N with every label right depends on the depth far less than the aperture, which shrinks \
                 {:.0} times: the largest N over the smallest, to the resolution of the list",
                shallowest.aperture_rad / deepest.aperture_rad
            ),
            HERE,
            if circles.by_depth.iter().all(|at| at.random.all_right.is_some()) {
                largest(circles.by_depth.iter().map(all_right)) / smallest(circles.by_depth.iter().map(all_right))
            } else {
                UNKNOWN
            },
            (shallowest.aperture_rad / deepest.aperture_rad).sqrt(),
        ),
        Claim::near(
            "It is set by the separation: that N on the closer circles over that on the others, at the deepest network, \
             against the ratio of the separations",
            HERE,
            all_right(&close.by_depth[last]) / all_right(deepest),
            separations,
            0.5 * separations,
        ),
    ]
}

/// What a number of samples counts as that none in the list reached: no claim that bounds it from above holds.
const UNKNOWN: f64 = 1e6;

fn known(value: Option<f64>) -> f64 {
    value.unwrap_or(UNKNOWN)
}
