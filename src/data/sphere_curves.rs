//! Closed curves on a unit sphere, and pairs of them that are mirror images.

use std::f64::consts::TAU;

use serde::{Deserialize, Serialize};

/// A closed curve without self-intersections on the unit sphere of ℝ³ or ℝ⁵, as a map from turns: one turn is once
/// around.
///
/// All lie at some height above the equator x_last = 0; the mirror image has the last coordinate negated.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum SphereCurve {
    /// The circle of one latitude δ on 𝕊².
    ///
    /// ```text
    /// x = (cos δ cos θ, cos δ sin θ, sin δ)
    /// ```
    Latitude {
        /// δ, radians, in (−π/2, π/2).
        latitude_rad: f64,
    },
    /// A wave about a latitude on 𝕊².
    ///
    /// ```text
    /// x = (cos β cos θ, cos β sin θ, sin β),   β = δ + a cos(m θ)
    /// ```
    Winding {
        /// The latitude δ of the middle, radians.
        latitude_rad: f64,
        /// The amplitude a, radians; δ ± a in (−π/2, π/2).
        amplitude_rad: f64,
        /// Waves m in a turn.
        frequency: u32,
    },
    /// A helix around a circle, on the sphere 𝕊⁴: every turn of the helix comes back near the one before it.
    ///
    /// ```text
    /// x = (cos δ cos η cos θ, cos δ cos η sin θ, cos δ sin η cos mθ, cos δ sin η sin mθ, sin δ)
    /// ```
    Coil {
        /// δ, radians, in (−π/2, π/2).
        latitude_rad: f64,
        /// The opening η of the helix, radians, in (0, π/2).
        opening_rad: f64,
        /// Turns m of the helix.
        windings: u32,
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
            Self::Latitude { .. } | Self::Winding { .. } => 3,
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
        }
    }

    /// The length of the curve, radians.
    #[must_use]
    pub fn length_rad(&self) -> f64 {
        *self.arc_lengths().last().expect("one step at least")
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
    /// The curve 𝓜₊.
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

fn norm(x: &[f64]) -> f64 {
    x.iter().map(|x| x * x).sum::<f64>().sqrt()
}

#[cfg(test)]
mod tests {
    use std::f64::consts::TAU;

    use approx::{assert_abs_diff_eq, assert_relative_eq};

    use super::{CurvePair, SphereCurve, norm};

    const CURVES: [SphereCurve; 3] = [
        SphereCurve::Latitude { latitude_rad: 0.4 },
        SphereCurve::Winding { latitude_rad: 0.5, amplitude_rad: 0.3, frequency: 5 },
        SphereCurve::Coil { latitude_rad: 0.2, opening_rad: 0.6, windings: 7 },
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
                let chord = norm(&a.iter().zip(b).map(|(a, b)| a - b).collect::<Vec<_>>());
                assert_relative_eq!(chord, arc, max_relative = 2e-4);
            }
        }
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
