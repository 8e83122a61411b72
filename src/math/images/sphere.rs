//! Points spread over the unit sphere.

use std::f64::consts::{PI, TAU};

use super::rigid::Vector;

/// `count` points on the unit sphere, each for an equal part of its area: heights at equal steps, and a turn by the golden
/// angle from each to the next.
///
/// ```text
/// z_k = 1 − (2k + 1)/N,   ψ_k = k π(3 − √5)                         book eq. sphere-points
/// ```
///
/// The mean over the points is the mean over the sphere, with an error far below that of as many random points.
///
/// Source: González 2010.
#[must_use]
pub fn points(count: usize) -> Vec<Vector> {
    let golden = PI * (3.0 - 5.0_f64.sqrt());
    (0..count)
        .map(|k| {
            let z = 1.0 - (2 * k + 1) as f64 / count as f64;
            let (sin, cos) = (k as f64 * golden % TAU).sin_cos();
            let radius = (1.0 - z * z).sqrt();
            [radius * cos, radius * sin, z]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::points;
    use crate::math::images::rigid::dot;
    use approx::assert_abs_diff_eq;

    /// Second road: moments that are known. Means of x², x⁴ and x²y² over the sphere are 1/3, 1/5 and 1/15.
    #[test]
    fn means_over_the_points_are_means_over_the_sphere() {
        let points = points(2_000);
        let mean = |f: &dyn Fn([f64; 3]) -> f64| points.iter().map(|&p| f(p)).sum::<f64>() / points.len() as f64;
        // Far below the spread of as many random points, which is .007.
        assert_abs_diff_eq!(mean(&|p| p[0] * p[0]), 1.0 / 3.0, epsilon = 1e-5);
        assert_abs_diff_eq!(mean(&|p| p[2].powi(4)), 0.2, epsilon = 1e-5);
        assert_abs_diff_eq!(mean(&|p| (p[0] * p[1]).powi(2)), 1.0 / 15.0, epsilon = 1e-5);
        assert_abs_diff_eq!(mean(&|p| p[1]), 0.0, epsilon = 1e-4);
        assert!(points.iter().all(|&p| (dot(p, p) - 1.0).abs() < 1e-14));
    }

    /// Evenly spread: no point is much closer to its neighbour than in the densest packing, whose distance is
    /// √(8π/(√3 N)).
    #[test]
    fn neighbours_keep_apart() {
        let points = points(500);
        let nearest = (0..500).map(|i| (0..i).map(|j| dot(points[i], points[j])).fold(-1.0, f64::max));
        let closest = (2.0 - 2.0 * nearest.fold(-1.0, f64::max)).sqrt();
        let packed = (8.0 * std::f64::consts::PI / (3.0_f64.sqrt() * 500.0)).sqrt();
        assert!(closest > 0.5 * packed, "{closest} of {packed}");
    }
}
