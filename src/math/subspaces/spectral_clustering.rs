//! Spectral clustering: the groups of a weighted graph.

use std::f64::consts::PI;

use faer::{Mat, MatRef, Side};
use rand::Rng;

use super::k_means::k_means;

// ANCHOR: spectral_clustering
/// The group of each vertex of a graph with weights W: `[N, N]`, symmetric, none negative; `count` groups.
///
/// ```text
/// L = I − Δ^(−1/2) W Δ^(−1/2),   Δ = diag(W 1)                     book eq. normalised-laplacian
/// ```
///
/// A vertex is placed by the eigenvectors of L with the `count` smallest eigenvalues, each place is moved to the unit
/// sphere, and k-means with `restarts` descents finds the groups.
///
/// Source: Ng, Jordan & Weiss 2002; von Luxburg 2007, §5.
///
/// # Panics
///
/// If W is not square or not finite, or has fewer vertices than groups.
#[must_use]
pub fn spectral_clustering(weights: MatRef<'_, f64>, count: usize, restarts: usize, rng: &mut impl Rng) -> Vec<usize> {
    k_means(embedding(weights, count).as_ref(), count, restarts, rng).labels
}

/// The places of the vertices: `[count, N]`, each of length one, or zero if no edge meets the vertex.
///
/// # Panics
///
/// If W is not square or not finite, or has fewer vertices than `count`.
#[must_use]
pub fn embedding(weights: MatRef<'_, f64>, count: usize) -> Mat<f64> {
    let vertices = weights.nrows();
    assert!(weights.ncols() == vertices && count <= vertices, "{vertices} vertices, {count} groups");
    let scales: Vec<f64> = weights.row_iter().map(|row| inverse_or_zero(row.iter().sum::<f64>().sqrt())).collect();
    let laplacian =
        Mat::from_fn(vertices, vertices, |i, j| f64::from(u8::from(i == j)) - scales[i] * weights[(i, j)] * scales[j]);
    let eigen = laplacian.self_adjoint_eigen(Side::Lower).expect("the eigenvalues of finite numbers converge");
    let mut places = eigen.U().subcols(0, count).transpose().to_owned();
    for (mut place, scale) in places.col_iter_mut().zip(scales) {
        let length = if scale > 0.0 { place.norm_l2() } else { 0.0 };
        place *= faer::Scale(inverse_or_zero(length));
    }
    places
}
// ANCHOR_END: spectral_clustering

// ANCHOR: normalised_cut
/// The weight that a grouping cuts, each group's in units of its own: what spectral clustering seeks to make small, over
/// all groupings instead of the ones that eigenvectors allow. In `[0, count]`; a group without weight adds nothing.
///
/// ```text
/// Σ_k cut(k)/vol(k),   cut(k) = Σ_{i in k, j not in k} W_ij,   vol(k) = Σ_{i in k} Σ_j W_ij     book eq. normalised-cut
/// ```
///
/// Source: Shi & Malik 2000; von Luxburg 2007, §5.
///
/// # Panics
///
/// If W is not square, or there are not as many labels as vertices.
#[must_use]
pub fn normalised_cut(weights: MatRef<'_, f64>, labels: &[usize]) -> f64 {
    assert!(weights.nrows() == labels.len() && weights.ncols() == labels.len(), "one label a vertex");
    let groups = labels.iter().max().map_or(0, |last| last + 1);
    let (mut cuts, mut volumes) = (vec![0.0; groups], vec![0.0; groups]);
    for (row, &label) in weights.row_iter().zip(labels) {
        volumes[label] += row.iter().sum::<f64>();
        cuts[label] += row.iter().zip(labels).filter(|(_, other)| **other != label).map(|(w, _)| w).sum::<f64>();
    }
    cuts.iter().zip(volumes).map(|(cut, volume)| cut * inverse_or_zero(volume)).sum()
}
// ANCHOR_END: normalised_cut

/// The smallest eigenvalue of L above zero for a ring of `vertices` joined by equal weights: that of the slowest wave round
/// the ring. For two groups the normalised cut is to be held against it: a grouping whose cut is larger comes after the
/// wave among the eigenvectors.
///
/// ```text
/// 1 − cos(2π/n)                                                    book eq. ring-wave
/// ```
#[must_use]
pub fn slowest_wave(vertices: usize) -> f64 {
    // 1 − cos x = 2 sin²(x/2), which loses no digits for a long ring.
    2.0 * (PI / vertices as f64).sin().powi(2)
}

fn inverse_or_zero(x: f64) -> f64 {
    if x > 0.0 { x.recip() } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::{embedding, normalised_cut, slowest_wave, spectral_clustering};
    use crate::{data::streams::stream, math::subspaces::clustering_accuracy::clustering_accuracy};
    use approx::assert_abs_diff_eq;
    use faer::{Mat, Side};
    use proptest::prelude::*;

    /// Three rings without an edge between them, of random weights, their vertices shuffled through each other.
    fn rings(seed: u64) -> (Mat<f64>, Vec<usize>) {
        let mut rng = stream(seed, "rings");
        let labels: Vec<usize> = (0..36).map(|i| i % 3).collect();
        let mut weights = Mat::zeros(36, 36);
        for i in 0..36 {
            let neighbour = (i + 3) % 36;
            let weight = rng.gen_range(0.1..1.0);
            weights[(i, neighbour)] = weight;
            weights[(neighbour, i)] = weight;
        }
        (weights, labels)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        /// The components of a disconnected graph are the groups, whatever the weights.
        #[test]
        fn a_disconnected_graph_falls_into_its_components(seed in any::<u64>()) {
            let (weights, labels) = rings(seed);
            let found = spectral_clustering(weights.as_ref(), 3, 5, &mut stream(seed, "descents"));
            assert_abs_diff_eq!(clustering_accuracy(&found, &labels, 3), 1.0, epsilon = 0.0);
        }
    }

    /// Second road: with no edge between them, all vertices of a component are at one place, at right angles to the
    /// others' places.
    #[test]
    fn the_places_of_components_are_orthogonal_unit_vectors() {
        let (weights, labels) = rings(7);
        let places = embedding(weights.as_ref(), 3);
        let products = places.transpose() * &places;
        for i in 0..36 {
            for j in 0..36 {
                let same = f64::from(u8::from(labels[i] == labels[j]));
                // Rounding, over a gap to the next eigenvalue of a few hundredths.
                assert_abs_diff_eq!(products[(i, j)], same, epsilon = 1e-10);
            }
        }
    }

    /// Second road: the trace of `HᵀLH`, for the indicators H of the groups scaled to length one in the measure of Δ.
    #[test]
    fn the_normalised_cut_is_a_trace_of_the_laplacian() {
        let mut rng = stream(3, "cuts");
        let half = Mat::from_fn(12, 12, |_, _| rng.gen_range(0.0..1.0));
        let weights = &half + half.transpose();
        let labels: Vec<usize> = (0..12).map(|i| i * i % 3).collect();
        let degree = |i: usize| weights.row(i).iter().sum::<f64>();
        let volume = |k: usize| (0..12).filter(|&i| labels[i] == k).map(degree).sum::<f64>();
        let trace: f64 = (0..3)
            .filter(|&k| volume(k) > 0.0)
            .map(|k| {
                let h = |i: usize| if labels[i] == k { volume(k).sqrt().recip() } else { 0.0 };
                let pairs = (0..12).flat_map(|i| (0..12).map(move |j| (i, j)));
                pairs.map(|(i, j)| 0.5 * weights[(i, j)] * (h(i) - h(j)).powi(2)).sum::<f64>()
            })
            .sum();
        // Sums of a hundred terms, to rounding.
        assert_abs_diff_eq!(normalised_cut(weights.as_ref(), &labels), trace, epsilon = 1e-13);
        let (rings, components) = rings(5);
        assert_abs_diff_eq!(normalised_cut(rings.as_ref(), &components), 0.0, epsilon = 0.0);
    }

    /// Second road: the eigenvalues of the ring's Laplacian.
    #[test]
    fn the_slowest_wave_is_the_second_eigenvalue_of_a_ring() {
        let laplacian = Mat::from_fn(14, 14, |i, j| match (14 + i - j) % 14 {
            0 => 1.0,
            1 | 13 => -0.5,
            _ => 0.0,
        });
        let eigenvalues = laplacian.self_adjoint_eigenvalues(Side::Lower).unwrap();
        // Rounding of numbers of size one.
        assert_abs_diff_eq!(eigenvalues[1], slowest_wave(14), epsilon = 1e-14);
    }

    #[test]
    fn a_vertex_without_edges_stays_at_the_origin() {
        let mut weights = Mat::zeros(3, 3);
        (weights[(0, 1)], weights[(1, 0)]) = (2.0, 2.0);
        let places = embedding(weights.as_ref(), 2);
        assert_abs_diff_eq!(places.col(2).norm_l2(), 0.0, epsilon = 0.0);
        assert_abs_diff_eq!(places.col(0).norm_l2(), 1.0, epsilon = 1e-15);
    }
}
