//! What a device can compute: the trait that every network is generic over.

use std::sync::Arc;

use dfdx::tensor::Storage;

use super::{
    matrix::Matrix,
    optimizer::{Moving, Rule},
    stock,
    tensor::{Constant, Heads, Numbers, Scalar, Tensor},
    windows::{Extent, Windows},
};

/// A device of dfdx, with the operations that dfdx lacks or is slow at.
///
/// Every operation is a composition of stock dfdx operations, which runs anywhere; the processor (`nn/cpu`) replaces it by
/// a fused kernel with its own backward pass. A test holds the two against each other.
pub trait Device: dfdx::tensor_ops::Device<f32> {
    /// x + y, number by number.
    #[must_use]
    fn add(x: Tensor<Self>, y: Tensor<Self>) -> Tensor<Self> {
        x + y
    }

    /// max(x, 0), number by number.
    #[must_use]
    fn relu(x: Tensor<Self>) -> Tensor<Self> {
        x.relu()
    }

    /// x Φ(x), number by number, where Φ is the distribution function of the standard normal: the Gaussian error linear unit.
    ///
    /// Source: Hendrycks & Gimpel 2016, eq. 1.
    #[must_use]
    fn gelu(x: Tensor<Self>) -> Tensor<Self> {
        stock::gelu(x)
    }

    /// The channels of each pixel of images of `extent` as a block of `side` × `side` pixels, row after row.
    /// x: `[images · height · width, side · side · channels]`; returns `[images · side · height · side · width, channels]`.
    #[must_use]
    fn depth_to_space(x: Tensor<Self>, extent: Extent, side: usize) -> Tensor<Self> {
        stock::depth_to_space(x, extent, side)
    }

    /// y where x > 0, and 0 elsewhere: what max(x, 0) passes on of a gradient y.
    #[must_use]
    fn gate(x: &Constant<Self>, y: Tensor<Self>) -> Tensor<Self> {
        stock::gate(x, y)
    }

    /// x Wᵀ + bias on every row, and max(·, 0) of it if `rectified`. x: `[rows, in]`, weight: `[out, in]`,
    /// bias: `[1, out]`; returns `[rows, out]`.
    #[must_use]
    fn linear(x: Tensor<Self>, weight: Tensor<Self>, bias: Tensor<Self>, rectified: bool) -> Tensor<Self> {
        stock::linear(x, weight, bias, rectified)
    }

    /// x + bias on every row; bias: `[1, columns]`.
    #[must_use]
    fn add_bias(x: Tensor<Self>, bias: Tensor<Self>) -> Tensor<Self> {
        stock::add_bias(x, bias)
    }

    /// A convolution, and max(·, 0) of it if `rectified`. x: `[images · inputs, in]`, weight: `[out, in · taps]`,
    /// bias: `[1, out]`; returns `[images · outputs, out]`.
    #[must_use]
    fn convolve(
        x: Tensor<Self>,
        weight: Tensor<Self>,
        bias: Tensor<Self>,
        rectified: bool,
        windows: &Arc<Windows>,
    ) -> Tensor<Self> {
        stock::convolve(x, weight, bias, rectified, windows)
    }

    /// One fixed kernel, a number a tap, on every channel by itself. x: `[images · inputs, channels]`;
    /// returns `[images · outputs, channels]`.
    #[must_use]
    fn filter(x: Tensor<Self>, kernel: &Arc<[f32]>, windows: &Arc<Windows>) -> Tensor<Self> {
        stock::filter(x, kernel, windows)
    }

    /// The largest value of each channel in each window; taps on padding do not count. Shapes as [`Self::filter`].
    #[must_use]
    fn max_pool(x: Tensor<Self>, windows: &Arc<Windows>) -> Tensor<Self> {
        stock::max_pool(x, windows)
    }

    /// Every row shifted to mean 0 and scaled to variance 1 (with `epsilon` added to the variance), then
    /// · scale + shift, both `[1, columns]`.
    #[must_use]
    fn layer_norm(x: Tensor<Self>, scale: Tensor<Self>, shift: Tensor<Self>, epsilon: f32) -> Tensor<Self> {
        stock::layer_norm(x, scale, shift, epsilon)
    }

    /// The softmax of every row.
    #[must_use]
    fn softmax(x: Tensor<Self>) -> Tensor<Self> {
        x.softmax::<dfdx::shapes::Axis<1>>()
    }

    /// softmax(Q Kᵀ / √width) V in each head of each example; x as [`Heads`] says; returns
    /// `[batch · tokens, heads · width]`.
    #[must_use]
    fn attend(x: Tensor<Self>, heads: Heads) -> Tensor<Self> {
        stock::attend(x, heads)
    }

    /// y − x Mᵀ for a matrix M that is given, not learnt: `[outputs, inputs]`. x: `[rows, inputs]`, y and what returns:
    /// `[rows, outputs]`.
    #[must_use]
    fn residual(y: Tensor<Self>, x: Tensor<Self>, matrix: &Arc<Matrix>) -> Tensor<Self> {
        stock::residual(y, x, matrix)
    }

    /// `S_θ(x + γ u)`: a step γ along u, then soft thresholding by θ, both `[1, 1]`. As a pair of rectifiers,
    /// max(v − θ, 0) − max(−v − θ, 0), it is defined and continuous for a negative θ too, which training may visit.
    #[must_use]
    fn shrink(x: Tensor<Self>, along: Tensor<Self>, step: Tensor<Self>, threshold: Tensor<Self>) -> Tensor<Self> {
        stock::shrink(x, along, step, threshold)
    }

    /// (output − target)², the mean over all numbers.
    #[must_use]
    fn square_loss(output: Tensor<Self>, target: &Constant<Self>) -> Scalar<Self> {
        stock::square_loss(output, target)
    }

    /// The numbers of a tensor on the host, row after row.
    #[must_use]
    fn read<T>(tensor: &dfdx::tensor::Tensor<(usize, usize), f32, Self, T>) -> Vec<f32> {
        tensor.as_vec()
    }

    /// One step of `rule` on every parameter.
    fn update(rule: &Rule, moving: Vec<Moving<'_, Self>>) {
        for parameter in moving {
            rule.step(parameter);
        }
    }
}

/// Zeros, in memory that the device had before where it can.
pub(super) fn zeros<D: Device>(device: &D, length: usize) -> Numbers<D> {
    Storage::<f32>::try_alloc_len(device, length).expect("memory")
}

/// These numbers as a tensor, copied into memory that the device had before: its cache would keep memory of theirs, and of
/// every batch and every network after them.
pub(super) fn copied<D: Device>(device: &D, numbers: &[f32], shape: (usize, usize)) -> Constant<D> {
    let mut tensor: Constant<D> = device.zeros_like(&shape);
    tensor.copy_from(numbers);
    tensor
}
