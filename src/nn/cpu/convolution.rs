//! Convolution as matrix products: where a window moves by one pixel and the size stays, on the padded image as it lies; else
//! on patches laid out as rows.

use std::sync::Arc;

use dfdx::{shapes::HasShape, tensor::Cpu};
use gemm::{View, multiply};
use lend::{numbers, numbers_mut};
use rayon::prelude::*;

use super::{
    custom::custom,
    pieces::{PIECES, add_up},
    planes::Planes,
    rows::{add_bias_rows, add_columns, drop_where_zero},
};
use crate::nn::{tensor::Tensor, windows::Windows};

/// Numbers of patches laid out at a time: half of a second-level cache of 512 kB.
const BLOCK: usize = 1 << 16;

/// How the sums over a window are made.
#[derive(Clone)]
enum Sums {
    Planes(Planes),
    Patches(Patches),
}

pub(super) fn convolve(
    x: Tensor<Cpu>,
    weight: Tensor<Cpu>,
    bias: Tensor<Cpu>,
    rectified: bool,
    windows: &Arc<Windows>,
) -> Tensor<Cpu> {
    let ((rows, channels), (filters, columns)) = (*x.shape(), *weight.shape());
    assert!(
        columns == windows.taps * channels && *bias.shape() == (1, filters),
        "weight and bias of a convolution of {channels} channels to {filters}"
    );
    let least = if rectified { 0.0 } else { f32::NEG_INFINITY };
    let sums = match windows.same_size {
        Some(size) => Sums::Planes(Planes { size, channels, filters }),
        None => Sums::Patches(Patches { windows: Arc::clone(windows), channels, filters }),
    };
    let back = sums.clone();
    custom(
        [x, weight, bias],
        (rows / windows.inputs * windows.outputs, filters),
        move |[x, weight, bias], output| {
            let y = numbers_mut(output);
            match sums {
                Sums::Planes(planes) => planes.forward(numbers(&x), numbers(&weight), y),
                Sums::Patches(patches) => patches.forward(numbers(&x), numbers(&weight), y),
            }
            add_bias_rows(y, numbers(&bias), least);
            (x, weight, rectified.then(|| output.clone()))
        },
        move |(x, weight, rectified), dy, [dx, dweight, dbias]| {
            if let Some(y) = rectified {
                drop_where_zero(dy, numbers(&y));
            }
            if let Some(dx) = dx {
                match &back {
                    Sums::Planes(planes) => planes.backward_input(numbers(&weight), dy, dx),
                    Sums::Patches(patches) => patches.backward_input(numbers(&weight), dy, dx),
                }
            }
            if let Some(dweight) = dweight {
                match &back {
                    Sums::Planes(planes) => planes.backward_weight(numbers(&x), dy, dweight),
                    Sums::Patches(patches) => patches.backward_weight(numbers(&x), dy, dweight),
                }
            }
            if let Some(dbias) = dbias {
                add_columns(dbias, dy);
            }
        },
    )
}

/// Copies the channels of a pixel: so few that a call to copy memory would take longer than the copy.
fn copy_pixel(to: &mut [f32], from: &[f32]) {
    if let ([to], [from]) = (&mut *to, from) {
        *to = *from;
        return;
    }
    let ((to, to_rest), (from, from_rest)) = (to.as_chunks_mut::<8>(), from.as_chunks::<8>());
    to.iter_mut().zip(from).for_each(|(to, from)| *to = *from);
    if !to_rest.is_empty() {
        to_rest.copy_from_slice(from_rest);
    }
}

/// A weight `[out, in, taps]` as `[out, taps, in]`, the order in which channels lie under a window.
pub(super) fn by_tap(weight: &[f32], channels: usize, taps: usize) -> Vec<f32> {
    let mut ordered = vec![0.0; weight.len()];
    let filters = weight.chunks_exact(channels * taps).zip(ordered.chunks_exact_mut(channels * taps));
    for (weight, ordered) in filters {
        for (channel, weight) in weight.chunks_exact(taps).enumerate() {
            weight.iter().enumerate().for_each(|(tap, x)| ordered[tap * channels + channel] = *x);
        }
    }
    ordered
}

/// Adds to a gradient `[out, in, taps]` one that lies `[out, taps, in]`.
pub(super) fn add_by_tap(dweight: &mut [f32], ordered: &[f32], channels: usize, taps: usize) {
    let filters = dweight.chunks_exact_mut(channels * taps).zip(ordered.chunks_exact(channels * taps));
    for (dweight, ordered) in filters {
        for (channel, dweight) in dweight.chunks_exact_mut(taps).enumerate() {
            dweight.iter_mut().enumerate().for_each(|(tap, sum)| *sum += ordered[tap * channels + channel]);
        }
    }
}

/// Windows of any kind.
#[derive(Clone)]
struct Patches {
    windows: Arc<Windows>,
    channels: usize,
    filters: usize,
}

impl Patches {
    /// Numbers of one patch.
    fn length(&self) -> usize {
        self.windows.taps * self.channels
    }

    /// Output positions worked on at a time.
    fn block(&self) -> usize {
        (BLOCK / self.length()).clamp(1, self.windows.outputs)
    }

    fn forward(&self, x: &[f32], weight: &[f32], y: &mut [f32]) {
        let (length, filters) = (self.length(), self.filters);
        let weight = by_tap(weight, self.channels, self.windows.taps);
        let weight = View::new(&weight, filters, length, length).transposed();
        let (inputs, outputs) = (self.windows.inputs * self.channels, self.windows.outputs * filters);
        let images = y.par_chunks_exact_mut(outputs).zip(x.par_chunks_exact(inputs));
        images.for_each_init(Vec::new, |patches, (y, x)| {
            for (block, y) in y.chunks_mut(self.block() * filters).enumerate() {
                let rows = y.len() / filters;
                self.lay_out(x, block * self.block(), rows, patches);
                multiply(y, filters, 0.0, 1.0, View::new(patches, rows, length, length), weight);
            }
        });
    }

    fn backward_input(&self, weight: &[f32], dy: &[f32], dx: &mut [f32]) {
        let (length, filters, channels) = (self.length(), self.filters, self.channels);
        let weight = by_tap(weight, channels, self.windows.taps);
        let weight = View::new(&weight, filters, length, length);
        let images = dx.par_chunks_exact_mut(self.windows.inputs * channels);
        images.zip(dy.par_chunks_exact(self.windows.outputs * filters)).for_each_init(Vec::new, |patches, (dx, dy)| {
            for (block, dy) in dy.chunks(self.block() * filters).enumerate() {
                let rows = dy.len() / filters;
                patches.resize(rows * length, 0.0);
                multiply(patches, length, 0.0, 1.0, View::new(dy, rows, filters, filters), weight);
                let taps = &self.windows.table[block * self.block() * self.windows.taps..];
                for (at, patch) in taps.iter().zip(patches.chunks_exact(channels)) {
                    if let Some(at) = at {
                        let pixel = &mut dx[at * channels..][..channels];
                        pixel.iter_mut().zip(patch).for_each(|(dx, patch)| *dx += patch);
                    }
                }
            }
        });
    }

    fn backward_weight(&self, x: &[f32], dy: &[f32], dweight: &mut [f32]) {
        let (length, filters) = (self.length(), self.filters);
        let (inputs, outputs) = (self.windows.inputs * self.channels, self.windows.outputs * filters);
        let images = (dy.len() / outputs).div_ceil(PIECES).max(1);
        let pieces = x.par_chunks(images * inputs).zip(dy.par_chunks(images * outputs));
        let parts = pieces.map_init(Vec::new, |patches, (x, dy)| {
            let mut part = vec![0.0; filters * length];
            for (x, dy) in x.chunks_exact(inputs).zip(dy.chunks_exact(outputs)) {
                for (block, dy) in dy.chunks(self.block() * filters).enumerate() {
                    let rows = dy.len() / filters;
                    self.lay_out(x, block * self.block(), rows, patches);
                    let dy = View::new(dy, rows, filters, filters).transposed();
                    multiply(&mut part, length, 1.0, 1.0, dy, View::new(patches, rows, length, length));
                }
            }
            part
        });
        let mut ordered = vec![0.0; filters * length];
        add_up(&mut ordered, &parts.collect::<Vec<_>>());
        add_by_tap(dweight, &ordered, self.channels, self.windows.taps);
    }

    /// `patches`: `[rows, taps · channels]`, of the output positions from `first` on.
    fn lay_out(&self, image: &[f32], first: usize, rows: usize, patches: &mut Vec<f32>) {
        let (taps, channels) = (self.windows.taps, self.channels);
        patches.resize(rows * taps * channels, 0.0);
        let table = &self.windows.table[first * taps..(first + rows) * taps];
        for (at, patch) in table.iter().zip(patches.chunks_exact_mut(channels)) {
            match at {
                Some(at) => copy_pixel(patch, &image[at * channels..][..channels]),
                None => patch.fill(0.0),
            }
        }
    }
}
