//! The LASSO: its objective, and what certifies that a vector minimises it.

use crate::math::vectors::largest;
use faer::{Col, ColRef, MatRef};

/// The problem of explaining y ≈ Ax with an x of few nonzero entries.
///
/// ```text
/// F(x) = ½‖y − Ax‖² + λ‖x‖₁  →  min                                     book eq. lasso
/// ```
///
/// Source: Tibshirani 1996; Chen, Donoho & Saunders 1998, there called basis pursuit denoising.
#[derive(Debug, Clone, Copy)]
pub struct Lasso<'a> {
    a: MatRef<'a, f64>,
    y: &'a [f64],
    lambda: f64,
}

impl<'a> Lasso<'a> {
    /// The problem of A: `[m, n]`, y: `[m]` and λ > 0, in the unit of Aᵀy.
    ///
    /// # Panics
    ///
    /// If y does not have m entries or λ is not positive.
    #[must_use]
    pub fn new(a: MatRef<'a, f64>, y: &'a [f64], lambda: f64) -> Self {
        assert_eq!(a.nrows(), y.len(), "a measurement a row");
        assert!(lambda > 0.0, "λ is {lambda}, and must be positive");
        Self { a, y, lambda }
    }

    /// The weight λ of the ℓ₁ norm.
    #[must_use]
    pub fn lambda(&self) -> f64 {
        self.lambda
    }

    /// F(x) ≥ 0 at x: `[n]`.
    #[must_use]
    pub fn objective(&self, x: &[f64]) -> f64 {
        0.5 * self.residual(x).squared_norm_l2() + self.lambda * one_norm(x)
    }

    /// Aᵀ(y − Ax): `[n]`, how each column correlates with the residual; minus the gradient of the smooth part of F.
    #[must_use]
    pub fn correlations(&self, x: &[f64]) -> Vec<f64> {
        let correlations = self.a.transpose() * self.residual(x);
        correlations.iter().copied().collect()
    }

    // ANCHOR: kkt_residual
    /// How far x: `[n]` is from satisfying the conditions of Karush, Kuhn and Tucker, as a part of λ.
    ///
    /// ```text
    /// c = Aᵀ(y − Ax):  c_i = λ sign(x_i) where x_i ≠ 0,  |c_i| ≤ λ elsewhere  book eq. kkt
    /// ```
    ///
    /// Returns the largest violation of any of them, divided by λ: 0 if and only if x minimises F. A term without
    /// violation is zero, so rounding can only add.
    ///
    /// Source: Osborne, Presnell & Turlach 2000.
    #[must_use]
    pub fn kkt_residual(&self, x: &[f64]) -> f64 {
        let violation = |(&x, c): (&f64, f64)| match x {
            0.0 => (c.abs() - self.lambda).max(0.0),
            _ => (c - self.lambda * x.signum()).abs(),
        };
        largest(x.iter().zip(self.correlations(x)).map(violation)) / self.lambda
    }
    // ANCHOR_END: kkt_residual

    // ANCHOR: duality_gap
    /// An upper bound on F(x) − F*, from x: `[n]` alone.
    ///
    /// The dual problem is to maximise D(θ) = ½‖y‖² − ½‖y − θ‖² over all θ with ‖Aᵀθ‖_∞ ≤ λ, and no D(θ) exceeds F*.
    /// Here θ = s r, with the residual r = y − Ax and the largest s ≤ 1 that keeps the constraint; then, c = Aᵀr,
    ///
    /// ```text
    /// F(x) − D(s r) = ½(1 − s)²‖r‖² + Σ_i (λ|x_i| − s c_i x_i)                book eq. duality-gap
    /// ```
    ///
    /// a sum of terms that are not negative, which loses no digits near the optimum, where F − D would.
    ///
    /// Source: Kim, Koh, Lustig, Boyd & Gorinevsky 2007, with the terms collected here.
    #[must_use]
    pub fn duality_gap(&self, x: &[f64]) -> f64 {
        let residual = self.residual(x);
        let correlations = self.a.transpose() * &residual;
        let scale = (self.lambda / correlations.norm_max()).min(1.0);
        let slack: f64 = x.iter().zip(correlations.iter()).map(|(x, c)| self.lambda * x.abs() - scale * c * x).sum();
        0.5 * (1.0 - scale).powi(2) * residual.squared_norm_l2() + slack
    }
    // ANCHOR_END: duality_gap

    // ANCHOR: gap
    /// F(x) − F(x*), for x: `[n]` and the minimiser x*: `[n]`.
    ///
    /// With c* = Aᵀ(y − Ax*), the conditions of Karush, Kuhn and Tucker turn the difference into a sum of terms that
    /// are not negative:
    ///
    /// ```text
    /// F(x) − F(x*) = ½‖A(x − x*)‖² + Σ_i (λ|x_i| − c*_i x_i)                  book eq. gap-terms
    /// ```
    ///
    /// Evaluated like this it keeps its digits far below the 10⁻¹⁶ F* at which the difference of two objectives is
    /// noise: down to the square of the error in x*. On the support of x*, c* is taken to be λ sign(x*), which it is.
    #[must_use]
    pub fn gap(&self, x: &[f64], minimiser: &[f64]) -> f64 {
        let difference: Vec<f64> = x.iter().zip(minimiser).map(|(x, best)| x - best).collect();
        let apart = self.a * ColRef::from_slice(&difference);
        let slack = |((x, best), c): ((&f64, &f64), f64)| {
            let c = if *best == 0.0 { c } else { self.lambda * best.signum() };
            self.lambda * x.abs() - c * x
        };
        let slacks: f64 = x.iter().zip(minimiser).zip(self.correlations(minimiser)).map(slack).sum();
        0.5 * apart.squared_norm_l2() + slacks
    }
    // ANCHOR_END: gap

    /// y − Ax: `[m]`.
    fn residual(&self, x: &[f64]) -> Col<f64> {
        ColRef::from_slice(self.y) - self.a * ColRef::from_slice(x)
    }
}

fn one_norm(x: &[f64]) -> f64 {
    x.iter().map(|x| x.abs()).sum()
}

#[cfg(test)]
mod tests {
    use super::Lasso;
    use crate::math::sparse::random_problem::problems;
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use faer::{ColRef, Mat};
    use proptest::prelude::*;

    proptest! {
        /// Second road: the definition of the duality gap, primal value minus dual value.
        #[test]
        fn the_duality_gap_is_primal_minus_dual(random in problems(6)) {
            let problem = random.problem();
            let y = ColRef::from_slice(&random.y);
            let residual = y - &random.a * ColRef::from_slice(&random.x);
            let largest = (random.a.transpose() * &residual).norm_max();
            let dual_point = &residual * (problem.lambda() / largest).min(1.0);
            let dual = 0.5 * y.squared_norm_l2() - 0.5 * (y - &dual_point).squared_norm_l2();
            // Rounding of numbers of order 100 at most.
            assert_abs_diff_eq!(problem.duality_gap(&random.x), problem.objective(&random.x) - dual, epsilon = 1e-12);
        }

        /// Weak duality, at any point; and at the minimiser, found by another algorithm, both certificates vanish.
        #[test]
        fn the_gap_bounds_the_suboptimality_and_vanishes_with_the_kkt_residual(random in problems(6)) {
            let problem = random.problem();
            let best = random.by_coordinate_descent();
            let suboptimality = problem.objective(&random.x) - problem.objective(&best);
            // As above.
            prop_assert!(problem.duality_gap(&random.x) >= suboptimality - 1e-12);
            assert_abs_diff_eq!(problem.gap(&random.x, &best), suboptimality, epsilon = 1e-12);
            // Where coordinate descent stopped it moved less than 1e-15 a sweep; its rate here may be as slow as .99.
            prop_assert!(problem.kkt_residual(&best) < 1e-11 && problem.duality_gap(&best) < 1e-11);
            // A point that is not the minimiser is caught by both.
            if suboptimality > 1e-6 {
                prop_assert!(problem.kkt_residual(&random.x) > 1e-8 && problem.duality_gap(&random.x) > 1e-6);
            }
        }
    }

    /// A problem small enough for paper: A = (1, 1), y = 2, λ = ½. Every x ≥ 0 with x₁ + x₂ = 3/2 is a minimiser.
    #[test]
    fn certificates_agree_with_a_problem_solved_by_hand() {
        let a = Mat::full(1, 2, 1.0);
        let problem = Lasso::new(a.as_ref(), &[2.0], 0.5);
        // Everything here is a dyadic fraction.
        for best in [[1.5, 0.0], [0.75, 0.75]] {
            assert_abs_diff_eq!(problem.objective(&best), 0.875, epsilon = 0.0);
            assert_abs_diff_eq!(problem.kkt_residual(&best), 0.0, epsilon = 0.0);
            assert_abs_diff_eq!(problem.duality_gap(&best), 0.0, epsilon = 0.0);
        }
        // At zero, c = (2, 2): a violation by 3λ, s = ¼, and a gap of ½(¾)²·4.
        assert_relative_eq!(problem.kkt_residual(&[0.0, 0.0]), 3.0);
        assert_relative_eq!(problem.duality_gap(&[0.0, 0.0]), 1.125);
        assert_relative_eq!(problem.gap(&[0.0, 0.0], &[1.5, 0.0]), 1.125);
    }
}
