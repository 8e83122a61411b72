//! The settings.

use anyhow::{Result, ensure};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    figure::{
        Settings,
        settings::{in_range, rising, work_within},
    },
    ground::scale::Scale,
    math::manifolds::kernel_neighbours::quadratic_unknowns,
};

/// Comparisons of pixels that one run may make in all: minutes on two cores.
const MOST_COMPARISONS: f64 = 3e11;
/// Products that the fits of one run may take.
const MOST_FITTED: f64 = 4e12;
/// Products that the training of one run may take.
const MOST_PRODUCTS: f64 = 2e13;

/// What a reader can turn. Pixels are from 0, the paper, to 1, the ink; distances are Euclidean between images.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Seed of every random draw.
    pub seed: u64,
    /// Twos of the training set, N.
    #[schemars(range(min = 200, max = 5_958))]
    pub twos: usize,
    /// How the dimension is estimated.
    pub dimension: Dimension,
    /// Radii of the kernel, as parts of the diameter of the twos.
    #[schemars(length(min = 2, max = 24), inner(range(min = 0.05, max = 1.5)))]
    pub radii: Vec<f64>,
    /// The radius within which the published algorithm finds its dimension, as a part of the diameter.
    #[schemars(range(min = 0.05, max = 1.5))]
    pub check_radius: f64,
    /// Coordinates of a code, d.
    #[schemars(range(min = 1, max = 64))]
    pub code: usize,
    /// `FlatNet`.
    pub flattening: Flattening,
    /// The autoencoder.
    pub autoencoder: Autoencoder,
    /// The judge of what is a two.
    pub classifier: Classifier,
    /// The lines between twos.
    pub lines: Lines,
    /// Resamples of each bootstrap.
    #[schemars(range(min = 100, max = 10_000))]
    pub resamples: usize,
}

/// How the dimension is estimated.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dimension {
    /// Numbers of twos, the first of the training set; the last is all of them.
    #[schemars(length(min = 2, max = 8), inner(range(min = 110)))]
    pub samples: Vec<usize>,
    /// Twos in each of the disjoint parts that the estimates are repeated on.
    #[schemars(range(min = 50))]
    pub part: usize,
    /// Neighbours of the maximum-likelihood estimates, k.
    #[schemars(length(min = 1, max = 3), inner(range(min = 3, max = 100)))]
    pub neighbours: Vec<usize>,
    /// Neighbours of each local PCA.
    #[schemars(range(min = 10, max = 100))]
    pub local_neighbours: usize,
    /// Twos about which a local PCA is made.
    #[schemars(range(min = 10, max = 1_000))]
    pub local_centres: usize,
    /// Shares of the energy that a local PCA is asked for.
    #[schemars(length(min = 1, max = 3), inner(range(min = 0.1, max = 0.999)))]
    pub energy_shares: Vec<f64>,
    /// Share of the largest ratios that the two-nearest-neighbour fit leaves out.
    #[schemars(range(min = 0.01, max = 0.5))]
    pub discarded: f64,
    /// Principal components of the Gaussian clouds of known dimension that the estimators are tried on.
    #[schemars(length(min = 2, max = 10), inner(range(min = 2, max = 784)))]
    pub known: Vec<usize>,
}

/// How `FlatNet` is built: on the leading principal components of some of the twos, scaled to a mean variance of 1.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Flattening {
    /// Twos that it is built on, the first of the training set.
    #[schemars(range(min = 50, max = 5_958))]
    pub twos: usize,
    /// Principal components of them.
    #[schemars(range(min = 2, max = 200))]
    pub components: usize,
    /// Neighbourhoods that are looked at, each of which can become a layer.
    #[schemars(range(min = 1, max = 200))]
    pub layers: usize,
    /// Steps of a fit at most.
    #[schemars(range(min = 1, max = 1_000))]
    pub fit_steps: usize,
    /// A fit ends where a step moves its plane by less than this.
    #[schemars(range(min = 1e-9, max = 0.1))]
    pub fit_tolerance: f64,
    /// The radius within which the dimension is found and the smallest of a layer, as a part of the diameter; the
    /// published one is `check_radius`.
    #[schemars(range(min = 0.05, max = 1.0))]
    pub check_radius: f64,
    /// The loss of a fit that a layer's radius is chosen for; the published one is 1e-4.
    #[schemars(range(min = 1e-6, max = 1.0))]
    pub threshold: f64,
    /// Radii at which the dimension is asked for, as parts of the diameter.
    #[schemars(length(min = 2, max = 8), inner(range(min = 0.05, max = 1.0)))]
    pub radii: Vec<f64>,
    /// Centres about which it is asked for.
    #[schemars(range(min = 1, max = 12))]
    pub centres: usize,
    /// The largest dimension that is tried there.
    #[schemars(range(min = 1, max = 24))]
    pub most_dimension: usize,
}

/// An autoencoder: two layers down to the code, two up, ReLU between.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Autoencoder {
    /// Units of each hidden layer.
    #[schemars(range(min = 8, max = 1_024))]
    pub hidden: usize,
    /// Passes over all twos; an autoencoder that is taught on fewer takes as many steps.
    #[schemars(range(min = 1, max = 500))]
    pub epochs: usize,
    /// Twos per step.
    #[schemars(range(min = 1, max = 200))]
    pub batch: usize,
    /// Adam's rate at the start; it falls to 0 along half a cosine.
    #[schemars(range(min = 0.0, max = 0.1))]
    pub rate: f64,
    /// Autoencoders, each with a classifier of its own.
    #[schemars(range(min = 1, max = 12))]
    pub learners: usize,
}

/// A small convolutional network that knows ten digits.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Classifier {
    /// Training digits of all classes.
    #[schemars(range(min = 100, max = 10_000))]
    pub digits: usize,
    /// Passes over them.
    #[schemars(range(min = 1, max = 50))]
    pub epochs: usize,
    /// Digits per step.
    #[schemars(range(min = 1, max = 100))]
    pub batch: usize,
    /// Adam's rate at the start; it falls to 0 along half a cosine.
    #[schemars(range(min = 0.0, max = 0.1))]
    pub rate: f64,
    /// Test digits that its accuracy is counted on.
    #[schemars(range(min = 100, max = 10_000))]
    pub test_digits: usize,
}

/// Lines between two twos of the test set.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lines {
    /// Pairs; no two is in two of them.
    #[schemars(range(min = 10, max = 500))]
    pub pairs: usize,
    /// Images along each line, both ends among them; odd, so that one lies halfway.
    #[schemars(range(min = 3, max = 13))]
    pub frames: usize,
    /// Pairs that are drawn.
    #[schemars(range(min = 1, max = 4))]
    pub shown: usize,
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let book = Self {
            seed: 1,
            twos: 5_958,
            dimension: Dimension {
                samples: vec![250, 500, 1_000, 2_000, 4_000, 5_958],
                part: 1_000,
                neighbours: vec![10, 20],
                local_neighbours: 100,
                local_centres: 250,
                energy_shares: vec![0.8, 0.9, 0.95],
                discarded: 0.1,
                known: vec![8, 12, 16, 24, 32, 64, 128],
            },
            radii: vec![0.1, 0.125, 0.15, 0.175, 0.2, 0.225, 0.25, 0.275, 0.3, 0.35, 0.4, 0.5, 0.6, 0.8, 1.0],
            check_radius: 0.15,
            code: 12,
            flattening: Flattening {
                twos: 1_000,
                components: 50,
                layers: 16,
                fit_steps: 10,
                fit_tolerance: 1e-3,
                check_radius: 0.3,
                threshold: 1e-3,
                radii: vec![0.1, 0.15, 0.2, 0.25, 0.3, 0.35],
                centres: 8,
                most_dimension: 16,
            },
            autoencoder: Autoencoder { hidden: 256, epochs: 40, batch: 64, rate: 2e-3, learners: 5 },
            classifier: Classifier { digits: 10_000, epochs: 4, batch: 32, rate: 4e-3, test_digits: 10_000 },
            lines: Lines { pairs: 200, frames: 9, shown: 3 },
            resamples: 500,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Self {
                twos: 1_000,
                dimension: Dimension {
                    samples: vec![250, 500, 1_000],
                    part: 250,
                    local_centres: 60,
                    known: vec![8, 12, 16, 32],
                    ..book.dimension
                },
                flattening: Flattening {
                    twos: 300,
                    components: 20,
                    layers: 4,
                    fit_steps: 5,
                    radii: vec![0.15, 0.3],
                    centres: 3,
                    ..book.flattening
                },
                autoencoder: Autoencoder { hidden: 64, epochs: 40, batch: 16, learners: 2, ..book.autoencoder },
                classifier: Classifier { digits: 2_000, epochs: 2, test_digits: 1_000, ..book.classifier },
                lines: Lines { pairs: 40, shown: 2, ..book.lines },
                resamples: 200,
                ..book
            },
        }
    }

    fn check(&self) -> Result<()> {
        let Dimension { samples, part, neighbours, local_neighbours, known, .. } = &self.dimension;
        rising("dimension.samples", samples)?;
        rising("dimension.neighbours", neighbours)?;
        rising("dimension.known", known)?;
        rising("radii", &self.radii)?;
        let all = samples.last().copied().unwrap_or_default();
        ensure!(all == self.twos, "`dimension.samples` ends with {all}, and must end with `twos`, {}", self.twos);
        in_range("dimension.part", *part, 50..=self.twos / 2)?;
        let least = samples[0];
        in_range("dimension.local_neighbours", *local_neighbours, 10..=least - 1)?;
        let most = neighbours.last().copied().unwrap_or_default();
        in_range("the last of dimension.neighbours", most, 3..=least.min(*part) - 1)?;
        in_range("dimension.local_centres", self.dimension.local_centres, 10..=samples[0])?;
        ensure!(self.lines.frames % 2 == 1, "`lines.frames` must be odd: one image lies halfway");
        let (twos, learners) = (self.twos as f64, self.autoencoder.learners as f64);
        let whole: f64 = samples.iter().map(|&samples| (samples * samples) as f64).sum();
        let clouds = 784.0 * (whole + 2.0 * twos * twos) + twos * twos * known.iter().sum::<usize>() as f64;
        work_within(clouds, MOST_COMPARISONS, "take fewer `twos` or shorter lists")?;
        let hidden = self.autoencoder.hidden as f64;
        let twice = 12.0 * hidden * (784.0 + self.code as f64) * twos * self.autoencoder.epochs as f64;
        let judged = 6.0 * 1e5 * self.classifier.digits as f64 * self.classifier.epochs as f64;
        work_within(learners * (twice + judged), MOST_PRODUCTS, "take fewer epochs, learners or `hidden` units")?;
        let flattening = &self.flattening;
        in_range("flattening.twos", flattening.twos, 50..=self.twos)?;
        in_range("autoencoder.batch", self.autoencoder.batch, 1..=flattening.twos)?;
        in_range("code", self.code, 1..=flattening.components)?;
        rising("flattening.radii", &flattening.radii)?;
        let (components, pairs) = (flattening.components as f64, quadratic_unknowns(flattening.most_dimension) as f64);
        let fits = (learners + 1.0) * 4.0 * flattening.layers as f64
            + (flattening.centres * flattening.radii.len() * flattening.most_dimension) as f64;
        let evaluation = flattening.twos as f64 * pairs * (3.0 * components + pairs);
        work_within(
            fits * 3.0 * flattening.fit_steps as f64 * evaluation,
            MOST_FITTED,
            "take fewer `flattening.twos`, `layers`, `centres` or `fit_steps`",
        )
    }
}
