//! The Swiss roll: a rectangle rolled up along a spiral without stretching.

use faer::Mat;
use rand::Rng;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::math::manifolds::obstacle::Rectangle;

/// A piece of an Archimedean spiral, times an interval.
///
/// ```text
/// x(θ, h) = (θ cos θ, θ sin θ, h),   start ≤ θ ≤ end,   0 ≤ h ≤ height              book eq. roll
/// ```
///
/// Its chart is (s, h) with the arc length s from the start: distances along the roll are those of the plane.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SwissRoll {
    /// The angle of the inner end, radians, which is also its distance from the axis.
    #[schemars(range(min = 1.0, max = 30.0))]
    pub start_rad: f64,
    /// The angle of the outer end, radians.
    #[schemars(range(min = 2.0, max = 40.0))]
    pub end_rad: f64,
    /// How high it is.
    #[schemars(range(min = 1.0, max = 100.0))]
    pub height: f64,
}

impl SwissRoll {
    // ANCHOR: arc_length
    /// The arc length of the spiral from its pole to the angle θ.
    ///
    /// ```text
    /// s(θ) = ½ (θ √(1 + θ²) + arsinh θ)                                       book eq. arc-length
    /// ```
    #[must_use]
    pub fn arc_length(&self, theta: f64) -> f64 {
        f64::midpoint(theta * theta.hypot(1.0), theta.asinh())
    }
    // ANCHOR_END: arc_length

    /// The length of the chart: all of the spiral's piece.
    #[must_use]
    pub fn length(&self) -> f64 {
        self.arc_length(self.end_rad) - self.arc_length(self.start_rad)
    }

    /// The angle θ at arc length s from the start, by Newton's method: s is convex in θ.
    #[must_use]
    pub fn angle_at(&self, s: f64) -> f64 {
        let whole = s + self.arc_length(self.start_rad);
        let mut theta = (2.0 * whole).sqrt();
        // From above, each step squares the relative error; a dozen are more than enough.
        for _ in 0..12 {
            theta -= (self.arc_length(theta) - whole) / theta.hypot(1.0);
        }
        theta
    }

    /// The point of the roll with the chart's coordinates (s, h).
    #[must_use]
    pub fn point(&self, [s, h]: [f64; 2]) -> [f64; 3] {
        let theta = self.angle_at(s);
        [theta * theta.cos(), theta * theta.sin(), h]
    }

    /// An orthonormal basis of the tangent plane at (s, h): `[3, 2]`.
    #[must_use]
    pub fn tangent(&self, [s, _]: [f64; 2]) -> Mat<f64> {
        let theta = self.angle_at(s);
        let (sin, cos) = theta.sin_cos();
        let speed = theta.hypot(1.0);
        let along = [(cos - theta * sin) / speed, (sin + theta * cos) / speed, 0.0];
        Mat::from_fn(3, 2, |i, j| if j == 0 { along[i] } else { f64::from(u8::from(i == 2)) })
    }

    /// The curvature of the spiral at the angle θ.
    ///
    /// ```text
    /// κ = (θ² + 2)/(θ² + 1)^{3/2}                                              book eq. roll-curvature
    /// ```
    #[must_use]
    pub fn curvature(&self, theta: f64) -> f64 {
        (theta * theta + 2.0) / (theta * theta + 1.0).powf(1.5)
    }

    /// How the curvature changes along the arc, at the angle θ: the rate κ′ of book eq. tangent-bias.
    ///
    /// ```text
    /// dκ/ds = −θ(θ² + 4)/(θ² + 1)³                        from book eq. roll-curvature, with ds = √(1 + θ²) dθ
    /// ```
    #[must_use]
    pub fn curvature_rate(&self, theta: f64) -> f64 {
        -theta * (theta * theta + 4.0) / (theta * theta + 1.0).powi(3)
    }

    /// `count` places of the chart, evenly by area outside of the `hole`: `[2, count]`.
    #[must_use]
    pub fn chart_sample(&self, hole: Option<&Rectangle>, count: usize, rng: &mut impl Rng) -> Mat<f64> {
        let (length, mut chart) = (self.length(), Mat::zeros(2, count));
        for mut place in chart.col_iter_mut() {
            let [s, h] = loop {
                let drawn = [length * rng.r#gen::<f64>(), self.height * rng.r#gen::<f64>()];
                if hole.is_none_or(|hole| !hole.contains(drawn)) {
                    break drawn;
                }
            };
            (place[0], place[1]) = (s, h);
        }
        chart
    }

    /// The points at places of the chart, `[2, N]`: `[3, N]`.
    #[must_use]
    pub fn points(&self, chart: &Mat<f64>) -> Mat<f64> {
        let points: Vec<[f64; 3]> = chart.col_iter().map(|place| self.point([place[0], place[1]])).collect();
        Mat::from_fn(3, points.len(), |i, j| points[j][i])
    }
}

#[cfg(test)]
mod tests {
    use super::SwissRoll;
    use crate::{data::streams::stream, math::manifolds::obstacle::Rectangle};
    use approx::{assert_abs_diff_eq, assert_relative_eq};

    const ROLL: SwissRoll = SwissRoll { start_rad: 4.7, end_rad: 14.1, height: 21.0 };

    /// Second road: the length of a polygon through many points, whose error is of second order.
    #[test]
    fn the_arc_length_is_that_of_a_fine_polygon() {
        let steps = 20_000;
        let at = |k: usize| {
            let theta = 4.7 + 9.4 * k as f64 / f64::from(steps);
            [theta * theta.cos(), theta * theta.sin()]
        };
        let polygon: f64 = (0..steps as usize).map(|k| (at(k + 1)[0] - at(k)[0]).hypot(at(k + 1)[1] - at(k)[1])).sum();
        // A chord is short by (κ·step)²/24 of itself, here 2e-10.
        assert_relative_eq!(ROLL.length(), polygon, max_relative = 1e-8);
        for s in [0.0, 1.0, 40.0, ROLL.length()] {
            assert_abs_diff_eq!(ROLL.arc_length(ROLL.angle_at(s)) - ROLL.arc_length(4.7), s, epsilon = 1e-11);
        }
    }

    /// Second road: finite differences along the chart.
    #[test]
    fn tangent_curvature_and_its_rate_are_derivatives() {
        let (s, step) = (30.0, 1e-4);
        let at = |s: f64| ROLL.point([s, 3.0]);
        let theta = ROLL.angle_at(s);
        let tangent = ROLL.tangent([s, 3.0]);
        let mut second = [0.0; 3];
        for i in 0..3 {
            // The central difference is right to step², 1e-8, and rounding is 1e-14/step.
            assert_abs_diff_eq!((at(s + step)[i] - at(s - step)[i]) / (2.0 * step), tangent[(i, 0)], epsilon = 1e-8);
            second[i] = (at(s + 0.01)[i] - 2.0 * at(s)[i] + at(s - 0.01)[i]) / 1e-4;
        }
        assert_relative_eq!(second[0].hypot(second[1]), ROLL.curvature(theta), max_relative = 1e-5);
        let rate = (ROLL.curvature(ROLL.angle_at(s + step)) - ROLL.curvature(ROLL.angle_at(s - step))) / (2.0 * step);
        assert_relative_eq!(ROLL.curvature_rate(theta), rate, max_relative = 1e-6);
    }

    #[test]
    fn no_point_is_in_the_hole() {
        let hole = Rectangle { low: [20.0, 5.0], high: [60.0, 15.0] };
        let chart = ROLL.chart_sample(Some(&hole), 2_000, &mut stream(1, "roll"));
        assert!(chart.col_iter().all(|place| !hole.contains([place[0], place[1]])));
        let left = chart.col_iter().filter(|place| place[0] < 20.0).count() as f64 / 2_000.0;
        let share = 20.0 * 21.0 / (ROLL.length() * 21.0 - 400.0);
        // A share of 2,000: four standard errors.
        assert_abs_diff_eq!(left, share, epsilon = 4.0 * (share * (1.0 - share) / 2_000.0).sqrt());
    }
}
