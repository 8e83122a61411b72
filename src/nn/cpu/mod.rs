//! The processor: every operation one pass over memory where stock dfdx makes several, with its own backward pass.
//!
//! Work is cut into pieces by the sizes of the tensors alone and partial sums are added in the order of the pieces, so
//! the bits that come out do not depend on how many threads there are.

mod attention;
mod blocks;
mod convolution;
mod custom;
mod gelu;
mod linear;
mod optimizer;
mod pieces;
mod planes;
mod pooling;
mod rows;
mod shrinkage;
pub(super) mod sparse_step;
mod thread;
pub(super) mod tokens;

use std::sync::Arc;

use dfdx::tensor::Cpu;
use lend::in_order;

use super::{
    device::Device,
    matrix::Matrix,
    optimizer::{Moving, Rule},
    tensor::{Constant, Heads, Scalar, Tensor},
    windows::{Extent, Windows},
};

/// The processor, as networks that are built on this thread have it.
pub(super) fn processor() -> Cpu {
    thread::processor()
}

impl Device for Cpu {
    fn add(x: Tensor<Self>, y: Tensor<Self>) -> Tensor<Self> {
        rows::add(x, y)
    }

    fn relu(x: Tensor<Self>) -> Tensor<Self> {
        rows::relu(x)
    }

    fn gelu(x: Tensor<Self>) -> Tensor<Self> {
        gelu::gelu(x)
    }

    fn depth_to_space(x: Tensor<Self>, extent: Extent, side: usize) -> Tensor<Self> {
        blocks::depth_to_space(x, extent, side)
    }

    fn gate(x: &Constant<Self>, y: Tensor<Self>) -> Tensor<Self> {
        rows::gate(x, y)
    }

    fn linear(x: Tensor<Self>, weight: Tensor<Self>, bias: Tensor<Self>, rectified: bool) -> Tensor<Self> {
        linear::linear(x, weight, bias, rectified)
    }

    fn add_bias(x: Tensor<Self>, bias: Tensor<Self>) -> Tensor<Self> {
        rows::add_bias(x, bias)
    }

    fn convolve(
        x: Tensor<Self>,
        weight: Tensor<Self>,
        bias: Tensor<Self>,
        rectified: bool,
        windows: &Arc<Windows>,
    ) -> Tensor<Self> {
        convolution::convolve(x, weight, bias, rectified, windows)
    }

    fn filter(x: Tensor<Self>, kernel: &Arc<[f32]>, windows: &Arc<Windows>) -> Tensor<Self> {
        pooling::filter(x, kernel, windows)
    }

    fn max_pool(x: Tensor<Self>, windows: &Arc<Windows>) -> Tensor<Self> {
        pooling::max_pool(x, windows)
    }

    fn layer_norm(x: Tensor<Self>, scale: Tensor<Self>, shift: Tensor<Self>, epsilon: f32) -> Tensor<Self> {
        rows::layer_norm(x, scale, shift, epsilon)
    }

    fn softmax(x: Tensor<Self>) -> Tensor<Self> {
        rows::softmax(x)
    }

    fn attend(x: Tensor<Self>, heads: Heads) -> Tensor<Self> {
        attention::attend(x, heads)
    }

    fn residual(y: Tensor<Self>, x: Tensor<Self>, matrix: &Arc<Matrix>) -> Tensor<Self> {
        shrinkage::residual(y, x, matrix)
    }

    fn shrink(x: Tensor<Self>, along: Tensor<Self>, step: Tensor<Self>, threshold: Tensor<Self>) -> Tensor<Self> {
        shrinkage::shrink(x, along, step, threshold)
    }

    fn square_loss(output: Tensor<Self>, target: &Constant<Self>) -> Scalar<Self> {
        rows::square_loss(output, target)
    }

    /// Of a tensor that lies in order a copy of its memory; dfdx looks for each number by itself.
    fn read<T>(tensor: &dfdx::tensor::Tensor<(usize, usize), f32, Self, T>) -> Vec<f32> {
        in_order(tensor).map_or_else(|| tensor.as_vec(), <[f32]>::to_vec)
    }

    fn update(rule: &Rule, moving: Vec<Moving<'_, Self>>) {
        optimizer::update(rule, moving);
    }
}
