//! Full-batch gradient descent on the square loss, in stretches, with a look at the network after each.

use std::ops::ControlFlow;

use super::{
    batches::Whole, loss::SquareLoss, matrix::Matrix, module::Module, network::Network, optimizer::Optimizer,
    training::Training,
};
use crate::ground::device::DeviceError;

/// What is fitted, all of it in every step.
///
/// ```text
/// w ← w − η ∇ (1/N) Σᵢ (f_w(xᵢ) − yᵢ)²
/// ```
///
/// To first order a step multiplies the error of the network at the samples by 1 − 2ηΘ/N, where Θ is its tangent kernel
/// between them (`ReluNetwork` gives a rate by it).
#[derive(Debug, Clone, Copy)]
pub struct Descent<'a> {
    /// xᵢ, one example a row.
    pub inputs: &'a Matrix,
    /// yᵢ, one example a row.
    pub targets: &'a Matrix,
}

/// Steps between two looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stretch {
    /// Steps, all from the samples together.
    pub steps: usize,
    /// The rate η of each of them.
    pub rate: f64,
}

/// How far a descent came.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Descended {
    /// The steps of all stretches that were begun.
    pub steps: usize,
    /// Whether the last of them met a loss, or left a weight, that is no finite number.
    pub diverged: bool,
}

impl Descent<'_> {
    /// Trains `network` stretch after stretch, until there are no more, it diverged, or `visit`, which sees it after each
    /// stretch that did not diverge, has seen enough.
    pub fn run<M: Module>(
        &self,
        network: &mut Network<M>,
        stretches: impl IntoIterator<Item = Stretch>,
        mut visit: impl FnMut(&Network<M>) -> Result<ControlFlow<()>, DeviceError>,
    ) -> Result<Descended, DeviceError> {
        let mut batches = Whole { inputs: self.inputs, targets: self.targets };
        let mut descended = Descended::default();
        for Stretch { steps, rate } in stretches {
            let training = Training { optimizer: Optimizer::SGD, ..Training::adam(steps, rate) };
            let history = network.train(&mut batches, &SquareLoss, &training, &mut |_, _| ())?;
            descended.steps += steps;
            descended.diverged = history.diverged_at.is_some();
            if descended.diverged || visit(network)?.is_break() {
                break;
            }
        }
        Ok(descended)
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow::{Break, Continue};

    use approx::assert_relative_eq;

    use super::{Descended, Descent, Stretch};
    use crate::{
        ground::device::DeviceKind,
        nn::{Matrix, Network, ReluNetwork, Stack},
    };

    /// Second road: on f = wx + b the error of one sample at x shrinks by 1 − 2η(1 + x²) a step, exactly.
    #[test]
    fn the_error_of_a_line_shrinks_as_its_kernel_says() {
        let (inputs, targets) = (Matrix::new(1, 1, vec![2.0]), Matrix::new(1, 1, vec![1.0]));
        let descent = Descent { inputs: &inputs, targets: &targets };
        let mut network = Network::new(Stack::vectors(1).linear("line", 1), DeviceKind::Cpu, 1).unwrap();
        let error = |network: &Network<Stack>| network.apply(&inputs).unwrap().values()[0] - 1.0;
        let mut errors = vec![error(&network)];
        let stretches = [Stretch { steps: 3, rate: 0.01 }, Stretch { steps: 1, rate: 0.05 }];
        let descended = descent.run(&mut network, stretches, |network| {
            errors.push(error(network));
            Ok(Continue(()))
        });
        assert_eq!(descended.unwrap(), Descended { steps: 4, diverged: false });
        // Single precision, a handful of roundings of numbers of size 1 in errors of a tenth of it.
        assert_relative_eq!(errors[1], errors[0] * 0.9_f32.powi(3), max_relative = 1e-4);
        assert_relative_eq!(errors[2], errors[1] * 0.5, max_relative = 1e-4);
    }

    #[test]
    fn it_ends_when_it_has_been_told_to_and_when_it_diverged() {
        let inputs = Matrix::from_points(&[vec![0.6, 0.8], vec![-0.8, 0.6], vec![0.0, -1.0]]);
        let targets = Matrix::new(3, 1, vec![1.0, -1.0, 1.0]);
        let descent = Descent { inputs: &inputs, targets: &targets };
        let start = || Network::new(ReluNetwork::new(2, 32, 2), DeviceKind::Cpu, 1).unwrap();
        let safe = start().rate_by_kernel(&inputs, 0.25).unwrap();
        let mut looks = 0;
        let mut twice = |rate: f64, most: usize| {
            let stretches = std::iter::repeat_n(Stretch { steps: 10, rate }, 4);
            descent.run(&mut start(), stretches, |_| {
                looks += 1;
                Ok(if looks == most { Break(()) } else { Continue(()) })
            })
        };
        assert_eq!(twice(safe, 2).unwrap(), Descended { steps: 20, diverged: false });
        assert_eq!(twice(1e6 * safe, 2).unwrap(), Descended { steps: 10, diverged: true });
        assert_eq!(looks, 2);
    }
}
