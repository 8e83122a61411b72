//! The settings.

use anyhow::{Result, ensure};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Architecture;
use crate::{
    data::digits::halved::{HALF_PIXELS, HALF_SIDE},
    figure::{
        Settings,
        settings::{in_range, multiple_of, rising, work_within},
    },
    ground::scale::Scale,
    nn::{Schedule, Training},
};

/// Digits that are in this repository to learn from.
const COMMITTED: usize = 10_000;
/// Multiplications of all training: about an hour.
const MOST_TRAINED: f64 = 4e14;
/// Multiplications of all score machines: about half an hour.
const MOST_COMPARED: f64 = 4e13;
/// Multiplications of all that networks are asked once they are trained.
const MOST_ASKED: f64 = 1e14;

/// What a reader can turn. Times are in units of the process's relaxation time.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Digits of each class to learn from, the first of the committed ones.
    #[schemars(range(min = 1, max = 1_000))]
    pub each: usize,
    /// Digits by other writers, noised, that the losses of denoisers are measured on.
    #[schemars(range(min = 2, max = 256))]
    pub held_out: usize,
    /// How many of these, noised anew, kernels are chosen on.
    #[schemars(range(min = 1, max = 64))]
    pub calibrated: usize,
    /// Draws of noise that each network and each theory makes a sample of.
    #[schemars(range(min = 4, max = 256))]
    pub samples: usize,
    /// Steps of a sampler (DDIM), the last of them to t = 0.
    #[schemars(range(min = 3, max = 100))]
    pub steps: usize,
    /// Where samplers start, and the latest time that networks learn.
    #[schemars(range(min = 2.0, max = 6.0))]
    pub latest: f64,
    /// Where the last step of samplers starts, and the earliest time that networks learn.
    #[schemars(range(min = 0.001, max = 0.5))]
    pub earliest: f64,
    /// Kernels that the local theories may choose from, odd and rising, pixels.
    #[schemars(length(min = 1, max = 8), inner(range(min = 1, max = 27)))]
    pub kernels: Vec<usize>,
    /// How networks learn.
    pub learning: Learning,
    /// The convolutional network.
    pub convolution: Convolution,
    /// The multilayer perceptron.
    pub perceptron: Perceptron,
    /// The network of attention.
    pub attention: Attention,
    /// Networks of each kind, each from random weights, order and noise of its own.
    #[schemars(range(min = 2, max = 10))]
    pub seeds: usize,
    /// How far the denoisers look.
    pub sensitivity: Sensitivity,
    /// Networks that learnt from disjoint digits.
    pub agreement: Agreement,
    /// Seed of every random stream.
    pub seed: u64,
}

/// How a network learns: the mean square error of v = aε − s·x₀, all pixels and all times with the same weight.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Learning {
    /// Steps of Adam.
    #[schemars(range(min = 20, max = 50_000))]
    pub steps: usize,
    /// Digits in each, drawn with replacement.
    #[schemars(range(min = 1, max = 512))]
    pub batch: usize,
    /// The largest rate, reached after a twentieth of the steps; it falls to 0 along half a cosine.
    #[schemars(range(min = 1e-5, max = 0.02))]
    pub rate: f64,
    /// The share of the running mean of the weights that each step keeps.
    #[schemars(range(min = 0.0, max = 0.9999))]
    pub average: f64,
    /// Mean of λ = ln(a/s), which is normal, and cut off at the latest and the earliest time.
    #[schemars(range(min = -3.0, max = 3.0))]
    pub log_ratio_mean: f64,
    /// Standard deviation of λ.
    #[schemars(range(min = 0.1, max = 5.0))]
    pub log_ratio_deviation: f64,
    /// Bumps along λ that tell a network the time.
    #[schemars(range(min = 2, max = 32))]
    pub features: usize,
}

/// A convolutional residual network: into `channels` planes pixel by pixel, blocks of two convolutions of 3 × 3, and back.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Convolution {
    /// Planes.
    #[schemars(range(min = 1, max = 128))]
    pub channels: usize,
    /// Residual blocks: a pixel of the output sees 4·`blocks` + 1 pixels a side.
    #[schemars(range(min = 1, max = 8))]
    pub blocks: usize,
}

/// A residual multilayer perceptron on all pixels.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Perceptron {
    /// Units of a layer.
    #[schemars(range(min = 1, max = 2_048))]
    pub width: usize,
    /// Residual layers.
    #[schemars(range(min = 1, max = 8))]
    pub layers: usize,
}

/// A transformer on the 7 × 7 patches of 2 × 2 pixels.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attention {
    /// Numbers of a token.
    #[schemars(range(min = 2, max = 256))]
    pub width: usize,
    /// Heads, which divide the width.
    #[schemars(range(min = 1, max = 16))]
    pub heads: usize,
    /// Transformer blocks.
    #[schemars(range(min = 1, max = 8))]
    pub blocks: usize,
}

/// How far denoisers look: derivatives of each pixel of the guess by each pixel of what is seen.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sensitivity {
    /// Times, rising.
    #[schemars(length(min = 1, max = 10), inner(range(min = 0.001, max = 6.0)))]
    pub times: Vec<f64>,
    /// Noised digits that squares of derivatives are averaged over, the first of those held out.
    #[schemars(range(min = 1, max = 32))]
    pub images: usize,
}

/// Pairs of networks, each of which learnt from a half of twice as many digits.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// Digits in a half, rising.
    #[schemars(length(min = 2, max = 8), inner(range(min = 2, max = 5_000)))]
    pub counts: Vec<usize>,
}

impl Config {
    /// λ at the latest and at the earliest time.
    pub(super) fn log_ratios(&self) -> [f64; 2] {
        [self.latest, self.earliest]
            .map(|t| crate::math::diffusion::ornstein_uhlenbeck::Transition::over(t).log_ratio())
    }

    /// Weights, and multiplications of one forward pass of one image.
    fn size(&self, architecture: Architecture) -> f64 {
        let features = self.learning.features as f64;
        match architecture {
            Architecture::Convolution => {
                let channels = self.convolution.channels as f64;
                let blocks = 18.0 * channels * channels * self.convolution.blocks as f64;
                HALF_PIXELS as f64 * (blocks + channels * (features + 2.0))
            }
            Architecture::Perceptron => {
                let width = self.perceptron.width as f64;
                width * (width * self.perceptron.layers as f64 + 2.0 * HALF_PIXELS as f64 + features)
            }
            Architecture::Attention => {
                let (width, tokens) = (self.attention.width as f64, HALF_PIXELS as f64 / 4.0);
                tokens * self.attention.blocks as f64 * (8.0 * width * width + 2.0 * tokens * width)
            }
        }
    }
}

impl Learning {
    /// As the training loop has it.
    pub(super) fn training(&self) -> Training {
        let schedule = Schedule::Cosine { warm_up: self.steps / 20 };
        Training { schedule, average: Some(self.average), ..Training::adam(self.steps, self.rate) }
    }
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let book = Self {
            each: 100,
            held_out: 16,
            calibrated: 4,
            samples: 32,
            steps: 20,
            latest: 4.0,
            earliest: 0.01,
            kernels: vec![3, 5, 7, 9, 11, 13],
            learning: Learning {
                steps: 800,
                batch: 64,
                rate: 2e-3,
                average: 0.99,
                log_ratio_mean: 0.4,
                log_ratio_deviation: 1.2,
                features: 8,
            },
            convolution: Convolution { channels: 32, blocks: 3 },
            perceptron: Perceptron { width: 512, layers: 4 },
            attention: Attention { width: 64, heads: 4, blocks: 3 },
            seeds: 3,
            sensitivity: Sensitivity { times: vec![0.1, 0.2, 0.4, 0.8, 1.6], images: 4 },
            agreement: Agreement { counts: vec![10, 200, 5_000] },
            seed: 1,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Self {
                each: 10,
                held_out: 4,
                calibrated: 2,
                samples: 8,
                steps: 8,
                kernels: vec![3, 7, 13],
                learning: Learning { steps: 60, batch: 32, ..book.learning },
                convolution: Convolution { channels: 8, ..book.convolution },
                perceptron: Perceptron { width: 128, layers: 2 },
                attention: Attention { width: 16, heads: 2, blocks: 1 },
                seeds: 2,
                sensitivity: Sensitivity { times: vec![0.2, 0.8], images: 1 },
                agreement: Agreement { counts: vec![10, 100] },
                ..book
            },
        }
    }

    fn check(&self) -> Result<()> {
        rising("kernels", &self.kernels)?;
        ensure!(self.kernels.iter().all(|kernel| kernel % 2 == 1), "`kernels` must be odd: a window has a middle");
        rising("sensitivity.times", &self.sensitivity.times)?;
        in_range("calibrated", self.calibrated, 1..=self.held_out)?;
        in_range("sensitivity.images", self.sensitivity.images, 1..=self.held_out)?;
        rising("agreement.counts", &self.agreement.counts)?;
        in_range("each", self.each, 1..=COMMITTED / 10)?;
        multiple_of("attention.width", self.attention.width, self.attention.heads)?;
        let step = 6.0 * (self.learning.steps * self.learning.batch) as f64;
        let [convolution, perceptron, attention] = Architecture::ALL.map(|architecture| self.size(architecture));
        // The convolution learns from digits and from scrambled ones; two kinds learn from both halves.
        let each = self.seeds as f64 * (2.0 * convolution + perceptron + attention);
        let halves = 2.0 * self.agreement.counts.len() as f64 * (convolution + perceptron);
        work_within(
            step * (each + halves),
            MOST_TRAINED,
            "take fewer `seeds`, `learning.steps` or `agreement.counts`, or smaller networks",
        )?;
        let windows = |kernel: usize| (HALF_SIDE.saturating_sub(kernel - 1).max(1).pow(4) * kernel * kernel) as f64;
        let images = 10.0 * (self.each * self.steps) as f64;
        let all: f64 = self.kernels.iter().map(|&kernel| windows(kernel)).sum();
        let dearest = self.kernels.iter().map(|&kernel| windows(kernel)).fold(0.0, f64::max);
        work_within(
            images * 2.0 * (self.calibrated as f64 * all + (4 * self.samples + self.held_out) as f64 * dearest),
            MOST_COMPARED,
            "take fewer digits (`each`), `samples`, `held_out`, `steps` or `kernels`",
        )?;
        let passes = 2 * HALF_PIXELS * self.sensitivity.images * self.sensitivity.times.len()
            + 2 * self.steps * (self.samples + self.held_out);
        work_within(
            passes as f64 * (each + halves),
            MOST_ASKED,
            "take fewer `sensitivity.images` or `times`, `samples` or `steps`, or smaller networks",
        )
    }
}
