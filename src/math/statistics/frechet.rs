//! The Fréchet distance of two samples, each taken for a Gaussian.

use faer::{Mat, MatRef, Side};

/// The mean and the covariance of a sample.
#[derive(Debug, Clone)]
pub struct GaussianFit {
    mean: Vec<f64>,
    covariance: Mat<f64>,
}

impl GaussianFit {
    /// That of the rows of `points`, `[N, n]`, with the divisor N − 1.
    ///
    /// # Panics
    ///
    /// If there are fewer than two points.
    #[must_use]
    pub fn of(points: MatRef<'_, f64>) -> Self {
        let count = points.nrows();
        assert!(count > 1, "{count} points have no covariance");
        let mean: Vec<f64> = points.col_iter().map(|column| column.iter().sum::<f64>() / count as f64).collect();
        let centred = Mat::from_fn(count, points.ncols(), |i, j| points[(i, j)] - mean[j]);
        let covariance = faer::Scale(1.0 / (count - 1) as f64) * (centred.transpose() * &centred);
        Self { mean, covariance }
    }

    // ANCHOR: frechet
    /// The squared 2-Wasserstein distance of the two Gaussians.
    ///
    /// ```text
    /// ‖m − m′‖² + tr(C + C′ − 2 (C^{1/2} C′ C^{1/2})^{1/2})   book eq. frechet
    /// ```
    ///
    /// Source: Dowson & Landau 1982; for features of a network Heusel et al. 2017, eq. 6.
    ///
    /// # Panics
    ///
    /// If the dimensions differ, or a number is not finite.
    #[must_use]
    pub fn distance(&self, other: &Self) -> f64 {
        let apart: f64 = self.mean.iter().zip(&other.mean).map(|(a, b)| (a - b).powi(2)).sum();
        let root = square_root(&self.covariance);
        let between = square_root(&(&root * &other.covariance * &root));
        apart + trace(&self.covariance) + trace(&other.covariance) - 2.0 * trace(&between)
    }
    // ANCHOR_END: frechet
}

fn trace(matrix: &Mat<f64>) -> f64 {
    (0..matrix.nrows()).map(|i| matrix[(i, i)]).sum()
}

/// The positive root of a symmetric matrix without negative eigenvalues, but for rounding.
fn square_root(matrix: &Mat<f64>) -> Mat<f64> {
    let eigen = matrix.self_adjoint_eigen(Side::Lower).expect("a finite symmetric matrix");
    let roots = eigen.S().column_vector();
    let scaled = Mat::from_fn(matrix.nrows(), matrix.ncols(), |i, j| eigen.U()[(i, j)] * roots[j].max(0.0).sqrt());
    scaled * eigen.U().transpose()
}

#[cfg(test)]
mod tests {
    use super::GaussianFit;
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use faer::Mat;
    use rand::Rng as _;
    use rand_distr::StandardNormal;

    use crate::data::streams::stream;

    fn drawn(seed: u64, scales: [f64; 3], shift: f64) -> Mat<f64> {
        let mut rng = stream(seed, "tests/frechet");
        Mat::from_fn(50, 3, |_, j| shift + scales[j] * rng.sample::<f64, _>(StandardNormal))
    }

    /// Second road: where the covariances commute the distance is Σ (√v − √v′)² and that of the means. A sample and its
    /// image under axis by axis scaling of its principal axes have the same axes.
    #[test]
    fn commuting_covariances_have_a_closed_form() {
        let points = drawn(1, [1.0, 2.0, 0.5], 0.0);
        let doubled = Mat::from_fn(50, 3, |i, j| 2.0 * points[(i, j)] + 1.0);
        let (one, two) = (GaussianFit::of(points.as_ref()), GaussianFit::of(doubled.as_ref()));
        let spread: f64 = (0..3).map(|j| one.covariance[(j, j)]).sum();
        let means: f64 = one.mean.iter().map(|m| (m + 1.0).powi(2)).sum();
        // The roots of the eigenvalues differ by their own size.
        assert_relative_eq!(one.distance(&two), spread + means, max_relative = 1e-10);
    }

    /// Invariant: it is symmetric, and 0 from a sample to itself.
    #[test]
    fn it_is_a_distance() {
        let [one, two] =
            [drawn(2, [1.0, 2.0, 0.5], 0.0), drawn(3, [0.3, 1.0, 1.5], 0.4)].map(|x| GaussianFit::of(x.as_ref()));
        assert_relative_eq!(one.distance(&two), two.distance(&one), max_relative = 1e-10);
        assert!(one.distance(&two) > 0.1);
        // Roots of rounding: √1e-16 of a variance of 4.
        assert_abs_diff_eq!(one.distance(&one), 0.0, epsilon = 1e-6);
    }
}
