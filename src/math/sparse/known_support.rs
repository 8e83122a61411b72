//! What noise leaves unknown even to someone who is told where the nonzero entries are.

use faer::{Mat, Side};

use super::support::columns_of;

// ANCHOR: known_support_error
/// The expected squared error of the best estimate of a signal whose support S is known and whose entries on it are
/// N(0, 1), from measurements by A with independent noise of variance σ².
///
/// ```text
/// E‖x̂ − x‖² = tr (I + A_S*A_S/σ²)⁻¹ = Σⱼ σ²/(σ² + sⱼ²)          book eq. known-support-error
/// ```
///
/// A: `[m, n]`, `support`: columns of A, whose singular values are sⱼ. Returns from 0 to `support.len()`. Nobody who must
/// find the support as well can do better on average.
///
/// # Panics
///
/// If a column of `support` is not one of A's, or the variance is not above 0.
#[must_use]
pub fn known_support_error(a: &Mat<f64>, support: &[usize], variance: f64) -> f64 {
    assert!(variance > 0.0, "noise of variance {variance}");
    let columns = columns_of(a.as_ref(), support);
    let gram = columns.transpose() * &columns;
    let squares = gram.self_adjoint_eigenvalues(Side::Lower).expect("a matrix of numbers");
    squares.into_iter().map(|square| variance / (variance + square.max(0.0))).sum()
}
// ANCHOR_END: known_support_error

#[cfg(test)]
mod tests {
    use super::known_support_error;
    use crate::data::{sparse_signals::gaussian_matrix, streams::stream};
    use approx::assert_abs_diff_eq;

    /// Second road, for columns 1 and 2 of the identity: each entry is measured by itself, with weight 1/(1 + σ²).
    #[test]
    fn entries_measured_one_by_one_are_shrunk_one_by_one() {
        let identity = faer::Mat::<f64>::identity(3, 3);
        assert_abs_diff_eq!(known_support_error(&identity, &[1, 2], 0.25), 2.0 * 0.2, epsilon = 1e-14);
    }

    /// Limits: from pure noise nothing is learnt about the entries; without noise everything is.
    #[test]
    fn the_error_goes_from_nothing_to_all_there_is() {
        let a = gaussian_matrix(20, 40, &mut stream(1, "tests/known support"));
        let support = [3, 17, 22, 39];
        assert_abs_diff_eq!(known_support_error(&a, &support, 1e12), 4.0, epsilon = 1e-10);
        assert!(known_support_error(&a, &support, 1e-12) < 1e-10);
        let errors: Vec<f64> = (0..10).map(|k| known_support_error(&a, &support, 0.01 * 2_f64.powi(k))).collect();
        assert!(errors.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
