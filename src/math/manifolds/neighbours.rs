//! The nearest neighbours of each point of a sample.

use faer::MatRef;
use rayon::prelude::*;

/// The k nearest other points of each point, nearest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Neighbours {
    /// Which points they are: `[N][k]`.
    pub indices: Vec<Vec<usize>>,
    /// How far they are: `[N][k]`.
    pub distances: Vec<Vec<f64>>,
}

impl Neighbours {
    /// The `k` nearest of each of `points`: `[D, N]`. Of points at one distance the one that comes first in the sample is
    /// nearer. All pairs are compared, which in many dimensions no tree avoids.
    ///
    /// # Panics
    ///
    /// If there are not `k` other points, or a coordinate is not a number.
    #[must_use]
    pub fn of(points: MatRef<'_, f64>, k: usize) -> Self {
        Self::among(points, points, k, true)
    }

    /// The `k` nearest among `points`: `[D, N]` of each of `queries`: `[D, M]`, which are not of the sample.
    ///
    /// # Panics
    ///
    /// If there are not `k` points, or a coordinate is not a number.
    #[must_use]
    pub fn of_others(points: MatRef<'_, f64>, queries: MatRef<'_, f64>, k: usize) -> Self {
        Self::among(points, queries, k, false)
    }

    fn among(points: MatRef<'_, f64>, queries: MatRef<'_, f64>, k: usize, same: bool) -> Self {
        assert!(k > 0 && k + usize::from(same) <= points.ncols(), "{k} neighbours among {} points", points.ncols());
        let of_one = |query: usize| {
            let mut all: Vec<(f64, usize)> = (0..points.ncols())
                .filter(|&other| !same || other != query)
                .map(|other| ((points.col(other) - queries.col(query)).squared_norm_l2(), other))
                .collect();
            let order = |a: &(f64, usize), b: &(f64, usize)| {
                a.0.partial_cmp(&b.0).expect("coordinates are numbers").then(a.1.cmp(&b.1))
            };
            if k < all.len() {
                all.select_nth_unstable_by(k - 1, order);
                all.truncate(k);
            }
            all.sort_unstable_by(order);
            all.into_iter().map(|(square, other)| (other, square.sqrt())).unzip()
        };
        let (indices, distances) = (0..queries.ncols()).into_par_iter().map(of_one).unzip();
        Self { indices, distances }
    }
}

#[cfg(test)]
mod tests {
    use super::Neighbours;
    use crate::data::{sparse_signals::gaussian_matrix, streams::stream};
    use faer::Mat;

    #[test]
    fn on_a_line_they_are_the_next_ones_and_ties_go_by_order() {
        let points = Mat::from_fn(1, 5, |_, j| j as f64);
        let found = Neighbours::of(points.as_ref(), 2);
        assert_eq!(found.indices, [vec![1, 2], vec![0, 2], vec![1, 3], vec![2, 4], vec![3, 2]]);
        assert_eq!(found.distances[0], [1.0, 2.0]);
        let queries = Mat::from_fn(1, 1, |_, _| 2.0);
        assert_eq!(Neighbours::of_others(points.as_ref(), queries.as_ref(), 3).indices, [vec![2, 1, 3]]);
    }

    /// Second road: no point left out is nearer than one that was taken.
    #[test]
    fn no_other_point_is_nearer() {
        let points = gaussian_matrix(4, 60, &mut stream(1, "points"));
        let found = Neighbours::of(points.as_ref(), 7);
        for (i, near) in found.indices.iter().enumerate() {
            let farthest = found.distances[i][6];
            assert!(found.distances[i].is_sorted() && !near.contains(&i));
            for other in (0..60).filter(|other| *other != i && !near.contains(other)) {
                assert!((points.col(other) - points.col(i)).norm_l2() >= farthest);
            }
        }
    }
}
