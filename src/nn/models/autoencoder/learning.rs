//! Training: batches of examples with their noise, and the loss that the model brings.

use std::borrow::Cow;

use dfdx::tensor_ops::MeanTo as _;
use rand::Rng as _;
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;

use super::Autoencoder;
use crate::{
    data::streams::stream,
    ground::device::DeviceError,
    nn::{
        batches::{Batches, Shuffled},
        device::Device,
        loss::Loss,
        matrix::Matrix,
        network::Network,
        tensor::{Constant, Scalar, Tensor},
        training::{History, Training},
    },
};

/// The output less the target, the mean over all numbers: the model's output is a loss of each example, the targets are 0.
#[derive(Debug, Clone, Copy)]
struct OutputLoss;

impl Loss for OutputLoss {
    fn of<D: Device>(&self, output: Tensor<D>, target: Constant<D>) -> Scalar<D> {
        (output - target).mean()
    }
}

/// Examples in a random order, each with fresh standard normal numbers from the stream "nn/autoencoder noise".
struct Noised<'a> {
    shuffled: Shuffled<'a>,
    numbers: usize,
    rng: ChaCha8Rng,
}

impl Batches for Noised<'_> {
    fn next(&mut self) -> (Cow<'_, Matrix>, Cow<'_, Matrix>) {
        let (x, _) = self.shuffled.next();
        let nothing = Matrix::new(x.rows(), 1, vec![0.0; x.rows()]);
        (Cow::Owned(with_noise(&x, self.numbers, &mut self.rng)), Cow::Owned(nothing))
    }
}

/// Each row followed by `numbers` standard normal numbers.
fn with_noise(x: &Matrix, numbers: usize, rng: &mut ChaCha8Rng) -> Matrix {
    let inputs = x.columns();
    let number = |row: usize, column: usize| match column.checked_sub(inputs) {
        None => x.row(row)[column],
        Some(_) => rng.sample(StandardNormal),
    };
    Matrix::from_fn(x.rows(), inputs + numbers, number)
}

impl Network<Autoencoder> {
    /// Trains the autoencoder on `examples`, one a row, in batches of `size`; order and noise are drawn from `seed`.
    ///
    /// # Errors
    ///
    /// If the device has no memory left.
    ///
    /// # Panics
    ///
    /// If there are fewer examples than one batch.
    pub fn learn(
        &mut self,
        examples: &Matrix,
        size: usize,
        training: &Training,
        seed: u64,
    ) -> Result<History, DeviceError> {
        let model = self.model().clone();
        let mut taught = self.with_model(model.objective());
        let shuffled = Shuffled::new(examples, examples, size, seed);
        let mut batches =
            Noised { shuffled, numbers: model.noise_numbers(), rng: stream(seed, "nn/autoencoder noise") };
        let history = taught.train(&mut batches, &OutputLoss, training, &mut |_, _| ())?;
        *self = taught.with_model(model);
        Ok(history)
    }

    /// The mean loss of `examples`, `draws` times with fresh noise from `seed`.
    ///
    /// # Errors
    ///
    /// If the device has no memory left.
    pub fn mean_loss(&self, examples: &Matrix, draws: usize, seed: u64) -> Result<f64, DeviceError> {
        let objective = self.with_model(self.model().objective());
        let mut rng = stream(seed, "nn/autoencoder loss");
        let mut total = 0.0;
        for _ in 0..draws {
            let losses = objective.apply(&with_noise(examples, self.model().noise_numbers(), &mut rng))?;
            total += losses.values().iter().map(|&loss| f64::from(loss)).sum::<f64>();
        }
        Ok(total / (draws * examples.rows()) as f64)
    }
}
