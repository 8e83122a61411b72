//! Probabilistic PCA: the Gaussian on a subspace with noise around it that makes the data most likely.

use std::f64::consts::TAU;

/// x = W z + m + noise with z ~ N(0, I) of q coordinates and noise N(0, σ²I), at its most likely W, m and σ².
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ProbabilisticPca {
    /// σ², the variance of the noise.
    pub noise_variance: f64,
    /// The mean log likelihood of a point, nats.
    pub log_likelihood: f64,
}

// ANCHOR: ppca
impl ProbabilisticPca {
    /// From the eigenvalues λ₁, λ₂, …, falling, of the sample covariance (1/N) Σᵢ (xᵢ − m)(xᵢ − m)ᵀ.
    ///
    /// ```text
    /// σ² = 1/(D − q) Σ_{i > q} λᵢ                                                       book eq. ppca
    /// (1/N) ln L = −½ [ D ln 2π + Σ_{i ≤ q} ln λᵢ + (D − q) ln σ² + D ]
    /// ```
    ///
    /// Source: Tipping & Bishop 1999, eqs. 8 and 15 (the likelihood with the optimum put in).
    ///
    /// # Panics
    ///
    /// If q is not below D, or an eigenvalue that is needed is not positive.
    #[must_use]
    pub fn of(eigenvalues: &[f64], q: usize) -> Self {
        let d = eigenvalues.len();
        assert!(q < d, "{q} coordinates of {d}");
        let rest = (d - q) as f64;
        let noise_variance = eigenvalues[q..].iter().sum::<f64>() / rest;
        assert!(noise_variance > 0.0 && eigenvalues[..q].iter().all(|&value| value > 0.0), "a degenerate covariance");
        let kept: f64 = eigenvalues[..q].iter().map(|value| value.ln()).sum();
        let log_likelihood = -0.5 * (d as f64 * TAU.ln() + kept + rest * noise_variance.ln() + d as f64);
        Self { noise_variance, log_likelihood }
    }
}
// ANCHOR_END: ppca

#[cfg(test)]
mod tests {
    use super::ProbabilisticPca;
    use approx::assert_relative_eq;
    use std::f64::consts::TAU;

    const VARIANCES: [f64; 5] = [4.0, 2.0, 1.0, 0.5, 0.25];

    /// The mean log density of data with these variances along the axes, under a Gaussian with those: direct.
    fn mean_log_density(data: &[f64], model: &[f64]) -> f64 {
        -0.5 * data.iter().zip(model).map(|(s, c)| TAU.ln() + c.ln() + s / c).sum::<f64>()
    }

    /// Second road: the density of the model, whose covariance `WWᵀ + σ²I` keeps the q largest variances and has σ² beside
    /// them, on the data; any other kept variance or σ² makes the data less likely.
    #[test]
    fn it_is_the_most_likely_of_its_kind() {
        for q in 0..5 {
            let found = ProbabilisticPca::of(&VARIANCES, q);
            let model = |kept: f64, noise: f64| {
                let of = |i: usize| if i < q { kept * VARIANCES[i] } else { noise * found.noise_variance };
                (0..5).map(of).collect::<Vec<f64>>()
            };
            assert_relative_eq!(
                mean_log_density(&VARIANCES, &model(1.0, 1.0)),
                found.log_likelihood,
                max_relative = 1e-12
            );
            for (kept, noise) in [(1.1, 1.0), (0.9, 1.0), (1.0, 1.1), (1.0, 0.9)] {
                assert!(mean_log_density(&VARIANCES, &model(kept, noise)) <= found.log_likelihood);
            }
        }
    }
}
