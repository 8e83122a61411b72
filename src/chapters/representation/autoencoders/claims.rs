//! What the text asserts.

use super::{Kind, Outcome, Trained};
use crate::{
    figure::{Claim, Source},
    math::vectors::{mean, smallest},
};

const PITFALLS: Source = Source::lecture("Standard Approaches to Linearize a Manifold, and Pitfalls");

/// The claims on an outcome.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    let shown = &outcome.curves[outcome.shown];
    let middle = outcome.moved.len() / 2;
    let [_, plain, denoising, _, variational, _] = shown.kinds.as_slice() else { return Vec::new() };
    let shares: Vec<f64> = outcome.curves.iter().map(|curve| one_one(&curve.kinds, outcome.seeds)).collect();
    let plain_of =
        |kinds: &[Trained]| kinds.iter().find(|trained| trained.kind == Kind::Plain).map(|plain| plain.monotone);
    let plain_monotone: usize = outcome.curves.iter().filter_map(|curve| plain_of(&curve.kinds)).sum();
    let plain_share = plain_monotone as f64 / (outcome.curves.len() * outcome.seeds) as f64;
    // The quantised code is left out as it is above: it has no more values than words.
    let continuous =
        || shown.kinds.iter().filter(|trained| trained.kind == Kind::Plain || trained.kind.is_regularized());
    let exact = &outcome.exact;
    let twos = &outcome.twos;
    vec![
        Claim::at_least(
            "One-one mapping with proper regularization: of the networks with a denoising, contractive or variational term, \
             the share whose code is one-one on the curve, at the number of turns where it is smallest",
            PITFALLS,
            smallest(shares.iter().copied()),
            1.0,
        ),
        Claim::at_least("The same on the shortest curve", PITFALLS, shares[0], 1.0),
        Claim::at_least(
            "Regularization makes it so: that share less the share of plain networks, both over all curves",
            PITFALLS,
            mean(&shares) - plain_share,
            0.1,
        ),
        Claim::at_most(
            "Truly learns a representation of the distribution: points drawn from the variational autoencoder are spread \
             along the shown curve as the data are; Kolmogorov distance of their places along it from the uniform \
             distribution, upper end",
            PITFALLS,
            variational.sample_kolmogorov.high,
            0.1,
        ),
        Claim::at_most(
            "No mathematical guarantees in regimes of interest: the share of networks with one of these three terms whose \
             code is one-one on the longest curve",
            PITFALLS,
            shares[shares.len() - 1],
            0.5,
        ),
        Claim::at_least(
            "Black-box: two networks that differ in their seed alone (first weights, order and noise) find different codes; \
             root mean square difference of standardised codes on the shown curve, of the kind where it is smallest among \
             plain, denoising, contractive and variational",
            PITFALLS,
            smallest(continuous().map(|trained| trained.disagreement)),
            0.1,
        ),
        Claim::at_most(
            "A denoising autoencoder projects points near the curve to it: what its reconstructions miss the foot of the \
             normal by, over the distance that points were moved by, upper end at the middle distance",
            Source::work("alain2014what"),
            denoising.missed[middle].high / outcome.moved[middle],
            0.5,
        ),
        Claim::at_least(
            "Without the noise it does so less well: the plain autoencoder's miss over the denoising one's there",
            Source::Book,
            plain.missed[middle].low / denoising.missed[middle].high,
            1.0,
        ),
        Claim::at_most(
            "A linear autoencoder loses what principal components lose: the excess over their residual",
            Source::work("baldi1989neural"),
            exact.linear_excess,
            0.01,
        ),
        Claim::near(
            "A variational autoencoder with a linear decoder is probabilistic PCA: the noise variance that it learns over \
             the one in closed form",
            Source::work("lucas2019dont"),
            exact.learnt_noise_variance.value / exact.noise_variance,
            1.0,
            0.05,
        ),
        Claim::near(
            "Its evidence lower bound is then the log likelihood itself, nats a point",
            Source::work("lucas2019dont"),
            exact.evidence_bound.value - exact.log_likelihood,
            0.0,
            0.05,
        ),
        Claim::at_most(
            "Vector quantisation without networks is k-means: what it loses over the least loss of k-means, upper end",
            Source::work("oord2017neural"),
            exact.quantised.high / exact.k_means,
            1.25,
        ),
        Claim::at_most(
            "A deep autoencoder loses less of handwritten twos by other writers than principal components with as many \
             numbers: its loss over theirs, upper end",
            Source::work("hinton2006reducing"),
            twos.kinds[1].lost_held_out.high / twos.pca_held_out,
            1.0,
        ),
    ]
}

/// The share of regularized networks whose code is one-one on a curve.
fn one_one(kinds: &[Trained], seeds: usize) -> f64 {
    let regularized = || kinds.iter().filter(|trained| trained.kind.is_regularized());
    let monotone: usize = regularized().map(|trained| trained.monotone).sum();
    monotone as f64 / (regularized().count() * seeds) as f64
}
