//! A step of an optimizer: one pass over each parameter, on all threads.

use dfdx::tensor::Cpu;
use lend::numbers_mut;
use rayon::prelude::*;

use super::rows::BLOCK;
use crate::nn::optimizer::{Moving, Optimizer, Rule};

/// The memory of a parameter that others hold too becomes its own here, on the one thread that may take memory from the
/// device; then all parameters move at once, in blocks.
pub(super) fn update(rule: &Rule, mut moving: Vec<Moving<'_, Cpu>>) {
    let slices: Vec<Slices<'_>> = moving.iter_mut().map(Slices::of).collect();
    slices.into_par_iter().for_each(|slices| slices.step(rule));
}

/// A parameter, what is remembered of it, and its gradient.
struct Slices<'a> {
    parameter: &'a mut [f32],
    first: &'a mut [f32],
    second: &'a mut [f32],
    gradient: &'a [f32],
}

impl<'a> Slices<'a> {
    fn of(moving: &'a mut Moving<'_, Cpu>) -> Self {
        let [first, second] = &mut *moving.means;
        let parameter = numbers_mut(moving.tensor);
        assert_eq!(parameter.len(), moving.gradient.len(), "a parameter and its gradient");
        Self { parameter, first, second, gradient: &moving.gradient }
    }

    /// The rule as dfdx has it, number by number and rounding by rounding.
    fn step(self, rule: &Rule) {
        let rate = rule.rate as f32;
        match rule.optimizer {
            Optimizer::Sgd { momentum } => {
                let momentum = momentum as f32;
                self.each(|parameter, velocity, _, gradient| {
                    *velocity = gradient + momentum * *velocity;
                    *parameter -= *velocity * rate;
                });
            }
            Optimizer::Adam { betas, epsilon, weight_decay } => {
                let ([keep, keep_square], epsilon) = (betas.map(|beta| beta as f32), epsilon as f32);
                let unbias = [keep, keep_square].map(|beta| (1.0 - beta.powi(rule.steps)).recip());
                let decay = (weight_decay * rule.rate) as f32;
                self.each(|parameter, mean, square, gradient| {
                    *mean = *mean * keep + gradient * (1.0 - keep);
                    *square = *square * keep_square + gradient * gradient * (1.0 - keep_square);
                    let step = rate * (*mean * unbias[0]) / ((*square * unbias[1]).sqrt() + epsilon);
                    *parameter -= step + decay * *parameter;
                });
            }
        }
    }

    fn each(self, change: impl Fn(&mut f32, &mut f32, &mut f32, f32) + Sync) {
        let blocks = self.parameter.par_chunks_mut(BLOCK).zip(self.gradient.par_chunks(BLOCK));
        let blocks = blocks.zip(self.first.par_chunks_mut(BLOCK)).zip(self.second.par_chunks_mut(BLOCK));
        blocks.for_each(|(((parameter, gradient), first), second)| {
            let numbers = parameter.iter_mut().zip(gradient).zip(first).zip(second);
            numbers.for_each(|(((parameter, &gradient), first), second)| change(parameter, first, second, gradient));
        });
    }
}

#[cfg(test)]
mod tests {
    use dfdx::tensor::{Cpu, TensorFromVec};
    use rand::Rng;

    use super::update;
    use crate::{
        data::streams::stream,
        nn::{
            cpu::processor,
            device::zeros,
            optimizer::{Moving, Optimizer, Rule},
            tensor::{Constant, Numbers},
        },
    };

    /// More than one block, and not whole blocks.
    const COUNT: usize = 70_001;

    /// A parameter with what is remembered of it.
    struct Held {
        tensor: Constant<Cpu>,
        means: [Numbers<Cpu>; 2],
    }

    fn held() -> Held {
        let mut rng = stream(1, "tests/parameter");
        let values = (0..COUNT).map(|_| rng.gen_range(-1.0..1.0)).collect();
        let device = processor();
        Held {
            tensor: device.tensor_from_vec(values, (1, COUNT)),
            means: std::array::from_fn(|_| zeros(&device, COUNT)),
        }
    }

    /// Second road: dfdx's own steps, bit for bit.
    #[test]
    fn steps_are_those_of_dfdx() {
        for optimizer in [Optimizer::SGD, Optimizer::Sgd { momentum: 0.9 }, Optimizer::ADAM, Optimizer::adam_w(0.1)] {
            let (mut ours, mut theirs) = (held(), held());
            let mut rng = stream(2, "tests/gradients");
            for steps in 1..=4 {
                let rule = Rule { optimizer, rate: 1e-2, steps };
                let mut gradient = zeros(&processor(), COUNT);
                gradient.iter_mut().for_each(|g| *g = rng.gen_range(-1.0..1.0));
                let moving = Moving { tensor: &mut ours.tensor, means: &mut ours.means, gradient: gradient.clone() };
                update(&rule, vec![moving]);
                rule.step(Moving { tensor: &mut theirs.tensor, means: &mut theirs.means, gradient });
            }
            assert!(ours.tensor.as_vec() == theirs.tensor.as_vec(), "{optimizer:?}");
            assert!(ours.means[0][..] == theirs.means[0][..] && ours.means[1][..] == theirs.means[1][..]);
        }
    }
}
