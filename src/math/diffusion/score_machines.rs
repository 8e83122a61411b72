//! Denoisers in closed form that see an image through windows: the local and the equivariant local score machine.

use std::{collections::BTreeMap, ops::RangeInclusive};

use faer::{Accum, MatMut, MatRef, Par, linalg::matmul::matmul};
use rayon::prelude::*;

use super::{ornstein_uhlenbeck::Transition, soft_mean::SoftMean};

/// At which places of the training images a window may find its like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Places {
    /// At its own: the local score machine.
    Own,
    /// At all places from which the border of the image looks the same: the boundary-aware equivariant local score machine.
    Alike,
}

// ANCHOR: score_machine
/// The best denoiser of a finite set of images among those that see, for each pixel, only the window around it; with
/// [`Places::Alike`], that moreover do the same everywhere.
///
/// ```text
/// D_p(x) = Σ_{i,q} w_{iq} x_i(q),   w = softmax(−‖x_{Ω(p)} − e⁻ᵗ x_{i,Ω(q)}‖² / 2s²)      book eq. score-machine
/// ```
///
/// The sum runs over the training images i and over the places q = p, or all q whose windows Ω are cut by the border as
/// that of p is: zeros lie beyond the border, and a convolution sees where they begin. A kernel that covers the image
/// from every pixel leaves each place alone, and D is the exact denoiser of the training images.
///
/// Source: Kamb & Ganguli 2025, §3.
#[derive(Debug, Clone)]
pub struct ScoreMachine<'a> {
    /// `[N, side, side]`
    images: &'a [f64],
    side: usize,
    classes: Vec<Class>,
}
// ANCHOR_END: score_machine

/// Pixels whose windows are compared with each other: they reach equally far up, down, left and right.
#[derive(Debug, Clone)]
struct Class {
    reach: [usize; 4],
    pixels: Vec<usize>,
}

impl<'a> ScoreMachine<'a> {
    /// That of square `images`, `[N, side, side]`, with windows of `kernel` × `kernel` pixels.
    ///
    /// # Panics
    ///
    /// If there is no image, or one is not whole, or the kernel is even, so that no pixel is its middle.
    #[must_use]
    pub fn new(images: &'a [f64], side: usize, kernel: usize, places: Places) -> Self {
        let whole = side > 0 && !images.is_empty() && images.len().is_multiple_of(side * side);
        assert!(whole, "{} numbers are no images of {side} × {side} pixels", images.len());
        assert!(kernel % 2 == 1, "a kernel of {kernel} has no middle");
        let within = |room: usize| room.min(kernel / 2);
        let mut classes: BTreeMap<([usize; 4], usize), Vec<usize>> = BTreeMap::new();
        for pixel in 0..side * side {
            let (row, column) = (pixel / side, pixel % side);
            let reach = [row, side - 1 - row, column, side - 1 - column].map(within);
            let apart = if places == Places::Own { pixel } else { 0 };
            classes.entry((reach, apart)).or_default().push(pixel);
        }
        let classes = classes.into_iter().map(|((reach, _), pixels)| Class { reach, pixels }).collect();
        Self { images, side, classes }
    }

    /// The mean of x₀ given what the windows show of `x`, the images `[images, side, side]` at the time `t`, pixel by pixel.
    ///
    /// A class of m pixels with windows of k² takes N·m²·k² multiplications an image, in products of matrices: inside the
    /// image N·(side − k + 1)⁴·k², which is 1.9e8 at N = 1,000, side 14 and k = 3, and at borders less; and as many
    /// exponentials as there are weights, N·m², but for stretches of weights all less than e⁻⁵⁰ of the largest. With places
    /// of their own it is N·k² and N for each pixel.
    ///
    /// # Panics
    ///
    /// If `x` is not whole images or `t` is not positive.
    #[must_use]
    pub fn denoise(&self, x: &[f64], t: f64) -> Vec<f64> {
        let size = self.side * self.side;
        assert!(x.len().is_multiple_of(size) && t > 0.0, "{} numbers at {t}", x.len());
        let transition = Transition::over(t);
        x.par_chunks(AT_A_TIME * size).flat_map_iter(|few| self.denoise_few(few, transition)).collect()
    }

    fn denoise_few(&self, x: &[f64], transition: Transition) -> Vec<f64> {
        let Transition { contraction: a, variance } = transition;
        let size = self.side * self.side;
        let mut denoised = vec![0.0; x.len()];
        let (mut queries, mut keys, mut values, mut logits) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for class in &self.classes {
            // −‖u − a p‖²/2s² is, but for what all p share, the product of (a u/s², −a²/2s²) with (p, ‖p‖²).
            queries.clear();
            for (image, &pixel) in x.chunks_exact(size).flat_map(|image| class.pixels.iter().map(move |p| (image, p))) {
                self.window(image, pixel, class.reach, &mut queries, a / variance);
                queries.push(-a * a / (2.0 * variance));
            }
            let taps = queries.len() * size / (x.len() * class.pixels.len());
            let asked = queries.len() / taps;
            let mut means = vec![SoftMean::default(); asked];
            let block = (MOST_LOGITS / (asked * class.pixels.len())).max(1);
            for images in self.images.chunks(block * size) {
                keys.clear();
                values.clear();
                for (image, &pixel) in
                    images.chunks_exact(size).flat_map(|image| class.pixels.iter().map(move |p| (image, p)))
                {
                    let start = keys.len();
                    self.window(image, pixel, class.reach, &mut keys, 1.0);
                    keys.push(keys[start..].iter().map(|p| p * p).sum());
                    values.push(image[pixel]);
                }
                logits.resize(values.len() * asked, 0.0);
                matmul(
                    MatMut::from_column_major_slice_mut(&mut logits, values.len(), asked),
                    Accum::Replace,
                    MatRef::from_column_major_slice(&keys, taps, values.len()).transpose(),
                    MatRef::from_column_major_slice(&queries, taps, asked),
                    1.0,
                    Par::Seq,
                );
                let each = logits.chunks_exact(values.len());
                means.iter_mut().zip(each).for_each(|(mean, logits)| mean.add(logits, &values));
            }
            for (at, mean) in means.iter().enumerate() {
                let (image, pixel) = (at / class.pixels.len(), class.pixels[at % class.pixels.len()]);
                denoised[image * size + pixel] = mean.value();
            }
        }
        denoised
    }

    /// Appends the pixels under the window around `pixel`, times `factor`.
    fn window(&self, image: &[f64], pixel: usize, reach: [usize; 4], to: &mut Vec<f64>, factor: f64) {
        let [up, down, left, right] = reach;
        let (row, column) = (pixel / self.side, pixel % self.side);
        let rows: RangeInclusive<usize> = row - up..=row + down;
        for row in rows {
            let line = &image[row * self.side..][column - left..=column + right];
            to.extend(line.iter().map(|x| factor * x));
        }
    }
}

/// Images that are denoised together, so that they share the windows of the training images.
const AT_A_TIME: usize = 2;
/// Logits at a time: a megabyte.
const MOST_LOGITS: usize = 1 << 17;

#[cfg(test)]
mod tests {
    use rand::Rng as _;
    use rand_distr::StandardNormal;
    use serde::Deserialize;

    use super::{Places, ScoreMachine};
    use crate::{
        data::streams::stream,
        math::{diffusion::ornstein_uhlenbeck::Transition, vectors::largest},
    };

    #[derive(Deserialize)]
    struct Oracle {
        training: Vec<Vec<Vec<f64>>>,
        x: Vec<Vec<f64>>,
        cases: Vec<Case>,
    }

    #[derive(Deserialize)]
    struct Case {
        t: f64,
        kernel: usize,
        mode: String,
        denoiser: Vec<Vec<f64>>,
    }

    fn images(seed: u64, count: usize, side: usize) -> Vec<f64> {
        let mut rng = stream(seed, "score machines");
        (0..count * side * side).map(|_| rng.sample(StandardNormal)).collect()
    }

    fn apart(a: &[f64], b: &[f64]) -> f64 {
        assert_eq!(a.len(), b.len());
        largest(a.iter().zip(b).map(|(a, b)| (a - b).abs()))
    }

    /// An independent program's denoisers (`tests/oracles/local_score.json`).
    #[test]
    fn they_are_those_of_an_independent_program() {
        let oracle: Oracle = serde_json::from_str(include_str!("../../../tests/oracles/local_score.json")).unwrap();
        let training: Vec<f64> = oracle.training.concat().concat();
        for case in &oracle.cases {
            let places = if case.mode == "local" { Places::Own } else { Places::Alike };
            let denoised = ScoreMachine::new(&training, 6, case.kernel, places).denoise(&oracle.x.concat(), case.t);
            let off = apart(&denoised, &case.denoiser.concat());
            assert!(off < 1e-12, "{off} with {} at {}, {}", case.kernel, case.t, case.mode);
        }
        assert_eq!(oracle.cases.len(), 15);
    }

    /// Second road: the posterior mean over whole images, written down. The images are more than are denoised together,
    /// and the logits more than a block.
    #[test]
    fn a_kernel_over_the_whole_image_is_the_exact_denoiser() {
        let (side, t) = (5, 0.3);
        let (training, x) = (images(1, 4_000, side), images(2, 11, side));
        let Transition { contraction: a, variance } = Transition::over(t);
        let exact = x.chunks_exact(side * side).flat_map(|x| {
            let all = training.chunks_exact(side * side);
            let far = |image: &[f64]| x.iter().zip(image).map(|(x, y)| (x - a * y).powi(2)).sum::<f64>();
            let nearest = -largest(all.clone().map(|image| -far(image)));
            let weights: Vec<f64> =
                all.clone().map(|image| ((nearest - far(image)) / (2.0 * variance)).exp()).collect();
            let total: f64 = weights.iter().sum();
            let mean = |j: usize| all.clone().zip(&weights).map(|(image, w)| w * image[j]).sum::<f64>() / total;
            (0..side * side).map(mean).collect::<Vec<_>>()
        });
        let exact: Vec<f64> = exact.collect();
        for places in [Places::Own, Places::Alike] {
            let denoised = ScoreMachine::new(&training, side, 2 * side - 1, places).denoise(&x, t);
            assert!(apart(&denoised, &exact) < 1e-12, "{}", apart(&denoised, &exact));
        }
    }

    /// Limits: at late times every window is as likely as every other, and a pixel is the mean of those that it may be.
    #[test]
    fn at_late_times_it_is_the_mean_over_its_places() {
        let (side, t) = (6, 18.0);
        let training = images(3, 7, side);
        let at = |pixels: &[usize]| {
            let all = training.chunks_exact(side * side).flat_map(|image| pixels.iter().map(|&pixel| image[pixel]));
            all.sum::<f64>() / (7 * pixels.len()) as f64
        };
        let own = ScoreMachine::new(&training, side, 3, Places::Own).denoise(&images(4, 1, side), t);
        let alike = ScoreMachine::new(&training, side, 3, Places::Alike).denoise(&images(4, 1, side), t);
        // e⁻¹⁸ is 1.5e-8, and the logits are sums of ten numbers of size 1.
        assert!((own[8] - at(&[8])).abs() < 1e-6 && (alike[1] - at(&[1, 2, 3, 4])).abs() < 1e-6);
        let inside: Vec<usize> = (1..5).flat_map(|row| (1..5).map(move |column| row * side + column)).collect();
        assert!((alike[8] - at(&inside)).abs() < 1e-6 && (alike[0] - at(&[0])).abs() < 1e-6);
    }

    /// Invariance: a pattern moved by a pixel, far from the border, is denoised to the same, moved by a pixel.
    #[test]
    fn the_equivariant_machine_moves_with_what_it_sees() {
        let (side, t) = (9, 0.4);
        let training = images(5, 6, side);
        let x = images(6, 1, side);
        let moved: Vec<f64> = (0..side * side).map(|at| x[(at + side * side - 1) % (side * side)]).collect();
        let denoised = |places, x: &[f64]| ScoreMachine::new(&training, side, 3, places).denoise(x, t);
        let middle = 4 * side + 4;
        let shift = |places| (denoised(places, &moved)[middle + 1] - denoised(places, &x)[middle]).abs();
        assert!(
            shift(Places::Alike) < 1e-12 && shift(Places::Own) > 1e-3,
            "{} {}",
            shift(Places::Alike),
            shift(Places::Own)
        );
    }
}
