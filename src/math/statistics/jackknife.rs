//! How sure an estimate is that is no mean: leave parts of the sample out.

use crate::math::vectors::mean;

/// The standard error of an estimate, from what it becomes when each of g equal groups of the sample is left out in turn.
///
/// ```text
/// se² = (g − 1)/g Σᵢ (θ₍ᵢ₎ − θ̄)²,   θ̄ = (1/g) Σᵢ θ₍ᵢ₎
/// ```
///
/// With groups of many, and not of one, this is also right for estimates that are not smooth, such as quantiles.
///
/// Source: Shao & Wu 1989.
///
/// # Panics
///
/// If there are fewer than two groups.
#[must_use]
pub fn standard_error(left_out: &[f64]) -> f64 {
    let groups = left_out.len() as f64;
    assert!(left_out.len() > 1, "{groups} groups");
    let mean = mean(left_out);
    ((groups - 1.0) / groups * left_out.iter().map(|estimate| (estimate - mean).powi(2)).sum::<f64>()).sqrt()
}

#[cfg(test)]
mod tests {
    use super::standard_error;
    use crate::{data::streams::stream, math::statistics::sampling::SampleMean};
    use approx::assert_relative_eq;
    use rand::Rng as _;
    use rand_distr::StandardNormal;

    /// Second road: of a mean, with groups of one, it is the standard error that everyone knows, exactly.
    #[test]
    fn of_a_mean_it_is_its_standard_error() {
        let mut rng = stream(1, "tests/jackknife");
        let draws: Vec<f64> = (0..40).map(|_| rng.sample(StandardNormal)).collect();
        let total: f64 = draws.iter().sum();
        let left_out: Vec<f64> = draws.iter().map(|draw| (total - draw) / 39.0).collect();
        assert_relative_eq!(
            standard_error(&left_out),
            SampleMean::from_draws(&draws).standard_error,
            max_relative = 1e-12
        );
    }

    /// Second road: the scatter of medians of many samples, √(π/2N) for normal draws.
    #[test]
    fn of_a_median_it_is_the_scatter_of_medians() {
        let (size, groups) = (1_000, 20);
        let median = |mut draws: Vec<f64>| {
            draws.sort_by(f64::total_cmp);
            draws[draws.len() / 2]
        };
        let mut rng = stream(2, "tests/jackknife");
        let squares: Vec<f64> = (0..200)
            .map(|_| {
                let draws: Vec<f64> = (0..size).map(|_| rng.sample(StandardNormal)).collect();
                let without =
                    |group| draws.iter().enumerate().filter(move |(at, _)| at % groups != group).map(|(_, x)| *x);
                standard_error(&(0..groups).map(|group| median(without(group).collect())).collect::<Vec<_>>()).powi(2)
            })
            .collect();
        let exact = std::f64::consts::FRAC_PI_2 / f64::from(size);
        let mean = SampleMean::from_draws(&squares);
        // The jackknife's own bias at groups of 50 is a few hundredths; four standard errors of the mean square beside it.
        assert!((mean.value - exact).abs() < 0.1 * exact + 4.0 * mean.standard_error, "{mean:?} {exact}");
    }
}
