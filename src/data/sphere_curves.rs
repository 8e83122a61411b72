//! Closed curves on a unit sphere, and pairs of them that are mirror images.

use std::f64::consts::{FRAC_PI_2, TAU};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::math::vectors::norm;

/// The nearest that a curve of a reader's settings may come to the equator, and to the pole, radians: its mirror image is then
/// at twice this angle at least.
pub const MARGIN_RAD: f64 = 0.01;
/// The most waves or windings of such a curve: so many are resolved by the steps along it.
pub const MOST_WAVES: u32 = 50;

/// A closed curve without self-intersections on the unit sphere of ℝ³ or ℝ⁵, as a map from an angle θ: 2π is once
/// around.
///
/// All lie at some height above the equator `x_last` = 0; the mirror image has the last coordinate negated.
/// The ranges of the fields are those of a reader's settings.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum SphereCurve {
    /// The circle of one latitude δ on 𝕊².
    ///
    /// ```text
    /// x = (cos δ cos θ, cos δ sin θ, sin δ)
    /// ```
    Latitude {
        /// The latitude δ, radians.
        #[schemars(range(min = MARGIN_RAD, max = FRAC_PI_2 - MARGIN_RAD))]
        latitude_rad: f64,
    },
    /// A wave about a latitude on 𝕊².
    ///
    /// ```text
    /// x = (cos β cos θ, cos β sin θ, sin β),   β = δ + a cos(m θ)
    /// ```
    Winding {
        /// The latitude δ of the middle, radians.
        #[schemars(range(min = MARGIN_RAD, max = FRAC_PI_2 - MARGIN_RAD))]
        latitude_rad: f64,
        /// The amplitude a, radians; δ ± a in (−π/2, π/2).
        #[schemars(range(min = 0.0))]
        amplitude_rad: f64,
        /// Waves m per turn.
        #[schemars(range(min = 1, max = MOST_WAVES))]
        frequency: u32,
    },
    /// A helix around a circle, on the sphere 𝕊⁴: every turn of the helix comes back near the one before it.
    ///
    /// ```text
    /// x = (cos δ cos η cos θ, cos δ cos η sin θ, cos δ sin η cos mθ, cos δ sin η sin mθ, sin δ)
    /// ```
    Coil {
        /// The latitude δ, radians.
        #[schemars(range(min = MARGIN_RAD, max = FRAC_PI_2 - MARGIN_RAD))]
        latitude_rad: f64,
        /// The opening η of the helix, radians, in (0, π/2).
        #[schemars(range(min = MARGIN_RAD, max = FRAC_PI_2 - MARGIN_RAD))]
        opening_rad: f64,
        /// Turns m of the helix.
        #[schemars(range(min = 1, max = MOST_WAVES))]
        windings: u32,
    },
    /// A ring of leaves on 𝕊² whose necks come near each other: a sine-generated meander, bent round to close, in the
    /// stereographic plane z about a centre. One leaf points at the equator, at θ = 0.
    ///
    /// ```text
    /// dz/dθ = ρ exp(i(θ + ω sin mθ)),   z = ρ Σ_k J_k(ω) exp(i(1 + km)θ) / (i(1 + km))
    /// ```
    ///
    /// ω = 0 is a circle of angular radius 2 arctan ρ. Source: Langbein & Leopold 1966 for the meander.
    Clover {
        /// Leaves m, 2 or more.
        #[schemars(range(min = 2, max = MOST_WAVES))]
        leaves: u32,
        /// The swing ω of the direction, radians, from 0 to 3.
        #[schemars(range(min = 0.0, max = 3.0))]
        swing_rad: f64,
        /// The scale ρ in the stereographic plane, above 0.
        #[schemars(range(min = 0.01, max = 1.0))]
        scale: f64,
        /// The latitude of the centre, radians.
        #[schemars(range(min = -FRAC_PI_2, max = FRAC_PI_2))]
        centre_latitude_rad: f64,
    },
}

/// A place on a curve with the first two derivatives by the angle θ.
#[derive(Debug, Clone, PartialEq)]
pub struct Jet {
    /// x, a unit vector.
    pub point: Vec<f64>,
    /// dx/dθ.
    pub velocity: Vec<f64>,
    /// d²x/dθ².
    pub acceleration: Vec<f64>,
}

/// Even steps of θ over which the arc length is added up; for periodic smooth functions the sum converges faster than
/// any power.
const STEPS: usize = 4096;

impl SphereCurve {
    /// The dimension n₀ of the space around the sphere.
    #[must_use]
    pub fn dimension(&self) -> usize {
        match self {
            Self::Latitude { .. } | Self::Winding { .. } | Self::Clover { .. } => 3,
            Self::Coil { .. } => 5,
        }
    }

    /// The curve at the angle θ, radians.
    #[must_use]
    pub fn jet(&self, theta: f64) -> Jet {
        match *self {
            Self::Latitude { latitude_rad } => sphere_jet(theta, [latitude_rad, 0.0, 0.0]),
            Self::Winding { latitude_rad, amplitude_rad, frequency } => {
                let m = f64::from(frequency);
                let (sin, cos) = (m * theta).sin_cos();
                let a = amplitude_rad;
                sphere_jet(theta, [latitude_rad + a * cos, -a * m * sin, -a * m * m * cos])
            }
            Self::Coil { latitude_rad, opening_rad, windings } => {
                let (height, radius) = latitude_rad.sin_cos();
                let (small, large) = opening_rad.sin_cos();
                let m = f64::from(windings);
                let circle = |radius: f64, rate: f64| {
                    let (sin, cos) = (rate * theta).sin_cos();
                    [[cos, sin], [-rate * sin, rate * cos], [-rate * rate * cos, -rate * rate * sin]]
                        .map(|pair| pair.map(|x| radius * x))
                };
                let (wide, narrow) = (circle(radius * large, 1.0), circle(radius * small, m));
                let order = |k: usize, last: f64| vec![wide[k][0], wide[k][1], narrow[k][0], narrow[k][1], last];
                Jet { point: order(0, height), velocity: order(1, 0.0), acceleration: order(2, 0.0) }
            }
            Self::Clover { leaves, swing_rad, scale, centre_latitude_rad } => {
                leaf_jet(&meander(theta, leaves, swing_rad, scale), centre_latitude_rad)
            }
        }
    }

    /// The length of the curve, radians.
    #[must_use]
    pub fn length_rad(&self) -> f64 {
        self.arc_lengths()[STEPS]
    }

    /// `count` points at equal steps of arc length, the first `phase` of a step after θ = 0: `[count, n₀]`.
    ///
    /// # Panics
    ///
    /// If there are no points.
    #[must_use]
    pub fn points(&self, count: usize, phase: f64) -> Vec<Vec<f64>> {
        self.angles(count, phase).into_iter().map(|theta| self.jet(theta).point).collect()
    }

    /// The angles θ of [`Self::points`], radians.
    ///
    /// # Panics
    ///
    /// If there are no points.
    #[must_use]
    pub fn angles(&self, count: usize, phase: f64) -> Vec<f64> {
        assert!(count > 0, "a curve sampled at no point");
        let shares: Vec<f64> = (0..count).map(|i| (i as f64 + phase) / count as f64).collect();
        self.angles_at(&shares)
    }

    /// The angles θ at which these shares of the whole length have passed since θ = 0, radians. Shares drawn uniformly
    /// from [0, 1) make points that are uniform on the curve.
    #[must_use]
    pub fn angles_at(&self, shares: &[f64]) -> Vec<f64> {
        let lengths = self.arc_lengths();
        let whole = lengths[STEPS];
        let angle = |share: &f64| {
            let target = (whole * share).rem_euclid(whole);
            let before = lengths.partition_point(|&length| length <= target).clamp(1, STEPS) - 1;
            let step = TAU / STEPS as f64;
            let inside = self.refine(before as f64 * step, target - lengths[before]);
            before as f64 * step + inside
        };
        shares.iter().map(angle).collect()
    }

    /// The angle past `theta` at which the arc length from there is `length`, within one step: Newton's method, the arc
    /// length by Simpson's rule.
    fn refine(&self, theta: f64, length: f64) -> f64 {
        let mut inside = length / self.speed(theta);
        for _ in 0..4 {
            inside -= (self.simpson(theta, inside) - length) / self.speed(theta + inside);
        }
        inside
    }

    /// ‖dx/dθ‖.
    fn speed(&self, theta: f64) -> f64 {
        norm(&self.jet(theta).velocity)
    }

    /// The arc length from `theta` over `step`, by Simpson's rule.
    fn simpson(&self, theta: f64, step: f64) -> f64 {
        let speeds = self.speed(theta) + 4.0 * self.speed(theta + step / 2.0) + self.speed(theta + step);
        step * speeds / 6.0
    }

    /// The arc length from θ = 0 to each of the steps, the last once around.
    fn arc_lengths(&self) -> Vec<f64> {
        let step = TAU / STEPS as f64;
        let pieces = (0..STEPS).map(|i| self.simpson(i as f64 * step, step));
        let sums = pieces.scan(0.0, |sum, piece| {
            *sum += piece;
            Some(*sum)
        });
        std::iter::once(0.0).chain(sums).collect()
    }
}

/// A pair of curves: one above the equator, and its mirror image below, with the labels +1 and −1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CurvePair {
    /// The curve 𝓜₊ above the equator; its mirror image is 𝓜₋.
    pub upper: SphereCurve,
}

impl CurvePair {
    /// `count` points of each curve at equal steps of arc length, first those of 𝓜₊, then their mirror images on 𝓜₋:
    /// `[2 count, n₀]`. The first lie `phase` of a step after θ = 0.
    ///
    /// # Panics
    ///
    /// If there are no points.
    #[must_use]
    pub fn points(&self, count: usize, phase: f64) -> Vec<Vec<f64>> {
        let upper = self.upper.points(count, phase);
        let lower: Vec<_> = upper.iter().map(|point| mirrored(point)).collect();
        [upper, lower].concat()
    }

    /// The labels of [`Self::points`].
    #[must_use]
    pub fn labels(count: usize) -> Vec<f64> {
        [vec![1.0; count], vec![-1.0; count]].concat()
    }
}

/// The mirror image across the equator.
#[must_use]
pub fn mirrored(point: &[f64]) -> Vec<f64> {
    let mut image = point.to_vec();
    if let Some(last) = image.last_mut() {
        *last = -*last;
    }
    image
}

/// A curve on 𝕊² whose latitude β is a function of the longitude θ; `latitude`: β, dβ/dθ and d²β/dθ².
fn sphere_jet(theta: f64, latitude: [f64; 3]) -> Jet {
    let [beta, slope, bend] = latitude;
    let ((sin, cos), (height, radius)) = (theta.sin_cos(), beta.sin_cos());
    // The radius cos β and the height sin β, each with its derivatives.
    let radii = [radius, -height * slope, -radius * slope * slope - height * bend];
    let heights = [height, radius * slope, -height * slope * slope + radius * bend];
    let point = vec![radii[0] * cos, radii[0] * sin, heights[0]];
    let velocity = vec![radii[1] * cos - radii[0] * sin, radii[1] * sin + radii[0] * cos, heights[1]];
    let acceleration = vec![
        (radii[2] - radii[0]) * cos - 2.0 * radii[1] * sin,
        (radii[2] - radii[0]) * sin + 2.0 * radii[1] * cos,
        heights[2],
    ];
    Jet { point, velocity, acceleration }
}

/// Orders |k| of the Bessel functions that are added up: `J_22`(3) is 1e-17.
const ORDERS: u32 = 22;

/// The meander of [`SphereCurve::Clover`] and its first two derivatives, each the two coordinates of a complex number.
fn meander(theta: f64, leaves: u32, swing: f64, scale: f64) -> [[f64; 2]; 3] {
    let m = f64::from(leaves);
    let (sin, cos) = (m * theta).sin_cos();
    let (dy, dx) = (theta + swing * sin).sin_cos();
    let velocity = [scale * dx, scale * dy];
    let turn = 1.0 + swing * m * cos;
    let mut place = [0.0; 2];
    for k in 0..=ORDERS {
        let bessel = bessel(k, swing);
        // J_(−k) = (−1)ᵏ J_k.
        let both = [(f64::from(k), bessel), (-f64::from(k), if k % 2 == 0 { bessel } else { -bessel })];
        for (k, bessel) in both.into_iter().take(if k == 0 { 1 } else { 2 }) {
            let rate = 1.0 + k * m;
            let (sin, cos) = (rate * theta).sin_cos();
            place[0] += scale * bessel * sin / rate;
            place[1] -= scale * bessel * cos / rate;
        }
    }
    [place, velocity, [-turn * velocity[1], turn * velocity[0]]]
}

/// `J_k`(x), by its power series; x in `[0, 3]`.
fn bessel(k: u32, x: f64) -> f64 {
    let half = x / 2.0;
    let mut term = (1..=k).fold(1.0, |term, i| term * half / f64::from(i));
    let mut sum = 0.0;
    // The terms fall from the third on, and the last is below 1e-17.
    for j in 1..=16 {
        sum += term;
        term *= -half * half / f64::from(j * (j + k));
    }
    sum
}

/// A curve of the stereographic plane, with its derivatives, on the sphere around a centre at longitude 0.
fn leaf_jet(plane: &[[f64; 2]; 3], centre_latitude: f64) -> Jet {
    let [z, dz, ddz] = plane;
    let dot = |a: &[f64; 2], b: &[f64; 2]| a[0] * b[0] + a[1] * b[1];
    let q = 1.0 + dot(z, z);
    let (dq, ddq) = (2.0 * dot(z, dz), 2.0 * (dot(dz, dz) + dot(z, ddz)));
    // 2/q and its derivatives.
    let g = [2.0 / q, -2.0 * dq / (q * q), (4.0 * dq * dq / q - 2.0 * ddq) / (q * q)];
    let flat = |i: usize| [g[0] * z[i], g[1] * z[i] + g[0] * dz[i], g[2] * z[i] + 2.0 * g[1] * dz[i] + g[0] * ddz[i]];
    let (east, north) = (flat(0), flat(1));
    let up = [g[0] - 1.0, g[1], g[2]];
    let (sin, cos) = centre_latitude.sin_cos();
    let turned = |k: usize| vec![cos * up[k] - sin * north[k], east[k], sin * up[k] + cos * north[k]];
    Jet { point: turned(0), velocity: turned(1), acceleration: turned(2) }
}

#[cfg(test)]
mod tests {
    use std::f64::consts::TAU;

    use approx::{assert_abs_diff_eq, assert_relative_eq};

    use super::{CurvePair, ORDERS, SphereCurve, bessel};
    use crate::math::{
        kernel::matrix::angle_between,
        vectors::{distance, norm},
    };

    const CURVES: [SphereCurve; 4] = [
        SphereCurve::Latitude { latitude_rad: 0.4 },
        SphereCurve::Winding { latitude_rad: 0.5, amplitude_rad: 0.3, frequency: 5 },
        SphereCurve::Coil { latitude_rad: 0.2, opening_rad: 0.6, windings: 7 },
        SphereCurve::Clover { leaves: 3, swing_rad: 1.5, scale: 0.4, centre_latitude_rad: 0.9 },
    ];

    /// Second road: central differences of the points, and that the points have norm 1.
    #[test]
    fn derivatives_are_those_of_the_points() {
        let step = 1e-4;
        for curve in CURVES {
            for theta in [0.0, 0.7, 2.9, 5.1] {
                let [before, here, after] = [-step, 0.0, step].map(|by| curve.jet(theta + by));
                assert_relative_eq!(norm(&here.point), 1.0, max_relative = 1e-14);
                assert_eq!(here.point.len(), curve.dimension());
                for i in 0..curve.dimension() {
                    // Errors of second order in the step, with third and fourth derivatives up to 7⁴.
                    let slope = (after.point[i] - before.point[i]) / (2.0 * step);
                    assert_abs_diff_eq!(slope, here.velocity[i], epsilon = 1e-5);
                    let bend = (after.velocity[i] - before.velocity[i]) / (2.0 * step);
                    assert_abs_diff_eq!(bend, here.acceleration[i], epsilon = 1e-4);
                }
            }
        }
    }

    /// Closed forms: a circle has length 2π cos δ, and a coil has the same speed everywhere.
    #[test]
    fn lengths_have_their_closed_forms() {
        assert_relative_eq!(CURVES[0].length_rad(), TAU * 0.4_f64.cos(), max_relative = 1e-13);
        let speed = 0.2_f64.cos() * (0.6_f64.cos().powi(2) + (7.0 * 0.6_f64.sin()).powi(2)).sqrt();
        assert_relative_eq!(CURVES[2].length_rad(), TAU * speed, max_relative = 1e-13);
    }

    /// Second road: chords. Between neighbours among many points they are the arc, up to the third order in its length.
    #[test]
    fn points_lie_at_equal_steps_of_arc_length() {
        for curve in CURVES {
            let count = 3000;
            let points = curve.points(count, 0.25);
            let arc = curve.length_rad() / count as f64;
            for i in 0..count {
                let (a, b) = (&points[i], &points[(i + 1) % count]);
                assert_relative_eq!(distance(a, b), arc, max_relative = 2e-4);
            }
        }
    }

    /// Second road: the recurrence and the continued fraction of `libm`.
    #[test]
    fn bessel_functions_are_those_of_libm() {
        for x in [0.0, 1e-3, 0.8, 1.9, 3.0] {
            for k in 0..=ORDERS {
                // Terms of up to 2.2, a few roundings.
                assert_abs_diff_eq!(bessel(k, x), libm::jn(k.cast_signed(), x), epsilon = 1e-14);
            }
        }
        assert!(bessel(ORDERS, 3.0) < 1e-16, "the sum over orders is cut too early");
    }

    /// Closed form: without a swing it is a circle around its centre, of angular radius 2 arctan s, and its leaf at θ = 0
    /// points at the equator.
    #[test]
    fn a_clover_without_a_swing_is_a_circle() {
        let (scale, latitude) = (0.3_f64, 0.8_f64);
        let clover = SphereCurve::Clover { leaves: 3, swing_rad: 0.0, scale, centre_latitude_rad: latitude };
        let centre = [latitude.cos(), 0.0, latitude.sin()];
        for theta in [0.0, 1.0, 4.0] {
            let angle = angle_between(&clover.jet(theta).point, &centre);
            assert_relative_eq!(angle, 2.0 * scale.atan(), max_relative = 1e-13);
        }
        let lowest = clover.jet(0.0).point[2].asin();
        assert_relative_eq!(lowest, latitude - 2.0 * scale.atan(), max_relative = 1e-13);
    }

    /// The lower curve is the upper one seen in the mirror, label for label.
    #[test]
    fn a_pair_is_a_curve_and_its_mirror_image() {
        let points = CurvePair { upper: CURVES[1] }.points(10, 0.0);
        for (upper, lower) in points[..10].iter().zip(&points[10..]) {
            assert_eq!((upper[0], upper[1], upper[2]), (lower[0], lower[1], -lower[2]));
        }
        assert_eq!(CurvePair::labels(10)[9..11], [1.0, -1.0]);
    }
}
