//! The one training loop.

use dfdx::{
    optim::UnusedTensors,
    shapes::HasShape,
    tensor::{Gradients, PutTape},
};
use serde::{Deserialize, Serialize};

use super::{
    batches::Batches,
    device::{Constant, Device, Tensor, copied},
    loss::Loss,
    matrix::Matrix,
    module::Module,
    optimizer::{Memory, Optimizer},
    parameters::Weights,
    schedule::Schedule,
    tape::{Recorder, backward},
    unrolled::Unrolled,
};

/// How long and by which rule to train.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Training {
    /// Steps of the optimizer.
    pub steps: usize,
    /// The rate before the schedule's factor.
    pub rate: f64,
    /// How the rate changes.
    pub schedule: Schedule,
    /// The rule of a step.
    pub optimizer: Optimizer,
    /// Batches whose mean gradient makes one step; 1 unless memory is short.
    pub accumulate: usize,
    /// If given, the network ends with the running mean of its weights, of which each step keeps this share.
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

/// What happened.
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

/// Trains those of `weights` that the module has trained; `progress` hears of each step and its loss.
pub(super) fn train<D: Device, M: Module>(
    module: &M,
    weights: &mut Weights<D>,
    batches: &mut impl Batches,
    loss: &impl Loss,
    training: &Training,
    progress: &mut dyn FnMut(usize, f32),
) -> History {
    let mut memory = Memory::new(training.optimizer, module.parameters(), weights);
    let mut average = training.average.map(|_| weights.tensors.clone());
    let mut parameters = UnusedTensors::default();
    weights.tensors.iter().for_each(|tensor| parameters.add(tensor));
    let mut history = History::default();
    for step in 0..training.steps {
        let mut gradients = Gradients::leaky();
        let mut mean = 0.0;
        for _ in 0..training.accumulate {
            let (inputs, targets) = batches.next();
            let x = constant(weights.device(), &inputs, module.input().channels).put_tape(Recorder::off());
            let target = constant(weights.device(), &targets, module.output().channels);
            let share =
                loss.of(module.forward(&weights.watched(module.parameters()), x), target) / training.accumulate as f32;
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
            let keep = training.average.unwrap_or_default();
            average.axpy(keep, tensor, 1.0 - keep);
        }
    }
    if let Some(average) = average {
        weights.tensors = average;
    }
    let finite = |tensor: &Constant<D>| tensor.as_vec().into_iter().all(f32::is_finite);
    if history.diverged_at.is_none() && !weights.tensors.iter().all(finite) {
        history.diverged_at = training.steps.checked_sub(1);
    }
    history
}

/// The output for each row of `inputs`.
pub(super) fn apply<D: Device, M: Module>(module: &M, weights: &Weights<D>, inputs: &Matrix) -> Matrix {
    let rows = inputs.rows();
    let x: Tensor<D> = constant(weights.device(), inputs, module.input().channels).put_tape(Recorder::off());
    Matrix::new(rows, module.output().len(), module.forward(weights, x).as_vec())
}

/// Shows `visit` each layer's number and a way to its estimates.
pub(super) fn iterates<D: Device>(
    model: &Unrolled,
    weights: &Weights<D>,
    inputs: &Matrix,
    visit: &mut dyn FnMut(usize, &dyn Fn() -> Matrix),
) {
    let y: Tensor<D> = constant(weights.device(), inputs, model.input().channels).put_tape(Recorder::off());
    model.iterate(weights, y, &mut |layer, estimate| {
        let (rows, columns) = *estimate.shape();
        visit(layer, &|| Matrix::new(rows, columns, estimate.as_vec()));
    });
}

/// Examples as a tensor, one position a row.
fn constant<D: Device>(device: &D, examples: &Matrix, channels: usize) -> Constant<D> {
    copied(device, examples.values(), (examples.values().len() / channels, channels))
}
