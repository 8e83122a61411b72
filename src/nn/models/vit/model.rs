//! The model.

use super::sizes::VitSizes;
use crate::nn::{
    device::Device,
    layered::Layered,
    layers::{Convolution, Linear},
    models::image_tokens::{Pool, Readout, Start, after_attention, after_layer, forked},
    module::Module,
    parameters::{Initial, Initializer, Parameters, Slot, Weights},
    tensor::{Heads, Tensor},
    windows::{Extent, Padding, Windows},
};

/// A vision transformer: patches by a convolution, a class token before them, and layers of two branches, each with a norm
/// before it: x + attention(norm(x)), then x + mlp(norm(x)) with Gaussian error linear units.
///
/// Parameters have the names and shapes of timm's. Its models that read the class from the mean patch have their last norm
/// after the mean, as `fc_norm`. Linear maps begin as PyTorch's do, positions with a standard deviation of .02.
///
/// Source: Dosovitskiy et al. 2021, §3.1.
#[derive(Debug, Clone)]
pub struct Vit {
    sizes: VitSizes,
    patches: Convolution,
    start: Start,
    blocks: Vec<Block>,
    readout: Readout,
    norm: Norm,
    head: Linear,
    parameters: Parameters,
}

#[derive(Debug, Clone, Copy)]
struct Block {
    attention_norm: Norm,
    /// Queries, keys and values.
    qkv: Linear,
    proj: Linear,
    mlp_norm: Norm,
    mlp: [Linear; 2],
}

/// A layer norm like [`crate::nn::Norm`], but with 1e-6 added to the variance, as timm's transformers have it.
#[derive(Debug, Clone, Copy)]
struct Norm {
    scale: Slot,
    shift: Slot,
}

impl Norm {
    const EPSILON: f32 = 1e-6;

    fn new(parameters: &mut Parameters, name: &str, channels: usize) -> Self {
        let scale = parameters.add(format!("{name}.weight"), [channels], Initial::Constant(1.0));
        let shift = parameters.add(format!("{name}.bias"), [channels], Initial::Constant(0.0));
        Self { scale, shift }
    }

    fn forward<D: Device>(self, weights: &Weights<D>, x: Tensor<D>) -> Tensor<D> {
        D::layer_norm(x, weights.get(self.scale), weights.get(self.shift), Self::EPSILON)
    }
}

impl Vit {
    /// The model of these sizes.
    ///
    /// # Panics
    ///
    /// If patches do not fill the image, or a size is 0.
    #[must_use]
    pub fn new(sizes: VitSizes) -> Self {
        let VitSizes { patches, dim, depth, heads, width, hidden, classes, pool } = sizes;
        patches.ensure_they_fit();
        assert!(dim * heads * width * hidden * classes > 0, "{sizes:?}");
        let mut parameters = Parameters::default();
        let all = &mut parameters;
        let (windows, _) = Windows::new(patches.image, patches.side, patches.side, Padding::Zeros(0));
        // timm's.
        let variances = [1e-12, 4e-4];
        let start = Start::new(all, ["cls_token", "pos_embed"], (patches.tokens(), dim), variances);
        let channels = (patches.image.channels, dim);
        let patches_by = Convolution::new(all, "patch_embed.proj", channels, windows, Initializer::PyTorch);
        let blocks = (0..depth).map(|block| Block::new(all, &format!("blocks.{block}"), &sizes)).collect();
        let norm = Norm::new(all, if pool == Pool::Cls { "norm" } else { "fc_norm" }, dim);
        let head = Linear::new(all, "head", (dim, classes), Initializer::PyTorch);
        let readout = Readout::new(pool, patches.tokens(), 1);
        Self { sizes, patches: patches_by, start, blocks, readout, norm, head, parameters }
    }

    /// Its sizes.
    #[must_use]
    pub fn sizes(&self) -> &VitSizes {
        &self.sizes
    }
}

impl Block {
    fn new(all: &mut Parameters, name: &str, sizes: &VitSizes) -> Self {
        let (dim, inner, hidden) = (sizes.dim, sizes.inner(), sizes.hidden);
        let linear = |all: &mut Parameters, part: &str, sizes: (usize, usize)| {
            Linear::new(all, &format!("{name}.{part}"), sizes, Initializer::PyTorch)
        };
        Self {
            attention_norm: Norm::new(all, &format!("{name}.norm1"), dim),
            qkv: linear(all, "attn.qkv", (dim, 3 * inner)),
            proj: linear(all, "attn.proj", (inner, dim)),
            mlp_norm: Norm::new(all, &format!("{name}.norm2"), dim),
            mlp: [linear(all, "mlp.fc1", (dim, hidden)), linear(all, "mlp.fc2", (hidden, dim))],
        }
    }

    fn attend<D: Device>(&self, weights: &Weights<D>, x: Tensor<D>, heads: Heads) -> Tensor<D> {
        let (around, through) = forked(x);
        let asked = self.qkv.forward(weights, self.attention_norm.forward(weights, through));
        D::add(self.proj.forward(weights, D::attend(asked, heads)), around)
    }

    fn perceive<D: Device>(&self, weights: &Weights<D>, x: Tensor<D>) -> Tensor<D> {
        let (around, through) = forked(x);
        let [first, second] = &self.mlp;
        let hidden = D::gelu(first.forward(weights, self.mlp_norm.forward(weights, through)));
        D::add(second.forward(weights, hidden), around)
    }
}

impl Module for Vit {
    fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    fn input(&self) -> Extent {
        self.sizes.patches.image
    }

    fn output(&self) -> Extent {
        Extent { height: 1, width: 1, channels: self.sizes.classes }
    }

    fn forward<D: Device>(&self, weights: &Weights<D>, x: Tensor<D>) -> Tensor<D> {
        self.forward_by_layer(weights, x, &mut |_, _| ())
    }
}

impl Layered for Vit {
    /// Shows the tokens that enter the first layer as number 0, those of the layers under the numbers that [`after_attention`]
    /// and [`after_layer`] give, and the output last.
    fn forward_by_layer<D: Device>(
        &self,
        weights: &Weights<D>,
        x: Tensor<D>,
        visit: &mut dyn FnMut(usize, &Tensor<D>),
    ) -> Tensor<D> {
        let VitSizes { patches, heads, width, .. } = self.sizes;
        let heads = Heads { tokens: patches.tokens(), heads, width, shared: false };
        let mut tokens = self.start.forward(weights, self.patches.forward(weights, x));
        visit(0, &tokens);
        for (number, block) in self.blocks.iter().enumerate() {
            tokens = block.attend(weights, tokens, heads);
            visit(after_attention(number), &tokens);
            tokens = block.perceive(weights, tokens);
            visit(after_layer(number), &tokens);
        }
        // The norm of one token is what it would be among all.
        let read = self.norm.forward(weights, self.readout.forward(tokens));
        let scores = self.head.forward(weights, read);
        visit(after_attention(self.blocks.len()), &scores);
        scores
    }
}
