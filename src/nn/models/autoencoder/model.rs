//! The model: an encoder, a decoder, and what there may be between them.

use dfdx::{
    shapes::HasShape,
    tensor::{PutTape, SplitTape},
    tensor_ops::{ReshapeTo, TryMatMul},
};

use super::objective;
use crate::nn::{
    device::{Device, copied},
    layers::{Layer, Linear, forward_all, rectify},
    matrix::Matrix,
    module::Module,
    parameters::{Initial, Initializer, Parameters, Slot, Weights},
    tape::Recorder,
    tensor::{Constant, Tensor},
    windows::Extent,
};

/// What is asked of an autoencoder beside the reconstruction, each with its settings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Regularization {
    /// Nothing.
    Plain,
    /// The reconstruction of a noised example should be the clean one (Vincent et al. 2008).
    Denoising {
        /// Standard deviation of the noise of each number.
        noise: f64,
    },
    /// The Jacobian of the reconstruction should be small (Rifai et al. 2011, in the form of Alain & Bengio 2014, which no
    /// change of scale between encoder and decoder escapes).
    Contractive {
        /// The weight of the squared Frobenius norm of ∂r/∂x.
        weight: f64,
        /// The length of the finite difference that estimates it.
        step: f64,
    },
    /// The code is a Gaussian that should be near to the standard normal one (Kingma & Welling 2014), and the decoder has a
    /// variance that is learnt.
    Variational,
    /// The code is made of words of a learnt list (van den Oord et al. 2017).
    Quantised {
        /// How many words the list has.
        words: usize,
        /// Numbers of a word; a code is d/width words, one after the other.
        width: usize,
        /// The weight of the encoder's distance from the list.
        commitment: f64,
    },
}

/// What an autoencoder is asked to compute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// r(x) = g(f(x)).
    Reconstruction,
    /// f(x).
    Encoder,
    /// g(z).
    Decoder,
    /// The loss of each example.
    Objective,
}

/// An encoder f, a decoder g and their training loss.
///
/// ```text
/// r(x) = g(f(x)),   f: R^D → R^d,   g: R^d → R^D                                     book eq. autoencoder
/// ```
///
/// Both have the same hidden layers of rectifiers, in opposite order, and a linear last layer; without hidden layers both
/// are linear. Of a variational autoencoder the code f(x) is the mean of its Gaussian, and of a quantised one it is made of the
/// nearest words of the list, to which the decoder takes whatever it is given.
#[derive(Debug, Clone)]
pub struct Autoencoder {
    pub(super) regularization: Regularization,
    pub(super) sizes: Sizes,
    pub(super) encoder: Vec<Layer>,
    pub(super) decoder: Vec<Layer>,
    /// The list of words: `[words, width]`.
    pub(super) codebook: Option<Slot>,
    /// The logarithm of the decoder's variance.
    pub(super) log_variance: Option<Slot>,
    parameters: Parameters,
    part: Part,
}

/// How many numbers there are of what.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sizes {
    /// Of an example, D.
    pub(super) inputs: usize,
    /// Of a code, d.
    pub(super) code: usize,
}

impl Autoencoder {
    /// An autoencoder of `inputs` numbers with these `hidden` layers of the encoder and `code` numbers in the middle.
    ///
    /// # Panics
    ///
    /// If a size is 0, or the code is not made of whole words.
    #[must_use]
    pub fn new(inputs: usize, hidden: &[usize], code: usize, regularization: Regularization) -> Self {
        let sizes = Sizes { inputs, code };
        assert!(
            inputs > 0 && code > 0 && !hidden.contains(&0),
            "{inputs} numbers, {hidden:?} hidden, {code} in the code"
        );
        let mut parameters = Parameters::default();
        let out = if regularization == Regularization::Variational { 2 * code } else { code };
        let widths = |first: usize, hidden: Vec<usize>, last: usize| [vec![first], hidden, vec![last]].concat();
        let encoder = layers(&mut parameters, "encoder", &widths(inputs, hidden.to_vec(), out));
        let reversed = hidden.iter().rev().copied().collect();
        let decoder = layers(&mut parameters, "decoder", &widths(code, reversed, inputs));
        let codebook = match regularization {
            Regularization::Quantised { words, width, .. } => {
                assert_eq!(code % width, 0, "codes of {code} numbers in words of {width}");
                Some(parameters.add("codebook", [words, width], Initial::Normal { variance: 1.0 }))
            }
            _ => None,
        };
        let log_variance = (regularization == Regularization::Variational)
            .then(|| parameters.add("decoder.log_variance", [1], Initial::Constant(0.0)));
        let part = Part::Reconstruction;
        Self { regularization, sizes, encoder, decoder, codebook, log_variance, parameters, part }
    }

    /// A quantised autoencoder whose encoder and decoder are the identity: its `words`, one a row, are all that it learns.
    #[must_use]
    pub fn quantiser(words: &Matrix) -> Self {
        let (count, inputs) = (words.rows(), words.columns());
        let mut parameters = Parameters::default();
        let codebook = parameters.add("codebook", [count, inputs], Initial::Given(words.values().into()));
        Self {
            regularization: Regularization::Quantised { words: count, width: inputs, commitment: 0.0 },
            sizes: Sizes { inputs, code: inputs },
            encoder: Vec::new(),
            decoder: Vec::new(),
            codebook: Some(codebook),
            log_variance: None,
            parameters,
            part: Part::Reconstruction,
        }
    }

    /// The encoder f, with the parameters of the whole.
    #[must_use]
    pub fn encoder(&self) -> Self {
        Self { part: Part::Encoder, ..self.clone() }
    }

    /// The decoder g, with the parameters of the whole.
    #[must_use]
    pub fn decoder(&self) -> Self {
        Self { part: Part::Decoder, ..self.clone() }
    }

    /// The loss of each example, with the parameters of the whole: its input is an example and then
    /// [`Self::noise_numbers`] independent standard normal numbers.
    ///
    /// ```text
    /// plain          ‖x − r(x)‖²
    /// denoising      ‖x − r(x + σε)‖²
    /// contractive    ‖x − r(x)‖² + (λ/h²) ‖r(x + hε) − r(x)‖²                        book eq. contractive
    /// variational    ‖x − g(μ + sε)‖²/(2σ²) + (D/2) ln 2πσ² + KL(N(μ, s²)‖N(0, I))   book eq. elbo
    /// quantised      ‖x − g(q)‖² + ‖sg[f] − q‖² + β ‖f − sg[q]‖²                     book eq. vq-loss
    /// ```
    ///
    /// μ and ln s² are the encoder's outputs, q is made of the words nearest to f(x), and sg[·] passes no gradient on.
    /// The gradient of the first term with respect to g's argument goes to f (the straight-through estimator).
    #[must_use]
    pub fn objective(&self) -> Self {
        Self { part: Part::Objective, ..self.clone() }
    }

    /// The standard normal numbers that the loss of an example takes.
    #[must_use]
    pub fn noise_numbers(&self) -> usize {
        match self.regularization {
            Regularization::Denoising { .. } | Regularization::Contractive { .. } => self.sizes.inputs,
            Regularization::Variational => self.sizes.code,
            Regularization::Plain | Regularization::Quantised { .. } => 0,
        }
    }

    fn encode<D: Device>(&self, weights: &Weights<D>, x: Tensor<D>) -> Tensor<D> {
        let out = forward_all(&self.encoder, weights, x);
        if self.regularization == Regularization::Variational {
            let rows = out.shape().0;
            out.slice((0..rows, 0..self.sizes.code))
        } else {
            self.to_codebook(weights, out)
        }
    }

    fn decode<D: Device>(&self, weights: &Weights<D>, z: Tensor<D>) -> Tensor<D> {
        forward_all(&self.decoder, weights, self.to_codebook(weights, z))
    }

    /// The nearest words of the list, if there is one.
    fn to_codebook<D: Device>(&self, weights: &Weights<D>, z: Tensor<D>) -> Tensor<D> {
        let Some(codebook) = self.codebook else { return z };
        words(weights, codebook, &z.split_tape().0)
    }
}

/// Each row of z: `[rows, d]` with the list's nearest word in the place of each of its pieces; a gradient goes to the list
/// and not to z.
pub(super) fn words<D: Device>(weights: &Weights<D>, codebook: Slot, z: &Constant<D>) -> Tensor<D> {
    let chosen = nearest(weights, codebook, z).put_tape(Recorder::off());
    chosen.matmul(weights.get(codebook)).reshape_like(z.shape())
}

/// Linear layers from width to width, a rectifier between each two.
fn layers(parameters: &mut Parameters, name: &str, widths: &[usize]) -> Vec<Layer> {
    let mut layers = Vec::new();
    let last = widths.len() - 2;
    for (number, pair) in widths.windows(2).enumerate() {
        let initializer = if number == last { Initializer::LeCun } else { Initializer::Kaiming };
        let layer = Linear::new(parameters, &format!("{name}.{number}"), (pair[0], pair[1]), initializer);
        layers.push(Layer::Linear(layer));
        if number < last {
            rectify(&mut layers);
        }
    }
    layers
}

/// For each piece of z as wide as a word a 1 at the nearest word, the first among equals: `[pieces, words]`.
fn nearest<D: Device>(weights: &Weights<D>, codebook: Slot, z: &Constant<D>) -> Constant<D> {
    let width = weights.get(codebook).shape().1;
    let (z, list) = (D::read(z), weights.read(codebook));
    let (pieces, words) = (z.len() / width, list.len() / width);
    let mut chosen = vec![0.0; pieces * words];
    for (piece, z) in z.chunks_exact(width).enumerate() {
        let mut best = (0, f32::INFINITY);
        for (number, word) in list.chunks_exact(width).enumerate() {
            let squared = word.iter().zip(z).map(|(c, z)| (c - z).powi(2)).sum::<f32>();
            if squared < best.1 {
                best = (number, squared);
            }
        }
        chosen[piece * words + best.0] = 1.0;
    }
    copied(weights.device(), &chosen, (pieces, words))
}

impl Module for Autoencoder {
    fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    fn input(&self) -> Extent {
        let channels = match self.part {
            Part::Reconstruction | Part::Encoder => self.sizes.inputs,
            Part::Decoder => self.sizes.code,
            Part::Objective => self.sizes.inputs + self.noise_numbers(),
        };
        Extent { height: 1, width: 1, channels }
    }

    fn output(&self) -> Extent {
        let channels = match self.part {
            Part::Reconstruction | Part::Decoder => self.sizes.inputs,
            Part::Encoder => self.sizes.code,
            Part::Objective => 1,
        };
        Extent { height: 1, width: 1, channels }
    }

    fn forward<D: Device>(&self, weights: &Weights<D>, x: Tensor<D>) -> Tensor<D> {
        match self.part {
            Part::Reconstruction => self.decode(weights, self.encode(weights, x)),
            Part::Encoder => self.encode(weights, x),
            Part::Decoder => self.decode(weights, x),
            Part::Objective => objective::of_each(self, weights, x),
        }
    }
}
