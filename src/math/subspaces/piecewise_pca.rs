//! One linear representation for each group of points.

use faer::{Mat, MatRef};

use super::principal_components::PrincipalComponents;
use crate::math::sparse::support::columns_of;

/// Principal components of each group of points.
#[derive(Debug, Clone)]
pub struct PiecewisePca {
    pieces: Vec<Piece>,
}

/// A group: its label, the places of its points among all, and their principal components.
#[derive(Debug, Clone)]
struct Piece {
    label: usize,
    members: Vec<usize>,
    components: PrincipalComponents,
}

impl PiecewisePca {
    /// The components of `points`: `[D, N]`, in the groups that `labels`, `[N]`, say. A group without points has none.
    ///
    /// # Panics
    ///
    /// If there are not as many labels as points.
    #[must_use]
    pub fn of_groups(points: MatRef<'_, f64>, labels: &[usize]) -> Self {
        assert_eq!(points.ncols(), labels.len(), "one label a point");
        let groups = labels.iter().max().map_or(0, |last| last + 1);
        let piece = |label: usize| {
            let members: Vec<usize> = (0..labels.len()).filter(|&i| labels[i] == label).collect();
            let points = columns_of(points, &members);
            (!members.is_empty()).then(|| Piece {
                label,
                members,
                components: PrincipalComponents::from_points(points.as_ref()),
            })
        };
        Self { pieces: (0..groups).filter_map(piece).collect() }
    }

    /// The best subspace of dimension `q` of the group `label`, if it has points: `[D, q]`.
    #[must_use]
    pub fn basis(&self, label: usize, q: usize) -> Option<MatRef<'_, f64>> {
        self.pieces.iter().find(|piece| piece.label == label).map(|piece| piece.components.basis(q))
    }

    // ANCHOR: piecewise_pca
    /// X̂: each point's projection to the best subspace of dimension `q` of its group: `[D, N]`.
    ///
    /// ```text
    /// x̂ᵢ = U_k U_kᵀ xᵢ,   k the group of i, U_k: [D, q]                 book eq. piecewise-pca
    /// ```
    #[must_use]
    pub fn reconstruction(&self, points: MatRef<'_, f64>, q: usize) -> Mat<f64> {
        self.each(points, points.nrows(), |components, group| components.reconstruction(group, q))
    }

    /// Z: each point's `q` coordinates in its group: `[q, N]`. A group with fewer dimensions leaves the rest zero.
    #[must_use]
    pub fn coordinates(&self, points: MatRef<'_, f64>, q: usize) -> Mat<f64> {
        self.each(points, q, |components, group| components.coordinates(group, q))
    }

    /// ‖X − X̂‖² / ‖X‖², the part of the energy that `q` coordinates a point do not carry.
    #[must_use]
    pub fn lost(&self, q: usize) -> f64 {
        let residual = |q: usize| self.pieces.iter().map(|piece| piece.components.residual(q)).sum::<f64>();
        residual(q) / residual(0)
    }
    // ANCHOR_END: piecewise_pca

    /// The results of `map` on the points of each group, every one at its point's place: `[rows, N]`.
    fn each(
        &self,
        points: MatRef<'_, f64>,
        rows: usize,
        map: impl Fn(&PrincipalComponents, MatRef<'_, f64>) -> Mat<f64>,
    ) -> Mat<f64> {
        let mut all = Mat::zeros(rows, points.ncols());
        for Piece { members, components, .. } in &self.pieces {
            let mapped = map(components, columns_of(points, members).as_ref());
            for (place, &i) in members.iter().enumerate() {
                all.col_mut(i).subrows_mut(0, mapped.nrows()).copy_from(mapped.col(place));
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::PiecewisePca;
    use crate::{
        data::{sparse_signals::gaussian_matrix, streams::stream, subspaces::Subspaces},
        math::subspaces::principal_components::{PrincipalComponents, relative_error},
    };
    use approx::assert_abs_diff_eq;

    /// Second road: reconstruct, and compare point by point.
    #[test]
    fn what_is_lost_is_what_the_reconstruction_misses() {
        let points = gaussian_matrix(5, 30, &mut stream(1, "points"));
        let labels: Vec<usize> = (0..30).map(|i| [0, 3, 1][i % 3]).collect();
        let pieces = PiecewisePca::of_groups(points.as_ref(), &labels);
        assert!(pieces.basis(3, 2).is_some_and(|basis| basis.ncols() == 2) && pieces.basis(2, 2).is_none());
        for q in 0..=5 {
            let rebuilt = pieces.reconstruction(points.as_ref(), q);
            // Sums of a hundred products, to rounding.
            assert_abs_diff_eq!(pieces.lost(q), relative_error(points.as_ref(), rebuilt.as_ref()), epsilon = 1e-13);
            let (z, x) = (pieces.coordinates(points.as_ref(), q), rebuilt);
            // Orthonormal bases keep lengths.
            assert_abs_diff_eq!(z.squared_norm_l2(), x.squared_norm_l2(), epsilon = 1e-12);
        }
    }

    #[test]
    fn one_group_is_plain_pca_and_the_right_groups_lose_nothing() {
        let mut rng = stream(2, "fan");
        let components = Subspaces::fan(3, 2, 8, 0.5, &mut rng).points(10, 0.0, &mut rng);
        let points = components.points.as_ref();
        let (one, all) = (PiecewisePca::of_groups(points, &[0; 30]), PrincipalComponents::from_points(points));
        assert_eq!(one.reconstruction(points, 2), all.reconstruction(points, 2));
        // Rounding, squared.
        assert!(PiecewisePca::of_groups(points, &components.labels).lost(2) < 1e-29);
        assert!(one.lost(2) > 0.05);
    }
}
