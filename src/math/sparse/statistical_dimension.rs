//! The statistical dimension of the ℓ₁ norm's descent cone: how many measurements basis pursuit needs.

use std::f64::consts::{SQRT_2, TAU};

/// What is known of the descent cone at a point of Rⁿ with ρn nonzero entries, per dimension, for large n.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DescentCone {
    /// ρ: the share of entries that are not zero, in `(0, 1]`.
    pub sparsity: f64,
    /// τ: the threshold at which the infimum below is taken.
    pub threshold: f64,
    /// δ: the statistical dimension over n, in `(0, 1]`; recovery turns from unlikely to likely at m = δn.
    pub dimension: f64,
    /// v: the variance of the cone's intrinsic volumes over n; the turn takes about √(vn) measurements.
    pub variance: f64,
    /// c: by how much the statistical dimension itself exceeds δn, in measurements, for large n; negative.
    pub correction: f64,
}

// ANCHOR: statistical_dimension
/// The mean squared distance of a Gaussian vector to τ times the subdifferential of ‖x‖₁, per entry.
///
/// ```text
/// J(ρ, τ) = ρ(1 + τ²) + (1 − ρ) E(|g| − τ)₊²,   E(|g| − τ)₊² = 2[(1 + τ²)Q(τ) − τφ(τ)]      book eq. mean-distance
/// ```
///
/// `rho` in `[0, 1]`, `tau ≥ 0`; φ and Q are the density and the tail of N(0, 1).
///
/// Source: Amelunxen, Lotz, `McCoy` & Tropp 2014, prop. 4.5; Stojnic 2009.
#[must_use]
pub fn mean_squared_distance(rho: f64, tau: f64) -> f64 {
    rho * (1.0 + tau * tau) + (1.0 - rho) * excess(tau).0
}

impl DescentCone {
    /// The cone at a point whose share `rho` of entries is not zero.
    ///
    /// ```text
    /// δ = inf_τ J(ρ, τ), at the τ with ρτ = 2(1 − ρ)[φ(τ) − τQ(τ)]               book eq. statistical-dimension
    /// v = ρ(2 + 4τ²) + (1 − ρ) Var (|g| − τ)₊² − 2δ                               book eq. transition-variance
    /// c = −[ρ + (1 − ρ) Var (|g| − τ)₊] / [ρ + (1 − ρ) 2Q(τ)]                     book eq. minimum-after-mean
    /// ```
    ///
    /// c is what the minimum of a mean exceeds the mean of the minimum by, to second order: −½ Var D'(τ) / E D''(τ) for
    /// the squared distance D to τ times the subgradients.
    ///
    /// Source: Amelunxen, Lotz, `McCoy` & Tropp 2014, prop. 4.5; the variance from `McCoy` & Tropp 2014, prop. 4.4, with
    /// that of the distance to first order, as in Goldstein, Nourdin & Peccati 2017.
    ///
    /// # Panics
    ///
    /// If `rho` is not in `(0, 1]`.
    #[must_use]
    pub fn of_sparsity(rho: f64) -> Self {
        assert!(rho > 0.0 && rho <= 1.0, "a share {rho} of nonzero entries");
        // The derivative of J grows with τ; at τ = 40 it is positive for every ρ above 1e-300.
        let (mut low, mut high) = (0.0, 40.0);
        while f64::midpoint(low, high) > low && f64::midpoint(low, high) < high {
            let tau = f64::midpoint(low, high);
            let slope = rho * tau - 2.0 * (1.0 - rho) * (density(tau) - tau * tail(tau));
            *(if slope > 0.0 { &mut high } else { &mut low }) = tau;
        }
        let dimension = mean_squared_distance(rho, low);
        let (mean, mean_square) = excess(low);
        let of_distance = rho * (2.0 + 4.0 * low * low) + (1.0 - rho) * (mean_square - mean * mean);
        // E (|g| − τ)₊; its square's mean is the `mean` above.
        let first = 2.0 * (density(low) - low * tail(low));
        let correction = -(rho + (1.0 - rho) * (mean - first * first)) / (rho + (1.0 - rho) * 2.0 * tail(low));
        Self { sparsity: rho, threshold: low, dimension, variance: of_distance - 2.0 * dimension, correction }
    }
}
// ANCHOR_END: statistical_dimension

impl DescentCone {
    /// At how many measurements out of `n` the success probability should be `probability`, by the normal distribution
    /// that the intrinsic volumes tend to.
    ///
    /// ```text
    /// m = δn + z√(vn),  z the quantile of N(0, 1)                                   book eq. transition-quantile
    /// ```
    #[must_use]
    pub fn measurements(&self, n: usize, probability: f64) -> f64 {
        let n = n as f64;
        self.dimension * n + quantile(probability) * (self.variance * n).sqrt()
    }
}

/// The mean of (|g| − τ)₊² and that of its square, for g ~ N(0, 1).
fn excess(tau: f64) -> (f64, f64) {
    let (t, q, phi) = (tau, tail(tau), density(tau));
    let mean = 2.0 * ((1.0 + t * t) * q - t * phi);
    let mean_square = 2.0 * ((t.powi(4) + 6.0 * t * t + 3.0) * q - (t.powi(3) + 5.0 * t) * phi);
    (mean, mean_square)
}

/// φ(x) of N(0, 1).
fn density(x: f64) -> f64 {
    (-x * x / 2.0).exp() / TAU.sqrt()
}

/// Q(x) = P(g > x) of N(0, 1).
fn tail(x: f64) -> f64 {
    libm::erfc(x / SQRT_2) / 2.0
}

/// The z with P(g ≤ z) = `probability`, by bisection.
///
/// # Panics
///
/// If `probability` is not between 0 and 1.
fn quantile(probability: f64) -> f64 {
    assert!(probability > 0.0 && probability < 1.0, "a quantile at {probability}");
    let (mut low, mut high) = (-40.0, 40.0);
    while f64::midpoint(low, high) > low && f64::midpoint(low, high) < high {
        let z = f64::midpoint(low, high);
        *(if tail(z) < 1.0 - probability { &mut high } else { &mut low }) = z;
    }
    low
}

#[cfg(test)]
mod tests {
    use super::{DescentCone, mean_squared_distance, quantile};
    use crate::{data::streams::stream, math::statistics::sampling::SampleMean};
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use rand::Rng as _;
    use rand_distr::StandardNormal;

    /// The squared length of the projection of a Gaussian vector on the descent cone at a point with k of n entries
    /// nonzero: its squared distance to the cone of subgradients, by a fine search for the best τ.
    fn squared_projection(k: usize, n: usize, draw: &mut impl FnMut() -> f64) -> f64 {
        let g: Vec<f64> = (0..n).map(|_| draw()).collect();
        let distance = |tau: f64| {
            let on: f64 = g[..k].iter().map(|g| (g - tau).powi(2)).sum();
            on + g[k..].iter().map(|g| (g.abs() - tau).max(0.0).powi(2)).sum::<f64>()
        };
        // Convex in τ: golden sections would do, a grid of 1/200 is within 1e-5 of the minimum per entry.
        (0..=600).map(|i| distance(f64::from(i) / 200.0)).fold(f64::INFINITY, f64::min)
    }

    /// Second road: the cone itself, sampled. Its mean is the dimension, and its variance that of the volumes plus 2δ.
    #[test]
    fn dimension_and_variance_are_those_of_sampled_projections() {
        let mut rng = stream(1, "statistical dimension");
        for (k, n) in [(20, 400), (120, 400)] {
            let cone = DescentCone::of_sparsity(k as f64 / n as f64);
            let draws: Vec<f64> =
                (0..1_500).map(|_| squared_projection(k, n, &mut || rng.sample(StandardNormal))).collect();
            let mean = SampleMean::from_draws(&draws);
            // The closed form is the limit n → ∞; at n = 400 it is above the mean by less than one in n.
            assert!(
                (mean.value - cone.dimension * n as f64).abs() < 4.0 * mean.standard_error + 1.0,
                "{mean:?} {cone:?}"
            );
            let variance = mean.standard_error.powi(2) * draws.len() as f64 / n as f64;
            // A variance from 1,500 draws is known to √(2/1500) = 3.7 % of itself; three of them.
            assert_relative_eq!(variance, cone.variance + 2.0 * cone.dimension, max_relative = 0.11);
        }
    }

    /// Second road: what each sample gains by a τ of its own over the τ of the mean. The two distances differ little, so that
    /// the mean of the difference is known well.
    #[test]
    fn the_correction_is_what_the_best_threshold_of_each_sample_gains() {
        let mut rng = stream(2, "minimum after mean");
        for (k, n) in [(20, 400), (120, 400)] {
            let cone = DescentCone::of_sparsity(k as f64 / f64::from(n));
            let gain = |_| {
                let g: Vec<f64> = (0..n).map(|_| rng.sample(StandardNormal)).collect();
                let distance = |tau: f64| {
                    let on: f64 = g[..k].iter().map(|g: &f64| (g - tau).powi(2)).sum();
                    on + g[k..].iter().map(|g| (g.abs() - tau).max(0.0).powi(2)).sum::<f64>()
                };
                let best = (0..=1_000).map(|i| distance(f64::from(i) / 400.0)).fold(f64::INFINITY, f64::min);
                best - distance(cone.threshold)
            };
            let mean = SampleMean::from_draws(&(0..1_000).map(gain).collect::<Vec<_>>());
            // Four standard errors, and the next order, a few parts in n.
            assert!((mean.value - cone.correction).abs() < 4.0 * mean.standard_error + 0.03, "{mean:?} {cone:?}");
        }
    }

    /// From an independent program (Python 3.11 with `math.erfc`), rounded to six digits.
    #[test]
    fn dimensions_are_those_of_an_independent_program() {
        for (rho, delta) in [
            (0.01, 0.061_244),
            (0.05, 0.203_900),
            (0.1, 0.328_794),
            (0.2, 0.511_130),
            (0.3, 0.645_572),
            (0.5, 0.831_300),
        ] {
            assert_abs_diff_eq!(DescentCone::of_sparsity(rho).dimension, delta, epsilon = 6e-7);
        }
    }

    /// Limits: a dense signal needs every measurement, and a very sparse one 2 ln(1/ρ) an entry, approached slowly from
    /// below: what is missing is of the order ln ln(1/ρ).
    #[test]
    fn limits_of_dense_and_of_very_sparse_signals() {
        let dense = DescentCone::of_sparsity(1.0);
        assert_abs_diff_eq!(dense.dimension, 1.0, epsilon = 1e-15);
        assert_abs_diff_eq!(dense.variance, 0.0, epsilon = 1e-15);
        let ratio = |rho: f64| DescentCone::of_sparsity(rho).dimension / (rho * 2.0 * (1.0 / rho).ln());
        assert!(ratio(1e-6) < ratio(1e-12) && ratio(1e-12) < ratio(1e-40) && ratio(1e-40) < 1.0);
        assert!(ratio(1e-100) > 0.96);
    }

    #[test]
    fn the_threshold_is_the_best_one() {
        for rho in [0.01, 0.2, 0.7] {
            let cone = DescentCone::of_sparsity(rho);
            for tau in [cone.threshold * 0.99, cone.threshold * 1.01] {
                assert!(mean_squared_distance(rho, tau) > cone.dimension);
            }
        }
    }

    #[test]
    fn quantiles_are_those_of_the_tables() {
        assert_abs_diff_eq!(quantile(0.5), 0.0, epsilon = 1e-15);
        assert_abs_diff_eq!(quantile(0.95), 1.644_853_626_951, epsilon = 1e-11);
        assert_abs_diff_eq!(quantile(0.1), -1.281_551_565_545, epsilon = 1e-11);
    }
}
