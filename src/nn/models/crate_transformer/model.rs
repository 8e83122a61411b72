//! The model.

use dfdx::tensor_ops::TryMatMul;

use super::sizes::{CrateSizes, Projection};
use crate::{
    ground::device::DeviceError,
    nn::{
        device::Device,
        layered::Layered,
        layers::{Linear, Norm},
        matrix::Matrix,
        models::image_tokens::{Readout, Start, after_attention, after_layer, forked},
        module::Module,
        network::Network,
        operations::{CutPatches, SparseStep, perform},
        parameters::{Initial, Initializer, Parameters, Slot, Weights},
        question::Question,
        tensor::{Heads, Tensor},
        windows::Extent,
    },
};

/// A CRATE. Tokens Z begin as normalised patches with a class token before them; each layer compresses them against its
/// subspaces `U_k` and then makes them sparse in its dictionary D:
///
/// ```text
/// w = U*LN(Z),   Z ← Z + back(softmax(w_k*w_k/√p) w_k, all heads k)
/// u = LN(Z),     Z ← max(u + η D*(u − Du) − ηλ, 0)
/// ```
///
/// The class is read from the class token, or the mean token, by a norm and a linear map.
///
/// Parameters have the names and shapes of the released code, and begin as there.
///
/// Source: Yu et al. 2023, §2, and its code.
#[derive(Debug, Clone)]
pub struct Crate {
    sizes: CrateSizes,
    embedding: Embedding,
    layers: Vec<Layer>,
    readout: Readout,
    head: (Norm, Linear),
    parameters: Parameters,
}

/// From images to tokens.
#[derive(Debug, Clone, Copy)]
struct Embedding {
    before: Norm,
    map: Linear,
    after: Norm,
    start: Start,
}

#[derive(Debug, Clone, Copy)]
struct Layer {
    attention_norm: Norm,
    /// All `U_k` side by side, transposed: `[K · p, d]`.
    subspaces: Slot,
    back: Back,
    step_norm: Norm,
    /// D: `[d, d]`.
    dictionary: Slot,
}

/// From the answers of the heads to tokens.
#[derive(Debug, Clone, Copy)]
enum Back {
    Free(Linear),
    Tied,
    Absent,
}

impl Crate {
    /// The model of these sizes.
    ///
    /// # Panics
    ///
    /// If patches do not fill the image, a size is 0, or heads of another width than the tokens' have no projection back.
    #[must_use]
    pub fn new(sizes: CrateSizes) -> Self {
        let CrateSizes { patches, dim, depth, heads, width, classes, pool, projection, .. } = sizes;
        patches.ensure_they_fit();
        assert!(dim * heads * width * classes > 0, "{sizes:?}");
        assert!(
            projection != Projection::Absent || sizes.inner() == dim,
            "{heads} heads of {width} on tokens of {dim}"
        );
        let mut parameters = Parameters::default();
        let all = &mut parameters;
        // As released: positions and the class token are standard normal.
        let start = Start::new(all, ["cls_token", "pos_embedding"], (patches.tokens(), dim), [1.0, 1.0]);
        let embedding = Embedding {
            before: Norm::new(all, "to_patch_embedding.1", patches.numbers()),
            map: Linear::new(all, "to_patch_embedding.2", (patches.numbers(), dim), Initializer::PyTorch),
            after: Norm::new(all, "to_patch_embedding.3", dim),
            start,
        };
        let layers = (0..depth).map(|layer| Layer::new(all, &format!("transformer.layers.{layer}"), &sizes)).collect();
        let head =
            (Norm::new(all, "mlp_head.0", dim), Linear::new(all, "mlp_head.1", (dim, classes), Initializer::PyTorch));
        Self { sizes, embedding, layers, readout: Readout::new(pool, patches.tokens(), 0), head, parameters }
    }

    /// Its sizes.
    #[must_use]
    pub fn sizes(&self) -> &CrateSizes {
        &self.sizes
    }

    /// Where the heads' numbers lie.
    fn heads(&self) -> Heads {
        let CrateSizes { patches, heads, width, .. } = self.sizes;
        Heads { tokens: patches.tokens(), heads, width, shared: true }
    }
}

// ANCHOR: layer
impl Layer {
    fn new(all: &mut Parameters, name: &str, sizes: &CrateSizes) -> Self {
        let (dim, inner) = (sizes.dim, sizes.inner());
        let to_out = format!("{name}.0.fn.to_out.0");
        Self {
            attention_norm: Norm::new(all, &format!("{name}.0.norm"), dim),
            subspaces: all.add(format!("{name}.0.fn.qkv.weight"), [inner, dim], Initializer::PyTorch.weight(dim)),
            back: match sizes.projection {
                Projection::Free => Back::Free(Linear::new(all, &to_out, (inner, dim), Initializer::PyTorch)),
                Projection::Tied => Back::Tied,
                Projection::Absent => Back::Absent,
            },
            step_norm: Norm::new(all, &format!("{name}.1.norm"), dim),
            // Of variance 2/d.
            dictionary: all.add(
                format!("{name}.1.fn.weight"),
                [dim, dim],
                Initial::Uniform { bound: (6.0 / dim as f64).sqrt() },
            ),
        }
    }

    /// U*LN(Z): `[images · tokens, K · p]`.
    fn seen_by_heads<D: Device>(&self, weights: &Weights<D>, tokens: Tensor<D>, heads: Heads) -> Tensor<D> {
        let normal = self.attention_norm.forward(weights, tokens);
        D::linear(normal, weights.get(self.subspaces), weights.nothing(heads.model()), false)
    }

    /// Z + back(attention(U*LN(Z))).
    fn attend<D: Device>(&self, weights: &Weights<D>, tokens: Tensor<D>, heads: Heads) -> Tensor<D> {
        let (around, through) = forked(tokens);
        let answers = D::attend(self.seen_by_heads(weights, through, heads), heads);
        let back = match self.back {
            Back::Free(linear) => linear.forward(weights, answers),
            Back::Tied => answers.matmul(weights.get(self.subspaces)),
            Back::Absent => answers,
        };
        D::add(back, around)
    }

    /// One step of sparse coding of LN(Z); nothing goes around it.
    fn sparsify<D: Device>(&self, weights: &Weights<D>, tokens: Tensor<D>, sizes: &CrateSizes) -> Tensor<D> {
        let step = SparseStep { step: sizes.step_size as f32, threshold: (sizes.step_size * sizes.lambda) as f32 };
        let normal = self.step_norm.forward(weights, tokens);
        perform(step, [normal, weights.get(self.dictionary)])
    }
}
// ANCHOR_END: layer

impl Module for Crate {
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

impl Layered for Crate {
    /// Shows the tokens that enter the first layer as number 0, those of the layers under the numbers that [`after_attention`]
    /// and [`after_layer`] give, and the output last.
    fn forward_by_layer<D: Device>(
        &self,
        weights: &Weights<D>,
        x: Tensor<D>,
        visit: &mut dyn FnMut(usize, &Tensor<D>),
    ) -> Tensor<D> {
        let Embedding { before, map, after, start } = self.embedding;
        let patches = perform(CutPatches { image: self.input(), side: self.sizes.patches.side }, [x]);
        let patches = after.forward(weights, map.forward(weights, before.forward(weights, patches)));
        let mut tokens = start.forward(weights, patches);
        visit(0, &tokens);
        for (number, layer) in self.layers.iter().enumerate() {
            tokens = layer.attend(weights, tokens, self.heads());
            visit(after_attention(number), &tokens);
            tokens = layer.sparsify(weights, tokens, &self.sizes);
            visit(after_layer(number), &tokens);
        }
        let (norm, linear) = &self.head;
        let scores = linear.forward(weights, norm.forward(weights, self.readout.forward(tokens)));
        visit(after_attention(self.layers.len()), &scores);
        scores
    }
}

impl Network<Crate> {
    /// What the heads of `layer`, counted from 0, see of `tokens`: U*LN(Z), `[images, tokens · K · p]`, for Z of whatever
    /// origin, `[images, tokens · d]`.
    ///
    /// # Panics
    ///
    /// If there is no such layer, or a row is not the tokens of an image.
    pub fn seen_by_heads(&self, layer: usize, tokens: &Matrix) -> Result<Matrix, DeviceError> {
        let heads = self.model().heads();
        assert_eq!(tokens.columns(), heads.tokens * self.model().sizes.dim, "numbers of an image's tokens");
        let seen = self.answer(Seen { layer, tokens })?;
        Ok(Matrix::new(tokens.rows(), heads.tokens * heads.model(), seen))
    }
}

/// What the heads of a layer see of these tokens, one after the other.
struct Seen<'a> {
    layer: usize,
    tokens: &'a Matrix,
}

impl Question<Crate> for Seen<'_> {
    type Answer = Vec<f32>;

    fn answer<D: Device>(self, model: &Crate, weights: &Weights<D>) -> Vec<f32> {
        let extent = Extent { height: 1, width: model.heads().tokens, channels: model.sizes.dim };
        let tokens = weights.examples(self.tokens, extent);
        D::read(&model.layers[self.layer].seen_by_heads(weights, tokens, model.heads()))
    }
}
