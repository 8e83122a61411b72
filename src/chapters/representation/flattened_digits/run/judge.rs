//! A classifier of ours that says how much an image looks like a two.

use anyhow::Result;
use faer::MatRef;

use super::super::Config;
use super::twos::PIXELS;
use crate::{
    data::digits::{CLASSES, Digits, SIDE, Shelf, Split, normalised},
    figure::Context,
    ground::{
        device::{DeviceError, DeviceKind},
        progress::Progress,
    },
    nn::{CrossEntropy, Matrix, Network, Padding, Schedule, Shuffled, Stack, Training},
};

/// A trained classifier.
pub(super) struct Judge {
    network: Network<Stack>,
    /// The share of test digits that it names rightly.
    pub(super) accuracy: f64,
}

// ANCHOR: judge
/// Two convolutions that each halve the image, then a score per class.
fn model() -> Stack {
    let first = Stack::images(SIDE, SIDE, 1).conv2d("conv1", 8, 5, 2, Padding::Zeros(2)).relu();
    let second = first.conv2d("conv2", 16, 3, 2, Padding::Zeros(1)).relu();
    second.flatten().linear("classes", CLASSES)
}
// ANCHOR_END: judge

impl Judge {
    /// One for each learner.
    pub(super) fn taught(config: &Config, context: &Context) -> Result<Vec<Self>> {
        let shelf = Shelf::new(context.data.as_deref(), context.progress == Progress::Shown);
        let mut train = shelf.digits(Split::Train, 10_000)?;
        let test = shelf.digits(Split::Test, config.classifier.test_digits)?;
        train.pixels.truncate(config.classifier.digits * PIXELS);
        train.labels.truncate(config.classifier.digits);
        let (inputs, targets) = (views(&train), Matrix::one_hot(&train.labels, CLASSES));
        let examples = (views(&test), test.labels);
        let mut task = context.progress.task("classifiers", config.autoencoder.learners);
        // One after the other: a network on a card belongs to the thread that made it.
        let judges: Result<Vec<Self>, DeviceError> = (0..config.autoencoder.learners as u64)
            .map(|learner| {
                let seed = config.seed + learner;
                let judge = Self::one(&inputs, &targets, (&examples.0, &examples.1), config, seed, context.device);
                task.step();
                judge
            })
            .collect();
        Ok(judges?)
    }

    fn one(
        inputs: &Matrix,
        targets: &Matrix,
        test: (&Matrix, &[u8]),
        config: &Config,
        seed: u64,
        device: DeviceKind,
    ) -> Result<Self, DeviceError> {
        let settings = &config.classifier;
        let mut network = Network::new(model(), device, seed)?;
        let steps = settings.epochs * (inputs.rows() / settings.batch);
        let training = Training { schedule: Schedule::Cosine { warm_up: 0 }, ..Training::adam(steps, settings.rate) };
        network.train(
            &mut Shuffled::new(inputs, targets, settings.batch, seed),
            &CrossEntropy,
            &training,
            &mut |_, _| (),
        )?;
        let named = network.apply(test.0)?.argmax();
        let right = named.iter().zip(test.1).filter(|(named, label)| **named == usize::from(**label)).count();
        Ok(Self { network, accuracy: right as f64 / named.len() as f64 })
    }

    /// The probability of a two, for images one a column, pixels from 0 to 1.
    pub(super) fn probabilities(&self, images: MatRef<'_, f64>) -> Result<Vec<f64>, DeviceError> {
        let inputs = Matrix::from_fn(images.ncols(), PIXELS, |j, i| {
            // As a scan has it: a byte a pixel.
            normalised((255.0 * images[(i, j)].clamp(0.0, 1.0)).round() as u8)
        });
        let found = self.network.apply(&inputs)?.softmax();
        Ok((0..images.ncols()).map(|j| f64::from(found.row(j)[2])).collect())
    }
}

fn views(digits: &Digits) -> Matrix {
    Matrix::new(digits.len(), PIXELS, digits.pixels.iter().copied().map(normalised).collect())
}
