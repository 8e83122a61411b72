//! Losses: a number that says how far outputs are from targets.

use super::{
    device::Device,
    tensor::{Constant, Scalar, Tensor},
};

/// A loss, differentiable in the output.
pub trait Loss {
    /// The mean loss of a batch; `output` and `target`: `[examples · positions, channels]`.
    fn of<D: Device>(&self, output: Tensor<D>, target: Constant<D>) -> Scalar<D>;
}

/// −Σ target · log softmax(output), in nats, the mean over the rows; targets are class probabilities.
#[derive(Debug, Clone, Copy)]
pub struct CrossEntropy;

impl Loss for CrossEntropy {
    fn of<D: Device>(&self, output: Tensor<D>, target: Constant<D>) -> Scalar<D> {
        dfdx::losses::cross_entropy_with_logits_loss(output, target)
    }
}

/// (output − target)², the mean over all numbers.
#[derive(Debug, Clone, Copy)]
pub struct SquareLoss;

impl Loss for SquareLoss {
    fn of<D: Device>(&self, output: Tensor<D>, target: Constant<D>) -> Scalar<D> {
        D::square_loss(output, &target)
    }
}
