//! Fits of a line, for rates and orders of convergence.

use crate::math::vectors::mean;

/// The slope of the least-squares line through the points `(x, y)`.
///
/// # Panics
///
/// If there are fewer than two points, or `xs` and `ys` differ in length.
#[must_use]
pub fn slope(xs: &[f64], ys: &[f64]) -> f64 {
    assert!(xs.len() == ys.len() && xs.len() > 1, "a line needs two points or more, not {} and {}", xs.len(), ys.len());
    let (x_mean, y_mean) = (mean(xs), mean(ys));
    let across: f64 = xs.iter().zip(ys).map(|(x, y)| (x - x_mean) * (y - y_mean)).sum();
    let along: f64 = xs.iter().map(|x| (x - x_mean).powi(2)).sum();
    across / along
}

/// The order p of a quantity that behaves as `C hᵖ`: the slope of its logarithm against that of `h`.
#[must_use]
pub fn order(hs: &[f64], values: &[f64]) -> f64 {
    let logs = |values: &[f64]| values.iter().map(|v| v.abs().ln()).collect::<Vec<_>>();
    slope(&logs(hs), &logs(values))
}

#[cfg(test)]
mod tests {
    use super::{order, slope};
    use approx::assert_relative_eq;

    #[test]
    fn a_line_has_its_own_slope_and_scatter_across_it_does_not_count() {
        assert_relative_eq!(slope(&[0.0, 1.0, 4.0], &[1.0, -1.0, -7.0]), -2.0, max_relative = 1e-14);
        assert_relative_eq!(slope(&[0.0, 0.0, 2.0, 2.0], &[0.0, 2.0, 6.0, 8.0]), 3.0, max_relative = 1e-14);
    }

    #[test]
    fn a_power_has_its_own_order() {
        let hs = [0.5, 0.1, 0.02];
        assert_relative_eq!(order(&hs, &hs.map(|h: f64| -7.0 * h.powf(1.5))), 1.5, max_relative = 1e-14);
    }
}
