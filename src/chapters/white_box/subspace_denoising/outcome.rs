//! What was found.

use serde::{Deserialize, Serialize};

use crate::ground::estimate::Estimate;

/// Every number that the drawing, the claims and the page use. Estimates are means over draws with 95 % intervals by Student;
/// those of ratios are of their logarithms.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// Subspaces K.
    pub heads: usize,
    /// Their dimension p.
    pub width: usize,
    /// Tokens N.
    pub tokens: usize,
    /// Layers.
    pub layers: usize,
    /// Threshold τ.
    pub threshold: f64,
    /// 1 + ητ.
    pub gain: f64,
    /// Deviations δ of the noise.
    pub noises: Vec<f64>,
    /// For each of them, L*.
    pub lasting: Vec<f64>,
    /// What the layers did, for each of them.
    pub runs: Vec<AtNoise>,
    /// How much a token attends to itself at the start.
    pub self_attention: SelfAttention,
}

/// Layers over tokens with one deviation of noise.
#[derive(Debug, Serialize, Deserialize)]
pub struct AtNoise {
    /// The ratio by the theorem, (1 + ητ)^ℓ/(δ√(K − 1)), before each layer ℓ from 0 and after the last.
    pub predicted: Vec<f64>,
    /// Thresholded attention as it is.
    pub as_it_is: Thresholded,
    /// The same with every token put back at its length at the start after each layer.
    pub lengths_kept: Thresholded,
    /// The ratio by layer with the softmax itself, without a threshold.
    pub softmax: Vec<Estimate>,
    /// The last of these over the first.
    pub softmax_end: Estimate,
    /// The median over draws of the layers in which every token attends to itself alone, as it is.
    pub median: f64,
    /// How far a layer's ratio is from 1 + ητ at most in these layers, as a part of it, over all draws; 0 if there are none.
    pub off: f64,
    /// By how many layers more it lasts with lengths kept.
    pub longer: Estimate,
    /// What the ratio after the last layer with lengths kept is of the one by the theorem.
    pub of_predicted: Estimate,
    /// The best ratio of all layers as it is, over that of plain softmax.
    pub over_softmax: Estimate,
    /// The mean weight that a token's softmax gives to the token itself, in the head of its subspace, before the first layer.
    pub self_attention: Estimate,
}

/// What thresholded attention did.
#[derive(Debug, Serialize, Deserialize)]
pub struct Thresholded {
    /// The ratio of signal to noise before each layer and after the last.
    pub ratios: Vec<Estimate>,
    /// The last of these over the first.
    pub end: Estimate,
    /// The share of noisy parts, one for each token and each subspace that is not its own, that attend to anything, by layer.
    pub astray: Vec<Estimate>,
    /// Layers, from the first on, in which every token attends to itself in its own subspace and to nothing in the others:
    /// for each draw.
    pub alone: Vec<usize>,
    /// Their mean.
    pub alone_mean: Estimate,
}

/// How much a token's softmax leaves for other tokens at the start.
#[derive(Debug, Serialize, Deserialize)]
pub struct SelfAttention {
    /// Deviation δ of the noise.
    pub noise: f64,
    /// Dimensions p.
    pub widths: Vec<usize>,
    /// The geometric mean over draws of what a token gives to others, the mean over its tokens.
    pub to_others: Vec<Estimate>,
    /// The bound on its mean.
    pub bounds: Vec<f64>,
}
