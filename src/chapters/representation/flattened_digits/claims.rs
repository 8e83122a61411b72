//! What the text asserts.

use super::{Method, Outcome};
use crate::{
    figure::{Claim, Source},
    ground::estimate::Estimate,
    math::vectors::largest,
};

/// The dimension on the slide.
pub(super) const ON_THE_SLIDE: f64 = 12.0;
/// “About” is taken for within a tenth.
const ABOUT: f64 = 0.1;
const SCALING: Source = Source::lecture("Scaling Psenka et al.'s Method to MNIST");

/// The claims on an outcome.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    let [pixels, principal, autoencoder, ..] = outcome.methods.as_slice() else { return Vec::new() };
    let (Some(first), Some(all)) = (outcome.dimensions.first(), outcome.dimensions.last()) else { return Vec::new() };
    let half = outcome.places.len() / 2;
    let furthest = |estimate: &Estimate| {
        if (estimate.low - ON_THE_SLIDE).abs() > (estimate.high - ON_THE_SLIDE).abs() { estimate.low } else { estimate.high }
    };
    let above = |a: &Estimate, b: &Estimate| a.low - b.high;
    let at_check = largest(outcome.kernels.iter().map(|kernel| kernel.at_check));
    let excess = |method: &Method| above(&method.grey[half], &outcome.real.grey);
    vec![
        Claim::near(
            "Twos have about 12 dimensions, within a tenth: by the ratio of the distances to the two nearest neighbours; the \
             end of the interval that is further from 12",
            SCALING,
            furthest(&all.two_neighbours),
            ON_THE_SLIDE,
            ABOUT * ON_THE_SLIDE,
        ),
        Claim::near(
            "Twos have about 12 dimensions, within a tenth: by maximum likelihood over the most neighbours",
            SCALING,
            all.likelihood.last().map_or(f64::INFINITY, furthest),
            ON_THE_SLIDE,
            ABOUT * ON_THE_SLIDE,
        ),
        Claim::at_least(
            "The estimate has not settled: with all twos it is larger than with the fewest, by the distance of the intervals",
            Source::Book,
            above(&all.two_neighbours, &first.two_neighbours),
            0.0,
        ),
        Claim::at_most(
            "Within the radius at which the published algorithm finds its dimension there are fewer effective neighbours than \
             the two unknowns of a curve",
            Source::Book,
            at_check,
            2.0,
        ),
        Claim::at_least(
            "Halfway between two twos in pixels lies a ghost: its grey share is above that of real twos by a fifth or more",
            Source::Book,
            excess(pixels),
            0.2,
        ),
        Claim::at_most(
            "On a line in the autoencoder's code the image halfway is as sharp as the ends: the difference of the grey shares",
            SCALING,
            autoencoder.grey[half].high - autoencoder.grey[0].low,
            0.05,
        ),
        Claim::at_least(
            "Halfway in the autoencoder's code still lies a two: the probability that classifiers of ours give it",
            SCALING,
            autoencoder.probability[half].low,
            0.9,
        ),
        Claim::at_least(
            "Blur wins the distance to the nearest two: the points halfway between principal components are nearer to a \
             training two than real twos are",
            Source::Book,
            above(&outcome.real.nearest, &principal.nearest),
            0.0,
        ),
    ]
}
