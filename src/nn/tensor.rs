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

/// How queries, keys and values lie in a tensor `[batch · tokens, 3 · heads · width]`: all queries, then all keys, then
/// all values, each head after head.
#[derive(Debug, Clone, Copy)]
pub struct Heads {
    /// Tokens of one example, which attend to each other.
    pub tokens: usize,
    /// Heads, which attend side by side.
    pub heads: usize,
    /// Numbers that each head gives a token.
    pub width: usize,
}
