//! The one training loop.

use dfdx::{optim::UnusedTensors, tensor::Gradients};
use serde::{Deserialize, Serialize};

use super::{
    batches::Batches, device::Device, loss::Loss, memory::Memory, module::Module, network::Network,
    optimizer::Optimizer, parameters::Weights, question::Amendment, schedule::Schedule, tape::backward,
    tensor::Constant,
};
use crate::ground::device::DeviceError;

/// How long and by which rule to train.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Training {
    /// Steps of the optimizer, each from `accumulate` batches.
    pub steps: usize,
    /// The rate before the schedule's factor.
    pub rate: f64,
    /// How the rate changes from step to step.
    pub schedule: Schedule,
    /// By which rule a gradient moves the weights.
    pub optimizer: Optimizer,
    /// Batches whose mean gradient makes one step: 1, or more where a model is so large, as transformers are, that memory
    /// holds only a part of the batch that its step wants.
    pub accumulate: usize,
    /// If given, the network ends with the running mean of its weights, of which each step keeps this share, or
    /// (1 + k)/(10 + k) at step k if that is less: .9999 where a denoiser is taught that a diffusion model draws with (Ho,
    /// Jain & Abbeel 2020, appendix B).
    pub average: Option<f64>,
}

impl Training {
    /// `steps` steps of Adam at a constant rate.
    #[must_use]
    pub fn adam(steps: usize, rate: f64) -> Self {
        let (schedule, optimizer) = (Schedule::Constant, Optimizer::ADAM);
        Self { steps, rate, schedule, optimizer, accumulate: 1, average: None }
    }
}

/// What happened in a training.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct History {
    /// The loss of each step, before it.
    pub losses: Vec<f32>,
    /// The step whose loss was not a finite number, if one was: training ended there, with the weights it had. The last
    /// step, if it left a weight that is no finite number.
    pub diverged_at: Option<usize>,
}

impl History {
    /// The mean loss of the last `steps` steps.
    #[must_use]
    pub fn recent(&self, steps: usize) -> f32 {
        let recent = &self.losses[self.losses.len().saturating_sub(steps)..];
        recent.iter().sum::<f32>() / recent.len() as f32
    }
}

impl<M: Module> Network<M> {
    /// Trains the network; `progress` is called after each step with its number and its loss.
    pub fn train(
        &mut self,
        batches: &mut impl Batches,
        loss: &impl Loss,
        training: &Training,
        progress: &mut dyn FnMut(usize, f32),
    ) -> Result<History, DeviceError> {
        self.amend(Lesson { batches, loss, training, progress })
    }
}

/// A training, with all that it is given.
struct Lesson<'a, B, L> {
    batches: &'a mut B,
    loss: &'a L,
    training: &'a Training,
    /// Hears of each step and its loss.
    progress: &'a mut dyn FnMut(usize, f32),
}

impl<M: Module, B: Batches, L: Loss> Amendment<M> for Lesson<'_, B, L> {
    type Report = History;

    /// Moves those of `weights` that the model has trained.
    fn amend<D: Device>(self, model: &M, weights: &mut Weights<D>) -> History {
        let Self { batches, loss, training, progress } = self;
        let mut memory = Memory::new(training.optimizer, model.parameters(), weights);
        let mut average = training.average.map(|_| weights.tensors.clone());
        let mut parameters = UnusedTensors::default();
        weights.tensors.iter().for_each(|tensor| parameters.add(tensor));
        let mut history = History::default();
        for step in 0..training.steps {
            let mut gradients = Gradients::leaky();
            let mut mean = 0.0;
            for _ in 0..training.accumulate {
                let (inputs, targets) = batches.next();
                assert_eq!(inputs.rows(), targets.rows(), "examples and their targets");
                let x = weights.examples(&inputs, model.input());
                let target = weights.constant(&targets, model.output());
                let output = model.forward(&weights.watched(model.parameters()), x);
                let share = loss.of(output, target) / training.accumulate as f32;
                mean += share.as_vec()[0];
                gradients = backward(share, gradients);
                gradients.retain_leafs(&parameters.ids);
            }
            if !mean.is_finite() {
                history.diverged_at = Some(step);
                break;
            }
            history.losses.push(mean);
            progress(step, mean);
            let rate = training.rate * training.schedule.factor(step, training.steps);
            memory.step(rate, weights, &mut gradients);
            for (average, tensor) in average.iter_mut().flatten().zip(&weights.tensors) {
                // At first of few steps: else what is drawn at the start would stay in it for long.
                let keep = training.average.unwrap_or_default().min((1 + step) as f64 / (10 + step) as f64);
                average.axpy(keep, tensor, 1.0 - keep);
            }
        }
        if let Some(average) = average {
            weights.tensors = average;
        }
        let finite = |tensor: &Constant<D>| D::read(tensor).into_iter().all(f32::is_finite);
        if history.diverged_at.is_none() && !weights.tensors.iter().all(finite) {
            history.diverged_at = training.steps.checked_sub(1);
        }
        history
    }
}
