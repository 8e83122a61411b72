//! Rice's distribution: how far from the middle a noised point of a circle is.

use super::bessel::scaled_i0;

/// How far the quadratures go from where the mass is, in standard deviations.
const DEVIATIONS: f64 = 9.0;

/// The distribution of ‖c + σ g‖ in the plane, with ‖c‖ = `centre` and g standard normal.
///
/// Source: Rice 1945, section 3.10.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rice {
    /// The distance ν of the Gaussian's centre from the middle.
    pub centre: f64,
    /// Its standard deviation σ in each coordinate.
    pub deviation: f64,
}

impl Rice {
    /// The density at `r ≥ 0`.
    ///
    /// ```text
    /// f(r) = (r/σ²) exp(−(r² + ν²)/2σ²) I₀(rν/σ²)             book eq. rice
    /// ```
    #[must_use]
    pub fn density(&self, r: f64) -> f64 {
        let variance = self.deviation * self.deviation;
        let bell = (-(r - self.centre).powi(2) / (2.0 * variance)).exp();
        r / variance * bell * scaled_i0(r * self.centre / variance)
    }

    /// The probability of a distance below `r`.
    ///
    /// The disc is cut into chords at right angles to the direction of the centre, r sin φ from it: along each the Gaussian
    /// has a closed form. In φ the sum is over a function that is periodic or vanishes at both ends, so that the
    /// trapezoidal rule has all digits.
    #[must_use]
    pub fn below(&self, r: f64) -> f64 {
        const POINTS: usize = 96;
        if r <= 0.0 {
            return 0.0;
        }
        let normal = |z: f64| 0.5 * libm::erfc(-z / std::f64::consts::SQRT_2);
        let (u, centre) = (r / self.deviation, self.centre / self.deviation);
        let widest = (DEVIATIONS / u).min(1.0).asin();
        let chord = |k: usize| {
            let (sine, cosine) = (widest * (2.0 * k as f64 / POINTS as f64 - 1.0)).sin_cos();
            let along = normal(u * cosine - centre) - normal(-u * cosine - centre);
            (-(u * sine).powi(2) / 2.0).exp() * u * cosine * along
        };
        let sum: f64 = (0..=POINTS).map(chord).sum();
        (sum * 2.0 * widest / POINTS as f64 / std::f64::consts::TAU.sqrt()).min(1.0)
    }

    /// The distance below which the probability is `share`, in `(0, 1)`, by bisection to the last bit.
    #[must_use]
    pub fn quantile(&self, share: f64) -> f64 {
        let (mut low, mut high) = ((self.centre - DEVIATIONS * self.deviation).max(0.0), self.farthest());
        for _ in 0..64 {
            let middle = f64::midpoint(low, high);
            if self.below(middle) < share {
                low = middle;
            } else {
                high = middle;
            }
        }
        f64::midpoint(low, high)
    }

    /// The mean of `function` over the distribution, by Simpson's rule: about twelve digits for smooth functions.
    #[must_use]
    pub fn mean_of(&self, function: impl Fn(f64) -> f64) -> f64 {
        const CELLS: usize = 4_000;
        let start = (self.centre - DEVIATIONS * self.deviation).max(0.0);
        let step = (self.farthest() - start) / CELLS as f64;
        let at = |k: usize| {
            let r = start + step * k as f64;
            let weight = if k == 0 || k == CELLS { 1.0 } else { 2.0 + 2.0 * (k % 2) as f64 };
            weight * self.density(r) * function(r)
        };
        (0..=CELLS).map(at).sum::<f64>() * step / 3.0
    }

    fn farthest(&self) -> f64 {
        self.centre + DEVIATIONS * self.deviation
    }
}

#[cfg(test)]
mod tests {
    use super::Rice;
    use approx::{assert_abs_diff_eq, assert_relative_eq};

    const CASES: [Rice; 4] = [
        Rice { centre: 0.0, deviation: 0.7 },
        Rice { centre: 0.02, deviation: 1.0 },
        Rice { centre: 0.6, deviation: 0.8 },
        Rice { centre: 1.0, deviation: 0.002 },
    ];

    /// Second road: moments. E r² = ν² + 2σ², E r⁴ = ν⁴ + 8ν²σ² + 8σ⁴.
    #[test]
    fn it_has_the_moments_of_a_shifted_gaussian() {
        for rice in CASES {
            let (centre, variance) = (rice.centre.powi(2), rice.deviation.powi(2));
            assert_relative_eq!(rice.mean_of(|_| 1.0), 1.0, max_relative = 1e-11);
            assert_relative_eq!(rice.mean_of(|r| r * r), centre + 2.0 * variance, max_relative = 1e-11);
            let fourth = centre * centre + 8.0 * centre * variance + 8.0 * variance * variance;
            assert_relative_eq!(rice.mean_of(|r| r.powi(4)), fourth, max_relative = 1e-11);
        }
    }

    /// Second road: the integral of the density. And the quantile undoes the probability.
    #[test]
    fn the_probability_is_the_integral_of_the_density() {
        for rice in CASES {
            for deviations in [-2.0, -0.5, 0.3, 2.5] {
                let r = rice.centre + deviations * rice.deviation;
                if r <= 0.0 {
                    assert_abs_diff_eq!(rice.below(r), 0.0, epsilon = 0.0);
                    continue;
                }
                let cells = 4_000;
                let start = (rice.centre - 9.0 * rice.deviation).max(0.0);
                let middle = |k: usize| start + (r - start) * (k as f64 + 0.5) / f64::from(cells as u32);
                let integral: f64 =
                    (0..cells).map(|k| rice.density(middle(k))).sum::<f64>() * (r - start) / cells as f64;
                // The midpoint rule errs by the slope at the end, of order 1/σ², times h²/24.
                assert_abs_diff_eq!(rice.below(r), integral, epsilon = 1e-6);
                assert_relative_eq!(rice.quantile(rice.below(r)), r, max_relative = 1e-9);
            }
        }
    }

    /// Limit: about the middle it is Rayleigh's distribution.
    #[test]
    fn about_the_middle_it_is_rayleighs() {
        for r in [0.01, 0.5, 1.5, 4.0] {
            let below = Rice { centre: 0.0, deviation: 0.7 }.below(r);
            assert_abs_diff_eq!(below, -(-r * r / 0.98_f64).exp_m1(), epsilon = 1e-14);
        }
    }
}
