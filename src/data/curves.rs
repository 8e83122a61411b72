//! Curves of the plane, sampled at even steps of their parameter.

use std::f64::consts::TAU;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One period of a sine.
///
/// ```text
/// y = amplitude · sin(2πx/length),   |x| < length/2,   then moved by `centre`
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sine {
    /// The period, which is also its extent.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub length: f64,
    /// The largest height of the sine over its axis.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub amplitude: f64,
    /// The mean of its points.
    #[schemars(inner(range(min = -100.0, max = 100.0)))]
    pub centre: [f64; 2],
}

/// A circle in the plane, once around.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Circle {
    /// The distance of each point from the centre.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub radius: f64,
    /// The mean of its points.
    #[schemars(inner(range(min = -100.0, max = 100.0)))]
    pub centre: [f64; 2],
}

impl Sine {
    /// Points in the middles of `n` equal cells of its length, `[n, 2]`.
    #[must_use]
    pub fn points(&self, n: usize) -> Vec<[f64; 2]> {
        let middle = |i: usize| (i as f64 + 0.5) / n as f64 - 0.5;
        let point =
            |turn: f64| [self.centre[0] + self.length * turn, self.centre[1] + self.amplitude * (TAU * turn).sin()];
        (0..n).map(middle).map(point).collect()
    }
}

impl Circle {
    /// Points at `n` even angles, `[n, 2]`.
    #[must_use]
    pub fn points(&self, n: usize) -> Vec<[f64; 2]> {
        let point =
            |angle: f64| [self.centre[0] + self.radius * angle.cos(), self.centre[1] + self.radius * angle.sin()];
        (0..n).map(|i| point(TAU * i as f64 / n as f64)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Circle, Sine};
    use approx::assert_abs_diff_eq;
    use std::f64::consts::PI;

    fn mean_of(points: &[[f64; 2]], f: impl Fn([f64; 2]) -> f64) -> f64 {
        points.iter().map(|p| f(*p)).sum::<f64>() / points.len() as f64
    }

    /// Second road: integrals over the curve. Even samples of a trigonometric polynomial have them exactly.
    #[test]
    fn a_circle_has_the_moments_of_a_circle() {
        let points = Circle { radius: 1.5, centre: [2.0, -1.0] }.points(7);
        for (measured, exact) in [
            (mean_of(&points, |p| p[0]), 2.0),
            (mean_of(&points, |p| p[1]), -1.0),
            (mean_of(&points, |p| (p[0] - 2.0).powi(2)), 1.125),
            (mean_of(&points, |p| (p[0] - 2.0) * (p[1] + 1.0)), 0.0),
        ] {
            assert_abs_diff_eq!(measured, exact, epsilon = 1e-14);
        }
    }

    /// Second road: integrals over the curve; the midpoint rule errs by order n⁻² where the integrand has no period.
    #[test]
    fn a_sine_has_the_moments_of_a_sine() {
        let points = Sine { length: 3.0, amplitude: 0.8, centre: [0.5, 0.25] }.points(1000);
        for (measured, exact) in [
            (mean_of(&points, |p| p[0]), 0.5),
            (mean_of(&points, |p| p[1]), 0.25),
            (mean_of(&points, |p| (p[0] - 0.5).powi(2)), 0.75),
            (mean_of(&points, |p| (p[1] - 0.25).powi(2)), 0.32),
            (mean_of(&points, |p| (p[0] - 0.5) * (p[1] - 0.25)), 3.0 * 0.8 / (2.0 * PI)),
        ] {
            assert_abs_diff_eq!(measured, exact, epsilon = 1e-5);
        }
    }
}
