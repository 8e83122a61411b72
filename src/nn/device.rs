//! Where networks are computed, chosen at run time.

use std::sync::Arc;

use dfdx::tensor::{Cache, Cpu, Storage};
use rayon::prelude::*;
use thiserror::Error;

use super::{
    fused,
    matrix::Matrix,
    optimizer::{Moving, Rule},
    stock,
    tape::Recorder,
    windows::Windows,
};

/// Why a device cannot be had.
#[derive(Debug, Error)]
pub enum DeviceError {
    /// The binary was built without CUDA.
    #[error("this binary was built without CUDA: build it with `--features cuda`, or use `--device cpu`")]
    NotBuilt,
    /// There is no card, or its driver does not answer.
    #[error("no CUDA card answers ({0}): use `--device cpu`")]
    NoCard(String),
}

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
    /// Tokens of one example.
    pub tokens: usize,
    /// How many heads.
    pub heads: usize,
    /// Numbers a head.
    pub width: usize,
}

/// A device of dfdx, with the operations that dfdx lacks or is slow at.
///
/// Every operation is a composition of stock dfdx operations, which runs anywhere; the processor replaces it by a fused
/// kernel with its own backward pass. A test holds the two against each other.
pub trait Device: dfdx::tensor_ops::Device<f32> {
    /// x + y.
    #[must_use]
    fn add(x: Tensor<Self>, y: Tensor<Self>) -> Tensor<Self> {
        x + y
    }

    /// max(x, 0).
    #[must_use]
    fn relu(x: Tensor<Self>) -> Tensor<Self> {
        x.relu()
    }

    /// y where x > 0, and 0 elsewhere: what max(x, 0) passes on of a gradient y.
    #[must_use]
    fn gate(x: &Constant<Self>, y: Tensor<Self>) -> Tensor<Self> {
        stock::gate(x, y)
    }

    /// x + bias on every row, and max(·, 0) of it if `rectified`; bias: `[1, columns]`.
    #[must_use]
    fn add_bias(x: Tensor<Self>, bias: Tensor<Self>, rectified: bool) -> Tensor<Self> {
        stock::add_bias(x, bias, rectified)
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

    /// One step of `rule` on every parameter.
    fn update(rule: &Rule, moving: Vec<Moving<'_, Self>>) {
        for parameter in moving {
            rule.step(parameter);
        }
    }
}

impl Device for Cpu {
    fn add(x: Tensor<Self>, y: Tensor<Self>) -> Tensor<Self> {
        fused::rows::add(x, y)
    }

    fn relu(x: Tensor<Self>) -> Tensor<Self> {
        fused::rows::relu(x)
    }

    fn gate(x: &Constant<Self>, y: Tensor<Self>) -> Tensor<Self> {
        fused::rows::gate(x, y)
    }

    fn add_bias(x: Tensor<Self>, bias: Tensor<Self>, rectified: bool) -> Tensor<Self> {
        fused::rows::add_bias(x, bias, rectified)
    }

    fn convolve(
        x: Tensor<Self>,
        weight: Tensor<Self>,
        bias: Tensor<Self>,
        rectified: bool,
        windows: &Arc<Windows>,
    ) -> Tensor<Self> {
        fused::convolution::convolve(x, weight, bias, rectified, windows)
    }

    fn filter(x: Tensor<Self>, kernel: &Arc<[f32]>, windows: &Arc<Windows>) -> Tensor<Self> {
        fused::pooling::filter(x, kernel, windows)
    }

    fn max_pool(x: Tensor<Self>, windows: &Arc<Windows>) -> Tensor<Self> {
        fused::pooling::max_pool(x, windows)
    }

    fn layer_norm(x: Tensor<Self>, scale: Tensor<Self>, shift: Tensor<Self>, epsilon: f32) -> Tensor<Self> {
        fused::rows::layer_norm(x, scale, shift, epsilon)
    }

    fn softmax(x: Tensor<Self>) -> Tensor<Self> {
        fused::rows::softmax(x)
    }

    fn attend(x: Tensor<Self>, heads: Heads) -> Tensor<Self> {
        fused::attention::attend(x, heads)
    }

    fn residual(y: Tensor<Self>, x: Tensor<Self>, matrix: &Arc<Matrix>) -> Tensor<Self> {
        fused::unrolled::residual(y, x, matrix)
    }

    fn shrink(x: Tensor<Self>, along: Tensor<Self>, step: Tensor<Self>, threshold: Tensor<Self>) -> Tensor<Self> {
        fused::unrolled::shrink(x, along, step, threshold)
    }

    /// One thread a parameter, once each has memory of its own: dfdx takes it from one cache, which is for one thread at a time.
    fn update(rule: &Rule, mut moving: Vec<Moving<'_, Self>>) {
        moving.iter_mut().for_each(Moving::part);
        moving.into_par_iter().for_each(|parameter| rule.step(parameter));
    }
}

#[cfg(feature = "cuda")]
impl Device for dfdx::tensor::Cuda {}

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

/// The processor, one for each thread, with a cache of buffers that ends with the thread. dfdx looks into its cache and takes
/// from it in two steps, so that two threads that want a buffer of one size can both find the last one, and one fails.
pub(super) fn processor() -> Cpu {
    thread_local! {
        static PROCESSOR: Cpu = {
            let device = Cpu::default();
            device.enable_cache();
            device
        };
    }
    PROCESSOR.with(Clone::clone)
}

/// The first CUDA card.
#[cfg(feature = "cuda")]
pub(super) fn card() -> Result<dfdx::tensor::Cuda, DeviceError> {
    let device = dfdx::tensor::Cuda::try_build(0, 0).map_err(|error| DeviceError::NoCard(format!("{error:?}")))?;
    device.enable_cache();
    Ok(device)
}
