//! How sharply a curve on a sphere turns.

use super::sampled_curve::SampledCurve;
use crate::math::vectors::{dot, largest};

// ANCHOR: geodesic_curvature
/// The curvature of a curve on the unit sphere, beyond that of the sphere itself, in radians of turn a radian of way.
///
/// ```text
/// ‖(I − xx*) ẍ‖ = ‖(I − xx* − tt*) x″‖ / ‖x′‖²,   t = x′/‖x′‖                            book eq. curvature
/// ```
///
/// A dot is a derivative by arc length, a prime by any parameter: x `point`, x′ `velocity`, x″ `acceleration`, `[n₀]` each.
/// A great circle has 0, the circle of latitude δ has tan |δ|.
///
/// Source: Wang, Buchanan, Gilboa & Wright 2021, §2, for the definition.
///
/// # Panics
///
/// If the velocity is 0.
#[must_use]
pub fn geodesic_curvature(point: &[f64], velocity: &[f64], acceleration: &[f64]) -> f64 {
    let square = dot(velocity, velocity);
    assert!(square > 0.0, "a curve that stands still has no curvature");
    let (outward, along) = (dot(point, acceleration), dot(velocity, acceleration) / square);
    let sideways = |i: usize| acceleration[i] - outward * point[i] - along * velocity[i];
    (0..point.len()).map(|i| sideways(i).powi(2)).sum::<f64>().sqrt() / square
}
// ANCHOR_END: geodesic_curvature

/// The largest curvature of a closed curve that is known by points at equal steps h of arc length only.
///
/// ```text
/// max_i ‖(I − x_i x_i*)(x_(i+1) − 2x_i + x_(i−1))‖ / h²
/// ```
///
/// The error is of the second order in the step h.
#[must_use]
pub fn curvature_of_points(curve: SampledCurve) -> f64 {
    let SampledCurve { points, step } = curve;
    let count = points.len();
    let at = |i: usize| {
        let (before, here, after) = (&points[(i + count - 1) % count], &points[i], &points[(i + 1) % count]);
        let second: Vec<f64> = (0..here.len()).map(|j| after[j] - 2.0 * here[j] + before[j]).collect();
        let outward = dot(here, &second);
        second.iter().zip(here).map(|(d, x)| (d - outward * x).powi(2)).sum::<f64>().sqrt() / (step * step)
    };
    largest((0..count).map(at))
}

/// The curvature of a wave about a latitude δ at its troughs or its crests, whichever is larger.
///
/// ```text
/// κ = max over ± of |sin β cos β ∓ a m²| / cos² β,   β = δ ± a
/// ```
///
/// `latitude` δ and `amplitude` a in radians, |δ| + a < π/2; `frequency` m waves in a turn, 2 or
/// more: with one wave the largest curvature lies at neither.
#[must_use]
pub fn curvature_of_a_wave(latitude: f64, amplitude: f64, frequency: u32) -> f64 {
    let bend = amplitude * f64::from(frequency).powi(2);
    let at = |sign: f64| {
        let (sin, cos) = (latitude + sign * amplitude).sin_cos();
        (sin * cos - sign * bend).abs() / (cos * cos)
    };
    at(1.0).max(at(-1.0))
}

/// The curvature of a coil, which is the same everywhere.
///
/// ```text
/// κ² = (A² + B² m⁴)/(A² + B² m²)² − 1,   A = cos δ cos η,   B = cos δ sin η
/// ```
///
/// `latitude` δ and `opening` η in radians; `windings` m. Of unit-speed curves on the unit sphere, ẍ has the component −1
/// along x.
#[must_use]
pub fn curvature_of_a_coil(latitude: f64, opening: f64, windings: u32) -> f64 {
    let (wide, narrow) = (latitude.cos() * opening.cos(), latitude.cos() * opening.sin());
    let m = f64::from(windings);
    let square = wide.powi(2) + (narrow * m).powi(2);
    ((wide.powi(2) + narrow.powi(2) * m.powi(4)) / square.powi(2) - 1.0).max(0.0).sqrt()
}

#[cfg(test)]
mod tests {
    use std::f64::consts::TAU;

    use approx::assert_relative_eq;

    use super::{curvature_of_a_coil, curvature_of_a_wave, curvature_of_points, geodesic_curvature};
    use crate::{
        data::sphere_curves::{Jet, SphereCurve},
        math::{
            curves::{golden_section::maximum, sampled_curve::SampledCurve},
            statistics::fit,
        },
    };

    fn curvature(curve: &SphereCurve) -> f64 {
        let at = |theta: f64| {
            let Jet { point, velocity, acceleration } = curve.jet(theta);
            geodesic_curvature(&point, &velocity, &acceleration)
        };
        maximum(at, 0.0..TAU, 512)
    }

    /// Closed forms: a circle of latitude, a circle elsewhere, a wave at its trough, a coil.
    #[test]
    fn curvatures_have_their_closed_forms() {
        let radius = 2.0 * 0.3_f64.atan();
        for (curve, exact) in [
            (SphereCurve::Latitude { latitude_rad: -0.4 }, 0.4_f64.tan()),
            (
                SphereCurve::Clover { leaves: 2, swing_rad: 0.0, scale: 0.3, centre_latitude_rad: 0.7 },
                1.0 / radius.tan(),
            ),
            (
                SphereCurve::Winding { latitude_rad: 0.5, amplitude_rad: 0.1, frequency: 6 },
                curvature_of_a_wave(0.5, 0.1, 6),
            ),
            (SphereCurve::Coil { latitude_rad: 0.2, opening_rad: 0.4, windings: 9 }, curvature_of_a_coil(0.2, 0.4, 9)),
        ] {
            // A maximum is flat: golden sections find its place to √ε, its value to ε.
            assert_relative_eq!(curvature(&curve), exact, max_relative = 1e-12);
        }
    }

    /// Second road: points at equal steps, without derivatives. The error falls with the square of the step.
    #[test]
    fn second_differences_converge_to_the_curvature_with_order_two() {
        let curve = SphereCurve::Clover { leaves: 3, swing_rad: 1.4, scale: 0.3, centre_latitude_rad: 0.8 };
        let exact = curvature(&curve);
        let counts = [300, 600, 1200];
        let steps = counts.map(|count| curve.length_rad() / f64::from(count));
        let errors = counts.map(|count| {
            let points = curve.points(count as usize, 0.0);
            curvature_of_points(SampledCurve { points: &points, step: curve.length_rad() / f64::from(count) }) - exact
        });
        let order = fit::order(&steps, &errors);
        // The leaf's end, where the curvature is largest, is a sample in each of the three.
        assert!((order - 2.0).abs() < 0.1 && errors[2].abs() < 1e-2 * exact, "{order}, {errors:?}");
    }
}
