//! Linear classifiers of codes, and one of pixels that is not linear and judges what is decoded.

use anyhow::Result;
use faer::Mat;

use super::super::{super::digit_collection::Collection, Config};
use crate::{
    data::digits::CLASSES,
    ground::device::{DeviceError, DeviceKind},
    math::vectors::mean,
    nn::{CrossEntropy, Matrix, Network, Optimizer, Padding, Schedule, Shuffled, Stack, Training, Whole},
};

/// Steps, batch and first rate of the judge.
const STEPS: usize = 800;
const BATCH: usize = 64;
const RATE: f64 = 2e-3;
/// The first rate of a probe, and the decay of its weights.
const PROBE_RATE: f64 = 3e-2;
const DECAY: f64 = 1e-2;

/// A convolutional classifier.
pub(super) struct Judge {
    network: Network<Stack>,
    size: usize,
}

/// Trains the judge on all training digits.
pub(super) fn judge(digits: &Collection, config: &Config, device: DeviceKind) -> Result<Judge, DeviceError> {
    let side = digits.side;
    let model = Stack::images(side, side, 1).conv2d("conv1", 16, 3, 1, Padding::Zeros(1)).relu();
    let model = model.conv2d("conv2", 32, 3, 2, Padding::Zeros(1)).relu().flatten();
    let model = model.linear("hidden", 64).relu().linear("scores", CLASSES);
    let mut network = Network::new(model, device, config.seed)?;
    let inputs = matrix(&digits.train.pixels, digits.size());
    let targets = Matrix::one_hot(&digits.train.labels, CLASSES);
    let mut batches = Shuffled::new(&inputs, &targets, BATCH, config.seed);
    let steps = STEPS.min(config.learning.steps);
    let training = Training { schedule: Schedule::Cosine { warm_up: 0 }, ..Training::adam(steps, RATE) };
    network.train(&mut batches, &CrossEntropy, &training, &mut |_, _| ())?;
    Ok(Judge { network, size: digits.size() })
}

impl Judge {
    /// The classes that images are found to have.
    pub(super) fn classes(&self, pixels: &[f64]) -> Result<Vec<u8>, DeviceError> {
        let scores = self.network.apply(&matrix(pixels, self.size))?;
        Ok(scores.argmax().into_iter().map(|class| class as u8).collect())
    }
}

/// Coordinates of codes with their classes, to learn from and held out: `[N, n]`.
pub(super) struct Probes<'a> {
    pub(super) train: Mat<f64>,
    pub(super) train_labels: &'a [u8],
    pub(super) test: Mat<f64>,
    pub(super) test_labels: &'a [u8],
}

impl Probes<'_> {
    /// For each dimension, how many held-out codes are named rightly by a linear classifier of as many first coordinates, each
    /// at mean 0 and variance 1 over those learnt from.
    pub(super) fn right(&self, config: &Config, device: DeviceKind) -> Result<Vec<usize>> {
        let moments: Vec<(f64, f64)> = self
            .train
            .col_iter()
            .map(|column| {
                let values: Vec<f64> = column.iter().copied().collect();
                let mean = mean(&values);
                (mean, values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / values.len() as f64)
            })
            .collect();
        let of = |&dimension: &usize| -> Result<usize> {
            // A coordinate that never moved says nothing.
            let value = |x: f64, (mean, variance): (f64, f64)| {
                if variance > 1e-12 { (x - mean) / variance.sqrt() } else { 0.0 }
            };
            let rows = |codes: &Mat<f64>| {
                Matrix::from_fn(codes.nrows(), dimension, |i, k| value(codes[(i, k)], moments[k]) as f32)
            };
            let (inputs, targets) = (rows(&self.train), Matrix::one_hot(self.train_labels, CLASSES));
            let training = Training {
                optimizer: Optimizer::adam_w(DECAY),
                schedule: Schedule::Cosine { warm_up: 0 },
                ..Training::adam(config.probe.steps, PROBE_RATE)
            };
            let mut probe = Network::new(Stack::vectors(dimension).linear("probe", CLASSES), device, config.seed)?;
            let mut batches = Whole { inputs: &inputs, targets: &targets };
            probe.train(&mut batches, &CrossEntropy, &training, &mut |_, _| ())?;
            let found = probe.apply(&rows(&self.test))?.argmax();
            Ok(found.iter().zip(self.test_labels).filter(|(found, label)| **found == usize::from(**label)).count())
        };
        config.probe.dimensions.iter().map(of).collect()
    }
}

fn matrix(pixels: &[f64], size: usize) -> Matrix {
    Matrix::new(pixels.len() / size, size, pixels.iter().map(|&x| x as f32).collect())
}
