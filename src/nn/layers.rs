//! Layers: sizes and slots of parameters, and a function for any device.

use std::sync::Arc;

use dfdx::{
    shapes::{Axes3, HasShape},
    tensor::{PutTape, SplitTape},
    tensor_ops::{PermuteTo, ReshapeTo},
};

use super::{
    device::Device,
    parameters::{Initial, Initializer, Parameters, Slot, Weights},
    tensor::{Heads, Tensor},
    windows::{Extent, Windows},
};

/// One step of a [`super::Stack`].
#[derive(Debug, Clone)]
pub enum Layer {
    /// y = x Wᵀ + b at every position.
    Linear(Linear),
    /// A convolution with a bias at every output position.
    Convolution(Convolution),
    /// max(x, 0), number by number.
    Relu,
    /// x Φ(x), number by number.
    Gelu,
    /// The channels of each pixel as a block of `side` × `side` pixels.
    DepthToSpace {
        /// The extent that enters.
        extent: Extent,
        /// Pixels along each side of a block.
        side: usize,
    },
    /// A fixed filter on every channel by itself: low-pass and average pooling.
    Filter {
        /// The positions under each of its taps.
        windows: Arc<Windows>,
        /// The weight of each tap, the same for every channel.
        kernel: Arc<[f32]>,
    },
    /// The largest in each window, every channel by itself.
    MaxPool(Arc<Windows>),
    /// All numbers of an example in one row, channel after channel as PyTorch orders them.
    Flatten(Extent),
    /// Layer normalisation of every position.
    Norm(Norm),
    /// The attention of queries, keys and values that lie side by side.
    Attention(Heads),
    /// x + f(x), where f is these layers.
    Residual(Vec<Layer>),
}

impl Layer {
    /// What the layer makes of x: `[positions, channels]`.
    pub fn forward<D: Device>(&self, weights: &Weights<D>, x: Tensor<D>) -> Tensor<D> {
        match self {
            Self::Linear(linear) => linear.forward(weights, x),
            Self::Convolution(convolution) => convolution.forward(weights, x),
            Self::Relu => D::relu(x),
            Self::Gelu => D::gelu(x),
            Self::DepthToSpace { extent, side } => D::depth_to_space(x, *extent, *side),
            Self::Filter { windows, kernel } => D::filter(x, kernel, windows),
            Self::MaxPool(windows) => D::max_pool(x, windows),
            Self::Flatten(extent) => flatten(x, *extent),
            Self::Norm(norm) => norm.forward(weights, x),
            Self::Attention(heads) => D::attend(x, *heads),
            Self::Residual(layers) => {
                let (x, recorder) = x.split_tape();
                let (around, through) = (x.clone().put_tape(recorder.fork()), x.put_tape(recorder));
                D::add(forward_all(layers, weights, through), around)
            }
        }
    }
}

/// `layers` followed by max(x, 0), which a layer takes up into its own pass over memory where it can.
pub(super) fn rectify(layers: &mut Vec<Layer>) {
    match layers.last_mut() {
        Some(Layer::Linear(Linear { rectified, .. }) | Layer::Convolution(Convolution { rectified, .. })) => {
            *rectified = true;
        }
        _ => layers.push(Layer::Relu),
    }
}

/// What `layers`, one after the other, make of x.
pub(super) fn forward_all<D: Device>(layers: &[Layer], weights: &Weights<D>, x: Tensor<D>) -> Tensor<D> {
    layers.iter().fold(x, |x, layer| layer.forward(weights, x))
}

/// y = x Wᵀ + b at every position, or without the b.
#[derive(Debug, Clone, Copy)]
pub struct Linear {
    weight: Slot,
    bias: Option<Slot>,
    rectified: bool,
}

impl Linear {
    /// Adds `{name}.weight`, `[outputs, inputs]`, and `{name}.bias`, `[outputs]`.
    pub fn new(
        parameters: &mut Parameters,
        name: &str,
        (inputs, outputs): (usize, usize),
        initializer: Initializer,
    ) -> Self {
        let weight = parameters.add(format!("{name}.weight"), [outputs, inputs], initializer.weight(inputs));
        let bias = parameters.add(format!("{name}.bias"), [outputs], initializer.bias(inputs));
        Self { weight, bias: Some(bias), rectified: false }
    }

    /// Adds `{name}.weight`, `[outputs, inputs]`, alone.
    pub fn without_bias(
        parameters: &mut Parameters,
        name: &str,
        (inputs, outputs): (usize, usize),
        initializer: Initializer,
    ) -> Self {
        let weight = parameters.add(format!("{name}.weight"), [outputs, inputs], initializer.weight(inputs));
        Self { weight, bias: None, rectified: false }
    }

    /// x: `[positions, inputs]`; returns `[positions, outputs]`.
    pub fn forward<D: Device>(&self, weights: &Weights<D>, x: Tensor<D>) -> Tensor<D> {
        let weight = weights.get(self.weight);
        let bias = self.bias.map_or_else(|| weights.nothing(weight.shape().0), |bias| weights.get(bias));
        D::linear(x, weight, bias, self.rectified)
    }
}

/// A convolution with a bias: each output pixel is a linear function of a window of pixels, the same everywhere.
#[derive(Debug, Clone)]
pub struct Convolution {
    weight: Slot,
    bias: Slot,
    rectified: bool,
    windows: Arc<Windows>,
}

impl Convolution {
    /// Adds `{name}.weight`, `[filters, channels, side, side]`, and `{name}.bias`, `[filters]`.
    pub fn new(
        parameters: &mut Parameters,
        name: &str,
        (channels, filters): (usize, usize),
        windows: Windows,
        initializer: Initializer,
    ) -> Self {
        let (side, fan_in) = (windows.taps.isqrt(), windows.taps * channels);
        let shape = [filters, channels, side, side];
        let weight = parameters.add(format!("{name}.weight"), shape, initializer.weight(fan_in));
        let bias = parameters.add(format!("{name}.bias"), [filters], initializer.bias(fan_in));
        Self { weight, bias, rectified: false, windows: Arc::new(windows) }
    }

    /// x: `[images · input positions, channels]`; returns `[images · output positions, filters]`.
    pub fn forward<D: Device>(&self, weights: &Weights<D>, x: Tensor<D>) -> Tensor<D> {
        D::convolve(x, weights.get(self.weight), weights.get(self.bias), self.rectified, &self.windows)
    }
}

/// Layer normalisation: every position to mean 0 and variance 1, then a learnt scale and shift a channel.
///
/// Source: Ba, Kiros & Hinton 2016, §3.1.
#[derive(Debug, Clone, Copy)]
pub struct Norm {
    scale: Slot,
    shift: Slot,
}

impl Norm {
    /// What is added to the variance before its root is taken, as PyTorch does.
    const EPSILON: f32 = 1e-5;

    /// Adds `{name}.weight`, ones, and `{name}.bias`, zeros, both `[channels]`.
    pub fn new(parameters: &mut Parameters, name: &str, channels: usize) -> Self {
        let scale = parameters.add(format!("{name}.weight"), [channels], Initial::Constant(1.0));
        let shift = parameters.add(format!("{name}.bias"), [channels], Initial::Constant(0.0));
        Self { scale, shift }
    }

    /// x: `[positions, channels]`; returns the same shape.
    pub fn forward<D: Device>(&self, weights: &Weights<D>, x: Tensor<D>) -> Tensor<D> {
        D::layer_norm(x, weights.get(self.scale), weights.get(self.shift), Self::EPSILON)
    }
}

fn flatten<D: Device>(x: Tensor<D>, extent: Extent) -> Tensor<D> {
    let examples = x.shape().0 / extent.positions();
    let x = x.reshape_like(&(examples, extent.positions(), extent.channels));
    x.permute::<(usize, usize, usize), Axes3<0, 2, 1>>().reshape_like(&(examples, extent.len()))
}
