//! Certificates: functions that a positive operator maps near to a given one, and what they say of the decay of an error.

use std::f64::consts::E;

/// A positive operator T and a function ζ₀, as the operator's eigenvalues see them.
#[derive(Debug, Clone)]
pub struct Spectrum {
    /// The eigenvalues λ, none negative, in any order.
    pub eigenvalues: Vec<f64>,
    /// The squared coefficients of ζ₀ along the eigenfunctions; their sum is ‖ζ₀‖².
    pub energies: Vec<f64>,
}

/// The size of a certificate g, and what it leaves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Certificate {
    /// ‖g‖.
    pub norm: f64,
    /// ‖ζ₀ − T g‖.
    pub residual: f64,
}

impl Certificate {
    // ANCHOR: bound
    /// What g promises at time t of the error ζ̇ = −T ζ.
    ///
    /// ```text
    /// ‖ζ_t‖ ≤ ‖ζ₀ − T g‖ + ‖g‖/(e t)                            book eq. certificate-bound
    /// ```
    ///
    /// `time` above 0, in the inverse of the operator's unit.
    ///
    /// Source: Buchanan et al. 2021 for the argument; derived in the book with its constant.
    #[must_use]
    pub fn bound(self, time: f64) -> f64 {
        self.residual + self.norm / (E * time)
    }
    // ANCHOR_END: bound
}

/// Halvings of an interval of ln α; after so many its ends are neighbours.
const HALVINGS: usize = 60;

impl Spectrum {
    /// ‖ζ₀‖.
    #[must_use]
    pub fn norm(&self) -> f64 {
        self.energies.iter().sum::<f64>().sqrt()
    }

    /// `‖ζ_t‖`, of ζ̇ = −T ζ from ζ₀; `time` at least 0.
    #[must_use]
    pub fn error(&self, time: f64) -> f64 {
        self.root_of_sum(|lambda| (-2.0 * lambda * time).exp())
    }

    /// ‖T⁻¹ ζ₀‖, the norm of the certificate that leaves nothing.
    #[must_use]
    pub fn inverse_norm(&self) -> f64 {
        self.root_of_sum(|lambda| lambda.powi(-2))
    }

    // ANCHOR: regularised
    /// Tikhonov's certificate.
    ///
    /// ```text
    /// g_α = argmin ‖ζ₀ − T g‖² + α² ‖g‖² = (T² + α²)⁻¹ T ζ₀       book eq. regularised-certificate
    /// ```
    ///
    /// `alpha` above 0, in the operator's unit. No function has a smaller norm with this residual.
    #[must_use]
    pub fn regularised(&self, alpha: f64) -> Certificate {
        let square = alpha * alpha;
        Certificate {
            norm: self.root_of_sum(|lambda| (lambda / (lambda * lambda + square)).powi(2)),
            residual: self.root_of_sum(|lambda| (square / (lambda * lambda + square)).powi(2)),
        }
    }
    // ANCHOR_END: regularised

    /// The α at which the regularised certificate leaves the part `part` of ‖ζ₀‖, in (0, 1): the certificate of least norm
    /// among those that leave no more.
    #[must_use]
    pub fn alpha_at_residual(&self, part: f64) -> f64 {
        let target = part * self.norm();
        self.bisect(|alpha| self.regularised(alpha).residual < target)
    }

    /// The α at which the regularised certificate has the norm `norm`: the one that leaves least among those no larger. The
    /// smallest α there is, if even that one's is smaller.
    #[must_use]
    pub fn alpha_at_norm(&self, norm: f64) -> f64 {
        self.bisect(|alpha| self.regularised(alpha).norm > norm)
    }

    /// The certificate with the best bound at `time`, among all functions.
    ///
    /// A g that makes ‖ζ₀ − T g‖ + ‖g‖/(e t) least is regularised, with α² = ‖ζ₀ − T g‖ / (e t ‖g‖), or zero. Along α the
    /// bound falls and then rises: it is a convex function of the norm.
    #[must_use]
    pub fn best_at(&self, time: f64) -> Certificate {
        let (mut low, mut high) = self.log_alphas();
        let bound = |log: f64| self.regularised(log.exp()).bound(time);
        for _ in 0..HALVINGS {
            let third = (high - low) / 3.0;
            if bound(low + third) < bound(high - third) {
                high -= third;
            } else {
                low += third;
            }
        }
        self.regularised(f64::midpoint(low, high).exp())
    }

    /// The largest α for which `below` holds, if it holds from the smallest on and ends once.
    fn bisect(&self, below: impl Fn(f64) -> bool) -> f64 {
        let (mut low, mut high) = self.log_alphas();
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(low, high);
            if below(middle.exp()) {
                low = middle;
            } else {
                high = middle;
            }
        }
        low.exp()
    }

    /// Logarithms of an α that hardly regularises, and of one that leaves hardly anything of g.
    fn log_alphas(&self) -> (f64, f64) {
        let largest = self.eigenvalues.iter().copied().fold(f64::MIN_POSITIVE, f64::max).ln();
        (largest - 30.0, largest + 20.0)
    }

    /// The root of the energies' sum, each times a function of its eigenvalue.
    fn root_of_sum(&self, factor: impl Fn(f64) -> f64) -> f64 {
        let terms = self.eigenvalues.iter().zip(&self.energies).map(|(&lambda, &energy)| energy * factor(lambda));
        terms.sum::<f64>().sqrt()
    }
}

#[cfg(test)]
mod tests {
    use std::f64::consts::E;

    use approx::assert_relative_eq;
    use faer::{Col, Mat, Side, linalg::solvers::Solve};
    use proptest::prelude::*;
    use rand::Rng;

    use super::Spectrum;
    use crate::data::streams::stream;

    /// A positive matrix, a vector, and both as a spectrum.
    fn problem(seed: u64) -> (Mat<f64>, Col<f64>, Spectrum) {
        let mut rng = stream(seed, "certificates");
        let root = Mat::from_fn(9, 9, |_, _| rng.gen_range(-1.0..1.0));
        let operator = &root * root.transpose();
        let start = Col::from_fn(9, |_| rng.gen_range(-1.0..1.0));
        let eigen = operator.self_adjoint_eigen(Side::Lower).unwrap();
        let coefficients = eigen.U().transpose() * &start;
        let spectrum = Spectrum {
            eigenvalues: (0..9).map(|i| eigen.S()[i]).collect(),
            energies: coefficients.iter().map(|c| c * c).collect(),
        };
        (operator, start, spectrum)
    }

    /// Second road: the normal equations, solved.
    #[test]
    fn a_regularised_certificate_solves_the_normal_equations() {
        let (operator, start, spectrum) = problem(1);
        for alpha in [0.01, 0.3, 4.0] {
            let damped = &operator * &operator + alpha * alpha * Mat::<f64>::identity(9, 9);
            let certificate = damped.partial_piv_lu().solve(&operator * &start);
            let found = spectrum.regularised(alpha);
            // The square of the operator has a condition of up to 1e6 after damping.
            assert_relative_eq!(found.norm, certificate.norm_l2(), max_relative = 1e-8);
            assert_relative_eq!(found.residual, (&start - &operator * &certificate).norm_l2(), max_relative = 1e-8);
        }
    }

    /// Second road: Runge and Kutta's method of fourth order, in steps too small to matter.
    #[test]
    fn the_error_is_that_of_the_flow() {
        let (operator, start, spectrum) = problem(2);
        let (steps, time) = (2_000, 0.7);
        let step = time / f64::from(steps);
        let mut error = start;
        for _ in 0..steps {
            let rate = |error: &Col<f64>| -(&operator * error);
            let a = rate(&error);
            let b = rate(&(&error + 0.5 * step * &a));
            let c = rate(&(&error + 0.5 * step * &b));
            let d = rate(&(&error + step * &c));
            error += step / 6.0 * (a + 2.0 * b + 2.0 * c + d);
        }
        // (λ · step)⁴ / 120 with λ up to 15.
        assert_relative_eq!(spectrum.error(time), error.norm_l2(), max_relative = 1e-8);
    }

    /// Closed form: with one eigenvalue the best bound is min(1, 1/(e λ t)), which touches exp(−λt) at t = 1/λ.
    #[test]
    fn the_bound_touches_the_decay_of_a_single_mode() {
        let spectrum = Spectrum { eigenvalues: vec![0.4], energies: vec![1.0] };
        for (time, bound) in [(0.1, 1.0), (2.5, 1.0 / E), (25.0, 0.1 / E)] {
            // The search ends at α = 5e8 λ or 1e-13 λ.
            assert_relative_eq!(spectrum.best_at(time).bound(time), bound, max_relative = 1e-7);
        }
        assert_relative_eq!(spectrum.error(2.5), 1.0 / E, max_relative = 1e-14);
    }

    proptest! {
        #[test]
        fn no_bound_is_below_the_error(seed in 0_u64..500, alpha in 1e-3..10.0, time in 1e-3..100.0) {
            let (.., spectrum) = problem(seed);
            let error = spectrum.error(time);
            prop_assert!(spectrum.regularised(alpha).bound(time) >= error);
            prop_assert!(spectrum.best_at(time).bound(time) >= error);
        }

        /// Second road: the stationary point's own equation, α² = r / (e t n), and that no other α does better.
        #[test]
        fn the_best_certificate_is_stationary(seed in 0_u64..200, alpha in 1e-3..10.0, time in 0.2..100.0) {
            let (.., spectrum) = problem(seed);
            let best = spectrum.best_at(time);
            // A search that compares values finds the place to the root of a rounding, and the value to a rounding.
            prop_assert!(best.bound(time) <= spectrum.regularised(alpha).bound(time) * (1.0 + 1e-12));
            let implied = (best.residual / (E * time * best.norm)).sqrt();
            let again = spectrum.regularised(implied).bound(time);
            prop_assert!((again / best.bound(time) - 1.0).abs() < 1e-6 || best.bound(time) > 0.999_999 * spectrum.norm());
        }

        #[test]
        fn both_ways_to_choose_reach_what_they_aim_at(seed in 0_u64..200, part in 0.01..0.9) {
            let (.., spectrum) = problem(seed);
            let chosen = spectrum.regularised(spectrum.alpha_at_residual(part));
            // The bisection ends at neighbours.
            prop_assert!((chosen.residual / spectrum.norm() / part - 1.0).abs() < 1e-10);
            let same = spectrum.regularised(spectrum.alpha_at_norm(chosen.norm));
            prop_assert!((same.residual / chosen.residual - 1.0).abs() < 1e-9);
        }
    }
}
