//! Tokens of images: the patches that an image is cut into, and the token and the positions that are learnt.

use dfdx::{shapes::HasShape, tensor::Cpu};
use lend::{numbers, numbers_mut};
use rayon::prelude::*;

use super::{
    custom::custom,
    rows::{add_columns, add_to},
};
use crate::nn::{tensor::Tensor, windows::Extent};

pub(in crate::nn) fn cut_patches(x: Tensor<Cpu>, image: Extent, side: usize) -> Tensor<Cpu> {
    let (rows, channels) = *x.shape();
    assert_eq!(channels, image.channels, "channels of a pixel");
    let fits = image.height.is_multiple_of(side) && image.width.is_multiple_of(side);
    assert!(fits && rows.is_multiple_of(image.positions()), "patches of {side} × {side} of {rows} pixels of {image:?}");
    // What lies together in the image and in the patch, and `side` rows of pixels, which become a row of patches.
    let (run, line) = (side * channels, image.width * channels);
    let strip = side * line;
    custom(
        [x],
        (rows / (side * side), side * run),
        move |[x], y| {
            numbers_mut(y).par_chunks_exact_mut(strip).zip(numbers(&x).par_chunks_exact(strip)).for_each(|(y, x)| {
                for (at, y) in y.chunks_exact_mut(run).enumerate() {
                    y.copy_from_slice(&x[at % side * line + at / side * run..][..run]);
                }
            });
        },
        move |(), dy, [dx]| {
            let Some(dx) = dx else { return };
            dx.par_chunks_exact_mut(strip).zip(dy.par_chunks_exact(strip)).for_each(|(dx, dy)| {
                for (at, dy) in dy.chunks_exact(run).enumerate() {
                    let dx = &mut dx[at % side * line + at / side * run..][..run];
                    dx.iter_mut().zip(dy).for_each(|(dx, dy)| *dx += dy);
                }
            });
        },
    )
}

pub(in crate::nn) fn start_tokens(patches: Tensor<Cpu>, class: Tensor<Cpu>, positions: Tensor<Cpu>) -> Tensor<Cpu> {
    let (rows, width) = *patches.shape();
    let whole = positions.shape().1;
    let tokens = whole / width;
    let sizes = (*class.shape(), *positions.shape(), rows % (tokens - 1));
    assert_eq!(sizes, ((1, width), (1, tokens * width), 0), "a class token and positions for {rows} patches");
    custom(
        [patches, class, positions],
        (rows / (tokens - 1) * tokens, width),
        move |[patches, class, positions], y| {
            let (class, positions) = (numbers(&class), numbers(&positions));
            let images = numbers_mut(y).par_chunks_exact_mut(whole);
            images.zip(numbers(&patches).par_chunks_exact(whole - width)).for_each(|(y, patches)| {
                let given = class.iter().chain(patches).zip(positions);
                y.iter_mut().zip(given).for_each(|(y, (token, position))| *y = token + position);
            });
        },
        move |(), dy, [dpatches, dclass, dpositions]| {
            if let Some(dclass) = dclass {
                dy.chunks_exact(whole).for_each(|dy| add_to(dclass, &dy[..width]));
            }
            if let Some(dpositions) = dpositions {
                add_columns(dpositions, dy);
            }
            if let Some(dpatches) = dpatches {
                let images = dpatches.par_chunks_exact_mut(whole - width).zip(dy.par_chunks_exact(whole));
                images.for_each(|(dx, dy)| dx.iter_mut().zip(&dy[width..]).for_each(|(dx, dy)| *dx += dy));
            }
        },
    )
}
