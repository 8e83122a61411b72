//! Attention, head by head, on queries, keys and values where they lie.

use dfdx::{shapes::HasShape, tensor::Cpu};
use gemm::{View, multiply};
use lend::{numbers, numbers_mut};
use rayon::prelude::*;

use super::{
    custom::custom,
    rows::{dot, softmax_row},
    thread::processor,
};
use crate::nn::{
    device::zeros,
    tensor::{Heads, Tensor},
};

/// With P = softmax(Q Kᵀ / √w) and O = P V, the backward pass in each head is
///
/// ```text
/// dV = Pᵀ dO,   dP = dO Vᵀ,   dS = P ∘ (dP − rowsum(P ∘ dP)),   dQ = dS K / √w,   dK = dSᵀ Q / √w
/// ```
///
/// each added to the gradient of where it was read: of one projection that is all three, the sum.
pub(super) fn attend(x: Tensor<Cpu>, heads: Heads) -> Tensor<Cpu> {
    let (rows, columns) = *x.shape();
    let Heads { tokens, heads: count, width, .. } = heads;
    let model = heads.model();
    assert_eq!(columns, heads.columns(), "queries, keys and values of {count} heads of {width}");
    let scale = 1.0 / (width as f32).sqrt();
    let square = tokens * tokens;
    custom(
        [x],
        (rows, model),
        move |[x], y| {
            let mut weights = zeros(&processor(), rows / tokens * count * square);
            let examples = numbers_mut(y).par_chunks_exact_mut(tokens * model);
            let examples = examples.zip(numbers(&x).par_chunks_exact(tokens * columns));
            examples.zip(weights.par_chunks_exact_mut(count * square)).for_each(|((y, x), weights)| {
                for (head, weights) in weights.chunks_exact_mut(square).enumerate() {
                    let part =
                        |which: usize| View::new(&x[heads.start(which) + head * width..], tokens, width, columns);
                    multiply(weights, tokens, 0.0, scale, part(0), part(1).transposed());
                    weights.chunks_exact_mut(tokens).for_each(softmax_row);
                    let weights = View::new(weights, tokens, tokens, tokens);
                    multiply(&mut y[head * width..], model, 0.0, 1.0, weights, part(2));
                }
            });
            (x, weights)
        },
        move |(x, weights), dy, [dx]| {
            let Some(dx) = dx else { return };
            let examples = dx.par_chunks_exact_mut(tokens * columns);
            let examples = examples.zip(numbers(&x).par_chunks_exact(tokens * columns));
            let examples = examples.zip(dy.par_chunks_exact(tokens * model));
            let examples = examples.zip(weights.par_chunks_exact(count * square));
            examples.for_each_init(
                || vec![0.0; square],
                |slopes, (((dx, x), dy), weights)| {
                    for (head, weights) in weights.chunks_exact(square).enumerate() {
                        let place = |which: usize| heads.start(which) + head * width;
                        let part = |which: usize| View::new(&x[place(which)..], tokens, width, columns);
                        let dy = View::new(&dy[head * width..], tokens, width, model);
                        let given = View::new(weights, tokens, tokens, tokens);
                        multiply(&mut dx[place(2)..], columns, 1.0, 1.0, given.transposed(), dy);
                        multiply(slopes, tokens, 0.0, 1.0, dy, part(2).transposed());
                        for (slope, weight) in slopes.chunks_exact_mut(tokens).zip(weights.chunks_exact(tokens)) {
                            let mean = dot(slope, weight);
                            slope.iter_mut().zip(weight).for_each(|(s, w)| *s = (*s - mean) * w);
                        }
                        let slopes = View::new(slopes, tokens, tokens, tokens);
                        multiply(&mut dx[place(0)..], columns, 1.0, scale, slopes, part(1));
                        multiply(&mut dx[place(1)..], columns, 1.0, scale, slopes.transposed(), part(0));
                    }
                },
            );
        },
    )
}
