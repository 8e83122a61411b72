//! Euler–Maruyama's step for the Ornstein–Uhlenbeck process, and how far it leads from the true distribution.

use serde::{Deserialize, Serialize};

use super::ornstein_uhlenbeck::{Moments, Point, Transition};
use crate::math::statistics::sampling::SampleMean;

// ANCHOR: step
/// One step of length `h` from `x`, driven by the Brownian increment `dw`, whose variance is `h`.
///
/// ```text
/// x_{k+1} = x_k − h x_k + √2 (w(t_k + h) − w(t_k))        book eq. euler-maruyama
/// ```
///
/// Source: Maruyama 1955.
#[must_use]
pub fn step(x: f64, h: f64, dw: f64) -> f64 {
    x - h * x + std::f64::consts::SQRT_2 * dw
}
// ANCHOR_END: step

/// What one stretch of Brownian path does to Euler–Maruyama and to the true process.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Noise {
    /// `w(h) − w(0)`, what Euler–Maruyama sees of the path.
    pub increment: f64,
    /// `∫₀ʰ e^{−(h−r)} dw(r)`, what the true process sees of it.
    pub integral: f64,
}

impl Noise {
    /// The noise over `h`, from two independent standard normals.
    ///
    /// ```text
    /// Var increment = h,   Var integral = (1 − e^{−2h})/2,   Cov = 1 − e^{−h}
    /// ```
    #[must_use]
    pub fn over(h: f64, z: [f64; 2]) -> Self {
        let covariance = -(-h).exp_m1();
        let along = covariance / h.sqrt();
        let across = (Transition::over(h).variance / 2.0 - along * along).max(0.0).sqrt();
        Self { increment: h.sqrt() * z[0], integral: along * z[0] + across * z[1] }
    }
}

/// The true process over `h`, driven by the same path as a [`step`].
#[must_use]
pub fn exact_step(x: f64, h: f64, noise: Noise) -> f64 {
    Transition::over(h).contraction * x + std::f64::consts::SQRT_2 * noise.integral
}

/// `E‖x‖²` after `steps` of Euler–Maruyama of length `h`, in `dimensions`, started with `E‖x₀‖² = mean_square`.
///
/// ```text
/// E‖x_k‖² = (1−h)^{2k} E‖x₀‖² + n (1 − (1−h)^{2k}) / (1 − h/2)                    book eq. em-variance
/// ```
#[must_use]
pub fn mean_square(mean_square: f64, dimensions: usize, h: f64, steps: u32) -> f64 {
    let left = (1.0 - h).powi(2).powf(f64::from(steps));
    left * mean_square + dimensions as f64 * (1.0 - left) / (1.0 - h / 2.0)
}

/// Euler–Maruyama's error in E‖x‖² for one length of step.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct WeakError {
    /// The length of a step, h.
    pub step: f64,
    /// The mean over paths of ‖xₕ‖² − ‖x‖², with xₕ and x driven by the same noise.
    pub error: f64,
    /// The standard error of that mean.
    pub standard_error: f64,
    /// The error as the moments of both distributions give it.
    pub exact: f64,
}

// ANCHOR: weak_errors
/// The error at `end_time` with each number of `steps`, all walking the same Brownian paths, one from each of `starts`.
///
/// The shared path takes most of the scatter out of the difference: both terms vary by about 1, their difference by
/// about h. `normal` draws standard normals.
///
/// # Panics
///
/// If a number of steps does not divide the last.
#[must_use]
pub fn weak_errors(starts: &[Point], end_time: f64, steps: &[u32], normal: &mut dyn FnMut() -> f64) -> Vec<WeakError> {
    let finest = steps.last().copied().unwrap_or_default();
    assert!(steps.iter().all(|n| finest.is_multiple_of(*n)), "{steps:?} do not all divide the last");
    let h = end_time / f64::from(finest);
    let mut differences = vec![vec![0.0; starts.len()]; steps.len()];
    for (path, start) in starts.iter().enumerate() {
        for &x0 in start {
            let mut truth = x0;
            let mut walkers = vec![(x0, 0.0); steps.len()];
            for k in 1..=finest {
                let noise = Noise::over(h, [normal(), normal()]);
                truth = exact_step(truth, h, noise);
                for ((x, gathered), n) in walkers.iter_mut().zip(steps) {
                    *gathered += noise.increment;
                    if k.is_multiple_of(finest / n) {
                        *x = step(*x, end_time / f64::from(*n), *gathered);
                        *gathered = 0.0;
                    }
                }
            }
            for (difference, (x, _)) in differences.iter_mut().zip(walkers) {
                difference[path] += x * x - truth * truth;
            }
        }
    }
    let start = Moments::of_points(starts);
    let true_mean = start.after(end_time).mean_square();
    let error = |(differences, &n): (&Vec<f64>, &u32)| {
        let SampleMean { value, standard_error } = SampleMean::from_draws(differences);
        let step = end_time / f64::from(n);
        let exact = mean_square(start.mean_square(), start.mean.len(), step, n) - true_mean;
        WeakError { step, error: value, standard_error, exact }
    };
    differences.iter().zip(steps).map(error).collect()
}
// ANCHOR_END: weak_errors

#[cfg(test)]
mod tests {
    use super::{Noise, exact_step, mean_square, step, weak_errors};
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use rand::Rng as _;
    use rand_distr::StandardNormal;

    use crate::data::streams::stream;

    /// Second road: both integrals as sums over a path of 400 pieces.
    #[test]
    fn noise_has_the_covariance_of_a_sampled_path() {
        const PIECES: usize = 400;
        let (h, paths) = (0.8_f64, 8_000);
        let mut rng = stream(1, "path");
        let piece = h / PIECES as f64;
        let (mut path_cross, mut drawn_cross, mut drawn_square) = (0.0, 0.0, 0.0);
        for _ in 0..paths {
            let (mut increment, mut integral) = (0.0, 0.0);
            for i in 0..PIECES {
                let dw = piece.sqrt() * rng.sample::<f64, _>(StandardNormal);
                increment += dw;
                integral += (-(h - (i as f64 + 0.5) * piece)).exp() * dw;
            }
            path_cross += increment * integral;
            let noise = Noise::over(h, [rng.sample(StandardNormal), rng.sample(StandardNormal)]);
            drawn_cross += noise.increment * noise.integral;
            drawn_square += noise.integral * noise.integral;
        }
        let exact = 1.0 - (-h).exp();
        // Products of normals with variances below 0.8: a standard error is at most 0.8·√(2/8000) = 0.013; four.
        assert_abs_diff_eq!(path_cross / f64::from(paths), exact, epsilon = 0.05);
        assert_abs_diff_eq!(drawn_cross / f64::from(paths), exact, epsilon = 0.05);
        assert_abs_diff_eq!(drawn_square / f64::from(paths), (1.0 - (-2.0 * h).exp()) / 2.0, epsilon = 0.05);
    }

    /// Second road: the recursion `E‖x_{k+1}‖² = (1−h)² E‖x_k‖² + 2nh`, step by step.
    #[test]
    fn the_mean_square_is_what_its_recursion_gives() {
        for (h, steps) in [(0.5_f64, 7), (0.125, 8), (1e-3, 1000)] {
            let stepped = (0..steps).fold(2.3, |v, _| (1.0 - h).powi(2) * v + 2.0 * 2.0 * h);
            // A thousand roundings.
            assert_relative_eq!(mean_square(2.3, 2, h, steps), stepped, max_relative = 1e-12);
        }
    }

    /// Order of convergence: on one path the distance to the truth halves with the step (the noise is additive).
    #[test]
    fn a_path_converges_at_first_order() {
        let distance = |halvings: u32| {
            let (mut rng, fine) = (stream(2, "strong-order"), 1.0 / 1024.0);
            let every = 1024 >> halvings;
            let mut total = 0.0;
            for _ in 0..400 {
                let (mut truth, mut stepped, mut gathered) = (1.0, 1.0, 0.0);
                for k in 1..=1024 {
                    let noise = Noise::over(fine, [rng.sample(StandardNormal), rng.sample(StandardNormal)]);
                    truth = exact_step(truth, fine, noise);
                    gathered += noise.increment;
                    if k % every == 0 {
                        stepped = step(stepped, f64::from(every) * fine, gathered);
                        gathered = 0.0;
                    }
                }
                total += (stepped - truth).abs();
            }
            total / 400.0
        };
        // The same 400 paths at both steps: what is left is the next order in h, here 1/64.
        assert_abs_diff_eq!((distance(6) / distance(7)).log2(), 1.0, epsilon = 0.1);
    }

    /// Second road: the moments of both distributions. And the order: the error halves with the step, up to the next order in h.
    #[test]
    fn the_weak_error_over_paths_is_that_of_the_moments() {
        let mut rng = stream(3, "weak");
        let starts = [[1.0, 0.5], [-0.5, 0.0]].repeat(4_000);
        let errors = weak_errors(&starts, 1.0, &[8, 16, 64], &mut || rng.sample(StandardNormal));
        for error in &errors {
            // Four standard errors.
            assert_abs_diff_eq!(error.error, error.exact, epsilon = 4.0 * error.standard_error);
            assert!(error.standard_error < 0.05 * error.exact.abs(), "the scatter hides the error: {error:?}");
        }
        assert_abs_diff_eq!(errors[0].exact / errors[1].exact, 2.0, epsilon = 0.15);
    }
}
