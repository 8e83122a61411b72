//! The power with which a measured quantity changes, and how sure it is.

use rand::Rng;
use serde::{Deserialize, Serialize};

use super::{bootstrap::middle, fit::order};

/// A fitted power p of a quantity C nᵖ, and the interval that its samples leave open.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PowerLaw {
    /// p, the slope of the logarithms.
    pub power: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl PowerLaw {
    /// The power of `places` with which `statistic` of the samples taken at each of them changes; the interval is the
    /// middle `level` of the powers fitted to samples drawn again, with replacement, at every place.
    ///
    /// Source: Efron & Tibshirani 1993, chapter 13.
    ///
    /// # Panics
    ///
    /// If there are fewer than two places, not as many groups of samples, an empty group, or no resamples.
    pub fn of(
        places: &[f64],
        groups: &[Vec<f64>],
        statistic: impl Fn(&[f64]) -> f64,
        (level, resamples): (f64, usize),
        rng: &mut impl Rng,
    ) -> Self {
        let statistic = &statistic;
        let power = order(places, &groups.iter().map(|group| statistic(group)).collect::<Vec<_>>());
        let mut again = |group: &Vec<f64>| {
            let drawn: Vec<f64> = group.iter().map(|_| group[rng.gen_range(0..group.len())]).collect();
            statistic(&drawn)
        };
        let powers = (0..resamples).map(|_| order(places, &groups.iter().map(&mut again).collect::<Vec<_>>()));
        let (low, high) = middle(powers.collect(), level);
        Self { power, low, high }
    }

    /// Whether `power` lies in the interval.
    #[must_use]
    pub fn allows(&self, power: f64) -> bool {
        (self.low..=self.high).contains(&power)
    }
}

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;
    use rand::{Rng as _, SeedableRng as _};
    use rand_chacha::ChaCha8Rng;
    use rand_distr::StandardNormal;

    use super::PowerLaw;

    fn mean(samples: &[f64]) -> f64 {
        samples.iter().sum::<f64>() / samples.len() as f64
    }

    #[test]
    fn a_power_without_scatter_leaves_no_doubt() {
        let places = [1.0, 4.0, 32.0];
        let groups = places.map(|n: f64| vec![3.0 * n.powf(-0.5); 4]);
        let law = PowerLaw::of(&places, &groups, mean, (0.95, 50), &mut ChaCha8Rng::seed_from_u64(1));
        for number in [law.power, law.low, law.high] {
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
            PowerLaw::of(&places, &groups, mean, (0.9, 200), &mut rng).allows(-1.0)
        });
        let share = holds.count() as f64 / 300.0;
        // A percentile interval of 40 samples is a few per cent short; a share of 300 has a standard error of .017.
        assert!((0.82..0.96).contains(&share), "{share}");
    }
}
