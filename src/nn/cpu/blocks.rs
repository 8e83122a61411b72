//! The channels of a pixel as a block of pixels.

use dfdx::{shapes::HasShape, tensor::Cpu};
use lend::{numbers, numbers_mut};
use rayon::prelude::*;

use super::custom::custom;
use crate::nn::{tensor::Tensor, windows::Extent};

pub(super) fn depth_to_space(x: Tensor<Cpu>, extent: Extent, side: usize) -> Tensor<Cpu> {
    let (rows, columns) = *x.shape();
    assert_eq!(columns, extent.channels, "channels of a pixel");
    // A row of pixels becomes `side` rows, each of which holds `strip` numbers of each pixel.
    let strip = columns / side;
    let row = extent.width * columns;
    custom(
        [x],
        (rows * side * side, strip / side),
        move |[x], y| {
            let pairs = numbers_mut(y).par_chunks_exact_mut(row).zip(numbers(&x).par_chunks_exact(row));
            pairs.for_each(|(y, x)| {
                for (down, y) in y.chunks_exact_mut(extent.width * strip).enumerate() {
                    for (y, x) in y.chunks_exact_mut(strip).zip(x.chunks_exact(columns)) {
                        y.copy_from_slice(&x[down * strip..][..strip]);
                    }
                }
            });
        },
        move |(), dy, [dx]| {
            let Some(dx) = dx else { return };
            dx.par_chunks_exact_mut(row).zip(dy.par_chunks_exact(row)).for_each(|(dx, dy)| {
                for (down, dy) in dy.chunks_exact(extent.width * strip).enumerate() {
                    for (dx, dy) in dx.chunks_exact_mut(columns).zip(dy.chunks_exact(strip)) {
                        dx[down * strip..][..strip].iter_mut().zip(dy).for_each(|(dx, dy)| *dx += dy);
                    }
                }
            });
        },
    )
}
