//! The least loss of a denoiser as a dimension, for the whole circle.

use super::{bessel, ornstein_uhlenbeck::Transition, rice::Rice};

// ANCHOR: circle_dimension
/// The least loss at `t` for the uniform distribution on the circle of radius `radius`, in dimensions.
///
/// ```text
/// snr E‖x₀ − E[x₀|xₜ]‖² = snr R² E[1 − (I₁/I₀)²(aRr/s²)],   r Rice's          book eq. circle-dimension
/// ```
///
/// About 1 for small t, the dimension of the circle, and snr·R² for large; to about nine digits from t = 1e-7 on.
///
/// # Panics
///
/// If `t` is not positive.
#[must_use]
pub fn circle_dimension(radius: f64, t: f64) -> f64 {
    assert!(t > 0.0, "at time {t} there is no noise");
    let transition = Transition::over(t);
    let rice = Rice { centre: transition.contraction * radius, deviation: transition.noise() };
    let lost = |r: f64| {
        let length = bessel::ratio(transition.contraction * radius * r / transition.variance);
        (1.0 - length) * (1.0 + length)
    };
    transition.snr() * radius * radius * rice.mean_of(lost)
}
// ANCHOR_END: circle_dimension

#[cfg(test)]
mod tests {
    use super::circle_dimension;
    use crate::math::diffusion::ornstein_uhlenbeck::Transition;
    use approx::assert_relative_eq;

    /// Literals: scipy's quadrature, `tests/oracles/diffusion.json`.
    #[test]
    fn it_is_what_an_independent_quadrature_gives() {
        let text = include_str!("../../../tests/oracles/diffusion.json");
        let oracle: serde_json::Value = serde_json::from_str(text).unwrap();
        for row in oracle["circle_radius_1_population"].as_array().unwrap() {
            let number = |name: &str| row[name].as_f64().unwrap();
            let (t, dimension) = (number("t"), circle_dimension(1.0, number("t")));
            // Both quadratures have about ten digits.
            assert_relative_eq!(dimension, number("floor"), max_relative = 1e-8);
            assert_relative_eq!(dimension / Transition::over(t).snr(), number("mmse"), max_relative = 1e-8);
        }
    }

    /// Limits: the manifold's dimension for little noise, the variance times the ratio for much; and units do not matter.
    #[test]
    fn it_begins_at_one_and_ends_as_the_variance() {
        // The curvature's part is of order t.
        assert_relative_eq!(circle_dimension(1.0, 1e-6), 1.0, max_relative = 1e-5);
        assert_relative_eq!(circle_dimension(1.7, 9.0), Transition::over(9.0).snr() * 1.7 * 1.7, max_relative = 1e-6);
        // A larger circle under more noise is the same picture: s/a = 2 · .3.
        let [near, far] = [0.3_f64, 0.6].map(|ratio| 0.5 * (ratio * ratio).ln_1p());
        assert_relative_eq!(circle_dimension(1.0, near), circle_dimension(2.0, far), max_relative = 1e-9);
    }
}
