//! What is found out: every number that the drawing, the claims and the page use.

use serde::{Deserialize, Serialize};

use crate::ground::{estimate::Estimate, pixels::Pixels};

/// The kinds of autoencoder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Without hidden layers.
    Linear,
    /// Reconstruction alone.
    Plain,
    /// The clean from the noised.
    Denoising,
    /// With a small Jacobian of the reconstruction.
    Contractive,
    /// With a Gaussian code near the standard normal one.
    Variational,
    /// With a code from a learnt list.
    Quantised,
}

impl Kind {
    /// All, in the order of the book.
    pub(super) const ALL: [Self; 6] =
        [Self::Linear, Self::Plain, Self::Denoising, Self::Contractive, Self::Variational, Self::Quantised];

    /// Its name, as the figure has it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Linear => "linear",
            Self::Plain => "plain",
            Self::Denoising => "denoising",
            Self::Contractive => "contractive",
            Self::Variational => "variational",
            Self::Quantised => "quantised",
        }
    }

    /// Whether the lecture's regularized reconstruction training means it, and its code can be one-one.
    pub(super) fn is_regularized(self) -> bool {
        matches!(self, Self::Denoising | Self::Contractive | Self::Variational)
    }
}

/// Every number that the drawing, the claims and the page use.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The place in `curves` that a reader finds the slider at.
    pub shown: usize,
    /// The spirals in the plane, by rising number of turns.
    pub curves: Vec<Curve>,
    /// The spiral with as many turns as the one shown, rotated into many dimensions.
    pub embedded: Curve,
    /// Distances that points are moved off a curve by.
    pub moved: Vec<f64>,
    /// What is known in closed form, and what training gives.
    pub exact: Exact,
    /// Handwritten twos.
    pub twos: Twos,
    /// Networks of each kind.
    pub seeds: usize,
}

/// A spiral and the autoencoders that were trained on it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Curve {
    /// How often it goes around.
    pub turns: f64,
    /// Dimensions of the space it lies in.
    pub ambient: usize,
    /// The part of the variance of a point that noise has beside the curve: what a perfect code of one number still loses.
    pub noise_share: f64,
    /// The part of the variance of the training points that PCA with one coordinate loses, exact.
    pub lost_by_pca: f64,
    /// The Kolmogorov distance from the uniform distribution of fresh points of the data, as many as are drawn from a
    /// model.
    pub data_kolmogorov: f64,
    /// The curve, `[places, 2]`, rounded to thousandths.
    pub outline: Vec<[f64; 2]>,
    /// Where along the curve `Trained::codes` are, as parts of its length.
    pub places: Vec<f64>,
    /// The kinds, in the order of the book.
    pub kinds: Vec<Trained>,
}

/// What the networks of one kind learnt of a curve. Estimates are means over the networks with bootstrap intervals.
#[derive(Debug, Serialize, Deserialize)]
pub struct Trained {
    /// Which kind it is.
    pub kind: Kind,
    /// The code along the curve, one list a network, at mean 0 and variance 1 and rising on the whole; thousandths.
    pub codes: Vec<Vec<f64>>,
    /// Networks whose code never turns back along the curve: it rises, or rests where it is quantised.
    pub monotone: usize,
    /// The smallest ratio of distances of codes to distances of points over the median one, between points of the curve.
    pub injectivity: Estimate,
    /// Root mean square difference of the codes of two networks, both standardised: 0 if all found the same.
    pub disagreement: f64,
    /// The part of the variance lost, of the points learnt from.
    pub lost_train: Estimate,
    /// The same of points held out.
    pub lost_held_out: Estimate,
    /// Root mean square distance from the curve of the decoded straight line between the codes of the curve's ends.
    pub line_off: Estimate,
    /// The largest distance of a point of the curve from that decoded line.
    pub line_gap: Estimate,
    /// Mean distance of the reconstructions of points moved off the curve along its normal in its plane, by the distances of
    /// `Outcome::moved`, from the places where the points came from: 0 for the projection.
    pub missed: Vec<Estimate>,
    /// The same where points are moved in a random direction out of the curve's plane; empty if there is none.
    pub missed_out: Vec<Estimate>,
    /// Root mean square distance from the curve of points drawn from the model, without the decoder's noise.
    pub sample_off: Estimate,
    /// The Kolmogorov distance of their places along the curve from the uniform distribution.
    pub sample_kolmogorov: Estimate,
    /// How much the loss fell from the last but one twentieth of the training to the last, over its whole fall.
    pub still_falling: f64,
    /// Networks whose training met a number that is none.
    pub diverged: usize,
    /// What the first network does.
    pub picture: Picture,
}

/// What a network does in the plane of its curve; thousandths.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Picture {
    /// The decoded straight line between the codes of the curve's ends.
    pub line: Vec<[f64; 2]>,
    /// Points off the curve.
    pub from: Vec<[f64; 2]>,
    /// Their reconstructions.
    pub to: Vec<[f64; 2]>,
}

/// What training gives where the optimum is known.
#[derive(Debug, Serialize, Deserialize)]
pub struct Exact {
    /// What the linear autoencoder loses of the shown spiral over what PCA loses, less 1, the largest of the networks.
    pub linear_excess: f64,
    /// The noise variance of the probabilistic PCA of Gaussian points.
    pub noise_variance: f64,
    /// The same of linear variational autoencoders.
    pub learnt_noise_variance: Estimate,
    /// The mean log likelihood of a point, nats.
    pub log_likelihood: f64,
    /// The evidence lower bound that linear variational autoencoders reach.
    pub evidence_bound: Estimate,
    /// The smallest spread of k-means among its descents, over the variance of the shown spiral's points.
    pub k_means: f64,
    /// What quantisers without networks lose of them.
    pub quantised: Estimate,
}

/// Autoencoders of handwritten twos.
#[derive(Debug, Serialize, Deserialize)]
pub struct Twos {
    /// Numbers of a code.
    pub code: usize,
    /// The part of the variance lost by PCA with as many coordinates, of the twos learnt from.
    pub pca_train: f64,
    /// The same of twos held out.
    pub pca_held_out: f64,
    /// Standard deviations of the noise that pixels are moved by.
    pub moved: Vec<f64>,
    /// Steps of the straight line.
    pub steps: usize,
    /// The kinds, in the order of the book.
    pub kinds: Vec<TwosOf>,
    /// The straight line in pixels, then the decoded straight line of the first network of each kind, between two
    /// held-out twos: one row of `steps` images each; ink from 0 to 255: `[(1 + kinds) · 28, steps · 28]`.
    pub lines: Pixels,
}

/// One kind of autoencoder of twos.
#[derive(Debug, Serialize, Deserialize)]
pub struct TwosOf {
    /// Which kind it is.
    pub kind: Kind,
    /// The part of the variance lost, of the twos learnt from.
    pub lost_train: Estimate,
    /// The same of twos held out.
    pub lost_held_out: Estimate,
    /// The smallest ratio of distances over the median one, between held-out twos.
    pub injectivity: Estimate,
    /// The part of the variance by which reconstructions of moved held-out twos miss the twos, by the deviations of
    /// `Twos::moved`.
    pub moved: Vec<Estimate>,
    /// How much the loss fell from the last but one twentieth of the training to the last, over its whole fall.
    pub still_falling: f64,
    /// Networks whose training met a number that is none.
    pub diverged: usize,
}
