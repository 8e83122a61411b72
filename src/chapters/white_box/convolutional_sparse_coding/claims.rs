//! What the text asserts.

use super::Outcome;
use crate::{
    figure::{Claim, Source},
    math::vectors::largest,
};

/// The claims on an outcome.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    let others = |count: usize, skipped: usize| {
        let others = outcome.dictionary.approximated.iter().skip(skipped).take(count);
        largest(others.flat_map(|other| other.learnt_less.iter().map(|less| less.high)))
    };
    vec![
        Claim::at_most(
            "Layered thresholding is convolution, bias and rectifier: the largest relative difference",
            Source::work("papyan2017convolutional"),
            outcome.layered.largest_difference,
            1e-12,
        ),
        Claim::at_most(
            "At every sparsity a learnt dictionary misses less of held-out patches than cosines and principal components: the \
             largest upper end of the difference's intervals",
            Source::Book,
            others(2, 0),
            0.0,
        ),
        Claim::at_most(
            "And less than as many cosines: the largest upper end of the difference's intervals",
            Source::Book,
            others(1, 2),
            0.0,
        ),
        Claim::at_most(
            "FISTA by Fourier transforms ends in the minimiser that homotopy finds with the matrix: the largest difference",
            Source::Book,
            outcome.spiked.difference,
            1e-9,
        ),
        Claim::at_least(
            "Sparse coding finds the spikes: the share found, at their sample or beside it",
            Source::Book,
            outcome.spiked.recovered as f64 / outcome.spiked.spikes.len() as f64,
            1.0,
        ),
    ]
}
