//! What the text asserts. The bounds were written before the book's run: "more often than not" is a share whose interval
//! lies above one half, and "comes back" is to a hundredth.

use super::{Outcome, Shape};
use crate::{
    figure::{Claim, Source},
    math::vectors::largest,
};

/// The claims on an outcome.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    let slide = || Source::lecture("Manifold Flattening with Second-Order Information");
    let [sine, arc, knot, curve, surface] = outcome.shapes.as_slice() else { return Vec::new() };
    let flat = |shape: &Shape, words: &str| {
        let sentence =
            format!("{words} ends flat more often than not, as published: lower end of the share's interval");
        Claim::at_least(sentence, Source::Book, shape.constructs[0].flat.low, 0.5)
    };
    let trials = || outcome.shapes.iter().flat_map(|shape| &shape.constructs).flat_map(|construct| &construct.trials);
    let [published, _, plane] = sine.constructs.as_slice() else { return Vec::new() };
    let mut claims = vec![
        Claim::at_most(
            "Gluing as a multi-layer, invertible process, read layer by layer: the exact inverse of each layer returns its \
             input; largest error in all constructions",
            slide(),
            largest(trials().map(|trial| trial.layer_inverse_error)),
            1e-12,
        ),
        Claim::at_most(
            "The same, read for the whole network: from points rounded to single precision its exact inverse returns the \
             three quarters of a circle to a hundredth of their deviation; upper end of the median's interval",
            slide(),
            arc.constructs[0].rounded.high,
            0.01,
        ),
        flat(sine, "The sine"),
        flat(arc, "The three quarters of a circle"),
        flat(knot, "The open trefoil knot, on a line,"),
        flat(curve, "A random curve"),
        flat(surface, "A random surface"),
        Claim::at_most(
            "Decoded in the encoder's order, as published, the sine comes back to a hundredth of its variance; upper end of \
             the median's interval",
            Source::Book,
            published.lost[0].high,
            0.01,
        ),
        Claim::at_least(
            "The reverse order decodes the sine better than the encoder's more often than not; lower end of the share",
            Source::Book,
            published.reverse_wins.low,
            0.5,
        ),
        Claim::at_least(
            "Bends fitted again to what arrives decode the sine better than those of the construction more often than not; \
             lower end of the share",
            Source::Book,
            published.refit_wins.low,
            0.5,
        ),
        Claim::at_most(
            "With refitted bends the sine comes back to a hundredth of its variance; upper end of the median's interval",
            Source::Book,
            published.lost[2].high,
            0.01,
        ),
    ];
    // Without any layers there is no ratio.
    if plane.layers.low > 0.0 {
        let second_order = Claim::at_most(
            "Use second-order local information (better efficiency), read as layers: with the bend the sine needs fewer than \
             without it; the ratio of the medians, upper end",
            slide(),
            published.layers.high / plane.layers.low,
            1.0,
        );
        claims.insert(2, second_order);
    }
    claims
}
