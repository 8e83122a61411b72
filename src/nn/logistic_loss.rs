//! The loss of a yes-or-no question.

use super::{
    device::Device,
    loss::Loss,
    tensor::{Constant, Scalar, Tensor},
};

/// log(1 + e^(−f)) where the target is 1 and log(1 + e^f) where it is 0, in nats, the mean over the rows. Its minimum over
/// all functions is the log odds of the class given the input: up to a constant the log likelihood ratio.
#[derive(Debug, Clone, Copy)]
pub struct LogisticLoss;

impl Loss for LogisticLoss {
    fn of<D: Device>(&self, output: Tensor<D>, target: Constant<D>) -> Scalar<D> {
        dfdx::losses::binary_cross_entropy_with_logits_loss(output, target)
    }
}

#[cfg(test)]
mod tests {
    use super::LogisticLoss;
    use crate::nn::{Loss as _, Recorder, cpu::processor};
    use approx::assert_relative_eq;
    use dfdx::tensor::{PutTape as _, TensorFromVec as _};

    /// Second road: the two logarithms, and their slopes for outputs that an exponential cannot hold.
    #[test]
    fn it_is_the_two_logarithms() {
        let loss = |output: f32, target: f32| {
            let [output, target] = [output, target].map(|value| processor().tensor_from_vec(vec![value], (1, 1)));
            LogisticLoss.of(output.put_tape(Recorder::off()), target).as_vec()[0]
        };
        for f in [-3.0_f32, 0.0, 0.4, 5.0] {
            assert_relative_eq!(loss(f, 1.0), (-f).exp().ln_1p(), max_relative = 1e-5);
            assert_relative_eq!(loss(f, 0.0), f.exp().ln_1p(), max_relative = 1e-5);
        }
        assert_relative_eq!(loss(-500.0, 1.0), 500.0, max_relative = 1e-6);
    }
}
