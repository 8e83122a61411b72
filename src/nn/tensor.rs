//! Tensors as all of `nn` means them: two dimensions, single precision, and a tape that may be absent.

use dfdx::tensor::Storage;

use super::tape::Recorder;

/// Values on a device, `[rows, columns]`. Activations have one row a position (a pixel, a token, or the whole example)
/// and one column a channel; the rows of an example follow each other.
pub type Tensor<D> = dfdx::tensor::Tensor<(usize, usize), f32, D, Recorder<D>>;

/// Values that never want a gradient: data and targets.
pub type Constant<D> = dfdx::tensor::Tensor<(usize, usize), f32, D>;

/// A single number, such as a loss.
pub type Scalar<D> = dfdx::tensor::Tensor<(), f32, D, Recorder<D>>;

/// The numbers of a tensor or a gradient.
pub(super) type Numbers<D> = <D as Storage<f32>>::Vec;

/// How queries, keys and values lie in a tensor: all queries, then all keys, then all values, each head after head:
/// `[batch · tokens, 3 · heads · width]`. Or each token has one projection a head, which is its query, its key and its value:
/// `[batch · tokens, heads · width]`.
#[derive(Debug, Clone, Copy)]
pub struct Heads {
    /// Tokens of one example, which attend to each other.
    pub tokens: usize,
    /// Heads, which attend side by side.
    pub heads: usize,
    /// Numbers that each head gives a token.
    pub width: usize,
    /// Whether one projection is query, key and value.
    pub shared: bool,
}

impl Heads {
    /// Numbers of all heads together, which a token is given.
    #[must_use]
    pub fn model(self) -> usize {
        self.heads * self.width
    }

    /// Numbers of a token's queries, keys and values.
    #[must_use]
    pub fn columns(self) -> usize {
        if self.shared { self.model() } else { 3 * self.model() }
    }

    /// The column where all queries (part 0), keys (1) or values (2) begin.
    pub(super) fn start(self, part: usize) -> usize {
        if self.shared { 0 } else { part * self.model() }
    }
}
