//! Points drawn evenly from spheres and from caps of them.

use faer::{ColRef, Mat};
use rand::Rng;
use rand_distr::StandardNormal;

/// `count` points of the unit sphere of `d` dimensions: `[d + 1, count]`.
#[must_use]
pub fn whole(d: usize, count: usize, rng: &mut impl Rng) -> Mat<f64> {
    let mut points = Mat::zeros(d + 1, count);
    for mut point in points.col_iter_mut() {
        (0..=d).for_each(|i| point[i] = rng.sample(StandardNormal));
        let length = point.norm_l2();
        point /= faer::Scale(length);
    }
    points
}

/// `count` points of the cap of angular radius `alpha_rad` around the last axis of the unit sphere of `d` dimensions:
/// `[d + 1, count]`.
///
/// The angle from the axis has the density sin^{d−1} θ up to α, which a bound of it and rejection draw.
///
/// # Panics
///
/// If the radius is not in (0, π].
#[must_use]
pub fn cap(d: usize, alpha_rad: f64, count: usize, rng: &mut impl Rng) -> Mat<f64> {
    assert!(alpha_rad > 0.0 && alpha_rad <= std::f64::consts::PI, "a cap of radius {alpha_rad}");
    let highest = alpha_rad.min(std::f64::consts::FRAC_PI_2).sin();
    let mut points = Mat::zeros(d + 1, count);
    for mut point in points.col_iter_mut() {
        let angle = loop {
            let angle = alpha_rad * rng.r#gen::<f64>();
            if rng.r#gen::<f64>() < (angle.sin() / highest).powf(d as f64 - 1.0) {
                break angle;
            }
        };
        (0..d).for_each(|i| point[i] = rng.sample(StandardNormal));
        let around = (0..d).map(|i| point[i] * point[i]).sum::<f64>().sqrt();
        (0..d).for_each(|i| point[i] *= angle.sin() / around);
        point[d] = angle.cos();
    }
    points
}

/// The step from point `x` to point `y` of the unit sphere in three dimensions, along the sphere: how far away from the last
/// axis, and how far around it, seen from outside.
#[must_use]
pub fn polar_step(x: ColRef<'_, f64>, y: ColRef<'_, f64>) -> [f64; 2] {
    let around = x[0].hypot(x[1]);
    // At the axis itself any direction is away from it.
    let [cos, sin] = if around > 0.0 { [x[0] / around, x[1] / around] } else { [1.0, 0.0] };
    let away = x[2] * (cos * y[0] + sin * y[1]) - around * y[2];
    let beside = cos * y[1] - sin * y[0];
    let chord = away.hypot(beside);
    let height = x[0] * y[0] + x[1] * y[1] + x[2] * y[2];
    let length = if chord > 0.0 { chord.atan2(height) / chord } else { 0.0 };
    [away * length, beside * length]
}

#[cfg(test)]
mod tests {
    use super::{cap, polar_step, whole};
    use crate::data::streams::stream;
    use approx::assert_abs_diff_eq;
    use faer::Mat;

    /// Second road: on the sphere of two dimensions heights are uniform (Archimedes), on the circle angles are.
    #[test]
    fn caps_are_covered_evenly() {
        for (d, alpha) in [(1, 0.7), (2, 0.7), (2, 2.5), (2, std::f64::consts::PI)] {
            let points = cap(d, alpha, 4_000, &mut stream(1, "caps"));
            let share = |height: f64| match d {
                1 => 1.0 - height.acos() / alpha,
                _ => (height - alpha.cos()) / (1.0 - alpha.cos()),
            };
            let shares: Vec<f64> = (0..4_000).map(|j| share(points[(d, j)])).collect();
            let mean = shares.iter().sum::<f64>() / 4_000.0;
            // Uniform on [0, 1]: a standard error of 0.0046, four of them.
            assert_abs_diff_eq!(mean, 0.5, epsilon = 0.019);
            assert!(shares.iter().all(|share| (-1e-12..=1.0).contains(share)));
            assert!((0..4_000).all(|j| (points.col(j).norm_l2() - 1.0).abs() < 1e-14));
        }
    }

    /// Second road: a whole sphere's coordinates have the mean square 1/(d + 1).
    #[test]
    fn a_whole_sphere_has_its_moments() {
        let points = whole(4, 4_000, &mut stream(2, "spheres"));
        let square = points.row(2).squared_norm_l2() / 4_000.0;
        // x² has a standard deviation below 0.3 here: four standard errors.
        assert_abs_diff_eq!(square, 0.2, epsilon = 0.016);
    }

    /// Second road: a step by known angles.
    #[test]
    fn a_step_down_and_one_around_are_told_apart() {
        let point = |down: f64, around: f64| {
            let at = [down.sin() * around.cos(), down.sin() * around.sin(), down.cos()];
            Mat::from_fn(3, 1, |i, _| at[i])
        };
        let [down, around] = polar_step(point(0.5, 1.0).col(0), point(0.8, 1.0).col(0));
        assert_abs_diff_eq!(down, 0.3, epsilon = 1e-14);
        assert_abs_diff_eq!(around, 0.0, epsilon = 1e-14);
        let [down, around] = polar_step(point(0.5, 1.0).col(0), point(0.5, 1.0 + 1e-4).col(0));
        assert_abs_diff_eq!(around, 1e-4 * 0.5_f64.sin(), epsilon = 1e-12);
        assert_abs_diff_eq!(down, 0.0, epsilon = 1e-8);
    }
}
