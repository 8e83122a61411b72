//! What was found.

use serde::{Deserialize, Serialize};

use crate::ground::{estimate::Estimate, pixels::Pixels};

/// A kind of network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Architecture {
    /// Convolutions of 3 × 3 in residual blocks, zeros beyond the border.
    Convolution,
    /// A residual multilayer perceptron on all pixels at once.
    Perceptron,
    /// A transformer on patches.
    Attention,
}

/// A denoiser in closed form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theory {
    /// The exact denoiser of the training images.
    Empirical,
    /// The exact denoiser of a Gaussian with their mean and covariance, which is linear.
    Gaussian,
    /// The local score machine.
    Local,
    /// The boundary-aware equivariant local score machine.
    EquivariantLocal,
}

/// Every number that the drawing, the claims and the page use. Lists over times belong to `times`.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The times at which samplers ask their denoiser, the latest first; the last step goes from the last of them to 0.
    pub times: Vec<f64>,
    /// Networks of each kind.
    pub seeds: usize,
    /// Draws of noise that samples are made of.
    pub samples: usize,
    /// Training images N.
    pub images: usize,
    /// Pixels a side that a pixel of the convolution's output depends on.
    pub field: usize,
    /// The networks, one kind after the other, on digits.
    pub networks: Vec<Trained>,
    /// The convolution on digits whose pixels are in another order, the same for all.
    pub scrambled: Trained,
    /// The theories, on digits.
    pub theories: Vec<TheoryFound>,
    /// How far denoisers look.
    pub reaches: Reaches,
    /// Networks that learnt from disjoint digits, a kind after the other.
    pub agreed: Vec<Agreed>,
    /// What the sampler is at, by theory and network.
    pub pictures: Pictures,
}

/// All networks of a kind on one set of images. Estimates are over samples, of the mean over networks.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Trained {
    /// The kind.
    pub architecture: Architecture,
    /// Numbers that a network learnt.
    pub weights: usize,
    /// Mean square error of v over the last tenth of the training, the mean over networks.
    pub loss: f64,
    /// Networks whose training met a number that is not finite.
    pub diverged: usize,
    /// The kernels with which the local theories come nearest to it.
    pub kernels: Kernels,
    /// Its samples beside those of the theories.
    pub compared: Compared,
    /// snr·E‖x₀ − D(xₜ)‖² on digits by other writers, by time: the loss as a dimension.
    pub losses: Vec<Estimate>,
}

/// The samples of networks beside those of the theories, from the same noise.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Compared {
    /// How well each theory predicts the samples.
    pub predicted: Vec<Predicted>,
    /// The theory with the highest median.
    pub best: Theory,
    /// Median difference from the one with the next, sample by sample.
    pub lead: Estimate,
    /// Median squared correlation of two networks' samples from the same noise: what no theory that knows nothing of
    /// their seeds can be expected to exceed.
    pub each_other: Estimate,
    /// Median squared correlation with the best theory's sample from other noise: what chance gives.
    pub other_noise: Estimate,
}

/// The kernels that were chosen, pixels, by time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kernels {
    /// Of the local score machine.
    pub local: Vec<usize>,
    /// Of the equivariant one.
    pub equivariant_local: Vec<usize>,
}

/// How well a theory predicts the samples of networks.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Predicted {
    /// The theory.
    pub theory: Theory,
    /// Median squared correlation, over samples.
    pub correlation: Estimate,
    /// The same of each network.
    pub of_each: Vec<f64>,
}

/// A theory on images that it was not made from.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TheoryFound {
    /// The theory; the local ones have the kernels chosen for the convolution.
    pub theory: Theory,
    /// snr·E‖x₀ − D(xₜ)‖² on digits by other writers, by time.
    pub losses: Vec<Estimate>,
}

/// How far denoisers look: the mean distance of pixels, weighted with squared derivatives, without a pixel itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Reaches {
    /// Times, rising.
    pub times: Vec<f64>,
    /// Distance of two different pixels, the mean over all pairs.
    pub all_pairs: f64,
    /// The same over those pairs that the convolution connects.
    pub in_field: f64,
    /// Of the Gaussian denoiser on digits, the convolution, the perceptron; then of the first two on scrambled digits.
    pub curves: Vec<Reach>,
    /// How much of the way that the Gaussian denoiser's distance goes when pixels are scrambled the convolution's goes.
    pub share: Vec<Estimate>,
}

/// How far a denoiser looks, by time; over networks, where there are several.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Reach {
    /// The denoiser and the images.
    pub name: String,
    /// Mean distance, pixels.
    pub distance: Vec<Estimate>,
}

/// Pairs of networks that learnt from disjoint halves, by the number of digits in a half. Cosines are of deviations from
/// the mean image, medians over samples.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Agreed {
    /// The kind.
    pub architecture: Architecture,
    /// By size.
    pub halves: Vec<Half>,
}

/// A pair of networks.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Half {
    /// Digits in a half.
    pub count: usize,
    /// Cosine of the two networks' samples from the same noise.
    pub between: Estimate,
    /// Cosine of their samples from different noise.
    pub other_noise: Estimate,
    /// Cosine of a network's sample with the nearest digit that it learnt from.
    pub nearest_own: Estimate,
    /// Cosine of the same sample with the nearest digit of the other half.
    pub nearest_other: Estimate,
    /// `between` less `nearest_own`, sample by sample.
    pub agreement_over_memory: Estimate,
}

/// Guesses E[x₀ | xₜ] while a sample is drawn.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Pictures {
    /// The times of the frames, the latest first; the last frame is the sample.
    pub times: Vec<f64>,
    /// Samples side by side.
    pub shown: usize,
    /// A row a network or a theory.
    pub rows: Vec<PictureRow>,
}

/// Some samples of one denoiser.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PictureRow {
    /// Which denoiser.
    pub name: String,
    /// Bytes of ink, `[frames, 14, shown · 14]`.
    pub frames: Pixels,
    /// Median over all samples of the squared correlation with the convolution's sample, 1 for itself.
    pub with_convolution: f64,
}

impl Architecture {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Convolution, Self::Perceptron, Self::Attention];

    /// Its name in the drawing.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Convolution => "convolution",
            Self::Perceptron => "perceptron",
            Self::Attention => "attention",
        }
    }
}

impl Theory {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Empirical, Self::Gaussian, Self::Local, Self::EquivariantLocal];

    /// Its name in the drawing.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Empirical => "empirical",
            Self::Gaussian => "Gaussian",
            Self::Local => "local",
            Self::EquivariantLocal => "equivariant local",
        }
    }
}

impl Trained {
    /// How well `theory` predicts its samples.
    pub(super) fn by(&self, theory: Theory) -> &Predicted {
        self.compared.predicted.iter().find(|predicted| predicted.theory == theory).expect("every theory is asked")
    }
}
