//! A model with its weights, wherever they are: plain arrays in, plain arrays out.

use std::{ops::Range, path::Path};

use dfdx::tensor::Cpu;

use super::{
    batches::Batches,
    checkpoint::{self, CheckpointError},
    device::{self, Device, DeviceError},
    loss::Loss,
    matrix::Matrix,
    module::Module,
    parameters::{Parameter, Weights},
    stack::Stack,
    training::{self, History, Training},
    unrolled::Unrolled,
};
use crate::ground::device::DeviceKind;

/// A model and its weights on a device.
#[derive(Debug, Clone)]
pub struct Network<M = Stack> {
    model: M,
    weights: Placed,
}

#[derive(Debug, Clone)]
enum Placed {
    Cpu(Weights<Cpu>),
    #[cfg(feature = "cuda")]
    Cuda(Weights<dfdx::tensor::Cuda>),
}

/// What can be asked of a model and its weights, wherever they are.
pub(super) trait Question<M> {
    /// What the answer is.
    type Answer;

    /// The answer, computed on the weights' device.
    fn answer<D: Device>(self, model: &M, weights: &Weights<D>) -> Self::Answer;
}

/// The same expression for the weights of any device.
macro_rules! on_device {
    ($placed:expr, $weights:ident => $body:expr) => {
        match $placed {
            Placed::Cpu($weights) => $body,
            #[cfg(feature = "cuda")]
            Placed::Cuda($weights) => $body,
        }
    };
}

/// Examples that a network is applied to at a time, which bounds the memory that needs.
const AT_A_TIME: usize = 256;

impl<M: Module> Network<M> {
    /// The model with weights drawn from `seed`, each parameter from a stream of its own.
    pub fn new(model: M, device: DeviceKind, seed: u64) -> Result<Self, DeviceError> {
        let weights = Placed::new(&model, device, model.parameters().draw(seed))?;
        Ok(Self { model, weights })
    }

    /// The model.
    #[must_use]
    pub fn model(&self) -> &M {
        &self.model
    }

    /// The same weights in another model that has parameters of the same names and shapes.
    ///
    /// # Panics
    ///
    /// If its parameters are others.
    #[must_use]
    pub fn with_model<N: Module>(&self, model: N) -> Network<N> {
        let same = |(a, b): (&Parameter, &Parameter)| a.name == b.name && a.shape == b.shape;
        let (ours, theirs) = (self.model.parameters().all(), model.parameters().all());
        assert!(ours.len() == theirs.len() && ours.iter().zip(theirs).all(same), "models of other parameters");
        Network { model, weights: self.weights.clone() }
    }

    /// The output of each example, one a row: `[examples, output numbers]`.
    ///
    /// # Panics
    ///
    /// If a row is not one input example.
    #[must_use]
    pub fn apply(&self, inputs: &Matrix) -> Matrix {
        assert_eq!(inputs.columns(), self.model.input().len(), "numbers of an input example");
        let rows = inputs.rows();
        let mut values = Vec::with_capacity(rows * self.model.output().len());
        for start in (0..rows).step_by(AT_A_TIME) {
            let some = inputs.slice(start..rows.min(start + AT_A_TIME));
            let outputs = on_device!(&self.weights, weights => training::apply(&self.model, weights, &some));
            values.extend_from_slice(outputs.values());
        }
        Matrix::new(rows, self.model.output().len(), values)
    }

    /// The answer to a question about the model and its weights.
    pub(super) fn answer<Q: Question<M>>(&self, question: Q) -> Q::Answer {
        on_device!(&self.weights, weights => question.answer(&self.model, weights))
    }

    /// Trains the network; `progress` is called after each step with its number and its loss.
    pub fn train(
        &mut self,
        batches: &mut impl Batches,
        loss: &impl Loss,
        training: &Training,
        progress: &mut dyn FnMut(usize, f32),
    ) -> History {
        let model = &self.model;
        on_device!(&mut self.weights, weights => training::train(model, weights, batches, loss, training, progress))
    }

    /// The parameters and their numbers, in the order of the model.
    pub fn weights(&self) -> impl Iterator<Item = (&Parameter, Vec<f32>)> {
        let parameters = self.model.parameters().all().iter().enumerate();
        parameters.map(|(slot, parameter)| (parameter, on_device!(&self.weights, weights => weights.values(slot))))
    }

    /// Writes all parameters to a safetensors file, whole or not at all.
    pub fn save(&self, path: &Path) -> Result<(), CheckpointError> {
        checkpoint::save(path, self.weights())
    }

    /// Reads all parameters from a safetensors file; nothing changes if it does not fit the model.
    pub fn load(&mut self, path: &Path) -> Result<(), CheckpointError> {
        let values = checkpoint::load(path, self.model.parameters())?;
        on_device!(&mut self.weights, weights => {
            *weights = Weights::new(weights.device().clone(), self.model.parameters(), values);
        });
        Ok(())
    }
}

impl Network<Unrolled> {
    /// Shows `visit` the estimates of the layers whose numbers, from 1, are in `layers`: the number's place in `layers`,
    /// which examples, and their estimates.
    ///
    /// # Panics
    ///
    /// If a row is not one input example.
    pub fn iterates(&self, inputs: &Matrix, layers: &[usize], visit: &mut dyn FnMut(usize, Range<usize>, &Matrix)) {
        let rows = inputs.rows();
        for start in (0..rows).step_by(AT_A_TIME) {
            let some = start..rows.min(start + AT_A_TIME);
            on_device!(&self.weights, weights => training::iterates(&self.model, weights, &inputs.slice(some.clone()), &mut |layer, values| {
                if let Ok(place) = layers.binary_search(&layer) {
                    visit(place, some.clone(), &values());
                }
            }));
        }
    }

    /// Starts a layer from where the one before it has arrived: with its weights, and after LISTA's first layer, which has
    /// no W₂, with W₂ = I − W₁A.
    ///
    /// # Panics
    ///
    /// If there is no such layer, or none before it.
    pub fn continue_layer(&mut self, layer: usize) {
        on_device!(&mut self.weights, weights => {
            let numbers = self.model.continued(layer, &|slot| weights.read(slot));
            for (slot, values) in numbers {
                weights.write(slot, &values);
            }
        });
    }
}

impl Placed {
    fn new(model: &impl Module, device: DeviceKind, values: Vec<Vec<f32>>) -> Result<Self, DeviceError> {
        match device {
            DeviceKind::Cpu => Ok(Self::Cpu(Weights::new(device::processor(), model.parameters(), values))),
            #[cfg(feature = "cuda")]
            DeviceKind::Cuda => Ok(Self::Cuda(Weights::new(device::card()?, model.parameters(), values))),
            #[cfg(not(feature = "cuda"))]
            DeviceKind::Cuda => Err(DeviceError::NotBuilt),
        }
    }
}
