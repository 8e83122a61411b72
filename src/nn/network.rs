//! A model with its weights, wherever they are: plain arrays in, plain arrays out.

use std::{ops::Range, path::Path};

use dfdx::tensor::Cpu;

use super::{
    checkpoint::{self, CheckpointError},
    cpu,
    device::Device,
    matrix::Matrix,
    module::Module,
    parameters::{Parameter, Weights},
    question::{Amendment, Question},
};
#[cfg(feature = "cuda")]
use super::{cuda, out_of_memory};
use crate::ground::device::{DeviceError, DeviceKind};

/// A model and its weights on a device.
///
/// What a card has no memory for is a [`DeviceError`].
#[derive(Debug, Clone)]
pub struct Network<M> {
    model: M,
    weights: Placed,
}

#[derive(Debug, Clone)]
enum Placed {
    Cpu(Weights<Cpu>),
    #[cfg(feature = "cuda")]
    Cuda(Weights<dfdx::tensor::Cuda>),
}

/// The same expression for the weights of any device, or why the device cannot do it.
macro_rules! on_device {
    ($placed:expr, $weights:ident => $body:expr) => {
        match $placed {
            Placed::Cpu($weights) => Ok($body),
            #[cfg(feature = "cuda")]
            Placed::Cuda($weights) => out_of_memory::caught(|| $body),
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

    /// The model: its sizes and the names of its parameters.
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
    pub fn apply(&self, inputs: &Matrix) -> Result<Matrix, DeviceError> {
        let outputs = self.model.output().len();
        let mut values = Vec::with_capacity(inputs.rows() * outputs);
        self.in_parts(inputs, |_, inputs| {
            values.extend(self.answer(Output { inputs })?);
            Ok(())
        })?;
        Ok(Matrix::new(inputs.rows(), outputs, values))
    }

    /// Shows `visit` all examples, as many at a time as memory is sure to suffice for: which they are, and their inputs.
    ///
    /// # Panics
    ///
    /// As [`Self::apply`].
    pub(super) fn in_parts(
        &self,
        inputs: &Matrix,
        mut visit: impl FnMut(Range<usize>, &Matrix) -> Result<(), DeviceError>,
    ) -> Result<(), DeviceError> {
        assert_eq!(inputs.columns(), self.model.input().len(), "numbers of an input example");
        for start in (0..inputs.rows()).step_by(AT_A_TIME) {
            let rows = start..inputs.rows().min(start + AT_A_TIME);
            visit(rows.clone(), &inputs.slice(rows))?;
        }
        Ok(())
    }

    /// The answer to a question about the model and its weights.
    pub(super) fn answer<Q: Question<M>>(&self, question: Q) -> Result<Q::Answer, DeviceError> {
        on_device!(&self.weights, weights => question.answer(&self.model, weights))
    }

    /// Changes the weights. After an error they are whole, but may be those of a step that was not ended.
    pub(super) fn amend<A: Amendment<M>>(&mut self, amendment: A) -> Result<A::Report, DeviceError> {
        on_device!(&mut self.weights, weights => amendment.amend(&self.model, weights))
    }

    /// The parameters and their numbers, in the order of the model.
    pub fn weights(&self) -> impl Iterator<Item = (&Parameter, Vec<f32>)> {
        let parameters = self.model.parameters().all().iter().enumerate();
        parameters.map(|(slot, parameter)| (parameter, self.weights.values(slot)))
    }

    /// Writes all parameters to a safetensors file, whole or not at all.
    pub fn save(&self, path: &Path) -> Result<(), CheckpointError> {
        checkpoint::save(path, self.weights())
    }

    /// Reads all parameters from a safetensors file; nothing changes if it does not fit the model.
    pub fn load(&mut self, path: &Path) -> Result<(), CheckpointError> {
        let values = checkpoint::load(path, self.model.parameters())?;
        let read: Result<(), DeviceError> = on_device!(&mut self.weights, weights => {
            *weights = Weights::new(weights.device().clone(), self.model.parameters(), values);
        });
        Ok(read?)
    }
}

/// The output for each row of `inputs`, one after the other.
struct Output<'a> {
    inputs: &'a Matrix,
}

impl<M: Module> Question<M> for Output<'_> {
    type Answer = Vec<f32>;

    fn answer<D: Device>(self, model: &M, weights: &Weights<D>) -> Vec<f32> {
        D::read(&model.forward(weights, weights.examples(self.inputs, model.input())))
    }
}

impl Placed {
    fn new(model: &impl Module, device: DeviceKind, values: Vec<Vec<f32>>) -> Result<Self, DeviceError> {
        match device {
            DeviceKind::Cpu => Ok(Self::Cpu(Weights::new(cpu::processor(), model.parameters(), values))),
            #[cfg(feature = "cuda")]
            DeviceKind::Cuda => {
                let card = cuda::card()?;
                Ok(Self::Cuda(out_of_memory::caught(|| Weights::new(card, model.parameters(), values))?))
            }
            #[cfg(not(feature = "cuda"))]
            DeviceKind::Cuda => Err(DeviceError::NotBuilt),
        }
    }

    /// The numbers in one slot, which the host has memory for.
    fn values(&self, slot: usize) -> Vec<f32> {
        match self {
            Self::Cpu(weights) => weights.values(slot),
            #[cfg(feature = "cuda")]
            Self::Cuda(weights) => weights.values(slot),
        }
    }
}
