//! Operations of unrolled iterations: a product with a matrix that is given, and a step that ends in a threshold.

use std::sync::Arc;

use dfdx::{shapes::HasShape, tensor::Cpu};
use gemm::{View, multiply_together};
use lend::{numbers, numbers_mut};
use rayon::prelude::*;

use super::{
    custom::custom,
    pieces::PIECES,
    rows::{BLOCK, add_to, dot, larger},
};
use crate::nn::{matrix::Matrix, tensor::Tensor};

pub(super) fn residual(y: Tensor<Cpu>, x: Tensor<Cpu>, matrix: &Arc<Matrix>) -> Tensor<Cpu> {
    let (rows, inputs) = *x.shape();
    let outputs = matrix.rows();
    let (matrix, matrix_back) = (Arc::clone(matrix), Arc::clone(matrix));
    custom(
        [y, x],
        (rows, outputs),
        move |[y, x], left| {
            let left = numbers_mut(left);
            left.copy_from_slice(numbers(&y));
            let matrix = View::new(matrix.values(), outputs, inputs, inputs).transposed();
            multiply_together(left, outputs, 1.0, -1.0, View::new(numbers(&x), rows, inputs, inputs), matrix);
        },
        move |(), dleft, [dy, dx]| {
            if let Some(dx) = dx {
                let matrix = View::new(matrix_back.values(), outputs, inputs, inputs);
                multiply_together(dx, inputs, 1.0, -1.0, View::new(dleft, rows, outputs, outputs), matrix);
            }
            if let Some(dy) = dy {
                add_to(dy, dleft);
            }
        },
    )
}

/// The backward pass, with v = x + γu, ↑ where v > θ and ↓ where −v > θ, and dv = dy where ↑ or ↓ and 0 elsewhere:
///
/// ```text
/// dx = dv,   du = γ dv,   dγ = Σ dv u,   dθ = Σ_↓ dy − Σ_↑ dy
/// ```
pub(super) fn shrink(x: Tensor<Cpu>, along: Tensor<Cpu>, step: Tensor<Cpu>, threshold: Tensor<Cpu>) -> Tensor<Cpu> {
    let shape = *x.shape();
    custom(
        [x, along, step, threshold],
        shape,
        |[x, along, step, threshold], y| {
            let (by, least) = (numbers(&step)[0], numbers(&threshold)[0]);
            let blocks = numbers_mut(y).par_chunks_mut(BLOCK);
            let blocks = blocks.zip(numbers(&x).par_chunks(BLOCK)).zip(numbers(&along).par_chunks(BLOCK));
            blocks.for_each(|((y, x), along)| {
                for ((y, x), along) in y.iter_mut().zip(x).zip(along) {
                    let moved = x + by * along;
                    *y = larger(moved - least, 0.0) - larger(-moved - least, 0.0);
                }
            });
            (x, along, by, least)
        },
        |(x, along, step, threshold), dy, [dx, dalong, dstep, dthreshold]| {
            let (x, along) = (numbers(&x), numbers(&along));
            let piece = dy.len().div_ceil(PIECES).max(1);
            let pieces = dy.par_chunks_mut(piece).zip(x.par_chunks(piece)).zip(along.par_chunks(piece));
            // Of each piece the gradients at γ and θ, while dy becomes dv.
            let parts = pieces.map(|((dy, x), along)| {
                let signs = dy.iter_mut().zip(x).zip(along).map(|((dy, x), along)| {
                    let moved = x + step * along;
                    let (up, down) = (moved > threshold, -moved > threshold);
                    let at_threshold = if down { *dy } else { 0.0 } - if up { *dy } else { 0.0 };
                    *dy = if up { *dy } else { 0.0 } + if down { *dy } else { 0.0 };
                    f64::from(at_threshold)
                });
                let at_threshold = signs.sum::<f64>() as f32;
                [dot(dy, along), at_threshold]
            });
            let parts: Vec<[f32; 2]> = parts.collect();
            for (which, slope) in [dstep, dthreshold].into_iter().enumerate() {
                if let Some(slope) = slope {
                    slope[0] += parts.iter().map(|part| part[which]).sum::<f32>();
                }
            }
            if let Some(dx) = dx {
                add_to(dx, dy);
            }
            if let Some(dalong) = dalong {
                let blocks = dalong.par_chunks_mut(BLOCK).zip(dy.par_chunks(BLOCK));
                blocks.for_each(|(dalong, dy)| dalong.iter_mut().zip(dy).for_each(|(dalong, dy)| *dalong += step * dy));
            }
        },
    )
}
