//! Points on a union of subspaces, at an angle of one's choice.

use std::f64::consts::PI;

use faer::Mat;
use rand::Rng;
use rand_distr::StandardNormal;

use super::components::Components;

/// Subspaces of one dimension through the origin.
#[derive(Debug, Clone)]
pub struct Subspaces {
    /// An orthonormal basis of each: `[D, d]`.
    pub bases: Vec<Mat<f64>>,
    /// An orthonormal basis of what they span together: `[D, 2d]`. The first d are the basis of the first subspace.
    pub frame: Mat<f64>,
}

impl Subspaces {
    // ANCHOR: fan
    /// A fan: each of `count` subspaces of dimension d is the one before, turned by `angle_rad`, in a random orientation
    /// in D = `ambient` dimensions.
    ///
    /// ```text
    /// U_k = cos(kθ) A + sin(kθ) B,   [A B] orthonormal                  book eq. fan
    /// ```
    ///
    /// All d principal angles between `U_j` and `U_k` are |j − k|θ, for as long as this is at most π/2. Two
    /// of them are independent; more are not, since they share 2d dimensions.
    ///
    /// # Panics
    ///
    /// If 2d > D.
    #[must_use]
    pub fn fan(count: usize, dimension: usize, ambient: usize, angle_rad: f64, rng: &mut impl Rng) -> Self {
        let frame = orthonormal_frame(ambient, 2 * dimension, rng);
        let basis = |k: usize| {
            let (sin, cos) = (k as f64 * angle_rad).sin_cos();
            Mat::from_fn(ambient, dimension, |i, j| cos * frame[(i, j)] + sin * frame[(i, dimension + j)])
        };
        Self { bases: (0..count).map(basis).collect(), frame }
    }
    // ANCHOR_END: fan

    /// `per_component` points of each subspace, the first subspace's first.
    ///
    /// ```text
    /// x = U_k c + noise · g/√D,   c ~ N(0, I/d),   g ~ N(0, I)          book eq. union-of-subspaces
    /// ```
    ///
    /// A point has the squared length 1 on average and its noise that of `noise`². Its angle is that of the line through it
    /// in the first two coordinates of its subspace, from 0 to π.
    #[must_use]
    pub fn points(&self, per_component: usize, noise: f64, rng: &mut impl Rng) -> Components {
        let labels = Components::labels(self.bases.len(), per_component);
        let (ambient, dimension) = (self.frame.nrows(), self.frame.ncols() / 2);
        let mut points = Mat::zeros(ambient, labels.len());
        let mut angles_rad = Vec::with_capacity(labels.len());
        for (point, &label) in points.col_iter_mut().zip(&labels) {
            let mut normal = |count: usize| -> Vec<f64> {
                let scale = (count as f64).sqrt().recip();
                (0..count).map(|_| scale * rng.sample::<f64, _>(StandardNormal)).collect()
            };
            let (within, around) = (normal(dimension), normal(ambient));
            // On a line all points have one angle.
            angles_rad.push(within[1 % dimension].atan2(within[0]).rem_euclid(PI));
            for (i, x) in point.iter_mut().enumerate() {
                *x = noise * around[i] + (0..dimension).map(|j| self.bases[label][(i, j)] * within[j]).sum::<f64>();
            }
        }
        Components { points, labels, angles_rad }
    }
}

/// `columns` orthonormal vectors in `rows` dimensions, in an orientation that is as likely as any other: `[rows, columns]`.
///
/// The Q of a Gaussian matrix' QR, with the signs that make R's diagonal positive.
///
/// Source: Mezzadri 2007.
///
/// # Panics
///
/// If there are more columns than rows.
#[must_use]
pub fn orthonormal_frame(rows: usize, columns: usize, rng: &mut impl Rng) -> Mat<f64> {
    assert!(columns <= rows, "{columns} orthonormal vectors in {rows} dimensions");
    let gaussian = Mat::from_fn(rows, columns, |_, _| rng.sample::<f64, _>(StandardNormal));
    let qr = gaussian.qr();
    let (q, r) = (qr.compute_thin_Q(), qr.thin_R());
    Mat::from_fn(rows, columns, |i, j| q[(i, j)] * r[(j, j)].signum())
}

#[cfg(test)]
mod tests {
    use super::{Subspaces, orthonormal_frame};
    use crate::{
        data::streams::stream,
        math::{statistics::sampling::SampleMean, subspaces::principal_angles::principal_angles},
    };
    use approx::assert_abs_diff_eq;

    #[test]
    fn the_principal_angles_of_a_fan_are_the_ones_asked_for() {
        let fan = Subspaces::fan(3, 2, 7, 0.4, &mut stream(1, "fan"));
        for (j, k) in [(0, 1), (1, 2), (0, 2)] {
            for angle in principal_angles(fan.bases[j].as_ref(), fan.bases[k].as_ref()) {
                // Rounding of numbers of size one.
                assert_abs_diff_eq!(angle, 0.4 * (k - j) as f64, epsilon = 1e-14);
            }
        }
    }

    #[test]
    fn a_point_is_of_length_one_on_average_and_its_noise_as_asked_for() {
        let mut rng = stream(2, "lengths");
        let fan = Subspaces::fan(2, 3, 9, 0.7, &mut rng);
        let components = fan.points(2_000, 0.5, &mut rng);
        let beside = |i: usize| {
            let (point, basis) = (components.points.col(i), &fan.bases[components.labels[i]]);
            (point.to_owned() - basis * (basis.transpose() * point)).squared_norm_l2()
        };
        let lengths: Vec<f64> = components.points.col_iter().map(|x| x.squared_norm_l2()).collect();
        let beside: Vec<f64> = (0..4_000).map(beside).collect();
        // Four standard errors. The noise has six of its nine dimensions beside the subspace.
        assert!(SampleMean::from_draws(&lengths).deviation_from(1.25) < 4.0);
        assert!(SampleMean::from_draws(&beside).deviation_from(0.25 * 6.0 / 9.0) < 4.0);
    }

    /// Orthonormal, and a vector's square along any direction is 1/rows on average, with its sign even.
    #[test]
    fn a_frame_is_orthonormal_and_has_no_favourite_direction() {
        let mut rng = stream(3, "frames");
        let mut firsts = Vec::new();
        for _ in 0..2_000 {
            let frame = orthonormal_frame(4, 2, &mut rng);
            let gram = frame.transpose() * &frame;
            for (i, j) in [(0, 0), (0, 1), (1, 1)] {
                assert_abs_diff_eq!(gram[(i, j)], f64::from(u8::from(i == j)), epsilon = 1e-14);
            }
            firsts.push(frame[(0, 1)]);
        }
        // Four standard errors.
        assert!(SampleMean::from_draws(&firsts).deviation_from(0.0) < 4.0);
        let squares: Vec<f64> = firsts.iter().map(|x| x * x).collect();
        assert!(SampleMean::from_draws(&squares).deviation_from(0.25) < 4.0);
    }
}
