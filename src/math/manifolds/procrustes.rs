//! Two configurations of the same points, laid onto each other.

use faer::{Col, Mat, MatRef};

use super::centring::{centred, mean_of};

/// The motion that takes one configuration nearest to another, and what is left between them.
#[derive(Debug, Clone)]
pub struct Motion {
    /// R: `[d, d]`, orthogonal; a reflection may be in it.
    pub rotation: Mat<f64>,
    from_mean: Col<f64>,
    onto_mean: Col<f64>,
    /// ‖Y − (R(X − x̄) + ȳ)‖ over ‖Y − ȳ‖, both root mean squares over the points.
    pub relative_error: f64,
}

impl Motion {
    // ANCHOR: procrustes
    /// The rigid motion, with reflection, that takes `from`, X: `[d, N]`, nearest to `onto`, Y: `[d, N]`. Lengths stay: a
    /// wrong scale is an error.
    ///
    /// ```text
    /// R = V Uᵀ,   (X − x̄)(Y − ȳ)ᵀ = U Σ Vᵀ;   E = ‖Y − ȳ − R(X − x̄)‖_F / ‖Y − ȳ‖_F      book eq. procrustes
    /// ```
    ///
    /// Source: Schönemann 1966.
    ///
    /// # Panics
    ///
    /// If the shapes differ, or a coordinate is not finite.
    #[must_use]
    pub fn between(from: MatRef<'_, f64>, onto: MatRef<'_, f64>) -> Self {
        assert!(from.shape() == onto.shape(), "{:?} and {:?}", from.shape(), onto.shape());
        let (from_mean, onto_mean) = (mean_of(from), mean_of(onto));
        let (x, y) = (centred(from, &from_mean), centred(onto, &onto_mean));
        let svd = (&x * y.transpose()).svd().expect("finite numbers converge");
        let rotation = svd.V() * svd.U().transpose();
        let relative_error = (&y - &rotation * &x).norm_l2() / y.norm_l2();
        Self { rotation, from_mean, onto_mean, relative_error }
    }
    // ANCHOR_END: procrustes

    /// The points `[d, M]`, moved.
    #[must_use]
    pub fn apply(&self, points: MatRef<'_, f64>) -> Mat<f64> {
        let mut moved = &self.rotation * centred(points, &self.from_mean);
        for mut point in moved.col_iter_mut() {
            point += &self.onto_mean;
        }
        moved
    }
}

#[cfg(test)]
mod tests {
    use super::{Motion, centred, mean_of};
    use crate::data::{sparse_signals::gaussian_matrix, streams::stream, subspaces::orthonormal_frame};
    use approx::assert_relative_eq;
    use faer::{Mat, Scale};

    /// Invariance: a turned, reflected and moved configuration is the same one.
    #[test]
    fn rotations_reflections_and_shifts_do_not_count() {
        let mut rng = stream(1, "procrustes");
        for d in [2, 3] {
            let points = gaussian_matrix(d, 20, &mut rng);
            let turned = orthonormal_frame(d, d, &mut rng) * &points;
            let moved = Mat::from_fn(d, 20, |i, j| turned[(i, j)] + 5.0 * (i + 1) as f64);
            let motion = Motion::between(moved.as_ref(), points.as_ref());
            // Rounding of numbers of size 10.
            assert!(motion.relative_error < 1e-13, "{}", motion.relative_error);
            assert!((motion.apply(moved.as_ref()) - points).norm_max() < 1e-13);
        }
    }

    /// Second road: of a scaled copy all that is left is the scale.
    #[test]
    fn a_wrong_scale_is_an_error_of_its_size() {
        let points = gaussian_matrix(2, 30, &mut stream(2, "procrustes"));
        let larger = Scale(1.07) * &points;
        assert_relative_eq!(
            Motion::between(larger.as_ref(), points.as_ref()).relative_error,
            0.07,
            max_relative = 1e-12
        );
    }

    /// Second road: no angle of a grid does better in the plane.
    #[test]
    fn no_rotation_of_the_plane_does_better() {
        let mut rng = stream(3, "procrustes");
        let (x, y) = (gaussian_matrix(2, 9, &mut rng), gaussian_matrix(2, 9, &mut rng));
        let least = Motion::between(x.as_ref(), y.as_ref()).relative_error;
        for step in 0..720 {
            let (sin, cos) = f64::from(step % 360).to_radians().sin_cos();
            let flip = if step < 360 { 1.0 } else { -1.0 };
            let turn = Mat::from_fn(2, 2, |i, j| [[cos, -flip * sin], [sin, flip * cos]][i][j]);
            // Turning first leaves what is optimal, but the best further rotation must not gain on the least error.
            let left = Motion::between((&turn * &x).as_ref(), y.as_ref());
            assert_relative_eq!(left.relative_error, least, max_relative = 1e-12);
            let (x_mean, y_mean) = (mean_of(x.as_ref()), mean_of(y.as_ref()));
            let (x, y) = (centred(x.as_ref(), &x_mean), centred(y.as_ref(), &y_mean));
            assert!((&y - &turn * &x).norm_l2() / y.norm_l2() >= least - 1e-12);
        }
    }
}
