//! The median, and how sure it is without knowing the distribution.

use rand::Rng;

use super::bootstrap;
use crate::{
    ground::estimate::Estimate,
    math::vectors::{largest, smallest},
};

/// The median: the middle one of `samples`, or the mean of the two in the middle.
///
/// # Panics
///
/// If there are no samples.
#[must_use]
pub fn median(samples: &[f64]) -> f64 {
    assert!(!samples.is_empty(), "no samples");
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    f64::midpoint(sorted[(sorted.len() - 1) / 2], sorted[sorted.len() / 2])
}

/// The median of independent `samples`, with the middle `level` of the medians of samples drawn from them with replacement:
/// for numbers of which a few are far from the others.
///
/// Source: Efron & Tibshirani 1993, chapter 13.
///
/// # Panics
///
/// If there are no samples or no resamples, or `level` is not between 0 and 1.
pub fn median_estimate(samples: &[f64], level: f64, resamples: usize, rng: &mut impl Rng) -> Estimate {
    assert!(resamples > 0, "no resamples");
    let resample = |_| samples.iter().map(|_| samples[rng.gen_range(0..samples.len())]).collect::<Vec<_>>();
    let medians = (0..resamples).map(resample).map(|drawn| median(&drawn)).collect();
    Estimate::new(median(samples), bootstrap::middle(medians, level))
}

/// The median of independent repetitions; its interval reaches from the smallest to the largest of them.
///
/// ```text
/// P(x₍₁₎ ≤ median ≤ x₍ₙ₎) = 1 − 2^{1−n}
/// ```
///
/// All n lie on one side of the true median with probability 2^{1−n}, whatever the distribution. With six repetitions the
/// interval has a level of 96.9 %, with five of 93.8 %.
///
/// Source: David & Nagaraja 2003, §7.1.
///
/// # Panics
///
/// If there are no repetitions, or one is not a number.
#[must_use]
pub fn over_repetitions(repetitions: &[f64]) -> Estimate {
    assert!(repetitions.iter().all(|repetition| !repetition.is_nan()), "numbers");
    let ends = (smallest(repetitions.iter().copied()), largest(repetitions.iter().copied()));
    Estimate::new(median(repetitions), ends)
}

#[cfg(test)]
mod tests {
    use super::{median, median_estimate, over_repetitions};
    use crate::data::streams::stream;
    use rand::{Rng as _, SeedableRng as _};
    use rand_chacha::ChaCha8Rng;

    #[test]
    fn the_middle_and_the_ends() {
        let even = over_repetitions(&[4.0, -1.0, 2.0, 7.0]);
        assert_eq!((even.value, even.low, even.high), (3.0, -1.0, 7.0));
        assert_eq!(over_repetitions(&[4.0, -1.0, 2.0]).value.to_bits(), 2.0_f64.to_bits());
    }

    /// Second road: a skewed distribution with median ln 2, five at a time.
    #[test]
    fn it_holds_the_median_as_often_as_it_says() {
        let mut rng = stream(1, "median");
        let held = (0..4_000).filter(|_| {
            let drawn: Vec<f64> = (0..5).map(|_| -(1.0 - rng.r#gen::<f64>()).ln()).collect();
            over_repetitions(&drawn).allows(std::f64::consts::LN_2)
        });
        // 15/16, with four standard errors of 0.0038.
        assert!((held.count() as f64 / 4_000.0 - 0.9375).abs() < 0.0153);
    }

    /// Second road: a median of n draws is above the k-th smallest of them all when fewer than half of the draws fall among
    /// the k smallest, with the probability of a binomial. Of 0 to 40 the 95 % interval is from 14 to 26.
    #[test]
    fn the_interval_of_a_median_is_that_of_order_statistics() {
        let samples: Vec<f64> = (0..41).map(f64::from).collect();
        let estimate = median_estimate(&samples, 0.95, 4_000, &mut ChaCha8Rng::seed_from_u64(5));
        assert_eq!((median(&samples), median(&[4.0, 1.0]), estimate.value), (20.0, 2.5, 20.0));
        // One rank for the quantile of 4,000 draws.
        assert!((estimate.low - 14.0).abs() <= 1.0 && (estimate.high - 26.0).abs() <= 1.0, "{estimate:?}");
    }
}
