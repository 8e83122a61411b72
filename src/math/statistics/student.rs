//! Intervals for the mean of a few draws.

use super::{proportion::student_tail, sampling::SampleMean};
use crate::ground::estimate::Estimate;

/// The mean of `draws` with its interval of `level`, by Student's t: right for normal draws however few, where resampling
/// a handful gives intervals that are too narrow.
///
/// # Panics
///
/// If there are fewer than two draws, or `level` is not between 0 and 1.
#[must_use]
pub fn mean_estimate(draws: &[f64], level: f64) -> Estimate {
    let mean = SampleMean::from_draws(draws);
    let reach = quantile(level, draws.len() - 1) * mean.standard_error;
    Estimate::new(mean.value, (mean.value - reach, mean.value + reach))
}

/// The t that ±t holds `level` of Student's distribution with `freedom` degrees of freedom.
///
/// # Panics
///
/// If `level` is not between 0 and 1, or there is no freedom.
#[must_use]
pub fn quantile(level: f64, freedom: usize) -> f64 {
    assert!(level > 0.0 && level < 1.0 && freedom > 0, "level {level} with {freedom} degrees of freedom");
    let beyond = |t: f64| student_tail(t, freedom as f64) > (1.0 - level) / 2.0;
    let (mut low, mut high) = (0.0, 1.0);
    while beyond(high) {
        (low, high) = (high, 2.0 * high);
    }
    while f64::midpoint(low, high) > low && f64::midpoint(low, high) < high {
        let middle = f64::midpoint(low, high);
        if beyond(middle) { low = middle } else { high = middle }
    }
    high
}

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;
    use rand::Rng as _;
    use rand_distr::StandardNormal;

    use super::{mean_estimate, quantile};
    use crate::data::streams::stream;

    /// Closed forms: Cauchy's tan(π/2 · level) and, with two degrees of freedom, level √(2/(1 − level²)); else tables.
    #[test]
    fn quantiles_are_those_of_tables() {
        let level: f64 = 0.95;
        assert_relative_eq!(quantile(level, 1), (level * std::f64::consts::FRAC_PI_2).tan(), max_relative = 1e-9);
        assert_relative_eq!(quantile(level, 2), level * (2.0 / (1.0 - level * level)).sqrt(), max_relative = 1e-9);
        for (freedom, table) in [(4, 2.776_445), (9, 2.262_157), (1_000_000, 1.959_966)] {
            assert_relative_eq!(quantile(level, freedom), table, max_relative = 1e-6);
        }
    }

    /// Second road: how often intervals of five normal draws hold the mean.
    #[test]
    fn intervals_of_few_draws_hold_the_mean_as_often_as_they_say() {
        const TRIALS: usize = 4_000;
        let mut rng = stream(2, "student coverage");
        let mut draws = || (0..5).map(|_| rng.sample(StandardNormal)).collect::<Vec<f64>>();
        let held = (0..TRIALS).filter(|_| mean_estimate(&draws(), 0.9).allows(0.0)).count();
        // Four standard deviations of a count.
        assert!((held as f64 - 3_600.0).abs() < 4.0 * 360_f64.sqrt(), "{held} of {TRIALS}");
    }
}
