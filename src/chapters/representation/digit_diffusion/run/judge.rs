//! A classifier of digits whose features judge samples.

use dfdx::{shapes::HasShape, tensor_ops::ReshapeTo};
use faer::Mat;

use super::super::{super::digit_collection::Collection, Config};
use crate::{
    data::digits::CLASSES,
    ground::device::{DeviceError, DeviceKind},
    math::statistics::frechet::GaussianFit,
    nn::{
        Convolution, CrossEntropy, Device, Extent, Initializer, Linear, Matrix, Module, Network, Padding, Parameters,
        Schedule, Shuffled, Tensor, Training, Weights, Windows,
    },
};

/// Numbers of the features.
const FEATURES: usize = 64;
/// Examples of a step, and the first rate.
const BATCH: usize = 64;
const RATE: f64 = 2e-3;

/// Two convolutions with strides, a hidden layer whose values are the features, and a score for each class.
#[derive(Debug, Clone)]
pub(super) struct Classifier {
    parameters: Parameters,
    convolutions: [Convolution; 2],
    extents: [Extent; 2],
    hidden: Linear,
    scores: Linear,
    /// Whether the output is the features, not the scores.
    ends_at_features: bool,
}

impl Classifier {
    fn new(side: usize) -> Self {
        let mut parameters = Parameters::default();
        let image = Extent { height: side, width: side, channels: 1 };
        let mut convolution = |name: &str, from: Extent, filters: usize| {
            let (windows, output) = Windows::new(from, 5, 2, Padding::Zeros(2));
            let sizes = (from.channels, filters);
            let layer = Convolution::new(&mut parameters, name, sizes, windows, Initializer::Kaiming);
            (layer, Extent { channels: filters, ..output })
        };
        let (first, middle) = convolution("conv1", image, 16);
        let (second, end) = convolution("conv2", middle, 32);
        let hidden = Linear::new(&mut parameters, "hidden", (end.len(), FEATURES), Initializer::Kaiming);
        let scores = Linear::new(&mut parameters, "scores", (FEATURES, CLASSES), Initializer::Kaiming);
        Self {
            parameters,
            convolutions: [first, second],
            extents: [image, end],
            hidden,
            scores,
            ends_at_features: false,
        }
    }
}

impl Module for Classifier {
    fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    fn input(&self) -> Extent {
        self.extents[0]
    }

    fn output(&self) -> Extent {
        Extent { height: 1, width: 1, channels: if self.ends_at_features { FEATURES } else { CLASSES } }
    }

    fn forward<D: Device>(&self, weights: &Weights<D>, x: Tensor<D>) -> Tensor<D> {
        let x = self.convolutions.iter().fold(x, |x, layer| D::relu(layer.forward(weights, x)));
        let examples = x.shape().0 / self.extents[1].positions();
        let x = x.reshape_like(&(examples, self.extents[1].len()));
        let features = D::relu(self.hidden.forward(weights, x));
        if self.ends_at_features { features } else { self.scores.forward(weights, features) }
    }
}

/// A classifier that has learnt.
pub(super) struct Judge {
    classifier: Network<Classifier>,
    features: Network<Classifier>,
    size: usize,
}

impl Judge {
    pub(super) fn taught(digits: &Collection, config: &Config, device: DeviceKind) -> Result<Self, DeviceError> {
        let train = &digits.train;
        let pixels = train.pixels.iter().map(|&x| x as f32).collect();
        let inputs = Matrix::new(train.labels.len(), digits.size(), pixels);
        let targets = Matrix::one_hot(&train.labels, CLASSES);
        let mut batches = Shuffled::new(&inputs, &targets, BATCH, config.seed);
        let steps = config.classifier_steps;
        let training = Training { schedule: Schedule::Cosine { warm_up: 0 }, ..Training::adam(steps, RATE) };
        let mut classifier = Network::new(Classifier::new(digits.side), device, config.seed)?;
        classifier.train(&mut batches, &CrossEntropy, &training, &mut |_, _| ())?;
        let features = Classifier { ends_at_features: true, ..classifier.model().clone() };
        Ok(Self { features: classifier.with_model(features), classifier, size: digits.size() })
    }

    /// The classes that images, one after the other, are found to have.
    pub(super) fn classes(&self, pixels: &[f64]) -> Result<Vec<u8>, DeviceError> {
        let scores = self.classifier.apply(&self.matrix(pixels))?;
        Ok(scores.argmax().into_iter().map(|class| class as u8).collect())
    }

    /// The Gaussian fitted to the features of images.
    pub(super) fn fit(&self, pixels: &[f64]) -> Result<GaussianFit, DeviceError> {
        let features = self.features.apply(&self.matrix(pixels))?;
        let numbers = Mat::from_fn(features.rows(), FEATURES, |i, j| f64::from(features.row(i)[j]));
        Ok(GaussianFit::of(numbers.as_ref()))
    }

    fn matrix(&self, pixels: &[f64]) -> Matrix {
        Matrix::new(pixels.len() / self.size, self.size, pixels.iter().map(|&x| x as f32).collect())
    }
}
