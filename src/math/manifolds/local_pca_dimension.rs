//! How many directions the neighbourhoods of points have: principal components of the nearest neighbours.

use faer::{Mat, MatRef, Side};

/// The least number of principal components of some neighbours that carry each of `shares` of their energy about their
/// mean.
///
/// ```text
/// d = min{q : Σ_{i ≤ q} σᵢ² ≥ share · Σᵢ σᵢ²},   σᵢ² the eigenvalues of (x − x̄)ᵀ(x − x̄)   book eq. local-pca
/// ```
///
/// `points`: X: `[D, N]`; `neighbours`: which of them, more than one. The eigenvalues are those of the Gram matrix of the
/// neighbours, which is the smaller where they are fewer than dimensions. Never more than one less than the neighbours.
///
/// Source: Fukunaga & Olsen 1971.
///
/// # Panics
///
/// If there are fewer than two neighbours, or a coordinate is not finite.
#[must_use]
pub fn local_pca_dimensions(points: MatRef<'_, f64>, neighbours: &[usize], shares: &[f64]) -> Vec<usize> {
    let count = neighbours.len();
    assert!(count > 1, "{count} neighbours have no directions");
    let mut near = Mat::from_fn(points.nrows(), count, |i, j| points[(i, neighbours[j])]);
    for i in 0..near.nrows() {
        let mean = (0..count).map(|j| near[(i, j)]).sum::<f64>() / count as f64;
        (0..count).for_each(|j| near[(i, j)] -= mean);
    }
    let energies = (near.transpose() * &near)
        .self_adjoint_eigenvalues(Side::Lower)
        .expect("the eigenvalues of finite numbers converge");
    // The smallest is that of the mean, which was taken off: 0.
    let energies: Vec<f64> = energies[1..].iter().rev().map(|&energy| energy.max(0.0)).collect();
    let whole: f64 = energies.iter().sum();
    let needed = |share: &f64| {
        let mut sum = 0.0;
        let enough = energies.iter().position(|energy| {
            sum += energy;
            sum >= share * whole
        });
        enough.map_or(energies.len(), |last| last + 1)
    };
    shares.iter().map(needed).collect()
}

#[cfg(test)]
mod tests {
    use super::local_pca_dimensions;
    use crate::{
        data::{sparse_signals::gaussian_matrix, streams::stream, subspaces::orthonormal_frame},
        math::subspaces::principal_components::PrincipalComponents,
    };
    use faer::Mat;

    /// Points of a shifted subspace have its dimension, at whatever share: the mean is taken off.
    #[test]
    fn a_shifted_plane_has_two_directions() {
        let mut rng = stream(1, "plane");
        let flat = orthonormal_frame(9, 2, &mut rng) * gaussian_matrix(2, 30, &mut rng);
        let shifted = Mat::from_fn(9, 30, |i, j| flat[(i, j)] + 40.0);
        let all: Vec<usize> = (0..30).collect();
        assert_eq!(local_pca_dimensions(shifted.as_ref(), &all, &[0.999_999]), [2]);
    }

    /// Second road: the energies by the singular values of the chosen points.
    #[test]
    fn the_shares_are_those_of_the_singular_values() {
        let points = gaussian_matrix(12, 40, &mut stream(2, "points"));
        let chosen: Vec<usize> = (3..20).collect();
        let near = points.as_ref().subcols(3, 17);
        let mean = near * Mat::<f64>::from_fn(17, 1, |_, _| 1.0 / 17.0);
        let centred = Mat::from_fn(12, 17, |i, j| near[(i, j)] - mean[(i, 0)]);
        let components = PrincipalComponents::from_points(centred.as_ref());
        for (share, found) in [0.5, 0.9].into_iter().zip(local_pca_dimensions(points.as_ref(), &chosen, &[0.5, 0.9])) {
            let rest = |q| components.residual(q) / components.residual(0);
            assert!(rest(found) <= 1.0 - share && rest(found - 1) > 1.0 - share);
        }
    }
}
