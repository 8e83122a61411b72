//! What an optimizer remembers between steps.

use dfdx::{
    shapes::{HasShape, Shape},
    tensor::Gradients,
};

use super::{
    device::{Device, zeros},
    optimizer::{Moving, Optimizer, Rule},
    parameters::{Parameters, Weights},
    tensor::{Constant, Numbers},
};

/// What an optimizer remembers of a network.
pub(super) struct Memory<D: Device> {
    optimizer: Optimizer,
    steps: i32,
    /// One a parameter; none of one that is not trained.
    means: Vec<Option<[Numbers<D>; 2]>>,
}

impl<D: Device> Memory<D> {
    pub(super) fn new(optimizer: Optimizer, parameters: &Parameters, weights: &Weights<D>) -> Self {
        let zeros = |tensor: &Constant<D>| -> [Numbers<D>; 2] {
            std::array::from_fn(|_| zeros(tensor.device(), tensor.shape().num_elements()))
        };
        let all = parameters.all().iter().zip(&weights.tensors);
        let means = all.map(|(parameter, tensor)| parameter.trained.then(|| zeros(tensor))).collect();
        Self { optimizer, steps: 0, means }
    }

    /// One step of what is trained against the gradients; one without a gradient counts as having gradient 0.
    pub(super) fn step(&mut self, rate: f64, weights: &mut Weights<D>, gradients: &mut Gradients<f32, D>) {
        self.steps += 1;
        let trained = weights
            .tensors
            .iter_mut()
            .zip(&mut self.means)
            .filter_map(|(tensor, means)| Some((tensor, means.as_mut()?)));
        let moving = trained.map(|(tensor, means)| {
            let nothing = zeros(tensor.device(), 0);
            let gradient = std::mem::replace(gradients.get_or_alloc_mut(tensor).expect("memory"), nothing);
            Moving { tensor, means, gradient }
        });
        D::update(&Rule { optimizer: self.optimizer, rate, steps: self.steps }, moving.collect());
    }
}

#[cfg(test)]
mod tests {
    use dfdx::tensor::{Cache, Cpu, Gradients};
    use rayon::ThreadPoolBuilder;

    use super::Memory;
    use crate::nn::{
        device::zeros,
        optimizer::Optimizer,
        parameters::{Initial, Parameters, Weights},
    };

    const COUNT: usize = 64;
    const ROUNDS: usize = 10_000;

    /// Weights that somebody else holds too (an average at its first step, a clone of the network) take memory of their
    /// own while many threads step: none may find the device's cache emptied under its hand.
    #[test]
    fn shared_weights_part_safely() {
        let mut parameters = Parameters::default();
        for number in 0..COUNT {
            parameters.add(format!("{number}"), [1, 1], Initial::Constant(1.0));
        }
        ThreadPoolBuilder::new().num_threads(8).build().unwrap().install(|| {
            for _ in 0..ROUNDS {
                let device = Cpu::default();
                device.enable_cache();
                let mut weights = Weights::new(device.clone(), &parameters, vec![vec![1.0]; COUNT]);
                let before = weights.clone();
                let mut memory = Memory::new(Optimizer::SGD, &parameters, &weights);
                // In the cache: memory for the gradients, and for two of the many copies.
                drop((0..COUNT + 2).map(|_| zeros(&device, 1)).collect::<Vec<_>>());
                memory.step(0.1, &mut weights, &mut Gradients::leaky());
                assert_eq!(before.values(0), [1.0]);
            }
        });
    }
}
