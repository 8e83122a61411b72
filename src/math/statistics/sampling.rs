//! What a sample says of a mean, and how sure it is.

use crate::math::vectors::mean;

/// The mean of a sample and its standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SampleMean {
    /// The mean of the draws, in their unit.
    pub value: f64,
    /// The standard deviation of the mean, estimated from the scatter of independent draws.
    pub standard_error: f64,
}

impl SampleMean {
    /// The mean of `draws`.
    ///
    /// # Panics
    ///
    /// If there are fewer than two draws.
    #[must_use]
    pub fn from_draws(draws: &[f64]) -> Self {
        assert!(draws.len() > 1, "the scatter of {} draws is unknown", draws.len());
        let n = draws.len() as f64;
        let value = mean(draws);
        let variance = draws.iter().map(|draw| (draw - value).powi(2)).sum::<f64>() / (n - 1.0);
        Self { value, standard_error: (variance / n).sqrt() }
    }

    /// How many standard errors the mean lies from `exact`.
    #[must_use]
    pub fn deviation_from(self, exact: f64) -> f64 {
        (self.value - exact).abs() / self.standard_error
    }
}

#[cfg(test)]
mod tests {
    use super::SampleMean;
    use approx::assert_relative_eq;
    use rand::Rng as _;

    use crate::data::streams::stream;

    /// Second road: the scatter of the means of many samples.
    #[test]
    fn the_standard_error_is_the_scatter_of_means() {
        let mut rng = stream(8, "means");
        let samples: Vec<SampleMean> =
            (0..2_000).map(|_| SampleMean::from_draws(&(0..50).map(|_| rng.r#gen()).collect::<Vec<f64>>())).collect();
        let scatter = SampleMean::from_draws(&samples.iter().map(|mean| mean.value).collect::<Vec<_>>());
        let of_one_mean = scatter.standard_error * 2_000_f64.sqrt();
        // A uniform draw has variance 1/12; the scatter of 2000 means is known to 1/√4000 of itself, four of them.
        assert_relative_eq!(of_one_mean, (1.0 / 12.0 / 50.0_f64).sqrt(), max_relative = 0.065);
        assert_relative_eq!(samples[0].standard_error, of_one_mean, max_relative = 0.4);
        // The mean of all draws, at four standard errors.
        assert!(scatter.deviation_from(0.5) < 4.0);
    }
}
