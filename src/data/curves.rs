//! Curves of the plane, sampled at even steps of their parameter.

use std::f64::consts::{PI, TAU};

/// Points of a circle about the origin, `[n, 2]`.
#[must_use]
pub fn circle(n: usize, radius: f64) -> Vec<[f64; 2]> {
    (0..n)
        .map(|i| {
            let (sin, cos) = (TAU * i as f64 / n as f64).sin_cos();
            [radius * cos, radius * sin]
        })
        .collect()
}

/// Points of one period of a sine about the origin, `[n, 2]`, in the middles of `n` equal cells of its `length`.
///
/// ```text
/// y = amplitude · sin(2πx/length),   |x| < length/2
/// ```
#[must_use]
pub fn sine(n: usize, length: f64, amplitude: f64) -> Vec<[f64; 2]> {
    (0..n)
        .map(|i| {
            let turn = (i as f64 + 0.5) / n as f64 - 0.5;
            [length * turn, amplitude * (2.0 * PI * turn).sin()]
        })
        .collect()
}

/// The points moved by `centre`.
#[must_use]
pub fn moved(points: &[[f64; 2]], centre: [f64; 2]) -> Vec<[f64; 2]> {
    points.iter().map(|p| [p[0] + centre[0], p[1] + centre[1]]).collect()
}

#[cfg(test)]
mod tests {
    use super::{circle, moved, sine};
    use approx::assert_abs_diff_eq;
    use std::f64::consts::PI;

    fn mean_of(points: &[[f64; 2]], f: impl Fn([f64; 2]) -> f64) -> f64 {
        points.iter().map(|p| f(*p)).sum::<f64>() / points.len() as f64
    }

    /// Second road: integrals over the curve. Even samples of a trigonometric polynomial have them exactly.
    #[test]
    fn a_circle_has_the_moments_of_a_circle() {
        let points = circle(7, 1.5);
        for (measured, exact) in [
            (mean_of(&points, |p| p[0]), 0.0),
            (mean_of(&points, |p| p[1]), 0.0),
            (mean_of(&points, |p| p[0] * p[0]), 1.125),
            (mean_of(&points, |p| p[0] * p[1]), 0.0),
        ] {
            assert_abs_diff_eq!(measured, exact, epsilon = 1e-14);
        }
    }

    /// Second road: integrals over the curve; the midpoint rule errs by order n⁻² where the integrand has no period.
    #[test]
    fn a_sine_has_the_moments_of_a_sine() {
        let points = sine(1000, 3.0, 0.8);
        for (measured, exact) in [
            (mean_of(&points, |p| p[0]), 0.0),
            (mean_of(&points, |p| p[1]), 0.0),
            (mean_of(&points, |p| p[0] * p[0]), 0.75),
            (mean_of(&points, |p| p[1] * p[1]), 0.32),
            (mean_of(&points, |p| p[0] * p[1]), 3.0 * 0.8 / (2.0 * PI)),
        ] {
            assert_abs_diff_eq!(measured, exact, epsilon = 1e-5);
        }
    }

    #[test]
    fn moving_moves_the_mean_alone() {
        let points = moved(&circle(5, 1.0), [2.0, -1.0]);
        assert_abs_diff_eq!(mean_of(&points, |p| p[0]), 2.0, epsilon = 1e-14);
        assert_abs_diff_eq!(mean_of(&points, |p| (p[0] - 2.0).hypot(p[1] + 1.0)), 1.0, epsilon = 1e-14);
    }
}
