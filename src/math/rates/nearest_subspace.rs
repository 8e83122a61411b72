//! A classifier without training beyond principal directions: the class whose subspace is nearest.

use faer::{Mat, MatRef, Side};

use super::classes::Classes;
use crate::math::subspaces::k_subspaces::KSubspaces;

// ANCHOR: nearest_subspace
/// For each class the first `q` principal directions of its `tokens` (`[d, N]`), about the origin; fewer where the class has
/// fewer tokens or d is smaller. A vector's class is then [`KSubspaces::labels`].
///
/// ```text
/// k(z) = argmin_k ‖z − U_kU_k*z‖ = argmax_k ‖U_k*z‖                                 book eq. nearest-subspace
/// ```
///
/// Source: Yu et al. 2020; there about the class's mean.
///
/// # Panics
///
/// If a coordinate is not finite.
#[must_use]
pub fn fitted(tokens: MatRef<'_, f64>, classes: &Classes, q: usize) -> KSubspaces {
    let leading = |part: Mat<f64>| {
        let size = part.nrows();
        let gram = &part * part.transpose();
        let eigen = gram.self_adjoint_eigen(Side::Lower).expect("finite coordinates");
        // Eigenvalues rise.
        Mat::from_fn(size, q.min(size).min(part.ncols()), |i, k| eigen.U()[(i, size - 1 - k)])
    };
    KSubspaces { bases: classes.parts(tokens).map(leading).collect() }
}
// ANCHOR_END: nearest_subspace

/// The part of `found` that is `right`.
///
/// # Panics
///
/// If there are no labels, or not as many of either.
#[must_use]
pub fn accuracy(found: &[usize], right: &[usize]) -> f64 {
    assert!(!found.is_empty() && found.len() == right.len(), "{} labels for {}", found.len(), right.len());
    found.iter().zip(right).filter(|(found, right)| found == right).count() as f64 / found.len() as f64
}

#[cfg(test)]
mod tests {
    use super::{accuracy, fitted};
    use crate::{
        data::{sparse_signals::gaussian_matrix, streams::stream, subspaces::orthonormal_frame},
        math::rates::classes::Classes,
    };
    use approx::assert_relative_eq;
    use faer::Mat;

    /// Points of three planes at right angles are all told, and the planes are found.
    #[test]
    fn points_of_orthogonal_planes_are_told() {
        let frame = orthonormal_frame(7, 6, &mut stream(1, "frame"));
        let codes = gaussian_matrix(2, 30, &mut stream(1, "codes"));
        let labels: Vec<usize> = (0..30).map(|i| i % 3).collect();
        let points =
            Mat::from_fn(7, 30, |i, j| (0..2).map(|k| frame[(i, 2 * labels[j] + k)] * codes[(k, j)]).sum::<f64>());
        let found = fitted(points.as_ref(), &Classes::of_labels(&labels, 3), 2);
        assert_relative_eq!(accuracy(&found.labels(points.as_ref()), &labels), 1.0);
        assert_relative_eq!(found.explained(points.as_ref()), 1.0, max_relative = 1e-12);
        assert_eq!(fitted(points.as_ref(), &Classes::of_labels(&labels, 3), 50).bases[0].ncols(), 7);
    }

    #[test]
    fn accuracy_counts() {
        assert_relative_eq!(accuracy(&[0, 1, 2, 2], &[0, 1, 1, 2]), 0.75);
    }
}
