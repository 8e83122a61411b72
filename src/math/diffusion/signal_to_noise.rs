//! How much of the data is left in a noised point, by any of four measures: t, a, snr and λ.

use super::ornstein_uhlenbeck::Transition;

impl Transition {
    /// `s`, the standard deviation of the noise in each coordinate.
    #[must_use]
    pub fn noise(self) -> f64 {
        self.variance.sqrt()
    }

    /// The signal-to-noise ratio `a²/s²`; infinite at t = 0.
    #[must_use]
    pub fn snr(self) -> f64 {
        self.contraction * self.contraction / self.variance
    }

    /// `λ = ln(a/s)`, half the logarithm of the signal-to-noise ratio; infinite at t = 0.
    #[must_use]
    pub fn log_ratio(self) -> f64 {
        self.contraction.ln() - 0.5 * self.variance.ln()
    }

    /// The transition whose ratio is `λ`.
    ///
    /// ```text
    /// a² = 1/(1 + e^{−2λ}),   s² = 1/(1 + e^{2λ})             book eq. log-ratio
    /// ```
    #[must_use]
    pub fn at_log_ratio(log_ratio: f64) -> Self {
        Self {
            contraction: (1.0 + (-2.0 * log_ratio).exp()).sqrt().recip(),
            variance: (1.0 + (2.0 * log_ratio).exp()).recip(),
        }
    }
}

/// The time at which the ratio is `λ`.
///
/// ```text
/// t = ½ ln(1 + e^{−2λ})                                       book eq. log-ratio
/// ```
#[must_use]
pub fn time_at_log_ratio(log_ratio: f64) -> f64 {
    0.5 * (-2.0 * log_ratio).exp().ln_1p()
}

/// `steps + 1` times from `from` to `to`, even in λ: the first and the last are those given, to the bit.
///
/// # Panics
///
/// If a time is not positive or there are no steps.
#[must_use]
pub fn log_ratio_times(from: f64, to: f64, steps: usize) -> Vec<f64> {
    assert!(from > 0.0 && to > 0.0 && steps > 0, "{steps} steps from {from} to {to}");
    let [start, end] = [from, to].map(|t| Transition::over(t).log_ratio());
    let between = |k: usize| time_at_log_ratio(start + (end - start) * k as f64 / steps as f64);
    (0..=steps)
        .map(|k| {
            if k == 0 {
                from
            } else if k == steps {
                to
            } else {
                between(k)
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{log_ratio_times, time_at_log_ratio};
    use crate::math::diffusion::ornstein_uhlenbeck::Transition;
    use approx::assert_relative_eq;

    /// Second road: there and back again, where t is small, of order 1 and large.
    #[test]
    fn time_and_ratio_are_each_others_inverse() {
        for t in [1e-9, 1e-3, 0.5, 3.0, 12.0] {
            let transition = Transition::over(t);
            let log_ratio = transition.log_ratio();
            // λ at t = 12 is −12: a rounding of it is 1e-15, and moves s² or t by twice as much of themselves.
            assert_relative_eq!(time_at_log_ratio(log_ratio), t, max_relative = 1e-14);
            let again = Transition::at_log_ratio(log_ratio);
            assert_relative_eq!(again.contraction, transition.contraction, max_relative = 1e-14);
            assert_relative_eq!(again.variance, transition.variance, max_relative = 1e-14);
            assert_relative_eq!(transition.snr(), (2.0 * log_ratio).exp(), max_relative = 1e-14);
        }
    }

    #[test]
    fn times_tile_the_interval_in_either_direction() {
        for (from, to) in [(4.0, 0.01), (0.01, 4.0)] {
            for steps in [1, 2, 7] {
                let times = log_ratio_times(from, to, steps);
                assert_eq!((times.len(), times[0], times[steps]), (steps + 1, from, to));
                assert!(times.windows(2).all(|pair| (pair[0] > pair[1]) == (from > to)));
                let ratios: Vec<f64> = times.iter().map(|&t| Transition::over(t).log_ratio()).collect();
                let step = (ratios[steps] - ratios[0]) / steps as f64;
                for pair in ratios.windows(2) {
                    assert_relative_eq!(pair[1] - pair[0], step, max_relative = 1e-12);
                }
            }
        }
    }
}
