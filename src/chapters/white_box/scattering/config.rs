//! The settings.

use anyhow::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    data::digits::SIDE,
    figure::{
        Settings,
        settings::{in_range, multiple_of, rising, work_within},
    },
    ground::scale::Scale,
};

/// Operations that a run may take at most: some minutes.
const MOST_WORK: f64 = 2e13;

/// What a reader can turn.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Directions L of the planar wavelets.
    #[schemars(range(min = 2, max = 8))]
    pub directions: usize,
    /// Digits whose energies are followed and which are shifted.
    pub digits: Digits,
    /// Signals that are shifted and dilated.
    pub signals: Signals,
    /// The linear classifiers.
    pub classifier: Classifier,
    /// Seed of every random stream.
    pub seed: u64,
}

/// Digits in the middle of a black canvas whose opposite edges meet.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Digits {
    /// How many, the first of the test digits.
    #[schemars(range(min = 2, max = 100))]
    pub count: usize,
    /// Side of the canvas, pixels; even.
    #[schemars(range(min = 28, max = 64))]
    pub side: usize,
    /// Numbers of scales J, rising.
    #[schemars(length(min = 2, max = 4), inner(range(min = 1, max = 4)))]
    pub scales: Vec<usize>,
    /// Shifts, pixels, rising.
    #[schemars(length(min = 1, max = 8), inner(range(min = 1, max = 14)))]
    pub shifts: Vec<usize>,
}

/// Gaussian bumps on waves, and white noise.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Signals {
    /// Samples of a bump.
    #[schemars(range(min = 256, max = 4_096))]
    pub samples: usize,
    /// The largest scale J for bumps.
    #[schemars(range(min = 2, max = 7))]
    pub scale: usize,
    /// The bump's standard deviation, samples.
    #[schemars(range(min = 5.0, max = 60.0))]
    pub width: f64,
    /// Frequencies of the waves, radians per sample, rising.
    #[schemars(length(min = 2, max = 32), inner(range(min = 0.1, max = 2.6)))]
    pub frequencies: Vec<f64>,
    /// Dilations ε: time runs faster by 1 + ε; rising.
    #[schemars(length(min = 2, max = 12), inner(range(min = 1e-4, max = 0.1)))]
    pub dilations: Vec<f64>,
    /// Draws of white noise of 256 samples that is shifted by one, with J = 4.
    #[schemars(range(min = 2, max = 1_000))]
    pub noises: usize,
}

/// Linear classifiers of digits by pixels, by scattering and by random features.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Classifier {
    /// Scales J of the scattering, of order 2.
    #[schemars(range(min = 1, max = 3))]
    pub scales: usize,
    /// Numbers of labelled digits, rising; a fifth of them chooses the penalty.
    #[schemars(length(min = 2, max = 6), inner(range(min = 50, max = 10_000)))]
    pub labels: Vec<usize>,
    /// Penalties that are tried, in units of the mean squared singular value of the features; rising.
    #[schemars(length(min = 1, max = 8), inner(range(min = 1e-6, max = 100.0)))]
    pub penalties: Vec<f64>,
    /// Draws of labelled digits, each with test digits of its own.
    #[schemars(range(min = 2, max = 10))]
    pub draws: usize,
    /// Test digits of a draw.
    #[schemars(range(min = 50, max = 5_000))]
    pub test: usize,
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let book = Self {
            directions: 8,
            digits: Digits { count: 50, side: 48, scales: vec![1, 2, 3], shifts: vec![1, 2, 4, 8] },
            signals: Signals {
                samples: 1_024,
                scale: 5,
                width: 60.0,
                frequencies: (1..=12).map(|k| f64::from(k) / 5.0).collect(),
                dilations: vec![0.001, 0.002, 0.005, 0.01, 0.02, 0.05],
                noises: 100,
            },
            classifier: Classifier {
                scales: 2,
                labels: vec![100, 300, 1_000, 3_000, 10_000],
                penalties: vec![1e-4, 1e-3, 1e-2, 0.1, 1.0],
                draws: 5,
                test: 2_000,
            },
            seed: 1,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Self {
                digits: Digits { count: 4, scales: vec![2, 3], shifts: vec![1, 4], ..book.digits },
                signals: Signals { noises: 10, ..book.signals },
                classifier: Classifier { labels: vec![100, 300], draws: 2, test: 200, ..book.classifier },
                ..book
            },
        }
    }

    fn check(&self) -> Result<()> {
        let Self { digits, signals, classifier, directions, .. } = self;
        rising("digits.scales", &digits.scales)?;
        rising("digits.shifts", &digits.shifts)?;
        multiple_of("digits.side", digits.side, 2)?;
        rising("signals.frequencies", &signals.frequencies)?;
        rising("signals.dilations", &signals.dilations)?;
        rising("classifier.labels", &classifier.labels)?;
        rising("classifier.penalties", &classifier.penalties)?;
        in_range("`classifier.draws` times `classifier.test`", classifier.draws * classifier.test, 1..=10_000)?;
        // The bump, dilated or not, has ended where the ends meet.
        in_range("`signals.width` times 10", 10.0 * signals.width, 0.0..=signals.samples as f64)?;
        let last = digits.scales[digits.scales.len() - 1];
        let responses = digits.count * (paths(last, *directions, 3) + (last * directions).pow(2));
        let energies = (responses * digits.side * digits.side) as f64 * 150.0;
        let features = paths(classifier.scales, *directions, 2) * (SIDE >> classifier.scales).pow(2);
        let fits = classifier.labels.iter().map(|&n| {
            let small = n.min(features) as f64;
            let factors = (classifier.penalties.len() + 1) as f64 * small.powi(3) / 3.0;
            2.0 * classifier.draws as f64 * (factors + 2.0 * (n * features) as f64 * small)
        });
        work_within(
            energies + fits.sum::<f64>(),
            MOST_WORK,
            "take fewer `digits.count`, `digits.scales`, `directions`, `classifier.labels` or `classifier.draws`",
        )
    }
}

/// Paths of rising scales of up to `orders` wavelets.
pub(super) fn paths(scales: usize, directions: usize, orders: usize) -> usize {
    let choose = |k: usize| (0..k).fold(1, |product, i| product * scales.saturating_sub(i) / (i + 1));
    (0..=orders).map(|order| choose(order) * directions.pow(order as u32)).sum()
}
