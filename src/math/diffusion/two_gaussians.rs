//! Two Gaussians on a line: when a noised point has decided between them.

use std::f64::consts::TAU;

use super::ornstein_uhlenbeck::Transition;

/// An even mixture of N(mean, variance) and N(−mean, variance) on the line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TwoGaussians {
    /// The distance μ of both from the origin.
    pub mean: f64,
    /// Their variance v.
    pub variance: f64,
}

impl TwoGaussians {
    /// The probability that `x` at time `t` came from the Gaussian at the positive mean.
    ///
    /// ```text
    /// π(x) = 1/(1 + exp(−2aμx/(a²v + s²)))                    book eq. two-gaussians
    /// ```
    #[must_use]
    pub fn positive(&self, x: f64, t: f64) -> f64 {
        let a = Transition::over(t).contraction;
        (1.0 + (-2.0 * a * self.mean * x / self.noised_variance(t)).exp()).recip()
    }

    /// E[x₀ | xₜ = x] for each number of `x`.
    #[must_use]
    pub fn denoise(&self, x: &[f64], t: f64) -> Vec<f64> {
        let a = Transition::over(t).contraction;
        let pull = a * self.variance / self.noised_variance(t);
        let guess = |&x: &f64| {
            let middle = (2.0 * self.positive(x, t) - 1.0) * self.mean;
            middle + pull * (x - a * middle)
        };
        x.iter().map(guess).collect()
    }

    // ANCHOR: same_component
    /// The probability that two reverse paths from one noised point end in the same Gaussian.
    ///
    /// ```text
    /// E[π² + (1 − π)²],   by symmetry over x ~ N(aμ, a²v + s²)          book eq. same-component
    /// ```
    ///
    /// From ½, where nothing is decided, to 1. The trapezoidal rule with fifty nodes to a standard deviation.
    #[must_use]
    pub fn same_component(&self, t: f64) -> f64 {
        const PER_DEVIATION: i32 = 50;
        let (a, deviation) = (Transition::over(t).contraction, self.noised_variance(t).sqrt());
        let node = |k: i32| {
            let z = f64::from(k) / f64::from(PER_DEVIATION);
            let positive = self.positive(a * self.mean + deviation * z, t);
            (-z * z / 2.0).exp() * (positive * positive + (1.0 - positive) * (1.0 - positive))
        };
        (-9 * PER_DEVIATION..=9 * PER_DEVIATION).map(node).sum::<f64>() / TAU.sqrt() / f64::from(PER_DEVIATION)
    }
    // ANCHOR_END: same_component

    /// The time at which that probability is ¾, halfway between its ends, by bisection; 0 if it never is above.
    #[must_use]
    pub fn speciation_time(&self) -> f64 {
        let (mut low, mut high) = (0.0, 20.0);
        for _ in 0..60 {
            let middle = f64::midpoint(low, high);
            if self.same_component(middle) > 0.75 {
                low = middle;
            } else {
                high = middle;
            }
        }
        f64::midpoint(low, high)
    }

    /// ½ ln Λ with Λ = μ² + v the variance of the mixture: where its principal direction has the noise's variance, a²Λ = 1.
    ///
    /// Source: Biroli, Bonnaire, de Bortoli & Mézard 2024.
    #[must_use]
    pub fn spectral_time(&self) -> f64 {
        0.5 * (self.mean * self.mean + self.variance).ln()
    }

    fn noised_variance(&self, t: f64) -> f64 {
        let Transition { contraction: a, variance } = Transition::over(t);
        a * a * self.variance + variance
    }
}

#[cfg(test)]
mod tests {
    use super::TwoGaussians;
    use approx::{assert_abs_diff_eq, assert_relative_eq};

    const PAIR: TwoGaussians = TwoGaussians { mean: 4.0, variance: 1.0 };

    /// Literals: scipy's quadrature, `tests/oracles/diffusion.json`; and the issue's.
    #[test]
    fn the_probability_is_what_an_independent_quadrature_gives() {
        let text = include_str!("../../../tests/oracles/diffusion.json");
        let oracle: serde_json::Value = serde_json::from_str(text).unwrap();
        for row in oracle["two_gaussians_same_component"].as_array().unwrap() {
            let number = |name: &str| row[name].as_f64().unwrap();
            let pair = TwoGaussians { mean: number("mu"), variance: number("variance") };
            // Both quadratures have ten digits or more.
            assert_abs_diff_eq!(pair.same_component(number("t")), number("probability"), epsilon = 1e-9);
        }
        // Four digits are given.
        assert_abs_diff_eq!(PAIR.speciation_time(), 1.4671, epsilon = 5e-5);
        assert_abs_diff_eq!(PAIR.spectral_time(), 1.4166, epsilon = 5e-5);
    }

    /// Second road: Bayes' rule and the score by finite differences of the log density.
    #[test]
    fn the_guess_is_the_slope_of_the_log_density() {
        let pair = TwoGaussians { mean: 1.5, variance: 0.3 };
        let (t, h) = (0.6_f64, 1e-5);
        let (a, s2) = ((-t).exp(), 1.0 - (-2.0 * t).exp());
        let variance = a * a * 0.3 + s2;
        let bell = |x: f64, m: f64| (-(x - a * m).powi(2) / (2.0 * variance)).exp();
        for x in [-2.0, -0.1, 0.4, 3.0] {
            let log_density = |x: f64| (bell(x, 1.5) + bell(x, -1.5)).ln();
            let slope = (log_density(x + h) - log_density(x - h)) / (2.0 * h);
            // Third derivatives of order 1 times h².
            assert_relative_eq!((a * pair.denoise(&[x], t)[0] - x) / s2, slope, epsilon = 1e-8);
            let positive = bell(x, 1.5) / (bell(x, 1.5) + bell(x, -1.5));
            assert_relative_eq!(pair.positive(x, t), positive, max_relative = 1e-12);
        }
    }
}
