//! The coding rate of a set of vectors, and its gradient.

use faer::{
    Accum, Mat, MatRef, Par, Side,
    linalg::{
        matmul::triangular::{BlockStructure, matmul as block_matmul},
        solvers::{Llt, Solve},
    },
};

// ANCHOR: coding_rate
/// The nats a token that it takes to store the columns of `tokens`: `[d, N]`, up to the mean square error
/// `epsilon_squared` > 0.
///
/// ```text
/// R(Z) = ½ log det(I + d/(Nε²) Z*Z) = ½ log det(I + d/(Nε²) ZZ*)                       book eq. coding-rate
/// ```
///
/// At least 0, and 0 for no tokens or tokens of length 0. It does not change when all tokens are turned.
///
/// Source: Ma, Derksen, Hong & Wright 2007, §3; Yu et al. 2020, eq. 1.
#[must_use]
pub fn coding_rate(tokens: MatRef<'_, f64>, epsilon_squared: f64) -> f64 {
    half_log_det(tokens, precision(tokens.nrows(), tokens.ncols(), epsilon_squared))
}
// ANCHOR_END: coding_rate

/// The factor before the Gram matrix, `dimension`/(`count` · `epsilon_squared`); 0 for no tokens.
#[must_use]
pub fn precision(dimension: usize, count: usize, epsilon_squared: f64) -> f64 {
    if count == 0 { 0.0 } else { dimension as f64 / (count as f64 * epsilon_squared) }
}

/// ½ log det(I + a Z*Z) for `tokens` Z: `[d, N]`, and a ≥ 0, by the Cholesky factor of the smaller of I + a Z*Z and I + a Z Z*.
///
/// # Panics
///
/// If a number is not finite.
#[must_use]
pub fn half_log_det(tokens: MatRef<'_, f64>, a: f64) -> f64 {
    let wide = tokens.nrows() <= tokens.ncols();
    let factor = cholesky(if wide { tokens } else { tokens.transpose() }, a);
    factor.L().diagonal().column_vector().iter().map(|pivot| pivot.ln()).sum()
}

/// The gradient of [`half_log_det`] by the tokens: `[d, N]`.
///
/// ```text
/// ∇ = a(I + aZZ*)⁻¹Z = aZ(I + aZ*Z)⁻¹                                                book eq. rate-gradient
/// ```
///
/// # Panics
///
/// If a number is not finite.
#[must_use]
pub fn half_log_det_gradient(tokens: MatRef<'_, f64>, a: f64) -> Mat<f64> {
    if tokens.nrows() <= tokens.ncols() {
        a * cholesky(tokens, a).solve(tokens)
    } else {
        (a * cholesky(tokens.transpose(), a).solve(tokens.transpose())).transpose().to_owned()
    }
}

/// (I + a X X*)⁻¹ by its Cholesky factor, for X: `[n, m]`.
///
/// # Panics
///
/// If a number is not finite.
#[must_use]
pub fn cholesky(rows: MatRef<'_, f64>, a: f64) -> Llt<f64> {
    let mut gram = Mat::identity(rows.nrows(), rows.nrows());
    let (lower, whole) = (BlockStructure::TriangularLower, BlockStructure::Rectangular);
    block_matmul(&mut gram, lower, Accum::Add, rows, whole, rows.transpose(), whole, a, Par::Seq);
    Llt::new(gram.as_ref(), Side::Lower).expect("I + aXX* of finite numbers is positive definite")
}

#[cfg(test)]
mod tests {
    use super::{coding_rate, half_log_det, half_log_det_gradient, precision};
    use crate::data::{streams::stream, subspaces::orthonormal_frame};
    use approx::assert_relative_eq;
    use faer::Mat;
    use rand::Rng as _;
    use rand_distr::StandardNormal;

    fn drawn(rows: usize, columns: usize) -> Mat<f64> {
        let mut rng = stream(3, "tokens");
        Mat::from_fn(rows, columns, |_, _| rng.sample(StandardNormal))
    }

    /// Second road: a sum over singular values, for either shape.
    #[test]
    fn the_rate_is_a_sum_over_singular_values() {
        for (rows, columns) in [(4, 9), (9, 4), (5, 5)] {
            let tokens = drawn(rows, columns);
            let a = precision(rows, columns, 0.3);
            let singular = tokens.singular_values().unwrap();
            let sum: f64 = singular.iter().map(|s| 0.5 * (1.0 + a * s * s).ln()).sum();
            assert_relative_eq!(coding_rate(tokens.as_ref(), 0.3), sum, max_relative = 1e-12);
        }
    }

    /// Second road: central differences, whose error is of the order of the step squared, 1e-10.
    #[test]
    fn the_gradient_is_the_limit_of_differences() {
        for (rows, columns) in [(3, 5), (5, 3)] {
            let tokens = drawn(rows, columns);
            let gradient = half_log_det_gradient(tokens.as_ref(), 0.7);
            for (i, j) in [(0, 0), (2, 1), (1, 2)] {
                let moved = |by: f64| {
                    let mut tokens = tokens.clone();
                    tokens[(i, j)] += by;
                    half_log_det(tokens.as_ref(), 0.7)
                };
                assert_relative_eq!(gradient[(i, j)], (moved(1e-5) - moved(-1e-5)) / 2e-5, epsilon = 1e-8);
            }
        }
    }

    #[test]
    fn a_turn_changes_nothing_and_a_zero_token_adds_nothing_but_its_number() {
        let tokens = drawn(4, 6);
        let turn = orthonormal_frame(4, 4, &mut stream(4, "turn"));
        assert_relative_eq!(
            coding_rate((&turn * &tokens).as_ref(), 0.1),
            coding_rate(tokens.as_ref(), 0.1),
            max_relative = 1e-12
        );
        let mut more = Mat::zeros(4, 7);
        more.submatrix_mut(0, 0, 4, 6).copy_from(&tokens);
        assert_relative_eq!(half_log_det(more.as_ref(), 0.5), half_log_det(tokens.as_ref(), 0.5), max_relative = 1e-12);
        assert_eq!(half_log_det_gradient(more.as_ref(), 0.5).col(6).iter().filter(|x| **x != 0.0).count(), 0);
        assert_relative_eq!(coding_rate(Mat::zeros(4, 0).as_ref(), 0.1), 0.0);
        assert_relative_eq!(coding_rate(Mat::zeros(4, 3).as_ref(), 0.1), 0.0);
    }
}
