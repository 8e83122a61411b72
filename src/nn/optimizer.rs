//! How gradients change parameters.

use dfdx::{
    shapes::{HasShape, Shape},
    tensor::{Cpu, Gradients},
    tensor_ops::{AdamConfig, Momentum, SgdConfig, WeightDecay},
};
use serde::{Deserialize, Serialize};

use super::{
    device::{Constant, Device, Numbers, zeros},
    parameters::{Parameters, Weights},
};

/// The rule of one step.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Optimizer {
    /// v ← momentum · v + g, p ← p − rate · v.
    Sgd {
        /// The share of the last step that is kept, in `[0, 1)`.
        momentum: f64,
    },
    /// Adam (Kingma & Ba 2015, algorithm 1), and with a weight decay `AdamW` (Loshchilov & Hutter 2019, algorithm 2):
    /// p ← p − rate · `weight_decay` · p besides.
    Adam {
        /// How much is kept of the running means of g and of g².
        betas: [f64; 2],
        /// What is added to the root of the mean of g².
        epsilon: f64,
        /// The share of itself that a parameter loses a step, in units of the rate; 0 for plain Adam.
        weight_decay: f64,
    },
}

impl Optimizer {
    /// Gradient descent.
    pub const SGD: Self = Self::Sgd { momentum: 0.0 };

    /// Adam with its authors' settings.
    pub const ADAM: Self = Self::adam_w(0.0);

    /// `AdamW` with Adam's authors' settings.
    #[must_use]
    pub const fn adam_w(weight_decay: f64) -> Self {
        Self::Adam { betas: [0.9, 0.999], epsilon: 1e-8, weight_decay }
    }
}

/// An optimizer at one step.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    optimizer: Optimizer,
    rate: f64,
    /// Steps up to and with this one.
    steps: i32,
}

/// A parameter that is about to move.
#[derive(Debug)]
pub struct Moving<'a, D: Device> {
    tensor: &'a mut Constant<D>,
    /// The running means of g (or the velocity) and of g².
    means: &'a mut [Numbers<D>; 2],
    gradient: Numbers<D>,
}

impl Moving<'_, Cpu> {
    /// Gives the parameter memory of its own, if others hold the same; no number is copied otherwise.
    pub(super) fn part(&mut self) {
        let _ = &mut self.tensor[[0, 0]];
    }
}

impl Rule {
    /// Moves a parameter.
    pub(super) fn step<D: Device>(&self, Moving { tensor, means: [first, second], gradient }: Moving<'_, D>) {
        let moved = match self.optimizer {
            Optimizer::Sgd { momentum } => {
                let momentum = Some(Momentum::Classic(momentum));
                SgdConfig { lr: self.rate, momentum, weight_decay: None }.try_update(tensor, first, &gradient)
            }
            Optimizer::Adam { betas, epsilon, weight_decay } => {
                let weight_decay = (weight_decay > 0.0).then_some(WeightDecay::Decoupled(weight_decay));
                let config = AdamConfig { lr: self.rate, betas, eps: epsilon, weight_decay };
                config.try_update(self.steps, tensor, first, second, &gradient)
            }
        };
        moved.expect("memory");
    }
}

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

    use super::{Memory, Optimizer};
    use crate::nn::{
        device::zeros,
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
