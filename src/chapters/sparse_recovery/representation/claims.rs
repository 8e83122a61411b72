//! What the text asserts.

use super::{CURVE, Outcome, PLANE};
use crate::{
    figure::{Claim, Source},
    ground::estimate::Estimate,
    math::vectors::{largest, smallest},
};

/// The claims on an outcome.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    let (planes, curves) = (&outcome.planes, &outcome.curves);
    let last = |means: &[Estimate]| means.last().map_or(f64::NAN, |mean| mean.value);
    let mut claims = Vec::new();
    if outcome.noise_beside > 0.0 {
        // Fitted planes take some of the noise with them: d of 50 points' worth.
        claims.push(Claim::near(
            "A PCA of each identified plane loses the noise beside the planes and no more, relative to that noise",
            Source::Book,
            planes.lost_by_identified[PLANE - 1] / outcome.noise_beside,
            1.0,
            0.2,
        ));
    }
    claims.push(Claim::at_least(
        "On each identified curve a linear representation of its dimension, 1, loses most of the energy",
        Source::Book,
        curves.lost_by_identified[CURVE - 1],
        0.5,
    ));
    if let Some(ratio) = largest_loss_of_identification(outcome) {
        claims.push(Claim::at_most(
            "With the most noise of the sweep the identified planes lose little more than the true ones do: the \
             largest ratio of the two beyond the mean covering radius",
            Source::Book,
            ratio,
            1.2,
        ));
    }
    if outcome.guarantee.promised > 0 {
        claims.push(Claim::at_most(
            "Without noise, where the angle between the planes is larger than the covering radius of their points, \
             no point is made up by points of another plane: the largest part of a code that is",
            Source::work("you2015geometric"),
            outcome.guarantee.largest_foreign_share,
            0.0,
        ));
    }
    if let Some(noiseless) = outcome.against_angle.iter().find(|sweep| sweep.noise == 0.0) {
        let beyond = outcome.angles_deg.iter().zip(&noiseless.ssc);
        let beyond = beyond.filter(|(angle, _)| **angle > outcome.guarantee.covering_radius_deg);
        let accuracies: Vec<f64> = beyond.map(|(_, accuracy)| accuracy.value).collect();
        if !accuracies.is_empty() {
            claims.push(Claim::at_least(
                "There spectral clustering finds the planes: the smallest mean accuracy beyond the mean covering radius",
                Source::Book,
                smallest(accuracies),
                0.95,
            ));
        }
    }
    claims.extend([
        // The largest of the sample's directions are a little better for the sample than those of its distribution.
        Claim::near(
            "One PCA with the dimension of a plane loses what the distribution of the points predicts",
            Source::Book,
            planes.lost_by_one[PLANE - 1],
            outcome.lost_by_one_pictured,
            0.03,
        ),
        Claim::at_least(
            "Sparse subspace clustering tells curves apart that are sampled densely: accuracy at the most samples",
            Source::Book,
            last(&outcome.against_samples.ssc),
            0.95,
        ),
        Claim::at_least(
            "Knowing the right curve hardly helps a linear representation: the energy lost by a PCA of each true \
             curve over that lost by one PCA of all points, at the most samples",
            Source::Book,
            last(&outcome.against_samples.lost_by_true) / last(&outcome.against_samples.lost_by_one),
            0.9,
        ),
    ]);
    claims
}

/// What the identified planes lose over what the true ones lose, at worst, in the noisiest sweep beyond the mean covering
/// radius; nothing if no angle of the sweep is.
fn largest_loss_of_identification(outcome: &Outcome) -> Option<f64> {
    let noisiest = outcome.against_angle.iter().filter(|sweep| sweep.noise > 0.0);
    let noisiest = noisiest.max_by(|a, b| a.noise.total_cmp(&b.noise));
    let losses = noisiest.into_iter().flat_map(|sweep| {
        let lost = sweep.lost_by_identified.iter().zip(&sweep.lost_by_true);
        lost.zip(&outcome.angles_deg).filter(|(_, angle)| **angle > outcome.guarantee.covering_radius_deg)
    });
    let ratios: Vec<f64> = losses.map(|((identified, by_true), _)| identified.value / by_true.value).collect();
    (!ratios.is_empty()).then(|| largest(ratios))
}
