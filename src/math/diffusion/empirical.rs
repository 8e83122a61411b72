//! The exact denoiser of finitely many points: the score of the data themselves.

use faer::{Accum, MatMut, MatRef, Par, linalg::matmul::matmul};
use rayon::prelude::*;

use super::ornstein_uhlenbeck::Transition;

/// Rows that are treated together: their products with the points are products of matrices.
const ROWS: usize = 128;
/// Points whose products with the rows stay in the cache until they are used a second time.
const TILE: usize = 256;
/// Stretches of the points that run side by side; fixed, so that no sum depends on the number of threads.
const STRETCHES: usize = 4;

/// N points, each as likely as the others, in any dimension n.
#[derive(Debug, Clone, PartialEq)]
pub struct EmpiricalDenoiser {
    points: Vec<f64>,
    dimension: usize,
    /// Half the square of each point's norm: `[N]`.
    half_squares: Vec<f64>,
}

/// What is known of the clean points when the noised ones are seen.
#[derive(Debug, Clone, PartialEq)]
pub struct Posterior {
    /// E[x₀ | xₜ = x]: `[rows, n]`.
    pub mean: Vec<f64>,
    /// `Σ_i w_i²`, the probability that two draws of x₀ given x are the same point, from 1/N to 1: `[rows]`.
    pub squared_weights: Vec<f64>,
}

impl EmpiricalDenoiser {
    /// That of `points`: `[N, n]`, one after the other, n = `dimension`.
    ///
    /// # Panics
    ///
    /// If there are no points or they have no whole rows.
    #[must_use]
    pub fn new(points: Vec<f64>, dimension: usize) -> Self {
        assert!(!points.is_empty() && points.len().is_multiple_of(dimension), "{} numbers", points.len());
        let half_squares = points.chunks_exact(dimension).map(|p| p.iter().map(|x| x * x).sum::<f64>() / 2.0);
        Self { half_squares: half_squares.collect(), points, dimension }
    }

    /// How many points there are, N.
    #[must_use]
    pub fn count(&self) -> usize {
        self.half_squares.len()
    }

    /// E[x₀ | xₜ = x] for each row of `x`: `[rows, n]`, in and out. Panics as [`posterior`](Self::posterior).
    #[must_use]
    pub fn denoise(&self, x: &[f64], t: f64) -> Vec<f64> {
        self.posterior(x, t).mean
    }

    // ANCHOR: posterior
    /// What each row of `x`, `[rows, n]`, says of the clean points.
    ///
    /// ```text
    /// E[x₀ | xₜ = x] = Σ_i w_i x_i,   w = softmax_i(−‖x − a x_i‖²/2s²)       book eq. empirical-denoiser
    /// ```
    ///
    /// The points are read once: each tile's weights are taken against the largest exponent so far, and what was summed
    /// before is scaled when a larger one turns up.
    ///
    /// # Panics
    ///
    /// If `t` is not positive or `x` has no whole rows.
    #[must_use]
    pub fn posterior(&self, x: &[f64], t: f64) -> Posterior {
        self.check(x, t);
        let transition = Transition::over(t);
        let stretch = self.count().div_ceil(STRETCHES).next_multiple_of(TILE);
        let of_rows = |x: &[f64]| {
            let sums: Vec<Sums> = (0..self.count().div_ceil(stretch))
                .into_par_iter()
                .map(|k| self.sums(x, transition, k * stretch..((k + 1) * stretch).min(self.count())))
                .collect();
            sums.into_iter().reduce(Sums::and).expect("there are points").posterior(self.dimension)
        };
        let blocks: Vec<Posterior> = x.par_chunks(ROWS * self.dimension).map(of_rows).collect();
        Posterior {
            mean: blocks.iter().flat_map(|block| &block.mean).copied().collect(),
            squared_weights: blocks.iter().flat_map(|block| &block.squared_weights).copied().collect(),
        }
    }
    // ANCHOR_END: posterior

    /// The weights themselves: `[rows, N]`. Panics as [`posterior`](Self::posterior).
    #[must_use]
    pub fn weights(&self, x: &[f64], t: f64) -> Vec<f64> {
        self.check(x, t);
        let transition = Transition::over(t);
        let of_rows = |x: &[f64]| {
            let mut weights = self.exponents(x, transition, 0..self.count());
            for row in weights.chunks_exact_mut(self.count()) {
                let largest = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                for w in row.iter_mut() {
                    *w = (*w - largest).exp();
                }
                let total: f64 = row.iter().sum();
                for w in row.iter_mut() {
                    *w /= total;
                }
            }
            weights
        };
        x.par_chunks(ROWS * self.dimension).flat_map_iter(of_rows).collect()
    }

    fn check(&self, x: &[f64], t: f64) {
        assert!(t > 0.0, "at time {t} there is no density");
        assert!(x.len().is_multiple_of(self.dimension), "{} numbers in rows of {}", x.len(), self.dimension);
    }

    /// The exponents of the weights but for what all points have: `[rows, points]`.
    ///
    /// ```text
    /// (a⟨x, x_i⟩ − a²‖x_i‖²/2)/s²
    /// ```
    fn exponents(&self, x: &[f64], Transition { contraction: a, variance }: Transition, points: Range) -> Vec<f64> {
        let (rows, columns) = (x.len() / self.dimension, points.len());
        let mut exponents = vec![0.0; rows * columns];
        matmul(
            MatMut::from_row_major_slice_mut(&mut exponents, rows, columns),
            Accum::Replace,
            MatRef::from_row_major_slice(x, rows, self.dimension),
            self.tile(points.clone()).transpose(),
            a / variance,
            Par::Seq,
        );
        let shift = a * a / variance;
        for row in exponents.chunks_exact_mut(columns) {
            row.iter_mut().zip(&self.half_squares[points.clone()]).for_each(|(e, half)| *e -= shift * half);
        }
        exponents
    }

    fn tile(&self, points: Range) -> MatRef<'_, f64> {
        let numbers = &self.points[points.start * self.dimension..points.end * self.dimension];
        MatRef::from_row_major_slice(numbers, points.len(), self.dimension)
    }

    /// The weighted sums over some of the points.
    fn sums(&self, x: &[f64], transition: Transition, points: Range) -> Sums {
        let rows = x.len() / self.dimension;
        let mut sums = Sums::nothing(rows, self.dimension);
        for start in points.clone().step_by(TILE) {
            let tile = start..(start + TILE).min(points.end);
            let mut weights = self.exponents(x, transition, tile.clone());
            for (row, weights) in weights.chunks_exact_mut(tile.len()).enumerate() {
                sums.scale(row, weights.iter().copied().fold(sums.largest[row], f64::max));
                for w in weights.iter_mut() {
                    *w = (*w - sums.largest[row]).exp();
                }
                sums.total[row] += weights.iter().sum::<f64>();
                sums.squares[row] += weights.iter().map(|w| w * w).sum::<f64>();
            }
            matmul(
                MatMut::from_row_major_slice_mut(&mut sums.points, rows, self.dimension),
                Accum::Add,
                MatRef::from_row_major_slice(&weights, rows, tile.len()),
                self.tile(tile),
                1.0,
                Par::Seq,
            );
        }
        sums
    }
}

type Range = std::ops::Range<usize>;

/// Sums over points, for each row, of e^{exponent − largest}: of it, of its square, and of it times the point.
struct Sums {
    largest: Vec<f64>,
    total: Vec<f64>,
    squares: Vec<f64>,
    points: Vec<f64>,
}

impl Sums {
    fn nothing(rows: usize, dimension: usize) -> Self {
        let zeros = || vec![0.0; rows];
        let largest = vec![f64::NEG_INFINITY; rows];
        Self { largest, total: zeros(), squares: zeros(), points: vec![0.0; rows * dimension] }
    }

    /// Takes a row's sums against another, larger exponent.
    fn scale(&mut self, row: usize, largest: f64) {
        if largest > self.largest[row] {
            let dimension = self.points.len() / self.total.len();
            let factor = (self.largest[row] - largest).exp();
            self.total[row] *= factor;
            self.squares[row] *= factor * factor;
            self.points[row * dimension..][..dimension].iter_mut().for_each(|x| *x *= factor);
            self.largest[row] = largest;
        }
    }

    fn and(mut self, mut other: Self) -> Self {
        for row in 0..self.total.len() {
            let largest = self.largest[row].max(other.largest[row]);
            self.scale(row, largest);
            other.scale(row, largest);
        }
        let add = |to: &mut Vec<f64>, from: Vec<f64>| to.iter_mut().zip(from).for_each(|(to, from)| *to += from);
        add(&mut self.total, other.total);
        add(&mut self.squares, other.squares);
        add(&mut self.points, other.points);
        self
    }

    fn posterior(self, dimension: usize) -> Posterior {
        let mut mean = self.points;
        mean.chunks_exact_mut(dimension)
            .zip(&self.total)
            .for_each(|(row, total)| row.iter_mut().for_each(|x| *x /= total));
        let squared_weights = self.squares.iter().zip(&self.total).map(|(squares, total)| squares / (total * total));
        Posterior { mean, squared_weights: squared_weights.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::{EmpiricalDenoiser, Posterior};
    use crate::{
        data::streams::stream,
        math::diffusion::ornstein_uhlenbeck::{NoisedPoints, Transition},
    };
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use rand::Rng as _;
    use rand_distr::StandardNormal;

    fn normals(count: usize, purpose: &str) -> Vec<f64> {
        let mut rng = stream(1, purpose);
        (0..count).map(|_| rng.sample(StandardNormal)).collect()
    }

    /// Second road: the formula as it is written, over several tiles, stretches and blocks of rows, some of them cut short.
    #[test]
    fn the_tiles_give_what_the_formula_says() {
        let (count, rows, dimension) = (2_600, 131, 5);
        let (points, x) = (normals(count * dimension, "points"), normals(rows * dimension, "rows"));
        let denoiser = EmpiricalDenoiser::new(points.clone(), dimension);
        for t in [1e-5, 0.05, 1.0] {
            let Transition { contraction: a, variance } = Transition::over(t);
            let Posterior { mean, squared_weights } = denoiser.posterior(&x, t);
            let weights = denoiser.weights(&x, t);
            for (row, x) in x.chunks_exact(dimension).enumerate() {
                let exponent =
                    |p: &[f64]| -x.iter().zip(p).map(|(x, p)| (x - a * p).powi(2)).sum::<f64>() / (2.0 * variance);
                let exponents: Vec<f64> = points.chunks_exact(dimension).map(exponent).collect();
                let largest = exponents.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                let plain: Vec<f64> = exponents.iter().map(|e| (e - largest).exp()).collect();
                let total: f64 = plain.iter().sum();
                // Exponents up to 1e6 with the rounding of a float.
                for j in 0..dimension {
                    let direct = (0..count).map(|i| plain[i] * points[i * dimension + j]).sum::<f64>() / total;
                    assert_abs_diff_eq!(mean[row * dimension + j], direct, epsilon = 1e-8);
                }
                let squares = plain.iter().map(|w| (w / total).powi(2)).sum::<f64>();
                assert_relative_eq!(squared_weights[row], squares, max_relative = 1e-7);
                for (i, w) in plain.iter().enumerate() {
                    assert_abs_diff_eq!(weights[row * count + i], w / total, epsilon = 1e-8);
                }
            }
        }
    }

    /// Second road (Tweedie): the score by finite differences of the log density.
    #[test]
    fn the_score_is_the_slope_of_the_log_density() {
        let points = [[1.0, 0.2], [-0.4, 0.9], [0.1, -1.3]];
        let denoiser = EmpiricalDenoiser::new(points.concat(), 2);
        for t in [0.05, 0.5, 2.0] {
            let Transition { contraction: a, variance } = Transition::over(t);
            let density = NoisedPoints::at(&points, t);
            let (x, h) = ([0.4, 0.3], 1e-4);
            let denoised = denoiser.denoise(&x, t);
            for j in 0..2 {
                let shifted = |by: f64| std::array::from_fn(|k| x[k] + if k == j { by } else { 0.0 });
                let slope = (density.log_density(shifted(h)) - density.log_density(shifted(-h))) / (2.0 * h);
                // Third derivatives of order s⁻⁶ = 1000 at most, times h²/6.
                assert_abs_diff_eq!((a * denoised[j] - x[j]) / variance, slope, epsilon = 1e-5);
            }
        }
    }

    /// Limits: a single point is known whatever is seen; at late times all points weigh alike.
    #[test]
    fn one_point_is_always_found_and_noise_forgets_all() {
        let one = EmpiricalDenoiser::new(vec![0.3, -2.0, 1.0], 3).posterior(&[5.0, 1.0, -9.0], 0.01);
        assert_eq!((one.mean, one.squared_weights), (vec![0.3, -2.0, 1.0], vec![1.0]));
        let late = EmpiricalDenoiser::new(vec![1.0, 2.0, 6.0], 1).posterior(&[0.7], 40.0);
        assert_relative_eq!(late.mean[0], 3.0, max_relative = 1e-12);
        assert_relative_eq!(late.squared_weights[0], 1.0 / 3.0, max_relative = 1e-12);
    }
}
