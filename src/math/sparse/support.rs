//! The support of a sparse vector, and what least squares and singular values say about columns.

use faer::{ColRef, Mat, MatRef, linalg::solvers::SolveLstsq as _};

/// The places where x: `[n]` is not zero, in increasing order.
#[must_use]
pub fn support(x: &[f64]) -> Vec<usize> {
    (0..x.len()).filter(|&i| x[i] != 0.0).collect()
}

/// `A_S`: `[m, |S|]`, the columns of A: `[m, n]` at the places S.
#[must_use]
pub fn columns_of(a: MatRef<'_, f64>, places: &[usize]) -> Mat<f64> {
    Mat::from_fn(a.nrows(), places.len(), |i, j| a[(i, places[j])])
}

/// ‖A‖, the largest singular value of A; 0 if A has no entries.
///
/// # Panics
///
/// If an entry is not finite.
#[must_use]
pub fn spectral_norm(a: MatRef<'_, f64>) -> f64 {
    singular_values(a).first().copied().unwrap_or(0.0)
}

/// The singular values of A, the largest first.
pub(super) fn singular_values(a: MatRef<'_, f64>) -> Vec<f64> {
    a.singular_values().expect("a matrix of finite entries has singular values")
}

/// Least squares on a support: the LASSO's choice of columns without its shrinkage.
///
/// ```text
/// x̃_S = argmin_z ‖y − A_S z‖²,  x̃ = 0 elsewhere                          book eq. refit
/// ```
///
/// A: `[m, n]`, y: `[m]`; returns x̃: `[n]`. By a QR factorisation of `A_S`, whose columns should be independent.
///
/// Source: Belloni & Chernozhukov 2013, the post-LASSO estimator.
///
/// # Panics
///
/// If y does not have m entries, or there are more places than rows.
#[must_use]
pub fn refit(a: MatRef<'_, f64>, y: &[f64], places: &[usize]) -> Vec<f64> {
    assert!(y.len() == a.nrows() && places.len() <= a.nrows(), "{} columns for {} numbers", places.len(), y.len());
    let mut refitted = vec![0.0; a.ncols()];
    if places.is_empty() {
        return refitted;
    }
    let fitted = columns_of(a, places).qr().solve_lstsq(ColRef::from_slice(y));
    places.iter().zip(fitted.iter()).for_each(|(&place, &value)| refitted[place] = value);
    refitted
}

/// The height that the largest of n correlations with noise reaches: the universal threshold.
///
/// ```text
/// σ √(2 ln n)                                                            book eq. universal-threshold
/// ```
///
/// `noise` is σ, the standard deviation of each measurement's error, n ≥ 1, and columns have length 1. Of n values from
/// N(0, σ²) the largest is below it with a probability that tends to 1, and above any smaller multiple of it likewise.
///
/// Source: Donoho & Johnstone 1994.
#[must_use]
pub fn universal_threshold(noise: f64, n: usize) -> f64 {
    noise * (2.0 * (n as f64).ln()).sqrt()
}

/// The number of Gaussian measurements around which the LASSO begins to find the support exactly.
///
/// ```text
/// m = 2k ln(n − k)                                                       book eq. exact-support
/// ```
///
/// For k nonzero entries among n > k, none of them small. As they grow, with a part more measurements than this there
/// is a λ with which the probability tends to 1; with a part fewer there is none with which it does not tend to 0.
///
/// Source: Wainwright 2009, theorems 3 and 4, to leading order.
#[must_use]
pub fn exact_support_measurements(k: usize, n: usize) -> f64 {
    2.0 * k as f64 * ((n - k) as f64).ln()
}

#[cfg(test)]
mod tests {
    use super::{exact_support_measurements, refit, spectral_norm, support, universal_threshold};
    use crate::data::{
        sparse_signals::{gaussian_matrix, sparse_signal},
        streams::stream,
    };
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use faer::{Col, ColRef, Mat};
    use rand::Rng as _;
    use rand_distr::StandardNormal;

    /// Second road: power iteration on `AᵀA`.
    #[test]
    fn the_spectral_norm_is_where_power_iteration_ends() {
        let a = gaussian_matrix(20, 50, &mut stream(1, "matrix"));
        let mut x = Col::from_fn(50, |_| 1.0);
        for _ in 0..2_000 {
            x = a.transpose() * (&a * &x);
            x = &x * (1.0 / x.norm_l2());
        }
        // The two largest singular values of this matrix are a few per cent apart: converged to rounding.
        assert_relative_eq!(spectral_norm(a.as_ref()), (&a * &x).norm_l2(), max_relative = 1e-12);
        assert_abs_diff_eq!(spectral_norm(Mat::zeros(0, 3).as_ref()), 0.0, epsilon = 0.0);
    }

    /// Second road: the normal equations. Without noise the refit is the signal itself.
    #[test]
    fn a_refit_leaves_a_residual_at_right_angles_to_its_columns() {
        let mut rng = stream(2, "instance");
        let a = gaussian_matrix(20, 50, &mut rng);
        let signal = sparse_signal(50, 6, &mut rng);
        let clean: Vec<f64> = (&a * ColRef::from_slice(&signal)).iter().copied().collect();
        let noisy: Vec<f64> = clean.iter().enumerate().map(|(i, y)| y + (i as f64).sin()).collect();
        let places = support(&signal);
        let refitted = refit(a.as_ref(), &noisy, &places);
        let residual = ColRef::from_slice(&noisy) - &a * ColRef::from_slice(&refitted);
        // Rounding in sums of 20 products of order 1, and in a system with a condition number below 10.
        for &place in &places {
            assert_abs_diff_eq!(a.col(place).transpose() * &residual, 0.0, epsilon = 1e-13);
        }
        for (x, x0) in refit(a.as_ref(), &clean, &places).iter().zip(&signal) {
            assert_abs_diff_eq!(*x, *x0, epsilon = 1e-13);
        }
        assert_eq!(refit(a.as_ref(), &noisy, &[]), vec![0.0; 50]);
    }

    /// Second road: sampling. The largest of n normal values lies below the threshold, and nearer to it for larger n.
    #[test]
    fn noise_reaches_the_universal_threshold_and_seldom_passes_it() {
        let mut rng = stream(3, "noise");
        let mut mean_part = |n: usize| {
            let mut size = || rng.sample::<f64, _>(StandardNormal).abs();
            let mut largest = || (0..n).map(|_| size()).fold(0.0, f64::max);
            (0..200).map(|_| largest()).sum::<f64>() / 200.0 / universal_threshold(1.0, n)
        };
        let parts = [100, 1_000, 10_000].map(&mut mean_part);
        assert!(parts[0] < parts[1] && parts[1] < parts[2] && parts[2] < 1.0, "{parts:?}");
        // The largest is √(2 ln 2n) less about ln(4π ln 2n) / (2√(2 ln 2n)), which is .90 of the threshold at 10⁴.
        assert_abs_diff_eq!(parts[2], 0.95, epsilon = 0.06);
    }

    /// Second road: the argument behind it. Off the support the k signs reach a column with a standard deviation of
    /// √(k/m), and the largest of n − k such values must stay below 1.
    #[test]
    fn the_exact_support_needs_the_largest_of_the_other_columns_below_one() {
        let (k, n) = (12, 256);
        let spread = (f64::from(12) / exact_support_measurements(k, n)).sqrt();
        assert_relative_eq!(universal_threshold(spread, n - k), 1.0, max_relative = 1e-14);
    }
}
