//! The settings.

use anyhow::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Kind;
use crate::{
    figure::{
        Settings,
        settings::{in_range, multiple_of, rising, work_within},
    },
    ground::scale::Scale,
    nn::{Regularization, Schedule, Training},
};

/// Multiplications of all training together: about an hour.
const MOST_WORK: f64 = 4e14;

/// What a reader can turn.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Turns of the spirals, rising; the spiral in many dimensions has as many as the one at `shown`.
    #[schemars(length(min = 2, max = 5), inner(range(min = 0.1, max = 4.0)))]
    pub turns: Vec<f64>,
    /// The place in `turns` that a reader finds the slider at.
    #[schemars(range(max = 4))]
    pub shown: usize,
    /// The distance of a spiral's inner end from the origin.
    #[schemars(range(min = 0.05, max = 2.0))]
    pub inner: f64,
    /// The distance between neighbouring turns.
    #[schemars(range(min = 0.2, max = 2.0))]
    pub gap: f64,
    /// Dimensions of the space that a spiral is rotated into.
    #[schemars(range(min = 3, max = 100))]
    pub ambient: usize,
    /// Standard deviation of the noise of each coordinate of a point.
    #[schemars(range(min = 0.001, max = 0.3))]
    pub noise: f64,
    /// Points of a spiral to learn from, at random places of its length, and as many more held out.
    #[schemars(range(min = 50, max = 5_000))]
    pub samples: usize,
    /// How strong the regularizations are on a spiral.
    pub strengths: Strengths,
    /// How a network for a spiral learns.
    pub learning: Learning,
    /// Distances of points moved off the curve along its normal, rising from 0; the last no more than half the gap.
    #[schemars(length(min = 2, max = 12), inner(range(min = 0.0, max = 1.0)))]
    pub moved: Vec<f64>,
    /// The handwritten twos.
    pub digits: Digits,
    /// Networks of each kind, each from random weights of its own.
    #[schemars(range(min = 2, max = 20))]
    pub seeds: usize,
    /// Seed of every random stream.
    pub seed: u64,
}

/// How strong the regularizations are.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Strengths {
    /// Standard deviation σ of the denoising autoencoder's noise; the contractive one has the weight σ².
    #[schemars(range(min = 0.001, max = 1.0))]
    pub denoising: f64,
    /// Words in the list of the quantised autoencoder.
    #[schemars(range(min = 2, max = 1_024))]
    pub words: usize,
    /// The weight β of the commitment to the list.
    #[schemars(range(min = 0.0, max = 10.0))]
    pub commitment: f64,
}

/// How a network learns.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Learning {
    /// Widths of the encoder's hidden layers; the decoder has them in opposite order.
    #[schemars(length(min = 1, max = 4), inner(range(min = 1, max = 1_024)))]
    pub hidden: Vec<usize>,
    /// Steps of Adam.
    #[schemars(range(min = 20, max = 100_000))]
    pub steps: usize,
    /// Examples in each.
    #[schemars(range(min = 1, max = 1_000))]
    pub batch: usize,
    /// The first rate, times five without hidden layers; it falls to 0 along half a cosine.
    #[schemars(range(min = 1e-5, max = 0.1))]
    pub rate: f64,
}

/// Handwritten twos of MNIST, pixels from 0 to 1.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Digits {
    /// Twos to learn from, the first of the committed thousand.
    #[schemars(range(min = 50, max = 1_000))]
    pub train: usize,
    /// Twos by other writers that errors are measured on.
    #[schemars(range(min = 10, max = 1_000))]
    pub held_out: usize,
    /// Numbers of a code.
    #[schemars(range(min = 1, max = 64))]
    pub code: usize,
    /// Numbers of a word of the quantised autoencoder; a code is made of whole words.
    #[schemars(range(min = 1, max = 64))]
    pub word_width: usize,
    /// How strong the regularizations are.
    pub strengths: Strengths,
    /// How a network learns.
    pub learning: Learning,
    /// Standard deviations of the noise that pixels are moved by, rising from 0.
    #[schemars(length(min = 2, max = 6), inner(range(min = 0.0, max = 1.0)))]
    pub moved: Vec<f64>,
}

impl Strengths {
    /// What is asked of a kind beside the reconstruction; words have `width` numbers.
    pub(super) fn of(&self, kind: Kind, width: usize) -> Regularization {
        let Self { denoising: noise, words, commitment } = *self;
        match kind {
            Kind::Linear | Kind::Plain => Regularization::Plain,
            Kind::Denoising => Regularization::Denoising { noise },
            Kind::Contractive => Regularization::Contractive { weight: noise * noise, step: noise / 10.0 },
            Kind::Variational => Regularization::Variational,
            Kind::Quantised => Regularization::Quantised { words, width, commitment },
        }
    }
}

impl Learning {
    /// Of networks with the hidden layers.
    pub(super) fn training(&self) -> Training {
        Training { schedule: Schedule::Cosine { warm_up: 0 }, ..Training::adam(self.steps, self.rate) }
    }

    /// Of networks without: they turn slowly where two eigenvalues of the data are close, and bear a higher rate.
    pub(super) fn linear_training(&self) -> Training {
        Training { rate: 5.0 * self.rate, ..self.training() }
    }

    /// The hidden layers of a kind, and its training.
    pub(super) fn of(&self, kind: Kind) -> (&[usize], Training) {
        if kind == Kind::Linear { (&[], self.linear_training()) } else { (&self.hidden, self.training()) }
    }

    /// Multiplications of one training, forward and backward, of examples of `inputs` numbers.
    fn work(&self, inputs: usize) -> f64 {
        let widths = [&[inputs], self.hidden.as_slice()].concat();
        let weights: usize = widths.windows(2).map(|pair| pair[0] * pair[1]).sum();
        // Both halves; forward, and backward to inputs and to weights.
        6.0 * (weights * self.steps * self.batch) as f64
    }
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let book = Self {
            turns: vec![0.5, 0.75, 1.0, 1.5],
            shown: 2,
            inner: 0.5,
            gap: 0.8,
            ambient: 50,
            noise: 0.03,
            samples: 400,
            strengths: Strengths { denoising: 0.1, words: 32, commitment: 0.25 },
            learning: Learning { hidden: vec![64, 64], steps: 5_000, batch: 64, rate: 3e-3 },
            moved: vec![0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4],
            digits: Digits {
                train: 1_000,
                held_out: 1_000,
                code: 12,
                word_width: 2,
                strengths: Strengths { denoising: 0.25, words: 64, commitment: 0.25 },
                learning: Learning { hidden: vec![128, 64], steps: 2_000, batch: 50, rate: 2e-3 },
                moved: vec![0.0, 0.1, 0.2, 0.3, 0.4],
            },
            seeds: 5,
            seed: 1,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Self {
                turns: vec![0.5, 1.0],
                shown: 1,
                samples: 200,
                strengths: Strengths { words: 16, ..book.strengths },
                learning: Learning { hidden: vec![32, 32], steps: 1_500, batch: 32, ..book.learning },
                moved: vec![0.0, 0.2, 0.4],
                digits: Digits {
                    train: 200,
                    held_out: 100,
                    learning: Learning { hidden: vec![64, 32], steps: 100, batch: 32, ..book.digits.learning },
                    moved: vec![0.0, 0.2],
                    ..book.digits
                },
                seeds: 2,
                ..book
            },
        }
    }

    fn check(&self) -> Result<()> {
        rising("turns", &self.turns)?;
        in_range("shown", self.shown, 0..=self.turns.len() - 1)?;
        rising("moved", &self.moved)?;
        in_range("moved[0]", self.moved[0], 0.0..=0.0)?;
        in_range("the last of `moved`", self.moved[self.moved.len() - 1], 0.0..=self.gap / 2.0)?;
        rising("digits.moved", &self.digits.moved)?;
        in_range("digits.moved[0]", self.digits.moved[0], 0.0..=0.0)?;
        multiple_of("digits.code", self.digits.code, self.digits.word_width)?;
        in_range("strengths.words", self.strengths.words, 2..=self.samples - 1)?;
        in_range("learning.batch", self.learning.batch, 1..=self.samples)?;
        in_range("digits.learning.batch", self.digits.learning.batch, 1..=self.digits.train)?;
        let plane = self.turns.len() as f64 * self.learning.work(2);
        let all = plane + self.learning.work(self.ambient) + self.digits.learning.work(784);
        work_within(
            (self.seeds * Kind::ALL.len()) as f64 * all,
            MOST_WORK,
            "take fewer `seeds` or `steps`, smaller `batch`es or narrower `hidden` layers",
        )
    }
}
