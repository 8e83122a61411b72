//! The training loss of each example.

use std::{f32::consts::TAU, ops::Range};

use dfdx::{
    shapes::{Axis, HasShape},
    tensor::{PutTape, SplitTape},
    tensor_ops::{BroadcastTo, ReshapeTo, SumTo},
};

use super::model::{Autoencoder, Regularization, words};
use crate::nn::{
    device::{Device, copied},
    layers::forward_all,
    parameters::{Slot, Weights},
    tape::Recorder,
    tensor::{Constant, Tensor},
};

/// One number an example.
type Each<D> = dfdx::tensor::Tensor<(usize,), f32, D, Recorder<D>>;

/// A batch: examples, and the standard normal numbers that belong to them.
struct Batch<'a, D: Device> {
    model: &'a Autoencoder,
    weights: &'a Weights<D>,
    x: Constant<D>,
    noise: Constant<D>,
}

/// The loss of each example: `[examples, 1]`; `input`: `[examples, D + noise numbers]`.
pub(super) fn of_each<D: Device>(model: &Autoencoder, weights: &Weights<D>, input: Tensor<D>) -> Tensor<D> {
    let (input, _) = input.split_tape();
    let inputs = model.sizes.inputs;
    let columns = |range: Range<usize>| -> Constant<D> { input.clone().slice((0..input.shape().0, range)) };
    let x = columns(0..inputs);
    // Without noise a column that nobody reads: dfdx has no empty tensors.
    let noise = columns(if model.noise_numbers() == 0 { 0..1 } else { inputs..inputs + model.noise_numbers() });
    let batch = Batch { model, weights, x, noise };
    let losses = match model.regularization {
        Regularization::Plain => batch.plain(),
        Regularization::Denoising { noise } => batch.denoising(noise as f32),
        Regularization::Contractive { weight, step } => batch.contractive(weight as f32, step as f32),
        Regularization::Variational => batch.variational(),
        Regularization::Quantised { commitment, .. } => batch.quantised(commitment as f32),
    };
    let rows = losses.shape().0;
    losses.reshape_like(&(rows, 1))
}

// ANCHOR: objectives
impl<D: Device> Batch<'_, D> {
    /// ‖x − r(x)‖².
    fn plain(&self) -> Each<D> {
        squares(self.reconstruction(self.x.clone()) - self.x.clone())
    }

    /// ‖x − r(x + σε)‖².
    fn denoising(&self, sigma: f32) -> Each<D> {
        squares(self.reconstruction(self.moved(sigma)) - self.x.clone())
    }

    /// ‖x − r(x)‖² + (λ/h²) ‖r(x + hε) − r(x)‖².
    fn contractive(&self, lambda: f32, step: f32) -> Each<D> {
        let moved = self.reconstruction(self.moved(step));
        let (left, right) = twice(self.reconstruction(self.x.clone()));
        squares(left - self.x.clone()) + squares(moved - right) * (lambda / step.powi(2))
    }

    /// ‖x − g(μ + sε)‖²/(2σ²) + (D/2) ln 2πσ² + KL(N(μ, s²)‖N(0, I)).
    fn variational(&self) -> Each<D> {
        let (rows, code) = (self.x.shape().0, self.model.sizes.code);
        let (left, right) = twice(forward_all(&self.model.encoder, self.weights, data(self.x.clone())));
        let (mean, mean_of_kl) = twice(left.slice((0..rows, 0..code)));
        let (log_variance, of_kl) = twice(right.slice((0..rows, code..2 * code)));
        let z = mean + (log_variance * 0.5).exp() * self.noise.clone();
        let missed = squares(self.decoded(z) - self.x.clone());
        let (variance_of_kl, of_kl) = twice(of_kl);
        let kl = (mean_of_kl.square() + variance_of_kl.exp() - of_kl - 1.0).sum::<(usize,), Axis<1>>() * 0.5;
        let (left, right) = twice(self.weights.get(slot(self.model.log_variance)));
        let everywhere =
            |number: Tensor<D>| -> Each<D> { number.reshape_like(&()).broadcast_like::<_, Axis<0>>(&(rows,)) };
        let half = self.model.sizes.inputs as f32 / 2.0;
        missed * everywhere(left.negate().exp()) * 0.5 + (everywhere(right) + TAU.ln()) * half + kl
    }

    /// ‖x − g(q)‖² + ‖sg[f] − q‖² + β ‖f − sg[q]‖².
    fn quantised(&self, beta: f32) -> Each<D> {
        let (z, recorder) = forward_all(&self.model.encoder, self.weights, data(self.x.clone())).split_tape();
        let q = words(self.weights, slot(self.model.codebook), &z);
        // A tensor without its tape keeps its place in the gradients; copies of the numbers have none.
        let (fixed_z, fixed_q) = (self.fixed(&z), self.fixed(&q));
        let straight_through = z.clone().put_tape(recorder.fork()) + (fixed_q.clone() - fixed_z.clone());
        let missed = squares(self.decoded(straight_through) - self.x.clone());
        missed + squares(q - fixed_z) + squares(z.put_tape(recorder) - fixed_q) * beta
    }
}
// ANCHOR_END: objectives

impl<D: Device> Batch<'_, D> {
    /// x + length · ε.
    fn moved(&self, length: f32) -> Constant<D> {
        self.x.clone() + self.noise.clone() * length
    }

    fn reconstruction(&self, x: Constant<D>) -> Tensor<D> {
        self.decoded(forward_all(&self.model.encoder, self.weights, data(x)))
    }

    /// g(z), before which nothing is taken to the list of codes.
    fn decoded(&self, z: Tensor<D>) -> Tensor<D> {
        forward_all(&self.model.decoder, self.weights, z)
    }

    /// The same numbers as a constant.
    fn fixed<T: dfdx::tensor::Tape<f32, D>>(
        &self,
        tensor: &dfdx::tensor::Tensor<(usize, usize), f32, D, T>,
    ) -> Constant<D> {
        copied(self.weights.device(), &D::read(tensor), *tensor.shape())
    }
}

/// What wants no gradient, to compute with.
fn data<D: Device>(x: Constant<D>) -> Tensor<D> {
    x.put_tape(Recorder::off())
}

/// A tensor for two uses, which both add to its gradient.
fn twice<D: Device>(x: Tensor<D>) -> (Tensor<D>, Tensor<D>) {
    let (x, recorder) = x.split_tape();
    (x.clone().put_tape(recorder.fork()), x.put_tape(recorder))
}

/// ‖·‖² of each row.
fn squares<D: Device>(x: Tensor<D>) -> Each<D> {
    x.square().sum::<(usize,), Axis<1>>()
}

fn slot(of: Option<Slot>) -> Slot {
    of.expect("what the regularization needs is named with it")
}
