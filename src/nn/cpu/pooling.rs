//! Pooling and fixed filters: every channel by itself, every image by itself.

use std::sync::Arc;

use dfdx::{shapes::HasShape, tensor::Cpu};
use lend::{numbers, numbers_mut};
use rayon::prelude::*;

use super::{custom::custom, rows::larger};
use crate::nn::{tensor::Tensor, windows::Windows};

pub(super) fn filter(x: Tensor<Cpu>, kernel: &Arc<[f32]>, windows: &Arc<Windows>) -> Tensor<Cpu> {
    let (rows, channels) = *x.shape();
    let (kernel, windows) = (Arc::clone(kernel), Arc::clone(windows));
    let (kernel_back, windows_back) = (Arc::clone(&kernel), Arc::clone(&windows));
    custom(
        [x],
        (rows / windows.inputs * windows.outputs, channels),
        move |[x], y| {
            images(numbers_mut(y), windows.outputs * channels, numbers(&x), windows.inputs * channels).for_each(
                |(y, x)| {
                    for (y, taps) in y.chunks_exact_mut(channels).zip(windows.table.chunks_exact(windows.taps)) {
                        for (x, weight) in under(taps, x, channels).zip(&*kernel).filter_map(|(x, w)| Some((x?, w))) {
                            y.iter_mut().zip(x).for_each(|(y, x)| *y += weight * x);
                        }
                    }
                },
            );
        },
        move |(), dy, [dx]| {
            let (windows, Some(dx)) = (windows_back, dx) else { return };
            images(dx, windows.inputs * channels, dy, windows.outputs * channels).for_each(|(dx, dy)| {
                for (dy, taps) in dy.chunks_exact(channels).zip(windows.table.chunks_exact(windows.taps)) {
                    for (at, weight) in taps.iter().zip(&*kernel_back).filter_map(|(at, w)| Some(((*at)?, w))) {
                        let dx = &mut dx[at * channels..][..channels];
                        dx.iter_mut().zip(dy).for_each(|(dx, dy)| *dx += weight * dy);
                    }
                }
            });
        },
    )
}

/// The gradient goes to the first of the largest.
pub(super) fn max_pool(x: Tensor<Cpu>, windows: &Arc<Windows>) -> Tensor<Cpu> {
    let (rows, channels) = *x.shape();
    let (windows, windows_back) = (Arc::clone(windows), Arc::clone(windows));
    custom(
        [x],
        (rows / windows.inputs * windows.outputs, channels),
        move |[x], y| {
            numbers_mut(y).fill(f32::NEG_INFINITY);
            images(numbers_mut(y), windows.outputs * channels, numbers(&x), windows.inputs * channels).for_each(
                |(y, x)| {
                    for (y, taps) in y.chunks_exact_mut(channels).zip(windows.table.chunks_exact(windows.taps)) {
                        for x in under(taps, x, channels).flatten() {
                            y.iter_mut().zip(x).for_each(|(y, x)| *y = larger(*x, *y));
                        }
                    }
                },
            );
            x
        },
        move |x, dy, [dx]| {
            let (windows, Some(dx)) = (windows_back, dx) else { return };
            let (inputs, outputs) = (windows.inputs * channels, windows.outputs * channels);
            images(dx, inputs, dy, outputs).zip(numbers(&x).par_chunks(inputs)).for_each(|((dx, dy), x)| {
                for (dy, taps) in dy.chunks_exact(channels).zip(windows.table.chunks_exact(windows.taps)) {
                    for (channel, dy) in dy.iter().enumerate() {
                        let places = taps.iter().flatten().map(|at| at * channels + channel);
                        let best = places.reduce(|best, place| if x[place] > x[best] { place } else { best });
                        if let Some(best) = best {
                            dx[best] += dy;
                        }
                    }
                }
            });
        },
    )
}

/// What is written beside what is read, image by image.
fn images<'a>(
    to: &'a mut [f32],
    to_length: usize,
    from: &'a [f32],
    from_length: usize,
) -> impl IndexedParallelIterator<Item = (&'a mut [f32], &'a [f32])> {
    to.par_chunks_exact_mut(to_length).zip(from.par_chunks_exact(from_length))
}

/// The pixels under the taps of one window.
fn under<'a>(
    taps: &'a [Option<usize>],
    image: &'a [f32],
    channels: usize,
) -> impl Iterator<Item = Option<&'a [f32]>> + 'a {
    taps.iter().map(move |at| at.map(|at| &image[at * channels..][..channels]))
}
