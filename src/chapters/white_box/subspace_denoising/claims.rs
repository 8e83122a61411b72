//! What the text asserts.

use super::{AtNoise, Outcome};
use crate::{
    figure::{Claim, Source},
    math::vectors::{largest, smallest},
};

/// The paper with the theorem.
const THEOREM: Source = Source::work("wang2025attention");
/// Deviation of the noise, median of the layers that denoise exactly, and the ratio after 16 layers over the first, by an
/// independent program.
const KNOWN: [(f64, f64, f64); 4] = [(0.02, 10.0, 0.04), (0.05, 6.0, 0.07), (0.1, 4.0, 0.12), (0.2, 1.0, 0.22)];

/// The claims on an outcome.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    let all = || outcome.lasting.iter().copied().zip(&outcome.runs);
    // Where it should begin to denoise, and end before the layers do.
    let ending: Vec<(f64, &AtNoise)> =
        all().filter(|(lasting, _)| *lasting >= 1.0 && *lasting + 3.0 <= outcome.layers as f64).collect();
    let mut claims = Vec::new();
    if outcome.runs.iter().any(|run| run.as_it_is.alone.iter().any(|layers| *layers > 0)) {
        claims.push(Claim::at_most(
            "While every token attends to itself alone, a layer multiplies the signal-to-noise ratio by 1 + ητ, an identity: \
             the largest relative difference",
            THEOREM,
            largest(outcome.runs.iter().map(|run| run.off)),
            1e-9,
        ));
    }
    if !ending.is_empty() {
        let off = |(lasting, run): &(f64, &AtNoise)| {
            let mean = run.as_it_is.alone_mean;
            (mean.low - lasting).abs().max((mean.high - lasting).abs())
        };
        claims.push(Claim::at_most(
            "It lasts L* layers: the largest distance of L* from the far end of the interval of the mean number of layers",
            Source::Book,
            largest(ending.iter().map(off)),
            1.0,
        ));
    }
    claims.push(Claim::at_least(
        "What ends it is the tokens' growing length: with each token put back at its length after every layer it lasts longer \
         at every noise, counted up to the layers of the figure; the smallest lower end of the difference, in layers",
        Source::Book,
        smallest(outcome.runs.iter().map(|run| run.longer.low)),
        0.5,
    ));
    if !ending.is_empty() {
        let off = |run: &AtNoise| run.of_predicted.low.ln().abs().max(run.of_predicted.high.ln().abs());
        claims.push(Claim::at_most(
            "With lengths kept the ratio follows the theorem to the last layer, where L* is between 1 and the layers: the \
             largest distance from it of an interval's far end, as a logarithm",
            Source::Book,
            largest(ending.iter().map(|(_, run)| off(run))),
            0.1,
        ));
        claims.push(Claim::at_most(
            "As it is, denoising turns into its opposite: the ratio after the last layer over the first, the largest upper end",
            Source::Book,
            largest(ending.iter().map(|(_, run)| run.as_it_is.end.high)),
            1.0,
        ));
    }
    claims.push(Claim::at_least(
        "The threshold is needed: the best ratio with it over the best without, the smallest lower end",
        Source::Book,
        smallest(outcome.runs.iter().map(|run| run.over_softmax.low)),
        1.0,
    ));
    claims.extend(by_another_program(outcome));
    claims
}

/// Numbers of an independent program, at its settings.
fn by_another_program(outcome: &Outcome) -> Vec<Claim> {
    let near = |a: f64, b: f64| (a - b).abs() < 1e-12;
    let sizes = (outcome.heads, outcome.width, outcome.tokens, outcome.layers) == (4, 32, 64, 16);
    if !(sizes && near(outcome.gain, 1.3) && near(outcome.threshold, 0.6)) {
        return Vec::new();
    }
    let pairs: Vec<_> = outcome
        .noises
        .iter()
        .zip(&outcome.runs)
        .filter_map(|(&noise, run)| KNOWN.iter().find(|known| near(known.0, noise)).map(|known| (known, run)))
        .collect();
    if pairs.is_empty() {
        return Vec::new();
    }
    vec![
        // Medians of twenty draws each, of a number that moves by one.
        Claim::at_most(
            "It lasts 10, 6, 4 and 1 layers at δ = .02, .05, .1 and .2: the largest difference of the medians",
            Source::Book,
            largest(pairs.iter().map(|(known, run)| (run.median - known.1).abs())),
            1.0,
        ),
        Claim::at_most(
            "After 16 layers .04, .07, .12 and .22 of the ratio is left: the largest difference",
            Source::Book,
            largest(pairs.iter().map(|(known, run)| (run.as_it_is.end.value - known.2).abs())),
            0.02,
        ),
        Claim::near(
            "At the start a token's softmax gives .9998 to the token itself",
            Source::Book,
            outcome.runs[0].self_attention.value,
            0.9998,
            2e-4,
        ),
    ]
}
