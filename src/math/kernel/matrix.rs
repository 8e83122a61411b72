//! The kernel of a deep, wide ReLU network between points of a sphere.

use std::f64::consts::PI;

use faer::Mat;

use super::tangent::deep_kernel;
use crate::math::vectors::distance;

/// The angle between two unit vectors, radians, in `[0, π]`.
///
/// ```text
/// ∠(x, y) = 2 atan2(‖x − y‖, ‖x + y‖)
/// ```
///
/// Accurate to a few roundings for small angles and for angles near π, where an arc cosine is not.
///
/// Source: Kahan, *How futile are mindless assessments of roundoff in floating-point computation?*, 2006, section 12.
///
/// # Panics
///
/// If the vectors differ in length.
#[must_use]
pub fn angle_between(x: &[f64], y: &[f64]) -> f64 {
    let together = x.iter().zip(y).map(|(x, y)| (x + y).powi(2)).sum::<f64>().sqrt();
    (2.0 * distance(x, y).atan2(together)).min(PI)
}

/// K(∠(x, x′)) of a network with `depth` hidden layers, in units of n/2, between the points of two lists:
/// `[left, right]`. It is `depth` where the points are equal.
///
/// # Panics
///
/// If the points lie in different spaces, or there is no hidden layer.
#[must_use]
pub fn kernel_between(left: &[Vec<f64>], right: &[Vec<f64>], depth: usize) -> Mat<f64> {
    let kernel = |i: usize, j: usize| depth as f64 * deep_kernel(angle_between(&left[i], &right[j]), depth);
    Mat::from_fn(left.len(), right.len(), kernel)
}

/// As [`kernel_between`], between every two points of one list; half of the entries are computed.
///
/// # Panics
///
/// As [`kernel_between`].
#[must_use]
pub fn kernel_matrix(points: &[Vec<f64>], depth: usize) -> Mat<f64> {
    let mut matrix = Mat::zeros(points.len(), points.len());
    for (i, x) in points.iter().enumerate() {
        for (j, y) in points[..=i].iter().enumerate() {
            let value = depth as f64 * deep_kernel(angle_between(x, y), depth);
            matrix[(i, j)] = value;
            matrix[(j, i)] = value;
        }
    }
    matrix
}

#[cfg(test)]
mod tests {
    use std::f64::consts::PI;

    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use faer::Side;

    use super::{angle_between, kernel_between, kernel_matrix};

    /// Closed form: points of the equator. An arc cosine would be off by 1e-8 at both ends.
    #[test]
    fn angles_keep_their_digits_at_both_ends() {
        for angle in [0.0_f64, 1e-9, 0.3, 2.0, PI - 1e-9, PI] {
            let (sin, cos) = angle.sin_cos();
            assert_abs_diff_eq!(angle_between(&[1.0, 0.0, 0.0], &[cos, sin, 0.0]), angle, epsilon = 1e-15);
        }
    }

    /// Property: a kernel is positive definite, and the two ways to fill the matrix agree.
    #[test]
    fn the_matrix_is_symmetric_and_positive_definite() {
        let points: Vec<Vec<f64>> = (0..12).map(f64::from).map(|i| vec![i.cos(), i.sin(), 0.0]).collect();
        let matrix = kernel_matrix(&points, 8);
        assert_eq!(matrix, kernel_between(&points, &points, 8));
        assert_relative_eq!(matrix[(3, 3)], 8.0, max_relative = 1e-15);
        let least = matrix.self_adjoint_eigenvalues(Side::Lower).unwrap()[0];
        assert!(least > 0.1, "{least}");
    }
}
