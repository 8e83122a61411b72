//! The power with which a measured quantity changes, and how sure it is.

use rand::Rng;

use super::{bootstrap::middle, fit::order};
use crate::ground::estimate::Estimate;

/// The power p of `places` n with which `statistic`, of the samples taken at each of them, changes as C nᵖ: the slope of the
/// logarithms. Its interval is the middle `level` of the powers fitted to samples drawn again, with replacement, at every place.
///
/// Source: Efron & Tibshirani 1993, chapter 13.
///
/// # Panics
///
/// If there are fewer than two places, not as many groups of samples, an empty group, or no resamples.
pub fn fitted_power(
    places: &[f64],
    groups: &[Vec<f64>],
    statistic: impl Fn(&[f64]) -> f64,
    level: f64,
    resamples: usize,
    rng: &mut impl Rng,
) -> Estimate {
    let statistic = &statistic;
    let power = order(places, &groups.iter().map(|group| statistic(group)).collect::<Vec<_>>());
    let mut again = |group: &Vec<f64>| {
        let drawn: Vec<f64> = group.iter().map(|_| group[rng.gen_range(0..group.len())]).collect();
        statistic(&drawn)
    };
    let powers = (0..resamples).map(|_| order(places, &groups.iter().map(&mut again).collect::<Vec<_>>()));
    Estimate::new(power, middle(powers.collect(), level))
}

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;
    use rand::{Rng as _, SeedableRng as _};
    use rand_chacha::ChaCha8Rng;
    use rand_distr::StandardNormal;

    use super::fitted_power;
    use crate::math::vectors::mean;

    #[test]
    fn a_power_without_scatter_leaves_no_doubt() {
        let places = [1.0, 4.0, 32.0];
        let groups = places.map(|n: f64| vec![3.0 * n.powf(-0.5); 4]);
        let power = fitted_power(&places, &groups, mean, 0.95, 50, &mut ChaCha8Rng::seed_from_u64(1));
        for number in [power.value, power.low, power.high] {
            assert_relative_eq!(number, -0.5, max_relative = 1e-12);
        }
    }

    /// Property: about as many intervals as the level says hold the true power.
    #[test]
    fn the_interval_holds_the_true_power_as_often_as_it_says() {
        let mut rng = ChaCha8Rng::seed_from_u64(2);
        let places = [10.0, 20.0, 40.0];
        let holds = (0..300).filter(|_| {
            let mut group =
                |n: f64| (0..40).map(|_| 5.0 / n * (1.0 + 0.3 * rng.sample::<f64, _>(StandardNormal))).collect();
            let groups: Vec<Vec<f64>> = places.map(&mut group).into();
            fitted_power(&places, &groups, mean, 0.9, 200, &mut rng).allows(-1.0)
        });
        let share = holds.count() as f64 / 300.0;
        // A percentile interval of 40 samples is a few per cent short; a share of 300 has a standard error of .017.
        assert!((0.82..0.96).contains(&share), "{share}");
    }
}
