//! Convolution as one matrix product: the patch under each window is laid out as a row.

use std::sync::Arc;

use dfdx::{shapes::HasShape, tensor::Cpu};
use gemm::{View, multiply};
use rayon::prelude::*;

use super::{
    custom::custom,
    pieces::{PIECES, add_up},
    rows::{add_columns, larger},
};
use crate::nn::{tensor::Tensor, windows::Windows};

/// Numbers of patches laid out at a time: half of a second-level cache of 512 kB.
const BLOCK: usize = 1 << 16;

pub(super) fn convolve(
    x: Tensor<Cpu>,
    weight: Tensor<Cpu>,
    bias: Tensor<Cpu>,
    rectified: bool,
    windows: &Arc<Windows>,
) -> Tensor<Cpu> {
    let ((rows, channels), (filters, _)) = (*x.shape(), *weight.shape());
    let patches = Patches { windows: Arc::clone(windows), channels, filters };
    let back = patches.clone();
    custom(
        [x, weight, bias],
        (rows / windows.inputs * windows.outputs, filters),
        move |[x, weight, bias], y| {
            let weight = patches.by_tap(&weight);
            patches.forward(&x, &weight, &bias, y);
            let passed = rectified.then(|| rectify(y));
            (x, weight, passed)
        },
        move |(x, weight, passed), dy, [dx, dweight, dbias]| {
            if let Some(passed) = passed {
                let numbers = dy.par_iter_mut().zip(passed).with_min_len(BLOCK);
                numbers.for_each(|(dy, passed)| *dy = if passed { *dy } else { 0.0 });
            }
            if let Some(dx) = dx {
                back.backward_input(&weight, dy, dx);
            }
            if let Some(dweight) = dweight {
                back.backward_weight(&x, dy, dweight);
            }
            if let Some(dbias) = dbias {
                add_columns(dbias, dy);
            }
        },
    )
}

/// max(y, 0) in place, and where it is y.
fn rectify(y: &mut [f32]) -> Vec<bool> {
    let mut passed = vec![false; y.len()];
    y.par_chunks_mut(BLOCK).zip(passed.par_chunks_mut(BLOCK)).for_each(|(y, passed)| {
        for (y, passed) in y.iter_mut().zip(passed) {
            *passed = *y > 0.0;
            *y = larger(*y, 0.0);
        }
    });
    passed
}

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

    /// A weight `[out, in, taps]` as `[out, taps, in]`, the order in which a patch lies.
    fn by_tap(&self, weight: &[f32]) -> Vec<f32> {
        let (taps, length) = (self.windows.taps, self.length());
        let place = |at: usize| (at / length) * length + (at % self.channels) * taps + at % length / self.channels;
        (0..weight.len()).map(|at| weight[place(at)]).collect()
    }

    fn forward(&self, x: &[f32], weight: &[f32], bias: &[f32], y: &mut [f32]) {
        let (length, filters) = (self.length(), self.filters);
        let weight = View::new(weight, filters, length, length).transposed();
        self.each_image(y, x).for_each_init(Vec::new, |patches, (y, x)| {
            for (block, y) in y.chunks_mut(self.block() * filters).enumerate() {
                let rows = y.len() / filters;
                self.lay_out(x, block * self.block(), rows, patches);
                y.chunks_exact_mut(filters).for_each(|y| y.copy_from_slice(bias));
                multiply(y, filters, 1.0, 1.0, View::new(patches, rows, length, length), weight);
            }
        });
    }

    fn backward_input(&self, weight: &[f32], dy: &[f32], dx: &mut [f32]) {
        let (length, filters, channels) = (self.length(), self.filters, self.channels);
        let weight = View::new(weight, filters, length, length);
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
        let images = (dy.len() / outputs).div_ceil(PIECES);
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
        let mut by_tap = vec![0.0; filters * length];
        add_up(&mut by_tap, &parts.collect::<Vec<_>>());
        for (dweight, by_tap) in dweight.chunks_exact_mut(length).zip(by_tap.chunks_exact(length)) {
            for (at, x) in by_tap.iter().enumerate() {
                dweight[at % self.channels * self.windows.taps + at / self.channels] += x;
            }
        }
    }

    fn each_image<'a>(
        &self,
        y: &'a mut [f32],
        x: &'a [f32],
    ) -> impl IndexedParallelIterator<Item = (&'a mut [f32], &'a [f32])> + use<'a> {
        let (inputs, outputs) = (self.windows.inputs * self.channels, self.windows.outputs * self.filters);
        y.par_chunks_exact_mut(outputs).zip(x.par_chunks_exact(inputs))
    }

    /// `patches`: `[rows, taps · channels]`, of the output positions from `first` on.
    fn lay_out(&self, image: &[f32], first: usize, rows: usize, patches: &mut Vec<f32>) {
        let (taps, channels) = (self.windows.taps, self.channels);
        patches.resize(rows * taps * channels, 0.0);
        let table = &self.windows.table[first * taps..(first + rows) * taps];
        for (at, patch) in table.iter().zip(patches.chunks_exact_mut(channels)) {
            match at {
                Some(at) => patch.copy_from_slice(&image[at * channels..][..channels]),
                None => patch.fill(0.0),
            }
        }
    }
}
