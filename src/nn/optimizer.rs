//! How gradients change parameters.

use dfdx::tensor_ops::{AdamConfig, Device, Momentum, SgdConfig, WeightDecay};
use serde::{Deserialize, Serialize};

use super::tensor::{Constant, Numbers};

/// By which rule gradients move parameters: g is the gradient, p the parameter.
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
    /// Plain gradient descent: p ← p − rate · g.
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
    pub(super) optimizer: Optimizer,
    pub(super) rate: f64,
    /// Steps up to and with this one.
    pub(super) steps: i32,
}

/// A parameter that is about to move.
#[derive(Debug)]
pub struct Moving<'a, D: Device<f32>> {
    pub(super) tensor: &'a mut Constant<D>,
    /// The running means of g (or the velocity) and of g².
    pub(super) means: &'a mut [Numbers<D>; 2],
    pub(super) gradient: Numbers<D>,
}

impl Rule {
    /// Moves a parameter along its gradient, and its running means with it.
    pub(super) fn step<D: Device<f32>>(&self, Moving { tensor, means: [first, second], gradient }: Moving<'_, D>) {
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
