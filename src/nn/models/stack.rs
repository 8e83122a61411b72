//! A network written down layer after layer; sizes follow from the input's.

use std::sync::Arc;

use crate::{
    math::statistics::binomial::binomial_taps,
    nn::{
        device::Device,
        layers::{Convolution, Layer, Linear, Norm, forward_all, rectify},
        module::Module,
        parameters::{Initializer, Parameters, Weights},
        tensor::{Heads, Tensor},
        windows::{Extent, Padding, Windows},
    },
};

/// Layers, one after the other.
///
/// ```
/// use ground_up::ground::device::DeviceKind;
/// use ground_up::nn::{Matrix, Network, Padding, Stack};
///
/// let model = Stack::images(28, 28, 1)
///     .conv2d("conv1", 8, 3, 2, Padding::Circular(1))
///     .relu()
///     .global_average()
///     .linear("fc", 10);
/// let network = Network::new(model, DeviceKind::Cpu, 7).unwrap();
/// let scores = network.apply(&Matrix::new(5, 28 * 28, vec![0.5; 5 * 28 * 28])).unwrap();
/// assert_eq!((scores.rows(), scores.columns()), (5, 10));
/// ```
#[derive(Debug, Clone)]
pub struct Stack {
    layers: Vec<Layer>,
    parameters: Parameters,
    initializer: Initializer,
    input: Extent,
    output: Extent,
}

impl Stack {
    /// A stack on examples of `extent`: rows of pixels, one after the other, each pixel's channels side by side.
    #[must_use]
    pub fn new(extent: Extent) -> Self {
        let (layers, parameters, initializer) = (Vec::new(), Parameters::default(), Initializer::default());
        Self { layers, parameters, initializer, input: extent, output: extent }
    }

    /// A stack on images of `height` × `width` pixels.
    #[must_use]
    pub fn images(height: usize, width: usize, channels: usize) -> Self {
        Self::new(Extent { height, width, channels })
    }

    /// A stack on vectors of `length` numbers.
    #[must_use]
    pub fn vectors(length: usize) -> Self {
        Self::images(1, 1, length)
    }

    /// A stack on sequences of `count` tokens of `width` numbers.
    #[must_use]
    pub fn tokens(count: usize, width: usize) -> Self {
        Self::images(1, count, width)
    }

    /// How the weights of the layers that follow begin.
    #[must_use]
    pub fn initializer(mut self, initializer: Initializer) -> Self {
        self.initializer = initializer;
        self
    }

    /// y = x Wᵀ + b at every position, with `outputs` channels; the parameters are `{name}.weight` and `{name}.bias`.
    #[must_use]
    pub fn linear(mut self, name: &str, outputs: usize) -> Self {
        let inputs = self.output.channels;
        let layer = Linear::new(&mut self.parameters, name, (inputs, outputs), self.initializer);
        let output = Extent { channels: outputs, ..self.output };
        self.then(Layer::Linear(layer), output)
    }

    /// A convolution with a square kernel of `side` pixels moved by `stride`.
    #[must_use]
    pub fn conv2d(mut self, name: &str, filters: usize, side: usize, stride: usize, padding: Padding) -> Self {
        let (windows, output) = Windows::new(self.output, side, stride, padding);
        let channels = self.output.channels;
        let layer = Convolution::new(&mut self.parameters, name, (channels, filters), windows, self.initializer);
        self.then(Layer::Convolution(layer), Extent { channels: filters, ..output })
    }

    /// A convolution on a torus whose square kernel of `side` taps a side has them `spacing` pixels apart: it reaches as
    /// far as a plain kernel does after a subsampling by `spacing`, and subsamples nothing.
    #[must_use]
    pub fn conv2d_dilated(mut self, name: &str, filters: usize, side: usize, spacing: usize) -> Self {
        let (windows, output) = Windows::dilated(self.output, side, spacing);
        let channels = self.output.channels;
        let layer = Convolution::new(&mut self.parameters, name, (channels, filters), windows, self.initializer);
        self.then(Layer::Convolution(layer), Extent { channels: filters, ..output })
    }

    /// The channels of each pixel as a block of `side` × `side` pixels: images `side` times as high and as wide, of
    /// 1/side² of the channels.
    ///
    /// Source: Shi et al. 2016, eq. 4, with the channels of a block row after row.
    ///
    /// # Panics
    ///
    /// If the block does not use up the channels.
    #[must_use]
    pub fn depth_to_space(self, side: usize) -> Self {
        let extent = self.output;
        assert!(side > 0 && extent.channels.is_multiple_of(side * side), "blocks of {side} of {extent:?}");
        let Extent { height, width, channels } = extent;
        let output = Extent { height: side * height, width: side * width, channels: channels / (side * side) };
        self.then(Layer::DepthToSpace { extent, side }, output)
    }

    /// x Φ(x), number by number.
    #[must_use]
    pub fn gelu(self) -> Self {
        let output = self.output;
        self.then(Layer::Gelu, output)
    }

    /// max(x, 0), which the layer before takes up into its own pass over memory where it can.
    #[must_use]
    pub fn relu(mut self) -> Self {
        rectify(&mut self.layers);
        self
    }

    /// The binomial low-pass of `side` taps a side (1 2 1 for three), then every `stride`-th pixel: subsampling that
    /// does not alias.
    ///
    /// Source: Zhang 2019, §4.1.
    #[must_use]
    pub fn low_pass(self, side: usize, stride: usize, padding: Padding) -> Self {
        let (windows, output) = Windows::new(self.output, side, stride, padding);
        let taps = binomial_taps(side);
        let kernel = taps.iter().flat_map(|down| taps.iter().map(move |right| (down * right) as f32)).collect();
        self.then(Layer::Filter { windows: Arc::new(windows), kernel }, output)
    }

    /// The mean of each window of `side` × `side`; pixels of padding count as zeros.
    #[must_use]
    pub fn average_pool(self, side: usize, stride: usize, padding: Padding) -> Self {
        let (windows, output) = Windows::new(self.output, side, stride, padding);
        self.average(windows, output)
    }

    /// The mean over the whole image, or over all tokens.
    #[must_use]
    pub fn global_average(self) -> Self {
        let (windows, output) = Windows::whole(self.output);
        self.average(windows, output)
    }

    /// The largest in each window of `side` × `side`.
    #[must_use]
    pub fn max_pool(self, side: usize, stride: usize, padding: Padding) -> Self {
        let (windows, output) = Windows::new(self.output, side, stride, padding);
        self.then(Layer::MaxPool(Arc::new(windows)), output)
    }

    /// All numbers of an example in one vector, channel after channel as PyTorch orders them.
    #[must_use]
    pub fn flatten(self) -> Self {
        let extent = self.output;
        self.then(Layer::Flatten(extent), Extent { height: 1, width: 1, channels: extent.len() })
    }

    /// Layer normalisation of every position.
    #[must_use]
    pub fn layer_norm(mut self, name: &str) -> Self {
        let norm = Norm::new(&mut self.parameters, name, self.output.channels);
        let output = self.output;
        self.then(Layer::Norm(norm), output)
    }

    /// x + f(x), where `inner` adds the layers of f.
    ///
    /// # Panics
    ///
    /// If f has no layers, or changes the extent.
    #[must_use]
    pub fn residual(mut self, inner: impl FnOnce(Self) -> Self) -> Self {
        let outer = std::mem::take(&mut self.layers);
        let extent = self.output;
        let mut stack = inner(self);
        assert!(!stack.layers.is_empty(), "a residual connection around no layers");
        assert_eq!(stack.output, extent, "a residual connection around layers that change the extent");
        let layer = Layer::Residual(std::mem::replace(&mut stack.layers, outer));
        stack.then(layer, extent)
    }

    /// Attention of every token to every token of its example: queries, keys and values by `{name}.qkv`, answers mixed
    /// by `{name}.proj`.
    ///
    /// # Panics
    ///
    /// If the heads do not divide the width of a token.
    #[must_use]
    pub fn attention(self, name: &str, heads: usize) -> Self {
        let model = self.output.channels;
        assert_eq!(model % heads, 0, "{heads} heads on tokens of {model} numbers");
        let lie = Heads { tokens: self.output.positions(), heads, width: model / heads, shared: false };
        let output = self.output;
        let stack = self.linear(&format!("{name}.qkv"), 3 * model).then(Layer::Attention(lie), output);
        stack.linear(&format!("{name}.proj"), model)
    }

    /// Attention whose queries, keys and values are one projection a head, of `width` numbers and without a bias:
    /// `{name}.qkv`; answers mixed by `{name}.to_out.0`.
    ///
    /// Source: Yu et al. 2023 (CRATE), eq. 11, with a projection back of its own, as its code has it.
    #[must_use]
    pub fn subspace_attention(mut self, name: &str, heads: usize, width: usize) -> Self {
        let (model, output) = (self.output.channels, self.output);
        let lie = Heads { tokens: output.positions(), heads, width, shared: true };
        let (name_in, sizes) = (format!("{name}.qkv"), (model, lie.model()));
        let projection = Linear::without_bias(&mut self.parameters, &name_in, sizes, self.initializer);
        let projected = Extent { channels: lie.model(), ..output };
        let stack = self.then(Layer::Linear(projection), projected).then(Layer::Attention(lie), projected);
        stack.linear(&format!("{name}.to_out.0"), model)
    }

    /// A transformer block: x + attention(norm(x)), then x + mlp(norm(x)) with `hidden` ReLU units.
    ///
    /// Source: Vaswani et al. 2017, with the norms first (Xiong et al. 2020).
    #[must_use]
    pub fn transformer_block(self, name: &str, heads: usize, hidden: usize) -> Self {
        let model = self.output.channels;
        let attended =
            self.residual(|x| x.layer_norm(&format!("{name}.norm1")).attention(&format!("{name}.attn"), heads));
        attended.residual(|x| {
            let hidden = x.layer_norm(&format!("{name}.norm2")).linear(&format!("{name}.mlp.fc1"), hidden).relu();
            hidden.linear(&format!("{name}.mlp.fc2"), model)
        })
    }

    fn average(self, windows: Windows, output: Extent) -> Self {
        let kernel = vec![1.0 / windows.taps as f32; windows.taps].into();
        self.then(Layer::Filter { windows: Arc::new(windows), kernel }, output)
    }

    fn then(mut self, layer: Layer, output: Extent) -> Self {
        self.layers.push(layer);
        Self { output, ..self }
    }
}

impl Module for Stack {
    fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    fn input(&self) -> Extent {
        self.input
    }

    fn output(&self) -> Extent {
        self.output
    }

    fn forward<D: Device>(&self, weights: &Weights<D>, x: Tensor<D>) -> Tensor<D> {
        forward_all(&self.layers, weights, x)
    }
}
