//! The exact denoiser of the uniform distribution on a circle.

use super::{bessel, ornstein_uhlenbeck::Transition};

/// All points of a circle about the origin of the plane, each as likely as the others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CircleDenoiser {
    /// The circle's radius R.
    pub radius: f64,
}

impl CircleDenoiser {
    // ANCHOR: circle_denoiser
    /// E[x₀ | xₜ = x] for each row of `x`: `[rows, 2]`, in and out.
    ///
    /// ```text
    /// E[x₀ | xₜ = x] = R (I₁/I₀)(aRr/s²) x/r,   r = ‖x‖       book eq. circle-denoiser
    /// ```
    ///
    /// # Panics
    ///
    /// If `t` is not positive or `x` has no whole rows.
    #[must_use]
    pub fn denoise(&self, x: &[f64], t: f64) -> Vec<f64> {
        assert!(t > 0.0 && x.len().is_multiple_of(2), "{} numbers at time {t}", x.len());
        let transition = Transition::over(t);
        let pull = |row: &[f64]| {
            let r = row[0].hypot(row[1]);
            let scale = if r == 0.0 { 0.0 } else { self.radius * self.length(r, transition) / r };
            [scale * row[0], scale * row[1]]
        };
        x.chunks_exact(2).flat_map(pull).collect()
    }

    /// The length of the mean direction, `(I₁/I₀)(aRr/s²)`, at the distance `r` from the origin.
    fn length(self, r: f64, transition: Transition) -> f64 {
        bessel::ratio(transition.contraction * self.radius * r / transition.variance)
    }
    // ANCHOR_END: circle_denoiser
}

#[cfg(test)]
mod tests {
    use super::CircleDenoiser;
    use crate::math::diffusion::{bessel::scaled_i0, ornstein_uhlenbeck::Transition};
    use approx::{assert_abs_diff_eq, assert_relative_eq};

    /// Second road (Tweedie): the score by finite differences of the log density, ln I₀(aRr/s²) − (r² + a²R²)/2s².
    #[test]
    fn the_score_is_the_slope_of_the_log_density() {
        let denoiser = CircleDenoiser { radius: 1.3 };
        for t in [0.05, 0.4, 2.0] {
            let Transition { contraction: a, variance } = Transition::over(t);
            let log_density = |x: [f64; 2]| {
                let r = x[0].hypot(x[1]);
                let z = a * 1.3 * r / variance;
                scaled_i0(z).ln() + z - (r * r + (a * 1.3).powi(2)) / (2.0 * variance)
            };
            let (x, h) = ([0.7, -0.9], 1e-4);
            let denoised = denoiser.denoise(&x, t);
            for j in 0..2 {
                let shifted = |by: f64| std::array::from_fn(|k| x[k] + if k == j { by } else { 0.0 });
                let slope = (log_density(shifted(h)) - log_density(shifted(-h))) / (2.0 * h);
                // Third derivatives of order s⁻⁴ = 100 at most, times h².
                assert_abs_diff_eq!((a * denoised[j] - x[j]) / variance, slope, epsilon = 1e-5);
            }
        }
    }

    /// Limits: without noise the nearest point of the circle, under all noise its mean; and the middle has no direction.
    #[test]
    fn it_projects_at_first_and_averages_at_last() {
        let denoiser = CircleDenoiser { radius: 1.0 };
        let near = denoiser.denoise(&[0.6, 0.8001], 1e-9);
        assert_relative_eq!(near[0].hypot(near[1]), 1.0, max_relative = 1e-8);
        assert_relative_eq!(near[0] / near[1], 0.6 / 0.8001, max_relative = 1e-12);
        assert!(denoiser.denoise(&[1.0, 1.0], 40.0)[0].abs() < 1e-15);
        assert_eq!(denoiser.denoise(&[0.0, 0.0], 0.1), [0.0, 0.0]);
    }
}
