//! What the text asserts.

use super::{Built, Check, Outcome};
use crate::{
    figure::{Claim, Source},
    ground::estimate::Estimate,
    math::{
        manifolds::kernel_neighbours::quadratic_unknowns,
        vectors::{largest, smallest},
    },
};

/// The dimension on the slide.
pub(super) const ON_THE_SLIDE: f64 = 12.0;
/// “About” is taken for within a tenth.
const ABOUT: f64 = 0.1;
const SCALING: Source = Source::lecture("Scaling Psenka et al.'s Method to MNIST");

/// The claims on an outcome.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    let [_, _, _, flattened] = outcome.methods.as_slice() else { return Vec::new() };
    let (Some(first), Some(all)) = (outcome.dimensions.first(), outcome.dimensions.last()) else { return Vec::new() };
    let Some(kernel) = outcome.kernels.last() else { return Vec::new() };
    let net = &outcome.flattening;
    let furthest = |estimate: &Estimate| {
        let from = |end: f64| (end - ON_THE_SLIDE).abs();
        if from(estimate.low) > from(estimate.high) { estimate.low } else { estimate.high }
    };
    let nets = |number: fn(&Built) -> f64| net.built.iter().map(number);
    // Where fits may be made: at a radius with a refused centre the rule has nothing to go by.
    let by_rule = |of: fn(&Check) -> f64| net.checks.iter().filter(|check| check.refused == 0).map(of);
    let dimensions = by_rule(|check| check.dimension);
    let needed = quadratic_unknowns(ON_THE_SLIDE as usize) as f64;
    let mut claims = vec![
        Claim::near(
            "Twos have about 12 dimensions, within a tenth: by the ratio of the distances to the two nearest neighbours; the \
             end of the interval that is further from 12",
            SCALING,
            furthest(&all.two_neighbours),
            ON_THE_SLIDE,
            ABOUT * ON_THE_SLIDE,
        ),
        Claim::at_least(
            "Halfway between two twos in the flattened code lies a two, by classifiers of ours, which the ghosts of pixels pass, \
             too: the least probability over learners",
            SCALING,
            smallest(flattened.halfway_probability.iter().copied()),
            0.9,
        ),
        Claim::at_least(
            "Still hard to scale: the published radius would hold as many effective neighbours as a fit in 12 dimensions has \
             unknowns if there were this many times as many twos",
            Source::lecture("Limitations of Perfect Manifold Linearization (+ Relaxation)"),
            needed / kernel.at_check,
            10.0,
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
            "FlatNet flattens the twos: with the figure's settings, the largest share of energy beyond as many dimensions as a \
             code has numbers over learners",
            Source::work("psenka2023flatnet"),
            largest(nets(|built| built.beyond)),
            0.01,
        ),
        Claim::at_most(
            "With the published radius and threshold, and fits of as many steps, that share after as many layers",
            Source::work("psenka2023flatnet"),
            net.published.beyond,
            0.01,
        ),
        Claim::at_most(
            "The flattened code loses less of held-out twos than as many principal components: the largest difference over \
             learners",
            Source::Book,
            largest(nets(|built| built.lost_refitted)) - outcome.pca_loss,
            0.0,
        ),
        Claim::at_least(
            "An autoencoder of as many numbers, taught on what the net is built on, loses less than the flattened code: the \
             smallest difference over learners",
            Source::Book,
            smallest(nets(|built| built.lost_refitted)) - largest(outcome.autoencoder_losses_alike.iter().copied()),
            0.0,
        ),
    ];
    if dimensions.clone().count() > 0 {
        claims.push(Claim::at_least(
            "FlatNet's rule finds the dimension that its radius asks for: the largest over the smallest, means over \
             centres, at the radii where no fit is refused",
            Source::Book,
            largest(dimensions.clone()) / smallest(dimensions),
            2.0,
        ));
    }
    claims.extend(on_lines(outcome));
    claims
}

/// How far the interval of one estimate lies above that of another; below 0 where they meet.
fn above(a: &Estimate, b: &Estimate) -> f64 {
    a.low - b.high
}

/// What lies halfway, by judges that know nothing of the flattening.
fn on_lines(outcome: &Outcome) -> Vec<Claim> {
    let [pixels, principal, _, flattened] = outcome.methods.as_slice() else { return Vec::new() };
    let half = outcome.places.len() / 2;
    vec![
        Claim::at_least(
            "Halfway between two twos in pixels lies a ghost: its grey share is above that of real twos by a fifth or more",
            Source::Book,
            above(&pixels.grey[half], &outcome.real.grey),
            0.2,
        ),
        Claim::at_most(
            "On a line in the flattened code the image halfway is as sharp as the ends: the difference of the grey shares",
            Source::Book,
            flattened.grey[half].high - smallest([0, 2 * half].map(|end| flattened.grey[end].low)),
            0.05,
        ),
        Claim::at_least(
            "A classifier tells the ghost from a two: halfway in pixels the probability is below that of real twos, by the \
             distance of the intervals",
            Source::Book,
            above(&outcome.real.probability, &pixels.probability[half]),
            0.0,
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
