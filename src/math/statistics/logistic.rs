//! A success probability that rises from 0 to 1, fitted by a logistic curve.

use std::f64::consts::PI;

use rand::Rng;
use rand_distr::{Binomial, Distribution as _};

/// The curve p(x) = 1 / (1 + exp(−(x − middle)/scale)).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Logistic {
    /// Where p = ½, in the units of x.
    pub middle: f64,
    /// How slowly p rises, in the units of x; positive if it does rise.
    pub scale: f64,
}

/// How often something succeeded at a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Count {
    /// The place x, in the unit of the curve's `middle`.
    pub x: f64,
    /// How many trials were made there.
    pub trials: f64,
    /// How many of them succeeded.
    pub successes: f64,
}

impl Logistic {
    /// The curve that is the distribution function of the logistic distribution about 0 with this standard `deviation`: of
    /// scale √3/π · deviation. A fit to a normal distribution's rise is this curve.
    #[must_use]
    pub fn of_deviation(deviation: f64) -> Self {
        Self { middle: 0.0, scale: deviation * 3.0_f64.sqrt() / PI }
    }

    /// The probability at `x`.
    #[must_use]
    pub fn probability(&self, x: f64) -> f64 {
        1.0 / (1.0 + (-(x - self.middle) / self.scale).exp())
    }

    /// Where the probability is `p`, in `(0, 1)`.
    #[must_use]
    pub fn place(&self, p: f64) -> f64 {
        self.middle + self.scale * (p / (1.0 - p)).ln()
    }

    /// From where p = 10 % to where p = 90 %.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.place(0.9) - self.place(0.1)
    }

    // ANCHOR: logistic_fit
    /// The curve that makes `counts` most likely, with Firth's correction.
    ///
    /// ```text
    /// maximise  Σ s ln p + (t − s) ln(1 − p) + ½ ln det F,   F = Σ t p(1 − p) (1, x)(1, x)ᵀ
    /// ```
    ///
    /// The last term, half the logarithm of the information's determinant, takes away the bias of first order. It also
    /// keeps the scale positive where all trials fail up to some x and all succeed after it, and the likelihood alone
    /// has no maximum. There must be failures at small x and successes at large x: counts of one kind only have no
    /// middle.
    ///
    /// Source: Firth 1993, §3.3; Heinze & Schemper 2002 for separation.
    #[must_use]
    pub fn fit(counts: &[Count]) -> Self {
        let ends = counts.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), c| (a.min(c.x), b.max(c.x)));
        let (centre, unit) = (f64::midpoint(ends.0, ends.1), (ends.1 - ends.0).max(f64::MIN_POSITIVE) / 2.0);
        let place = |count: &Count| (count.x - centre) / unit;
        let mut logit = [0.0, 1.0];
        for _ in 0..MOST_STEPS {
            let probability = |x: f64| 1.0 / (1.0 + (-logit[0] - logit[1] * x).exp());
            let [mut f00, mut f01, mut f11] = [1e-12, 0.0, 1e-12];
            for count in counts {
                let (x, p) = (place(count), probability(place(count)));
                let weight = count.trials * p * (1.0 - p);
                f00 += weight;
                f01 += weight * x;
                f11 += weight * x * x;
            }
            let determinant = f00 * f11 - f01 * f01;
            let [mut g0, mut g1] = [0.0, 0.0];
            for count in counts {
                let (x, p) = (place(count), probability(place(count)));
                let leverage = count.trials * p * (1.0 - p) * (f11 - 2.0 * f01 * x + f00 * x * x) / determinant;
                let score = count.successes - count.trials * p + leverage * (0.5 - p);
                g0 += score;
                g1 += score * x;
            }
            let step = [(f11 * g0 - f01 * g1) / determinant, (f00 * g1 - f01 * g0) / determinant];
            // Far from the maximum a whole step may overshoot.
            let part = (2.0 / step[0].hypot(step[1])).min(1.0);
            logit = [logit[0] + part * step[0], logit[1] + part * step[1]];
            if step[0].hypot(step[1]) < 1e-10 {
                break;
            }
        }
        Self { middle: centre - unit * logit[0] / logit[1], scale: unit / logit[1] }
    }
    // ANCHOR_END: logistic_fit

    /// Fits to `resamples` repetitions of the trials, in each of which a place has the success rate that it was measured
    /// to have: what the fit would have been with other luck.
    ///
    /// Source: Efron & Tibshirani 1993, chapter 6.
    ///
    /// # Panics
    ///
    /// If a place has more successes than trials.
    pub fn resampled(counts: &[Count], resamples: usize, rng: &mut impl Rng) -> Vec<Self> {
        let again = |count: &Count, rng: &mut _| {
            let binomial = Binomial::new(count.trials as u64, count.successes / count.trials);
            Count { successes: binomial.expect("a rate between 0 and 1").sample(rng) as f64, ..*count }
        };
        (0..resamples).map(|_| Self::fit(&counts.iter().map(|count| again(count, rng)).collect::<Vec<_>>())).collect()
    }
}

/// Newton's method takes about ten; steps of length two cover what a grid of a thousand places can need.
const MOST_STEPS: usize = 1_000;

#[cfg(test)]
mod tests {
    use super::{Count, Logistic};
    use crate::{data::streams::stream, math::statistics::sampling::SampleMean};
    use approx::{assert_abs_diff_eq, assert_relative_eq};

    fn counts(of: impl Fn(f64) -> f64, trials: f64) -> Vec<Count> {
        (0..=20).map(f64::from).map(|x| Count { x, trials, successes: trials * of(x) }).collect()
    }

    /// Second road: counts that are the curve give the curve; the correction falls as one over the trials.
    #[test]
    fn the_curve_is_found_from_its_own_probabilities() {
        let curve = Logistic { middle: 8.3, scale: 0.9 };
        let error = |trials: f64| {
            let found = Logistic::fit(&counts(|x| curve.probability(x), trials));
            (found.middle - curve.middle).abs() + (found.scale - curve.scale).abs()
        };
        assert!(error(1e8) < 1e-6);
        assert_relative_eq!(error(1e3) / error(1e4), 10.0, max_relative = 0.05);
    }

    /// Second road: a fit to a normal distribution's own rise, whose 10 % to 90 % would be 2.563 deviations wide.
    #[test]
    fn a_normal_rise_is_fitted_by_the_logistic_curve_of_its_deviation() {
        let normal = |x: f64| libm::erfc(-(x - 10.0) / 2.0 / std::f64::consts::SQRT_2) / 2.0;
        let found = Logistic::fit(&counts(normal, 1e6));
        // The likelihood weighs the tails a little differently than a variance does.
        assert_relative_eq!(found.width(), Logistic::of_deviation(2.0).width(), max_relative = 0.02);
    }

    /// Second road: the penalised likelihood is lower at every point around the fit.
    #[test]
    fn the_fit_is_the_maximum_of_the_penalised_likelihood() {
        let data: Vec<Count> = [0.0, 1.0, 0.0, 3.0, 2.0, 5.0, 4.0, 6.0, 6.0]
            .iter()
            .zip(0_u32..)
            .map(|(&successes, x)| Count { x: f64::from(x), trials: 6.0, successes })
            .collect();
        let objective = |curve: Logistic| {
            let slope = 1.0 / curve.scale;
            let (mut sum, mut f) = (0.0, [0.0; 3]);
            for c in &data {
                let p = curve.probability(c.x);
                sum += c.successes * p.ln() + (c.trials - c.successes) * (1.0 - p).ln();
                let weight = c.trials * p * (1.0 - p);
                f = [f[0] + weight, f[1] + weight * c.x, f[2] + weight * c.x * c.x];
            }
            assert!(slope > 0.0);
            sum + 0.5 * (f[0] * f[2] - f[1] * f[1]).ln()
        };
        let found = Logistic::fit(&data);
        for (middle, scale) in [(0.01, 0.0), (-0.01, 0.0), (0.0, 0.01), (0.0, -0.01), (0.01, 0.01), (-0.01, 0.01)] {
            let near = Logistic { middle: found.middle + middle, scale: found.scale + scale };
            assert!(objective(near) < objective(found));
        }
    }

    /// A step between two places: the middle is between them, and the scale is small and positive.
    #[test]
    fn a_sharp_step_has_a_finite_scale() {
        let found = Logistic::fit(&counts(|x| f64::from(u8::from(x > 9.5)), 10.0));
        assert_abs_diff_eq!(found.middle, 9.5, epsilon = 1e-6);
        assert!(found.scale > 0.02 && found.scale < 0.5, "{found:?}");
    }

    /// Second road: the scatter of fits to resampled counts is that of fits to counts drawn from the curve itself, and
    /// near the root of the inverse information, with the weights t p(1 − p)/scale².
    #[test]
    fn resampled_fits_scatter_as_the_information_says() {
        let curve = Logistic { middle: 9.6, scale: 1.5 };
        let data = counts(|x| (40.0 * curve.probability(x)).round() / 40.0, 40.0);
        let middles: Vec<f64> =
            Logistic::resampled(&data, 2_000, &mut stream(1, "logistic")).iter().map(|fit| fit.middle).collect();
        let information: f64 = data
            .iter()
            .map(|c| c.trials * curve.probability(c.x) * (1.0 - curve.probability(c.x)) / curve.scale.powi(2))
            .sum();
        let mean = SampleMean::from_draws(&middles);
        // 2,000 fits know their scatter to 1.6 %; rounding of the counts and the second order add a little.
        assert_relative_eq!(mean.standard_error * 2_000_f64.sqrt(), information.recip().sqrt(), max_relative = 0.08);
        assert!((mean.value - curve.middle).abs() < 0.1);
    }

    #[test]
    fn places_and_probabilities_are_inverse() {
        let curve = Logistic { middle: 2.0, scale: 3.0 };
        assert_relative_eq!(curve.probability(curve.place(0.95)), 0.95, max_relative = 1e-14);
        assert_relative_eq!(curve.width(), 3.0 * 2.0 * 9.0_f64.ln(), max_relative = 1e-14);
    }
}
