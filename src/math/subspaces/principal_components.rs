//! Principal components: the subspace that loses least of a set of points.

use faer::{Mat, MatRef, reborrow::Reborrow as _};

/// The directions that carry most of the energy of points X: `[D, N]`, one point a column, the largest first.
///
/// The points are taken as they are: the subspaces pass through the origin, and no mean is subtracted.
#[derive(Debug, Clone)]
pub struct PrincipalComponents {
    /// U: `[D, min(D, N)]`, orthonormal columns.
    pub directions: Mat<f64>,
    /// σᵢ², the sum of squares of the points' coordinates along each direction, falling: `[min(D, N)]`.
    pub energies: Vec<f64>,
}

impl PrincipalComponents {
    /// Those of `points`: `[D, N]`.
    ///
    /// ```text
    /// X = U Σ Vᵀ,   σ₁ ≥ σ₂ ≥ … ≥ 0                           book eq. pca-svd
    /// ```
    ///
    /// Source: Eckart & Young 1936.
    ///
    /// # Panics
    ///
    /// If there are no points, or a coordinate is not finite.
    #[must_use]
    pub fn from_points(points: MatRef<'_, f64>) -> Self {
        assert!(points.nrows() > 0 && points.ncols() > 0, "no points");
        let svd = points.thin_svd().expect("the singular values of finite numbers converge");
        let mut directions = svd.U().to_owned();
        for mut direction in directions.col_iter_mut() {
            // Either sign is right; a record needs one: the largest entry is positive.
            let largest =
                direction.rb().iter().copied().fold(0.0, |most: f64, x| if x.abs() > most.abs() { x } else { most });
            direction *= faer::Scale(largest.signum());
        }
        Self { directions, energies: svd.S().column_vector().iter().map(|sigma| sigma * sigma).collect() }
    }

    /// The first `q` directions, or all if there are fewer: `[D, q]`.
    #[must_use]
    pub fn basis(&self, q: usize) -> MatRef<'_, f64> {
        self.directions.as_ref().subcols(0, q.min(self.directions.ncols()))
    }

    // ANCHOR: pca
    /// Z, the first `q` coordinates of each point: `[q, N]`.
    ///
    /// ```text
    /// Z = U_qᵀ X                                              book eq. pca-code
    /// ```
    #[must_use]
    pub fn coordinates(&self, points: MatRef<'_, f64>, q: usize) -> Mat<f64> {
        self.basis(q).transpose() * points
    }

    /// X̂, the points of the best subspace of dimension `q` next to the points: `[D, N]`.
    ///
    /// ```text
    /// X̂ = U_q Z = U_q U_qᵀ X                                  book eq. pca-code
    /// ```
    #[must_use]
    pub fn reconstruction(&self, points: MatRef<'_, f64>, q: usize) -> Mat<f64> {
        self.basis(q) * self.coordinates(points, q)
    }

    /// ‖X − X̂‖², what no subspace of dimension `q` can help losing.
    ///
    /// ```text
    /// ‖X − U_q U_qᵀ X‖²_F = Σ_{i > q} σᵢ²                     book eq. pca-residual
    /// ```
    ///
    /// Source: Eckart & Young 1936.
    #[must_use]
    pub fn residual(&self, q: usize) -> f64 {
        self.energies.iter().skip(q).sum()
    }
    // ANCHOR_END: pca
}

/// The part of the energy of X that X̂ misses, squares summed over all entries. Both `[D, N]`.
///
/// ```text
/// ‖X − X̂‖²_F / ‖X‖²_F                                     book eq. relative-error
/// ```
#[must_use]
pub fn relative_error(points: MatRef<'_, f64>, reconstruction: MatRef<'_, f64>) -> f64 {
    (points - reconstruction).squared_norm_l2() / points.squared_norm_l2()
}

#[cfg(test)]
mod tests {
    use super::{PrincipalComponents, relative_error};
    use crate::data::{sparse_signals::gaussian_matrix, streams::stream, subspaces::orthonormal_frame};
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use faer::{Mat, Side};

    /// Second road: the residual by reconstructing, and by the eigenvalues of `XXᵀ`.
    #[test]
    fn the_residual_is_the_tail_of_the_eigenvalues() {
        let points = gaussian_matrix(7, 20, &mut stream(1, "points"));
        let components = PrincipalComponents::from_points(points.as_ref());
        let eigenvalues = (&points * points.transpose()).self_adjoint_eigenvalues(Side::Lower).unwrap();
        for q in 0..=7 {
            let tail: f64 = eigenvalues[..7 - q].iter().sum();
            let lost = components.residual(q) / components.residual(0);
            let rebuilt = components.reconstruction(points.as_ref(), q);
            // Sums of a hundred products, to rounding.
            assert_abs_diff_eq!(components.residual(q), tail, epsilon = 1e-12);
            assert_abs_diff_eq!(relative_error(points.as_ref(), rebuilt.as_ref()), lost, epsilon = 1e-13);
        }
    }

    /// Eckart and Young: any other subspace of the dimension loses at least as much.
    #[test]
    fn no_other_subspace_loses_less() {
        let mut rng = stream(2, "frames");
        let points = gaussian_matrix(6, 15, &mut rng);
        let best = PrincipalComponents::from_points(points.as_ref()).residual(2);
        for _ in 0..200 {
            let frame = orthonormal_frame(6, 2, &mut rng);
            let other = &frame * (frame.transpose() * &points);
            assert!((&points - other).squared_norm_l2() >= best);
        }
    }

    /// Fewer points than dimensions: they span all they need.
    #[test]
    fn points_of_a_subspace_come_back_from_its_coordinates() {
        let mut rng = stream(3, "subspace");
        let points = orthonormal_frame(9, 2, &mut rng) * gaussian_matrix(2, 4, &mut rng);
        let components = PrincipalComponents::from_points(points.as_ref());
        assert_eq!((components.basis(9).ncols(), components.coordinates(points.as_ref(), 2).nrows()), (4, 2));
        // Rounding, squared.
        assert!(relative_error(points.as_ref(), components.reconstruction(points.as_ref(), 2).as_ref()) < 1e-29);
        let zero = Mat::zeros(9, 4);
        assert_relative_eq!(relative_error(points.as_ref(), zero.as_ref()), 1.0);
    }
}
