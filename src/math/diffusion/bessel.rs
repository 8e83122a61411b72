//! Modified Bessel functions I₀ and I₁, as the circle needs them: never too large for a float.

/// From here on the asymptotic series has all digits of a float.
const LARGE: f64 = 500.0;

/// The ratio `I₁(z)/I₀(z)`.
///
/// ```text
/// I_{n+1}/I_n = 1/(2(n + 1)/z + I_{n+2}/I_{n+1}),     I₁/I₀ ~ 1 − 1/2z − 1/8z² − …  for z → ∞
/// ```
///
/// `z ≥ 0`; returns a number in `[0, 1)`, to about 1e-15 of itself.
///
/// Source: DLMF 10.33.1, from behind; 10.40.1.
///
/// # Panics
///
/// If `z` is negative.
#[must_use]
pub fn ratio(z: f64) -> f64 {
    assert!(z >= 0.0, "the argument {z} is negative");
    if z == 0.0 {
        return 0.0;
    }
    if z >= LARGE {
        let u = z.recip();
        return 1.0 - u * (0.5 + u * (0.125 + u * (0.125 + u * (25.0 / 128.0 + u * (13.0 / 32.0)))));
    }
    // I_n/I₀ is about e^{−n²/2z}, and what the start of the fraction is wrong by shrinks with its square.
    let terms = 12 + (7.0 * z.sqrt()) as u32;
    (0..terms).rev().fold(0.0, |ratio, n| (2.0 * f64::from(n + 1) / z + ratio).recip())
}

/// `e^{−z} I₀(z)`.
///
/// ```text
/// e^{−z} I₀(z) = (1/π) ∫₀^π e^{z(cos θ − 1)} dθ
/// ```
///
/// `z ≥ 0`; returns a number in `(0, 1]`, to about 1e-14 of itself.
///
/// Source: DLMF 10.32.1 by the trapezoidal rule, which is exact but for the function of twice its points' order; 10.40.1.
///
/// # Panics
///
/// If `z` is negative.
#[must_use]
pub fn scaled_i0(z: f64) -> f64 {
    assert!(z >= 0.0, "the argument {z} is negative");
    if z >= LARGE {
        // a_k(0) = ((2k − 1)!!)²/(k! 8^k)
        let mut term = 1.0;
        let series: f64 = (1..8_u32).map(f64::from).fold(1.0, |sum, k| {
            term *= (2.0 * k - 1.0).powi(2) / (8.0 * k * z);
            sum + term
        });
        return series / (std::f64::consts::TAU * z).sqrt();
    }
    let points = 12 + (5.0 * z.sqrt()) as u32;
    let at = |k: u32| (z * ((std::f64::consts::PI * f64::from(k) / f64::from(points)).cos() - 1.0)).exp();
    let inner: f64 = (1..points).map(at).sum();
    (inner + f64::midpoint(at(0), at(points))) / f64::from(points)
}

#[cfg(test)]
mod tests {
    use super::{LARGE, ratio, scaled_i0};
    use approx::{assert_abs_diff_eq, assert_relative_eq};

    /// `(I₀(z), I₁(z))` by their power series.
    fn series(z: f64) -> (f64, f64) {
        let (mut i0, mut i1, mut term) = (0.0, 0.0, 1.0);
        for k in 0..400 {
            i0 += term;
            i1 += term * z / (2.0 * f64::from(k + 1));
            term *= (z / (2.0 * f64::from(k + 1))).powi(2);
        }
        (i0, i1)
    }

    /// Second road: the power series, whose terms are all positive.
    #[test]
    fn both_are_what_the_power_series_give() {
        for z in [1e-8, 0.01, 0.7, 3.0, 11.0, 40.0, 120.0, 300.0] {
            let (i0, i1) = series(z);
            // A few hundred roundings at most.
            assert_relative_eq!(ratio(z), i1 / i0, max_relative = 1e-13);
            assert_relative_eq!(scaled_i0(z), i0 * (-z).exp(), max_relative = 1e-13);
        }
    }

    /// Limit: where one form takes over from the other both are right. Over so short a way the function is a line.
    #[test]
    fn the_forms_meet() {
        for function in [ratio, scaled_i0] {
            let [before, at, after] = [-1e-3, 0.0, 1e-3].map(|h| function(LARGE + h));
            // The second derivative, at most z⁻³, times h² is 8e-15; each form errs by up to 1e-13, as above.
            assert_abs_diff_eq!(at - before, after - at, epsilon = 1e-13);
        }
        assert_abs_diff_eq!(ratio(0.0), 0.0, epsilon = 0.0);
        assert!(ratio(1e12) < 1.0 && ratio(1e300) <= 1.0);
    }
}
