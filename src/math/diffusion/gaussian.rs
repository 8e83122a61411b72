//! The exact denoiser of a Gaussian distribution: the best that is linear in the noised point.

use faer::{Accum, Mat, MatMut, MatRef, Par, Side, linalg::matmul::matmul};

use super::ornstein_uhlenbeck::Transition;

/// A Gaussian of any dimension n, by its principal axes.
#[derive(Debug, Clone)]
pub struct GaussianDenoiser {
    /// The mean m: `[n]`.
    pub mean: Vec<f64>,
    /// The variance `v_k` along each axis, rising: `[n]`.
    pub variances: Vec<f64>,
    /// The axes `u_k`: `[n, n]`, orthonormal columns.
    pub axes: Mat<f64>,
}

impl GaussianDenoiser {
    /// The Gaussian with the mean and the covariance (divisor N) of `points`: `[N, n]`, one after the other.
    ///
    /// # Panics
    ///
    /// If there are no points, they have no whole rows, or a coordinate is not finite.
    #[must_use]
    pub fn of_points(points: &[f64], dimension: usize) -> Self {
        assert!(!points.is_empty() && points.len().is_multiple_of(dimension), "{} numbers", points.len());
        let count = points.len() / dimension;
        let mut mean = vec![0.0; dimension];
        for point in points.chunks_exact(dimension) {
            mean.iter_mut().zip(point).for_each(|(m, x)| *m += x / count as f64);
        }
        let centred = less(points, 1.0, &mean);
        let centred = MatRef::from_row_major_slice(&centred, count, dimension);
        let mut covariance = Mat::zeros(dimension, dimension);
        matmul(&mut covariance, Accum::Replace, centred.transpose(), centred, 1.0 / count as f64, Par::Seq);
        let eigen = covariance.self_adjoint_eigen(Side::Lower).expect("a finite symmetric matrix");
        // A covariance is not negative; its rounding is.
        let variances = eigen.S().column_vector().iter().map(|v| v.max(0.0)).collect();
        Self { mean, variances, axes: eigen.U().to_owned() }
    }

    /// E[x₀ | xₜ = x] for each row of `x`: `[rows, n]`, in and out.
    ///
    /// ```text
    /// E[x₀ | xₜ = x] = m + Σ_k a v_k/(a² v_k + s²) ⟨x − a m, u_k⟩ u_k       book eq. gaussian-denoiser
    /// ```
    ///
    /// # Panics
    ///
    /// If `t` is not positive or `x` has no whole rows.
    #[must_use]
    pub fn denoise(&self, x: &[f64], t: f64) -> Vec<f64> {
        let n = self.mean.len();
        assert!(t > 0.0 && x.len().is_multiple_of(n), "{} numbers in rows of {n} at time {t}", x.len());
        let Transition { contraction: a, variance } = Transition::over(t);
        let rows = x.len() / n;
        let mut coordinates = MatRef::from_row_major_slice(&less(x, a, &self.mean), rows, n) * &self.axes;
        for (mut column, v) in coordinates.col_iter_mut().zip(&self.variances) {
            column *= faer::Scale(a * v / (a * a * v + variance));
        }
        let mut denoised = self.mean.repeat(rows);
        let out = MatMut::from_row_major_slice_mut(&mut denoised, rows, n);
        matmul(out, Accum::Add, &coordinates, self.axes.transpose(), 1.0, Par::Seq);
        denoised
    }

    /// The least loss at `t`, in dimensions.
    ///
    /// ```text
    /// snr E‖x₀ − E[x₀|xₜ]‖² = Σ_k a² v_k/(a² v_k + s²)
    /// ```
    #[must_use]
    pub fn dimension(&self, t: f64) -> f64 {
        let Transition { contraction: a, variance } = Transition::over(t);
        self.variances.iter().map(|v| a * a * v / (a * a * v + variance)).sum()
    }
}

/// Each row of `x` less `factor` times `mean`.
fn less(x: &[f64], factor: f64, mean: &[f64]) -> Vec<f64> {
    x.chunks_exact(mean.len()).flat_map(|row| row.iter().zip(mean).map(|(x, m)| x - factor * m)).collect()
}

#[cfg(test)]
mod tests {
    use super::GaussianDenoiser;
    use crate::{data::streams::stream, math::diffusion::ornstein_uhlenbeck::Transition};
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use rand::Rng as _;
    use rand_distr::StandardNormal;

    /// Second road: least squares. No linear map of noised draws, with an offset, guesses the clean ones better.
    #[test]
    fn it_is_the_best_linear_guess_from_draws() {
        let mut rng = stream(3, "gaussian-denoiser");
        let mut normal = || rng.sample::<f64, _>(StandardNormal);
        let draws: Vec<f64> = (0..20_000)
            .flat_map(|_| {
                let (u, v) = (normal(), normal());
                [1.0 + 2.0 * u, -0.5 + u + 0.3 * v]
            })
            .collect();
        let denoiser = GaussianDenoiser::of_points(&draws, 2);
        let transition = Transition::over(0.4);
        let noised: Vec<f64> = draws.iter().map(|&x| transition.step(x, normal())).collect();
        let guesses = denoiser.denoise(&noised, 0.4);
        let n = draws.len() as f64 / 2.0;
        let mut square = 0.0;
        for j in 0..2 {
            let error: Vec<f64> = (0..draws.len() / 2).map(|i| draws[2 * i + j] - guesses[2 * i + j]).collect();
            square += error.iter().map(|e| e * e).sum::<f64>() / n;
            // The error is orthogonal to 1 and to the noised coordinates: variances up to 4 · 4, four standard errors.
            assert_abs_diff_eq!(error.iter().sum::<f64>() / n, 0.0, epsilon = 4.0 * (4.0 / n).sqrt());
            for k in 0..2 {
                let product = error.iter().enumerate().map(|(i, e)| e * noised[2 * i + k]).sum::<f64>() / n;
                assert_abs_diff_eq!(product, 0.0, epsilon = 4.0 * (16.0 / n).sqrt());
            }
        }
        // A mean of squares of about two normals: a relative standard error below √(2/n) = .01; four.
        assert_relative_eq!(transition.snr() * square, denoiser.dimension(0.4), max_relative = 0.04);
    }
}
