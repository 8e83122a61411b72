//! What a network learns: named tensors, and how they begin.

use std::sync::Arc;

use dfdx::tensor::PutTape;
use rand_distr::{Distribution, Normal, Uniform};
use serde::{Deserialize, Serialize};

use super::{
    device::{Device, copied},
    matrix::Matrix,
    tape::Recorder,
    tensor::{Constant, Tensor},
    windows::Extent,
};
use crate::data::streams::stream;

/// How the numbers of a parameter are drawn at first.
#[derive(Debug, Clone, PartialEq)]
pub enum Initial {
    /// All equal to this.
    Constant(f64),
    /// Gaussian of mean 0 and this variance.
    Normal {
        /// Its variance, such as 2/n.
        variance: f64,
    },
    /// Uniform in `[−bound, bound]`, of variance bound²/3.
    Uniform {
        /// The largest absolute value.
        bound: f64,
    },
    /// Not drawn: these numbers, such as those of the algorithm that a network continues.
    Given(Arc<[f32]>),
}

/// How the weights and biases of a layer begin, given the n numbers that enter each of its outputs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Initializer {
    /// Weights N(0, 2/n), biases 0: the variance a ReLU network keeps from layer to layer.
    ///
    /// Source: He, Zhang, Ren & Sun 2015, §2.2.
    #[default]
    Kaiming,
    /// Weights N(0, 1/n), biases 0: the variance a linear layer keeps.
    ///
    /// Source: `LeCun`, Bottou, Orr & Müller 1998, §4.6.
    LeCun,
    /// Weights and biases uniform in ±1/√n, of variance 1/(3n), as PyTorch's layers begin.
    PyTorch,
}

impl Initializer {
    /// How weights begin that `fan_in` numbers enter.
    #[must_use]
    pub fn weight(self, fan_in: usize) -> Initial {
        let n = fan_in as f64;
        match self {
            Self::Kaiming => Initial::Normal { variance: 2.0 / n },
            Self::LeCun => Initial::Normal { variance: 1.0 / n },
            Self::PyTorch => Initial::Uniform { bound: 1.0 / n.sqrt() },
        }
    }

    /// How the biases beside them begin.
    #[must_use]
    pub fn bias(self, fan_in: usize) -> Initial {
        match self {
            Self::Kaiming | Self::LeCun => Initial::Constant(0.0),
            Self::PyTorch => Initial::Uniform { bound: 1.0 / (fan_in as f64).sqrt() },
        }
    }
}

/// One parameter: its name and shape as a PyTorch state dict has them, and how it begins.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// A path of layers, such as `conv1.weight`.
    pub name: String,
    /// Such as `[out, in, height, width]`.
    pub shape: Vec<usize>,
    /// How its numbers are at first.
    pub initial: Initial,
    /// Whether training moves it, as it does unless told otherwise.
    pub trained: bool,
}

impl Parameter {
    /// How many numbers it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.shape.iter().product()
    }

    /// Whether it has no numbers.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Its first numbers, from the stream named after it: a layer more changes no other layer's start.
    fn draw(&self, seed: u64) -> Vec<f32> {
        let mut rng = stream(seed, &format!("nn/initial/{}", self.name));
        match &self.initial {
            Initial::Constant(value) => vec![*value as f32; self.len()],
            Initial::Normal { variance } => {
                let normal = Normal::new(0.0, variance.sqrt()).expect("a finite variance");
                (0..self.len()).map(|_| normal.sample(&mut rng) as f32).collect()
            }
            Initial::Uniform { bound } => {
                let uniform = Uniform::new_inclusive(-bound, *bound);
                (0..self.len()).map(|_| uniform.sample(&mut rng) as f32).collect()
            }
            Initial::Given(values) => values.to_vec(),
        }
    }

    /// The shape on a device: the first dimension, and all others as one; a vector is one row.
    fn matrix(&self) -> (usize, usize) {
        if self.shape.len() < 2 { (1, self.len()) } else { (self.shape[0], self.shape[1..].iter().product()) }
    }
}

/// The place of a parameter in its network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot(usize);

/// The parameters of a network, in the order they were named.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parameters(Vec<Parameter>);

impl Parameters {
    /// Names a parameter.
    ///
    /// # Panics
    ///
    /// If the name is taken, or as many numbers are not given as the shape has.
    pub fn add(&mut self, name: impl Into<String>, shape: impl Into<Vec<usize>>, initial: Initial) -> Slot {
        let parameter = Parameter { name: name.into(), shape: shape.into(), initial, trained: true };
        assert!(self.0.iter().all(|other| other.name != parameter.name), "two parameters named {}", parameter.name);
        if let Initial::Given(values) = &parameter.initial {
            assert_eq!(values.len(), parameter.len(), "numbers given for {}", parameter.name);
        }
        self.0.push(parameter);
        Slot(self.0.len() - 1)
    }

    /// Says of each parameter whether training moves it.
    pub fn train_only(&mut self, mut moved: impl FnMut(Slot) -> bool) {
        for (slot, parameter) in self.0.iter_mut().enumerate() {
            parameter.trained = moved(Slot(slot));
        }
    }

    /// Says how the parameter in `slot` begins.
    pub(super) fn begin(&mut self, slot: Slot, initial: Initial) {
        self.0[slot.0].initial = initial;
    }

    /// All parameters, in the order they were named.
    #[must_use]
    pub fn all(&self) -> &[Parameter] {
        &self.0
    }

    /// The first numbers of each.
    pub(super) fn draw(&self, seed: u64) -> Vec<Vec<f32>> {
        self.0.iter().map(|parameter| parameter.draw(seed)).collect()
    }

    /// How many numbers they have together.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.iter().map(Parameter::len).sum()
    }
}

/// The parameters' numbers on a device.
#[derive(Debug, Clone)]
pub struct Weights<D: Device> {
    pub(super) device: D,
    pub(super) tensors: Vec<Constant<D>>,
    /// Which of them want gradients.
    watched: Vec<bool>,
}

impl<D: Device> Weights<D> {
    /// `values`: the numbers of each parameter.
    pub(super) fn new(device: D, parameters: &Parameters, values: Vec<Vec<f32>>) -> Self {
        let shapes = parameters.all().iter().map(Parameter::matrix);
        let tensors = shapes.zip(values).map(|(shape, values)| copied(&device, &values, shape)).collect();
        Self { device, tensors, watched: vec![false; parameters.all().len()] }
    }

    /// The same numbers, those of the trained `parameters` wanting gradients.
    pub(super) fn watched(&self, parameters: &Parameters) -> Self {
        Self { watched: parameters.all().iter().map(|parameter| parameter.trained).collect(), ..self.clone() }
    }

    /// A parameter, ready to compute with: `[first dimension, all others]`, a vector `[1, length]`.
    #[must_use]
    pub fn get(&self, slot: Slot) -> Tensor<D> {
        let tensor = self.tensors[slot.0].clone();
        tensor.put_tape(if self.watched[slot.0] { Recorder::default() } else { Recorder::off() })
    }

    /// Examples, one a row of `matrix`, on the weights' device: a tensor with one position of `extent` a row.
    pub(super) fn constant(&self, matrix: &Matrix, extent: Extent) -> Constant<D> {
        copied(&self.device, matrix.values(), (matrix.values().len() / extent.channels, extent.channels))
    }

    /// The same, to compute with: data, which want no gradient.
    pub(super) fn examples(&self, matrix: &Matrix, extent: Extent) -> Tensor<D> {
        self.constant(matrix, extent).put_tape(Recorder::off())
    }

    /// `[1, count]` zeros, which want no gradient.
    pub(super) fn nothing(&self, count: usize) -> Tensor<D> {
        self.device.zeros_like(&(1, count)).put_tape(Recorder::off())
    }

    /// The device they are on.
    #[must_use]
    pub fn device(&self) -> &D {
        &self.device
    }

    pub(super) fn values(&self, slot: usize) -> Vec<f32> {
        D::read(&self.tensors[slot])
    }

    pub(super) fn read(&self, slot: Slot) -> Vec<f32> {
        self.values(slot.0)
    }

    pub(super) fn write(&mut self, slot: Slot, values: &[f32]) {
        self.tensors[slot.0].copy_from(values);
    }
}
