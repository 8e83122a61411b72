//! The weights of ALISTA: how a measurement is best turned back, known before any signal is seen.

use faer::{Mat, Side, linalg::solvers::Solve};

// ANCHOR: analytic_weights
/// The weights W that disturb least when W* is applied to measurements by A.
///
/// ```text
/// W = argmin ‖W*A‖_F²  subject to  wᵢ*aᵢ = 1 for all i,   wᵢ = G⁻¹aᵢ / (aᵢ*G⁻¹aᵢ),   G = AA*          book eq. analytic-weights
/// ```
///
/// A: `[m, n]`; returns W of the same shape. Column by column, ‖W*A‖_F² = Σᵢ wᵢ*Gwᵢ is a quadratic form under one linear
/// constraint: Gwᵢ is a multiple of aᵢ where it is least.
///
/// Source: Liu, Chen, Wang & Yin 2019, where it is solved by projected gradient descent.
///
/// # Panics
///
/// If the rows of A are not independent.
#[must_use]
pub fn analytic_weights(a: &Mat<f64>) -> Mat<f64> {
    let gram = a * a.transpose();
    let mut weights = gram.llt(Side::Lower).expect("independent rows").solve(a);
    for i in 0..a.ncols() {
        let response = weights.col(i).transpose() * a.col(i);
        weights.col_mut(i).iter_mut().for_each(|w| *w /= response);
    }
    weights
}
// ANCHOR_END: analytic_weights

/// The root mean square of the entries of W*A off its diagonal: what one entry of a signal leaks into another's estimate.
///
/// W, A: `[m, n]`, n at least 2.
#[must_use]
pub fn interference(weights: &Mat<f64>, a: &Mat<f64>) -> f64 {
    let product = weights.transpose() * a;
    let n = product.ncols();
    let diagonal: f64 = (0..n).map(|i| product[(i, i)].powi(2)).sum();
    ((product.squared_norm_l2() - diagonal).max(0.0) / (n * (n - 1)) as f64).sqrt()
}

#[cfg(test)]
mod tests {
    use super::{analytic_weights, interference};
    use crate::data::{sparse_signals::gaussian_matrix, streams::stream};
    use approx::assert_abs_diff_eq;
    use faer::Mat;
    use rand::Rng;

    /// Every other weight that meets the constraint disturbs more: the objective is convex, so small steps suffice.
    #[test]
    fn no_step_that_keeps_the_constraint_disturbs_less() {
        let mut rng = stream(1, "tests/analytic weights");
        let a = gaussian_matrix(12, 30, &mut rng);
        let weights = analytic_weights(&a);
        let best = (weights.transpose() * &a).squared_norm_l2();
        for _ in 0..50 {
            let mut other = &weights + Mat::from_fn(12, 30, |_, _| rng.gen_range(-1e-3..1e-3));
            for i in 0..30 {
                let response = other.col(i).transpose() * a.col(i);
                other.col_mut(i).iter_mut().for_each(|w| *w /= response);
            }
            assert!((other.transpose() * &a).squared_norm_l2() > best);
        }
        for i in 0..30 {
            // Rounding of a sum of 12 products of size 1, solved with a matrix whose condition number is below 100.
            assert_abs_diff_eq!(weights.col(i).transpose() * a.col(i), 1.0, epsilon = 1e-12);
        }
    }

    /// Limit: orthonormal columns do not disturb each other, and are their own weights.
    #[test]
    fn an_orthonormal_basis_is_its_own_weights() {
        let rotation = Mat::from_fn(2, 2, |i, j| [[0.6, -0.8], [0.8, 0.6]][i][j]);
        let weights = analytic_weights(&rotation);
        assert!((&weights - &rotation).norm_max() < 1e-15);
        assert!(interference(&weights, &rotation) < 1e-15);
    }

    /// Second road for the Gaussian matrix: W*A is the projection on the m-dimensional row space, of diagonal about m/n,
    /// divided by that diagonal. Its squared entries sum to about m (n/m)², so off the diagonal (n²/m − n)/(n(n − 1)) is
    /// left on average; for the columns themselves, of length 1, it is 1/m.
    #[test]
    fn for_a_gaussian_matrix_the_interference_is_that_of_a_random_projection() {
        let (m, n) = (100, 200);
        let a = gaussian_matrix(m, n, &mut stream(2, "tests/analytic weights"));
        let expected = ((n * n / m - n) as f64 / (n * (n - 1)) as f64).sqrt();
        // Twenty thousand independent entries: a relative error of 1/√40000, and the diagonal's spread of √(2/m)²/n.
        assert_abs_diff_eq!(interference(&analytic_weights(&a), &a) / expected, 1.0, epsilon = 0.02);
        assert_abs_diff_eq!(interference(&a, &a) * (m as f64).sqrt(), 1.0, epsilon = 0.02);
    }
}
