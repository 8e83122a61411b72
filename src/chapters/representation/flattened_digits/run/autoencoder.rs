//! Autoencoders of the twos, and their two halves as functions.

use std::sync::Mutex;

use faer::{Mat, MatRef};
use rayon::prelude::*;

use super::super::Config;
use super::twos::PIXELS;
use crate::{
    figure::Context,
    ground::device::{DeviceError, DeviceKind},
    nn::{Matrix, Network, Schedule, Shuffled, SquareLoss, Stack, Training},
};

/// A trained autoencoder.
pub(super) struct Autoencoder {
    /// Its four layers in order; all but the second and the last are followed by a ReLU.
    layers: Vec<Affine>,
}

/// y = W x + b.
struct Affine {
    weight: Mat<f64>,
    bias: Vec<f64>,
}

// ANCHOR: autoencoder
/// 784 – hidden – code – hidden – 784, ReLU after the hidden layers.
fn model(config: &Config) -> Stack {
    let hidden = config.autoencoder.hidden;
    let encoder = Stack::vectors(PIXELS).linear("encoder1", hidden).relu().linear("code", config.code);
    encoder.linear("decoder1", hidden).relu().linear("pixels", PIXELS)
}
// ANCHOR_END: autoencoder

/// As many as there are learners, each from weights and an order of its own, taught on `images`: `[784, N]`. All take as many
/// steps, however many images there are.
pub(super) fn taught(
    images: MatRef<'_, f64>,
    config: &Config,
    context: &Context,
) -> Result<Vec<Autoencoder>, DeviceError> {
    let inputs = Matrix::from_fn(images.ncols(), PIXELS, |j, i| images[(i, j)] as f32);
    let task = Mutex::new(context.progress.task("autoencoders", config.autoencoder.learners));
    (0..config.autoencoder.learners as u64)
        .into_par_iter()
        .map(|learner| {
            let taught = Autoencoder::taught(&inputs, config, config.seed + learner, context.device)?;
            task.lock().expect("no step panics").step();
            Ok(taught)
        })
        .collect()
}

impl Autoencoder {
    fn taught(inputs: &Matrix, config: &Config, seed: u64, device: DeviceKind) -> Result<Self, DeviceError> {
        let settings = &config.autoencoder;
        let mut network = Network::new(model(config), device, seed)?;
        let steps = settings.epochs * (config.twos / settings.batch);
        let training = Training { schedule: Schedule::Cosine { warm_up: 0 }, ..Training::adam(steps, settings.rate) };
        let mut batches = Shuffled::new(inputs, inputs, settings.batch, seed);
        network.train(&mut batches, &SquareLoss, &training, &mut |_, _| ())?;
        let weights: Vec<Vec<f32>> = network.weights().map(|(_, values)| values).collect();
        let layers = weights.chunks_exact(2).map(|pair| Affine::new(&pair[0], &pair[1])).collect();
        Ok(Self { layers })
    }

    /// The codes of images, one a column: `[code, M]`.
    pub(super) fn code(&self, images: MatRef<'_, f64>) -> Mat<f64> {
        self.layers[1].of(rectified(self.layers[0].of(images)).as_ref())
    }

    /// The images of codes, one a column: `[784, M]`.
    pub(super) fn images(&self, codes: MatRef<'_, f64>) -> Mat<f64> {
        self.layers[3].of(rectified(self.layers[2].of(codes)).as_ref())
    }

    /// What comes out for images, one a column: `[784, M]`.
    pub(super) fn reconstructed(&self, images: MatRef<'_, f64>) -> Mat<f64> {
        self.images(self.code(images).as_ref())
    }
}

impl Affine {
    fn new(weight: &[f32], bias: &[f32]) -> Self {
        let inputs = weight.len() / bias.len();
        let weight = Mat::from_fn(bias.len(), inputs, |i, j| f64::from(weight[i * inputs + j]));
        Self { weight, bias: bias.iter().copied().map(f64::from).collect() }
    }

    fn of(&self, inputs: MatRef<'_, f64>) -> Mat<f64> {
        let mut outputs = &self.weight * inputs;
        for j in 0..outputs.ncols() {
            (0..outputs.nrows()).for_each(|i| outputs[(i, j)] += self.bias[i]);
        }
        outputs
    }
}

fn rectified(mut values: Mat<f64>) -> Mat<f64> {
    for column in values.col_iter_mut() {
        column.iter_mut().for_each(|x| *x = x.max(0.0));
    }
    values
}

#[cfg(test)]
mod tests {
    use super::{Affine, Autoencoder, Config, PIXELS, model};
    use crate::{
        figure::Settings as _,
        ground::{device::DeviceKind, scale::Scale},
        nn::{Matrix, Network},
    };
    use faer::Mat;

    /// Second road: the network itself, in single precision.
    #[test]
    fn the_two_halves_are_the_network() {
        let network = Network::new(model(&Config::at(Scale::Quick)), DeviceKind::Cpu, 1).unwrap();
        let weights: Vec<Vec<f32>> = network.weights().map(|(_, values)| values).collect();
        let halves = Autoencoder { layers: weights.chunks_exact(2).map(|w| Affine::new(&w[0], &w[1])).collect() };
        let image = |j: usize, i: usize| ((i * 7 + j * 13) % 11) as f32 / 11.0;
        let whole = network.apply(&Matrix::from_fn(3, PIXELS, image)).unwrap();
        let split = halves.reconstructed(Mat::from_fn(PIXELS, 3, |i, j| f64::from(image(j, i))).as_ref());
        for j in 0..3 {
            for i in 0..PIXELS {
                // Sums of 784 products of order one in f32.
                assert!((f64::from(whole.row(j)[i]) - split[(i, j)]).abs() < 1e-4);
            }
        }
    }
}
