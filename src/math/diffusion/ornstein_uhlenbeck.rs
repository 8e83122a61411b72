//! The Ornstein–Uhlenbeck process: how a distribution is turned into noise, and how fast.
//!
//! ```text
//! dx = −x dt + √2 dw,   x(0) = x₀                         book eq. ou-sde
//! ```
//!
//! `γ` is its stationary distribution, the standard normal `N(0, I)`; times are in units of the process's relaxation time.

use std::f64::consts::PI;

use serde::{Deserialize, Serialize};

/// A point of the plane.
pub type Point = [f64; 2];

// ANCHOR: transition
/// The distribution of `x(t)` given `x(0) = x₀`.
///
/// ```text
/// x(t) | x₀ ~ N(e⁻ᵗ x₀, (1 − e⁻²ᵗ) I)                     book eq. ou-transition
/// ```
///
/// Source: Uhlenbeck & Ornstein 1930, in units in which friction and stationary variance are 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Transition {
    /// `e⁻ᵗ`, the factor that is left of the start.
    pub contraction: f64,
    /// `s² = 1 − e⁻²ᵗ`, the variance of each coordinate.
    pub variance: f64,
}

impl Transition {
    /// The distribution over an elapsed time `t`.
    ///
    /// # Panics
    ///
    /// If `t` is negative.
    #[must_use]
    pub fn over(t: f64) -> Self {
        assert!(t >= 0.0, "the elapsed time {t} is negative");
        Self { contraction: (-t).exp(), variance: -(-2.0 * t).exp_m1() }
    }

    /// Where a coordinate that was at `x` is now, given a standard normal `z`.
    #[must_use]
    pub fn step(self, x: f64, z: f64) -> f64 {
        self.contraction * x + self.variance.sqrt() * z
    }
}
// ANCHOR_END: transition

/// The distribution `ρₜ` of the process started from one of N given points, each as likely as the others.
///
/// ```text
/// ρₜ(x) = (1/N) Σ_i (2πs²)⁻¹ exp(−‖x − e⁻ᵗ x_i‖² / 2s²),   s² = 1 − e⁻²ᵗ     book eq. smoothed-density
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct NoisedPoints {
    centres: Vec<Point>,
    variance: f64,
}

impl NoisedPoints {
    /// The distribution at `t` of the process started from `points`.
    ///
    /// # Panics
    ///
    /// If there are no points, or `t` is not positive: at `t = 0` the distribution has atoms and no density.
    #[must_use]
    pub fn at(points: &[Point], t: f64) -> Self {
        assert!(!points.is_empty() && t > 0.0, "a density needs points and a positive time, not {t}");
        let Transition { contraction, variance } = Transition::over(t);
        Self { centres: points.iter().map(|p| p.map(|x| contraction * x)).collect(), variance }
    }

    /// The density at each crossing of the columns `xs` and the rows `ys`, `[rows, columns]`, row by row.
    ///
    /// A Gaussian of the plane is a product of two of the line, so the sum over points is a product of two matrices:
    /// N·(rows + columns) exponentials in place of N·rows·columns.
    #[must_use]
    pub fn density_on(&self, xs: &[f64], ys: &[f64]) -> Vec<f64> {
        let bell = |x: f64, centre: f64| (-(x - centre).powi(2) / (2.0 * self.variance)).exp();
        let height = 1.0 / (2.0 * PI * self.variance * self.centres.len() as f64);
        let mut density = vec![0.0; xs.len() * ys.len()];
        for centre in &self.centres {
            // The bell underflows to nothing in most rows while the noise is small.
            let factors: Vec<f64> = ys.iter().map(|&y| bell(y, centre[1])).collect();
            if factors.iter().all(|&factor| factor == 0.0) {
                continue;
            }
            let along_row: Vec<f64> = xs.iter().map(|&x| height * bell(x, centre[0])).collect();
            for (row, factor) in density.chunks_exact_mut(xs.len()).zip(factors) {
                if factor > 0.0 {
                    row.iter_mut().zip(&along_row).for_each(|(sum, bell)| *sum += factor * bell);
                }
            }
        }
        density
    }

    /// `ln ρₜ(x)`, also where the density itself is too small for a float.
    #[must_use]
    pub fn log_density(&self, x: Point) -> f64 {
        let exponent = |centre: &Point| -squared_distance(x, *centre) / (2.0 * self.variance);
        let largest = self.centres.iter().map(exponent).fold(f64::NEG_INFINITY, f64::max);
        let sum: f64 = self.centres.iter().map(|centre| (exponent(centre) - largest).exp()).sum();
        largest + (sum / (2.0 * PI * self.variance * self.centres.len() as f64)).ln()
    }

    /// `ln ρₜ(x)/γ(x)`: its mean over draws of `ρₜ` is the relative entropy.
    #[must_use]
    pub fn log_ratio_to_normal(&self, x: Point) -> f64 {
        self.log_density(x) - log_normal(x)
    }

    // ANCHOR: kl_to_normal
    /// The relative entropy of `ρₜ` to the standard normal, in nats, by quadrature.
    ///
    /// ```text
    /// KL(ρ‖γ) = ∫ ρ ln(ρ/γ) dx = ∫ γ·[(1 + δ) ln(1 + δ) − δ] dx,   δ = ρ/γ − 1      book eq. kl
    /// ```
    ///
    /// The second form has no negative part to cancel, so that a small entropy keeps its digits. The trapezoidal rule
    /// with `cells_per_width` cells to a standard deviation s, as far as nine deviations from every centre;
    /// see [`quadrature_cells`](Self::quadrature_cells) for how many that are. The memory is that of a strip of rows.
    #[must_use]
    pub fn kl_to_normal(&self, cells_per_width: f64) -> f64 {
        const STRIP: usize = 64;
        let spacing = self.variance.sqrt() / cells_per_width;
        let cells = self.quadrature_cells(cells_per_width);
        let axis: Vec<f64> = (0..=2 * cells).map(|i| (i as f64 - cells as f64) * spacing).collect();
        let mut sum = 0.0;
        for ys in axis.chunks(STRIP) {
            let density = self.density_on(&axis, ys);
            for (row, &y) in density.chunks_exact(axis.len()).zip(ys) {
                for (&rho, &x) in row.iter().zip(&axis) {
                    sum += entropy_term(rho, log_normal([x, y]).exp());
                }
            }
        }
        sum * spacing * spacing
    }
    // ANCHOR_END: kl_to_normal

    /// Cells of that quadrature from the origin to each side: its time grows with their square and with N.
    #[must_use]
    pub fn quadrature_cells(&self, cells_per_width: f64) -> usize {
        const DEVIATIONS: f64 = 9.0;
        let width = self.variance.sqrt();
        let farthest = self.centres.iter().flatten().fold(0.0, |far: f64, x| far.max(x.abs()));
        let reach = (DEVIATIONS * width + farthest).max(DEVIATIONS);
        (reach * cells_per_width / width).ceil() as usize
    }
}

/// `γ·[(1 + δ) ln(1 + δ) − δ]` with `δ = ρ/γ − 1`: never negative, and zero where the densities agree.
fn entropy_term(rho: f64, gamma: f64) -> f64 {
    if rho == 0.0 {
        return gamma;
    }
    let excess = (rho - gamma) / gamma;
    if excess.abs() < 0.5 {
        gamma * ((1.0 + excess) * excess.ln_1p() - excess)
    } else {
        rho * (rho / gamma).ln() - rho + gamma
    }
}

/// `ln γ(x)` for the standard normal of the plane.
#[must_use]
pub fn log_normal(x: Point) -> f64 {
    -0.5 * squared_distance(x, [0.0; 2]) - (2.0 * PI).ln()
}

/// The most that the relative entropy can be a time `elapsed` after it was `kl`.
///
/// ```text
/// KL(ρ_t‖γ) ≤ e^{−2(t−t₀)} KL(ρ_t₀‖γ)   for t ≥ t₀       book eq. kl-decay
/// ```
///
/// Source: Gross 1975 (the logarithmic Sobolev inequality of the Gaussian); Bakry & Émery 1985.
#[must_use]
pub fn decay_bound(kl: f64, elapsed: f64) -> f64 {
    kl * (-2.0 * elapsed).exp()
}

/// The most that the relative entropy can be at `t > 0`, whatever the start, by its second moment alone.
///
/// ```text
/// KL(ρₜ‖γ) ≤ (E‖x₀‖² + 2) / (2(e²ᵗ − 1))                 book eq. kl-coupling
/// ```
///
/// It is finite where [`decay_bound`] from time 0 is not: for points, whose relative entropy is infinite.
#[must_use]
pub fn coupling_bound(moments: &Moments, t: f64) -> f64 {
    (moments.mean_square() + 2.0) / (2.0 * (2.0 * t).exp_m1())
}

/// Mean and covariance of points of the plane.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Moments {
    /// The mean of each coordinate.
    pub mean: Point,
    /// The covariance, `[2, 2]`.
    pub covariance: [[f64; 2]; 2],
}

impl Moments {
    /// The moments of points that are each as likely as the others.
    #[must_use]
    pub fn of_points(points: &[Point]) -> Self {
        let average = |f: &dyn Fn(&Point) -> f64| points.iter().map(f).sum::<f64>() / points.len() as f64;
        let mean = [0, 1].map(|j| average(&|p| p[j]));
        let covariance = [0, 1].map(|j| [0, 1].map(|k| average(&|p| (p[j] - mean[j]) * (p[k] - mean[k]))));
        Self { mean, covariance }
    }

    /// The moments at `t` of the process started from a distribution with these moments.
    ///
    /// ```text
    /// m(t) = e⁻ᵗ m,   C(t) = I + e⁻²ᵗ (C − I)
    /// ```
    #[must_use]
    pub fn after(&self, t: f64) -> Self {
        let Transition { contraction, variance } = Transition::over(t);
        let noise = |j: usize, k: usize| if j == k { variance } else { 0.0 };
        Self {
            mean: self.mean.map(|m| contraction * m),
            covariance: [0, 1].map(|j| [0, 1].map(|k| contraction * contraction * self.covariance[j][k] + noise(j, k))),
        }
    }

    /// `E‖x‖²`.
    #[must_use]
    pub fn mean_square(&self) -> f64 {
        squared_distance(self.mean, [0.0; 2]) + self.covariance[0][0] + self.covariance[1][1]
    }

    /// What the relative entropy at a late time `t` is, up to terms of order `e⁻⁶ᵗ`.
    ///
    /// ```text
    /// KL(ρₜ‖γ) ≈ ½ e⁻²ᵗ ‖m‖² + ¼ e⁻⁴ᵗ ‖C − I‖²             book eq. kl-late
    /// ```
    #[must_use]
    pub fn late_kl(&self, t: f64) -> f64 {
        let identity = |j: usize, k: usize| if j == k { 1.0 } else { 0.0 };
        let excess: f64 =
            [0, 1].iter().flat_map(|&j| [0, 1].map(|k| (self.covariance[j][k] - identity(j, k)).powi(2))).sum();
        0.5 * (-2.0 * t).exp() * squared_distance(self.mean, [0.0; 2]) + 0.25 * (-4.0 * t).exp() * excess
    }
}

fn squared_distance(a: Point, b: Point) -> f64 {
    (a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2)
}

#[cfg(test)]
mod tests {
    use super::{Moments, NoisedPoints, Point, Transition, coupling_bound, decay_bound, entropy_term};
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use proptest::prelude::*;
    use rand_distr::StandardNormal;

    use crate::data::streams::stream;

    /// The relative entropy to the standard normal of a Gaussian with independent coordinates, in nats.
    ///
    /// ```text
    /// KL(N(m, diag v)‖N(0, I)) = ½ Σ_j (m_j² + v_j − 1 − ln v_j)                      book eq. kl-gaussian
    /// ```
    fn gaussian_kl_to_normal(mean: &[f64], variances: &[f64]) -> f64 {
        0.5 * mean.iter().zip(variances).map(|(m, v)| m * m + v - 1.0 - v.ln()).sum::<f64>()
    }

    const TRIANGLE: [Point; 3] = [[1.0, 0.2], [-0.4, 0.9], [0.1, -1.3]];

    /// Second road: two elapsed times, one after the other, are one elapsed time (Chapman–Kolmogorov).
    #[test]
    fn transitions_compose() {
        for (a, b) in [(0.0, 0.3), (1e-9, 2e-9), (0.7, 2.5)] {
            let (first, second, both) = (Transition::over(a), Transition::over(b), Transition::over(a + b));
            assert_relative_eq!(first.contraction * second.contraction, both.contraction, max_relative = 1e-15);
            let variance = second.contraction.powi(2) * first.variance + second.variance;
            // Two roundings of numbers near the result.
            assert_relative_eq!(variance, both.variance, max_relative = 1e-15);
        }
    }

    /// Second road: one point is one Gaussian, whose relative entropy has a closed form.
    #[test]
    fn one_point_has_the_entropy_of_its_gaussian() {
        for t in [0.01_f64, 0.2, 1.0, 4.0] {
            let Transition { contraction, variance } = Transition::over(t);
            let closed = gaussian_kl_to_normal(&[1.5 * contraction, -contraction], &[variance; 2]);
            let quadrature = NoisedPoints::at(&[[1.5, -1.0]], t).kl_to_normal(3.0);
            // Three cells to a deviation: the rule's error for a Gaussian is e^(−2π²·9), less than rounding.
            assert_relative_eq!(quadrature, closed, max_relative = 1e-10);
        }
    }

    /// Literals: an independent implementation, for a start N((3, 0), diag(¼, 4)).
    #[test]
    fn gaussian_entropies_match_their_reference_values() {
        let references = [(0.0, 5.625), (0.5, 1.858_91), (1.0, 0.644_400), (2.0, 0.083_196_2), (4.0, 0.001_509_85)];
        for (t, reference) in references {
            let Transition { contraction, variance } = Transition::over(t);
            let variances = [0.25, 4.0].map(|v| contraction * contraction * v + variance);
            let kl = gaussian_kl_to_normal(&[3.0 * contraction, 0.0], &variances);
            // The references have six digits.
            assert_relative_eq!(kl, reference, max_relative = 3e-6);
        }
    }

    /// Second road: the mean of ln(ρ/γ) over draws of ρ, with its standard error.
    #[test]
    fn quadrature_matches_sampling() {
        let mut rng = stream(5, "kl-by-sampling");
        for t in [0.05, 0.5] {
            let (density, transition) = (NoisedPoints::at(&TRIANGLE, t), Transition::over(t));
            let draws: Vec<f64> = (0..40_000)
                .map(|i| TRIANGLE[i % 3].map(|x| transition.step(x, rng.sample(StandardNormal))))
                .map(|x| density.log_ratio_to_normal(x))
                .collect();
            let mean = draws.iter().sum::<f64>() / draws.len() as f64;
            let variance = draws.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / draws.len() as f64;
            // Four standard errors.
            let epsilon = 4.0 * (variance / draws.len() as f64).sqrt();
            assert_abs_diff_eq!(density.kl_to_normal(3.0), mean, epsilon = epsilon);
        }
    }

    /// Second road: half the spacing. The rule converges faster than any power, so what is left is rounding.
    #[test]
    fn quadrature_does_not_depend_on_its_spacing() {
        for t in [0.02, 0.3, 3.0] {
            let density = NoisedPoints::at(&TRIANGLE, t);
            assert_relative_eq!(density.kl_to_normal(3.0), density.kl_to_normal(6.0), max_relative = 1e-7);
        }
    }

    /// Second road: the sum as it is written, point by point, against the product of matrices.
    #[test]
    fn the_density_on_a_grid_is_the_density_at_its_crossings() {
        let density = NoisedPoints::at(&TRIANGLE, 0.1);
        let (xs, ys) = ([-1.0, 0.0, 0.25, 2.0], [-0.5, 1.5, 0.75]);
        let grid = density.density_on(&xs, &ys);
        for (i, value) in grid.iter().enumerate() {
            let at = [xs[i % xs.len()], ys[i / xs.len()]];
            // A dozen roundings, in exponents up to 20.
            assert_relative_eq!(*value, density.log_density(at).exp(), max_relative = 1e-13);
        }
    }

    /// Limit: far from every point the logarithm survives where the density has underflowed.
    #[test]
    fn the_log_density_does_not_underflow() {
        let density = NoisedPoints::at(&TRIANGLE, 1e-3);
        assert_eq!(density.density_on(&[9.0], &[9.0]), [0.0]);
        assert!(density.log_density([9.0, 9.0]) < -1e4);
    }

    /// Limit: the next terms are of order e⁻⁶ᵗ, so the ratio to the first two tends to 1 as e⁻²ᵗ or faster.
    #[test]
    fn late_entropy_is_given_by_mean_and_covariance() {
        let about_the_mean = |p: Point| {
            let mean = Moments::of_points(&TRIANGLE).mean;
            [p[0] - mean[0], p[1] - mean[1]]
        };
        for points in [TRIANGLE, TRIANGLE.map(about_the_mean)] {
            let ratio =
                |t: f64| NoisedPoints::at(&points, t).kl_to_normal(3.0) / Moments::of_points(&points).late_kl(t);
            let (early, late) = ((ratio(1.5) - 1.0).abs(), (ratio(2.5) - 1.0).abs());
            assert!(late < 0.02 && late < 0.2 * early, "{early} {late}");
        }
    }

    /// Second road: moments of a cloud that takes random steps of uneven length.
    #[test]
    fn moments_match_a_sampled_cloud() {
        let mut rng = stream(6, "moments");
        let mut cloud: Vec<Point> = (0..30_000).map(|i| TRIANGLE[i % 3]).collect();
        for t in [0.1, 0.25, 0.35] {
            let transition = Transition::over(t);
            cloud.iter_mut().flatten().for_each(|x| *x = transition.step(*x, rng.sample(StandardNormal)));
        }
        let (sampled, exact) = (Moments::of_points(&cloud), Moments::of_points(&TRIANGLE).after(0.7));
        // Variances near 1: a standard error is at most √(2/30000) = 0.0082; four of them.
        for j in 0..2 {
            assert_abs_diff_eq!(sampled.mean[j], exact.mean[j], epsilon = 0.033);
            for k in 0..2 {
                assert_abs_diff_eq!(sampled.covariance[j][k], exact.covariance[j][k], epsilon = 0.033);
            }
        }
    }

    /// Where the densities agree the series of the term is γ δ²/2.
    #[test]
    fn a_small_excess_keeps_its_digits() {
        let (gamma, excess) = (0.1, 1e-6);
        // ρ is rounded to one part in 1e16, so δ to one in 1e10; the next term of the series is δ/3 of this one.
        assert_relative_eq!(
            entropy_term(gamma * (1.0 + excess), gamma),
            0.5 * gamma * excess * excess,
            max_relative = 1e-6
        );
        assert_abs_diff_eq!(entropy_term(0.0, gamma), gamma, epsilon = 0.0);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        /// Both bounds, for any three points and any two times.
        #[test]
        fn entropy_stays_below_its_bounds(
            points in proptest::array::uniform3(proptest::array::uniform2(-2.0..2.0_f64)),
            s in 0.05..1.0_f64,
            elapsed in 0.0..1.5_f64,
        ) {
            let kl = |t: f64| NoisedPoints::at(&points, t).kl_to_normal(3.0);
            let now = kl(s + elapsed);
            // The quadrature's own error, as found by halving the spacing.
            prop_assert!(now <= decay_bound(kl(s), elapsed) * (1.0 + 1e-7));
            prop_assert!(now <= coupling_bound(&Moments::of_points(&points), s + elapsed));
        }
    }
}
