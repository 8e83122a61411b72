//! Convolutions that keep an image's size, without patches.
//!
//! In an image with its padding the pixels under one row of a kernel lie side by side, so that for all positions together
//! they are a matrix already: one whose rows overlap. A convolution is then one product for each row of the kernel. The
//! positions of a row of pixels are followed by those of its padding, whose sums nobody wants; they are a small part.

use gemm::{View, multiply};
use rayon::prelude::*;

use super::{
    convolution::{add_by_tap, by_tap},
    pieces::{PIECES, add_up},
};
use crate::nn::windows::SameSize;

#[derive(Clone, Copy)]
pub(super) struct Planes {
    pub(super) size: SameSize,
    pub(super) channels: usize,
    pub(super) filters: usize,
}

impl Planes {
    pub(super) fn forward(&self, x: &[f32], weight: &[f32], y: &mut [f32]) {
        let (inputs, outputs) = (self.size.pixels() * self.channels, self.size.pixels() * self.filters);
        let weight = by_tap(weight, self.channels, self.size.side * self.size.side);
        let weight = self.rows_of_kernel(&weight).map(View::transposed).collect::<Vec<_>>();
        let images = y.par_chunks_exact_mut(outputs).zip(x.par_chunks_exact(inputs));
        images.for_each_init(Scratch::default, |Scratch { padded, sums }, (y, x)| {
            self.size.pad(x, self.channels, self.size.circular, padded);
            self.size.products(padded, self.channels, &weight, self.filters, sums);
            for (y, sums) in self.size.pixel_rows(y, sums, self.filters) {
                y.copy_from_slice(sums);
            }
        });
    }

    /// The kernel turned by half a turn, moved over dy.
    pub(super) fn backward_input(&self, weight: &[f32], dy: &[f32], dx: &mut [f32]) {
        let (channels, filters, side) = (self.channels, self.filters, self.size.side);
        let taps = side * side;
        // [taps, filters, channels], the last tap first.
        let mut turned = vec![0.0; weight.len()];
        for (filter, weight) in weight.chunks_exact(channels * taps).enumerate() {
            for (channel, weight) in weight.chunks_exact(taps).enumerate() {
                let place = |tap: usize| ((taps - 1 - tap) * filters + filter) * channels + channel;
                weight.iter().enumerate().for_each(|(tap, x)| turned[place(tap)] = *x);
            }
        }
        let turned = turned.chunks_exact(side * filters * channels);
        let turned = turned.map(|row| View::new(row, side * filters, channels, channels)).collect::<Vec<_>>();
        let images = dx.par_chunks_exact_mut(self.size.pixels() * channels);
        let images = images.zip(dy.par_chunks_exact(self.size.pixels() * filters));
        images.for_each_init(Scratch::default, |Scratch { padded, sums }, (dx, dy)| {
            self.size.pad(dy, filters, self.size.circular, padded);
            self.size.products(padded, filters, &turned, channels, sums);
            for (dx, sums) in self.size.pixel_rows(dx, sums, channels) {
                dx.iter_mut().zip(sums).for_each(|(dx, sum)| *dx += sum);
            }
        });
    }

    pub(super) fn backward_weight(&self, x: &[f32], dy: &[f32], dweight: &mut [f32]) {
        let (channels, filters, size) = (self.channels, self.filters, self.size);
        let (side, taps, positions) = (size.side, size.side * size.side, size.positions());
        let (inputs, outputs) = (size.pixels() * channels, size.pixels() * filters);
        let images = (dy.len() / outputs).div_ceil(PIECES).max(1);
        let pieces = x.par_chunks(images * inputs).zip(dy.par_chunks(images * outputs));
        let parts = pieces.map_init(Scratch::default, |Scratch { padded, sums }, (x, dy)| {
            let mut part = vec![0.0; filters * taps * channels];
            for (x, dy) in x.chunks_exact(inputs).zip(dy.chunks_exact(outputs)) {
                size.pad(x, channels, size.circular, padded);
                // Zeros at the positions that nobody wants, which the padding of dy begins with.
                size.pad(dy, filters, false, sums);
                let dy = View::new(&sums[size.first_pixel() * filters..], positions, filters, filters).transposed();
                for row in 0..side {
                    let x = View::new(
                        &padded[row * size.padded_width() * channels..],
                        positions,
                        side * channels,
                        channels,
                    );
                    multiply(&mut part[row * side * channels..], taps * channels, 1.0, 1.0, dy, x);
                }
            }
            part
        });
        let mut ordered = vec![0.0; filters * taps * channels];
        add_up(&mut ordered, &parts.collect::<Vec<_>>());
        add_by_tap(dweight, &ordered, channels, taps);
    }

    /// The rows of a kernel that lies `[out, taps, in]`, each `[out, columns · in]`.
    fn rows_of_kernel<'a>(&self, weight: &'a [f32]) -> impl Iterator<Item = View<'a>> {
        let (side, channels, filters) = (self.size.side, self.channels, self.filters);
        let columns = side * channels;
        (0..side).map(move |row| View::new(&weight[row * columns..], filters, columns, side * columns))
    }
}

/// Memory that a thread uses again for each image.
#[derive(Default)]
struct Scratch {
    padded: Vec<f32>,
    sums: Vec<f32>,
}

impl SameSize {
    fn pixels(self) -> usize {
        self.height * self.width
    }

    /// Pixels of padding on each side.
    fn margin(self) -> usize {
        self.side / 2
    }

    fn padded_width(self) -> usize {
        self.width + 2 * self.margin()
    }

    /// Positions of a window on the padded image, from the first pixel to the last, those between rows among them.
    fn positions(self) -> usize {
        self.height * self.padded_width() - 2 * self.margin()
    }

    /// Where the first pixel lies in the padded image.
    fn first_pixel(self) -> usize {
        self.margin() * self.padded_width() + self.margin()
    }

    /// The image with its padding.
    fn pad(self, image: &[f32], channels: usize, circular: bool, padded: &mut Vec<f32>) {
        let (margin, row) = (self.margin() * channels, self.width * channels);
        padded.resize((self.height + 2 * self.margin()) * self.padded_width() * channels, 0.0);
        for (down, padded) in padded.chunks_exact_mut(self.padded_width() * channels).enumerate() {
            let (left, padded) = padded.split_at_mut(margin);
            let (middle, right) = padded.split_at_mut(row);
            let inside = (self.margin()..self.margin() + self.height).contains(&down);
            if circular {
                let from = &image[(down + self.height - self.margin()) % self.height * row..][..row];
                middle.copy_from_slice(from);
                left.copy_from_slice(&from[row - margin..]);
                right.copy_from_slice(&from[..margin]);
            } else if inside {
                middle.copy_from_slice(&image[(down - self.margin()) * row..][..row]);
                left.fill(0.0);
                right.fill(0.0);
            } else {
                for part in [left, middle, right] {
                    part.fill(0.0);
                }
            }
        }
    }

    /// Σ over the rows of a kernel of the pixels under it, times its numbers: `[positions, outputs]`.
    fn products(self, padded: &[f32], channels: usize, kernel: &[View<'_>], outputs: usize, sums: &mut Vec<f32>) {
        sums.resize(self.positions() * outputs, 0.0);
        for (row, kernel) in kernel.iter().enumerate() {
            let pixels = &padded[row * self.padded_width() * channels..];
            let pixels = View::new(pixels, self.positions(), self.side * channels, channels);
            multiply(sums, outputs, if row == 0 { 0.0 } else { 1.0 }, 1.0, pixels, *kernel);
        }
    }

    /// The rows of an image beside the sums of their positions.
    fn pixel_rows<'a>(
        self,
        image: &'a mut [f32],
        sums: &'a [f32],
        channels: usize,
    ) -> impl Iterator<Item = (&'a mut [f32], &'a [f32])> {
        let (row, wide) = (self.width * channels, self.padded_width() * channels);
        image.chunks_exact_mut(row).zip(sums.chunks(wide)).map(move |(pixels, sums)| (pixels, &sums[..row]))
    }
}
