//! What a network in the kernel regime has learnt when training has converged.

use faer::{
    Col, Mat, Side,
    linalg::solvers::{Llt, Solve},
};

// ANCHOR: rest_coefficients
/// The coefficients a of the function to which the flow of the samples' errors leads from f = 0.
///
/// ```text
/// ζ̇ = −K ζ on the samples,  f → Σ_i a_i K(·, x_i),  a = K(X, X)⁻¹ y      book eq. kernel-rest
/// ```
///
/// `kernel`: K(X, X), `[N, N]`, positive definite; `labels`: y, `[N]`. None if K is not positive definite to rounding, as
/// where a sample occurs twice.
///
/// Source: Jacot et al. 2018, section 5.
#[must_use]
pub fn rest_coefficients(kernel: &Mat<f64>, labels: &[f64]) -> Option<Vec<f64>> {
    let factor = Llt::new(kernel.as_ref(), Side::Lower).ok()?;
    let labels = Col::from_fn(labels.len(), |i| labels[i]);
    Some(factor.solve(&labels).iter().copied().collect())
}
// ANCHOR_END: rest_coefficients

#[cfg(test)]
mod tests {
    use approx::assert_abs_diff_eq;
    use faer::Mat;

    use super::rest_coefficients;

    /// Second road: the flow itself, by Euler's steps of the coefficients until it has converged.
    #[test]
    fn gradient_flow_converges_to_it() {
        let kernel = Mat::from_fn(6, 6, |i, j| (-0.8 * (i as f64 - j as f64).abs()).exp());
        let labels = [1.0, -1.0, 1.0, 1.0, -1.0, 1.0];
        let mut coefficients = [0.0; 6];
        for _ in 0..2_000 {
            let output = |i: usize| (0..6).map(|j| kernel[(i, j)] * coefficients[j]).sum::<f64>();
            let errors: Vec<f64> = (0..6).map(|i| output(i) - labels[i]).collect();
            for (a, error) in coefficients.iter_mut().zip(errors) {
                *a -= 0.3 * error;
            }
        }
        // The smallest eigenvalue is 0.38: 2,000 steps of 0.3 leave e^{-200}, and rounding remains.
        for (at_rest, flowed) in rest_coefficients(&kernel, &labels).unwrap().into_iter().zip(coefficients) {
            assert_abs_diff_eq!(at_rest, flowed, epsilon = 1e-12);
        }
    }

    #[test]
    fn a_sample_that_occurs_twice_has_no_coefficient() {
        assert!(rest_coefficients(&Mat::from_fn(2, 2, |_, _| 1.0), &[1.0, 1.0]).is_none());
    }
}
