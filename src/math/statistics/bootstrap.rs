//! How sure a mean is: the percentile bootstrap.

use rand::Rng;

use crate::{ground::estimate::Estimate, math::vectors::mean};

/// Resamples of the book's bootstrap intervals, unless a figure says otherwise: with so many, the probability beyond an end of
/// an interval of 95 % is 2.5 % with a standard error of 0.7 %.
pub const RESAMPLES: usize = 500;

/// The middle `level` of the means of `resamples` samples drawn from `samples` with replacement, each as long as it.
///
/// ```text
/// m* = (1/N) Σᵢ x_{J(i)},  J(i) uniform on {1, …, N};   [q((1 − level)/2), q((1 + level)/2)] of the m*
/// ```
///
/// For paired quantities give the differences of the pairs. Returns the lower and the upper end, in the units of
/// `samples`. If all samples are equal the interval is a point, however few they are.
///
/// Source: Efron & Tibshirani 1993, chapter 13.
///
/// # Panics
///
/// If there are no samples or no resamples, or `level` is not between 0 and 1.
pub fn mean_interval(samples: &[f64], level: f64, resamples: usize, rng: &mut impl Rng) -> (f64, f64) {
    assert!(!samples.is_empty() && resamples > 0, "{} samples, {resamples} resamples", samples.len());
    let mean = |_| samples.iter().map(|_| samples[rng.gen_range(0..samples.len())]).sum::<f64>() / samples.len() as f64;
    middle((0..resamples).map(mean).collect(), level)
}

/// The mean of independent `samples` with its [`mean_interval`].
///
/// # Panics
///
/// As [`mean_interval`].
pub fn mean_estimate(samples: &[f64], level: f64, resamples: usize, rng: &mut impl Rng) -> Estimate {
    Estimate::new(mean(samples), mean_interval(samples, level, resamples, rng))
}

/// The ends of the middle `level` of `estimates`, one a resample: the percentile interval of whatever was estimated.
///
/// # Panics
///
/// If there are no estimates, or `level` is not between 0 and 1.
#[must_use]
pub fn middle(mut estimates: Vec<f64>, level: f64) -> (f64, f64) {
    assert!(!estimates.is_empty() && (0.0..=1.0).contains(&level), "{} estimates, level {level}", estimates.len());
    estimates.sort_by(f64::total_cmp);
    let quantile = |p: f64| estimates[((estimates.len() - 1) as f64 * p).round() as usize];
    (quantile((1.0 - level) / 2.0), quantile(f64::midpoint(1.0, level)))
}

#[cfg(test)]
mod tests {
    use super::{mean_estimate, mean_interval};
    use rand::SeedableRng as _;
    use rand_chacha::ChaCha8Rng;

    /// Second road: the mean of a resample of k ones among N is Binomial(N, k/N)/N, whose quantiles are sums of
    /// exact probabilities.
    #[test]
    fn of_zeros_and_ones_it_is_the_quantiles_of_a_binomial() {
        const N: u16 = 200;
        const ONES: u16 = 15;
        let samples: Vec<f64> = (0..N).map(|i| f64::from(u8::from(i < ONES))).collect();
        let p = f64::from(ONES) / f64::from(N);
        let mut probability = (1.0 - p).powi(i32::from(N));
        let (mut below, mut quantiles) = (0.0, Vec::new());
        for k in 0..=N {
            below += probability;
            for level in [0.025, 0.975] {
                if below >= level && below - probability < level {
                    quantiles.push(f64::from(k) / f64::from(N));
                }
            }
            probability *= f64::from(N - k) / f64::from(k + 1) * p / (1.0 - p);
        }
        let (low, high) = mean_interval(&samples, 0.95, 20_000, &mut ChaCha8Rng::seed_from_u64(1));
        // A quantile of 20,000 draws at 2.5 % has a standard error of .0011 in probability, under a tenth of the step
        // in probability from one count to the next: it may fall on a neighbouring count, no further.
        let step = 1.0 / f64::from(N) + 1e-12;
        assert!(
            (low - quantiles[0]).abs() <= step && (high - quantiles[1]).abs() <= step,
            "{low} {high} {quantiles:?}"
        );
    }

    #[test]
    fn it_shrinks_as_the_square_root_of_the_number_of_samples() {
        let width = |n: u32| {
            let samples: Vec<f64> = (0..n).map(|i| f64::from(i % 2)).collect();
            let (low, high) = mean_interval(&samples, 0.9, 4000, &mut ChaCha8Rng::seed_from_u64(2));
            high - low
        };
        // Two standard errors of the quantiles of 4,000 draws are 4 % of the width each.
        assert!((width(400) / width(6400) - 4.0).abs() < 0.35);
    }

    #[test]
    fn equal_samples_leave_no_doubt() {
        assert_eq!(mean_interval(&[3.0; 7], 0.95, 50, &mut ChaCha8Rng::seed_from_u64(3)), (3.0, 3.0));
    }

    /// Invariant: the mean of all samples needs no draws, so the interval is that of the same stream.
    #[test]
    fn an_estimate_is_the_mean_with_its_interval() {
        let samples = [1.0, 2.0, 6.0, 3.0];
        let rng = || ChaCha8Rng::seed_from_u64(4);
        let estimate = mean_estimate(&samples, 0.95, 200, &mut rng());
        assert_eq!((estimate.low, estimate.high), mean_interval(&samples, 0.95, 200, &mut rng()));
        assert!((estimate.value - 3.0).abs() < 1e-15 && estimate.allows(estimate.value));
    }
}
