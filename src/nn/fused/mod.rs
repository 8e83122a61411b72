//! Operations on the processor, each one pass over memory where stock dfdx makes several, with its own backward pass.
//!
//! Work is cut into pieces by the sizes of the tensors alone and partial sums are added in the order of the pieces, so
//! the bits that come out do not depend on how many threads there are.

pub(super) mod attention;
pub(super) mod convolution;
mod custom;
pub(super) mod pooling;
pub(super) mod rows;
pub(super) mod unrolled;

/// Into how many pieces a sum over a batch is cut: enough for any number of cores we know to balance, few enough that
/// the partial sums are cheap.
const PIECES: usize = 16;

/// The larger of two numbers, and NaN if one is none: `f32::max` would give the other, and a network that diverged would
/// seem to be well.
fn larger(x: f32, y: f32) -> f32 {
    if x > y || x.is_nan() { x } else { y }
}

/// Adds the partial sums of the pieces, in their order.
fn add_up(total: &mut [f32], parts: &[Vec<f32>]) {
    for part in parts {
        total.iter_mut().zip(part).for_each(|(sum, x)| *sum += x);
    }
}
