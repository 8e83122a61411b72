//! K subspaces for one set of points: each point goes to the subspace that explains most of it.

use faer::{Accum, Mat, MatRef, Par, Side, linalg::matmul::matmul};
use rand::{Rng, seq::index::sample};

use crate::math::sparse::support::columns_of;

/// K subspaces of one dimension q through the origin.
#[derive(Debug, Clone)]
pub struct KSubspaces {
    /// `U_k`: `[D, q]`, orthonormal columns, most energy first.
    pub bases: Vec<Mat<f64>>,
}

/// A descent takes at most so many rounds.
const MOST_ROUNDS: usize = 100;

impl KSubspaces {
    // ANCHOR: k_subspaces
    /// `count` subspaces of dimension `q` for `points`: `[D, N]`, by turns until no point changes its subspace: every point
    /// to the subspace that explains most of it, every subspace to the first `q` principal directions of its points. The
    /// best of `restarts` starts, each with subspaces through `q` points drawn at random.
    ///
    /// ```text
    /// maximise  Σ_i max_k ‖U_k* x_i‖²   over U_1, …, U_K with U_k* U_k = I                  book eq. k-subspaces
    /// ```
    ///
    /// No turn lowers the sum. Source: Bradley & Mangasarian 2000; Tseng 2000.
    ///
    /// # Panics
    ///
    /// If there are no restarts or subspaces, or fewer points or coordinates than `q`.
    #[must_use]
    pub fn fitted(points: MatRef<'_, f64>, count: usize, q: usize, restarts: usize, rng: &mut impl Rng) -> Self {
        assert!(restarts > 0 && count > 0 && q <= points.nrows() && q <= points.ncols(), "{count} of dimension {q}");
        let descents = (0..restarts).map(|_| {
            let drawn = |rng: &mut _| {
                let members = sample(rng, points.ncols(), q).into_vec();
                leading(points, &members, q)
            };
            let mut found = Self { bases: (0..count).map(|_| drawn(rng)).collect() };
            let mut labels = Vec::new();
            for _ in 0..MOST_ROUNDS {
                let next = found.labels(points);
                if next == labels {
                    break;
                }
                labels = next;
                for (k, basis) in found.bases.iter_mut().enumerate() {
                    let members: Vec<usize> = (0..labels.len()).filter(|&i| labels[i] == k).collect();
                    // A subspace that has lost its points stays where it is.
                    if members.len() >= q {
                        *basis = leading(points, &members, q);
                    }
                }
            }
            (found.explained(points), found)
        });
        let best = descents.reduce(|best, next| if next.0 > best.0 { next } else { best });
        best.expect("there are restarts").1
    }
    // ANCHOR_END: k_subspaces

    /// Which subspace explains most of each point, the first if there are several: `[N]`.
    #[must_use]
    pub fn labels(&self, points: MatRef<'_, f64>) -> Vec<usize> {
        self.best(points).into_iter().map(|(label, _)| label).collect()
    }

    /// The share of the points' energy that their subspaces explain, between 0 and 1; 0 where there is no energy.
    #[must_use]
    pub fn explained(&self, points: MatRef<'_, f64>) -> f64 {
        let energy = points.squared_norm_l2();
        let kept: f64 = self.best(points).iter().map(|(_, kept)| kept).sum();
        if energy > 0.0 { kept / energy } else { 0.0 }
    }

    /// For each point its subspace, and how much of its square that explains.
    fn best(&self, points: MatRef<'_, f64>) -> Vec<(usize, f64)> {
        let mut best = vec![(0, f64::NEG_INFINITY); points.ncols()];
        for (k, basis) in self.bases.iter().enumerate() {
            let coordinates = basis.transpose() * points;
            for (best, column) in best.iter_mut().zip(coordinates.col_iter()) {
                let kept = column.squared_norm_l2();
                if kept > best.1 {
                    *best = (k, kept);
                }
            }
        }
        best
    }
}

/// The first `q` principal directions, about the origin, of the `members` among `points`.
fn leading(points: MatRef<'_, f64>, members: &[usize], q: usize) -> Mat<f64> {
    let size = points.nrows();
    let group = columns_of(points, members);
    let mut gram = Mat::zeros(size, size);
    matmul(&mut gram, Accum::Replace, group.as_ref(), group.transpose(), 1.0, Par::Seq);
    let eigen = gram.self_adjoint_eigen(Side::Lower).expect("finite coordinates");
    // Eigenvalues rise.
    Mat::from_fn(size, q, |i, k| eigen.U()[(i, size - 1 - k)])
}

#[cfg(test)]
mod tests {
    use super::KSubspaces;
    use crate::{
        data::{sparse_signals::gaussian_matrix, streams::stream, subspaces::Subspaces},
        math::subspaces::{clustering_accuracy::clustering_accuracy, principal_components::PrincipalComponents},
    };

    /// Second road: one subspace is principal components.
    #[test]
    fn one_subspace_is_pca() {
        let points = gaussian_matrix(6, 40, &mut stream(1, "points"));
        let found = KSubspaces::fitted(points.as_ref(), 1, 2, 1, &mut stream(1, "starts"));
        let components = PrincipalComponents::from_points(points.as_ref());
        let expected = 1.0 - components.residual(2) / components.residual(0);
        // A Gram matrix squares the singular values: rounding.
        assert!((found.explained(points.as_ref()) - expected).abs() < 1e-13);
    }

    /// Points on subspaces without noise are explained whole, and told apart.
    #[test]
    fn the_subspaces_that_there_are_are_found() {
        let mut rng = stream(2, "fan");
        let drawn = Subspaces::fan(3, 2, 9, 1.2, &mut rng).points(40, 0.0, &mut rng);
        let found = KSubspaces::fitted(drawn.points.as_ref(), 3, 2, 20, &mut rng);
        assert!(found.explained(drawn.points.as_ref()) > 1.0 - 1e-12);
        assert!((clustering_accuracy(&found.labels(drawn.points.as_ref()), &drawn.labels, 3) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn more_subspaces_than_points_and_points_of_no_length_are_no_fault() {
        let points = gaussian_matrix(4, 3, &mut stream(3, "points"));
        let found = KSubspaces::fitted(points.as_ref(), 5, 1, 2, &mut stream(3, "starts"));
        assert!(found.explained(points.as_ref()) <= 1.0 + 1e-12);
        assert!(found.explained(faer::Mat::zeros(4, 2).as_ref()).abs() < 1e-15);
    }
}
