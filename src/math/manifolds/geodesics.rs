//! Distances along a manifold, as a graph of near points sees them.

use std::{cmp::Reverse, collections::BinaryHeap};

use faer::Mat;
use rayon::prelude::*;

use super::neighbours::Neighbours;

/// A graph that joins each point with its nearest neighbours; an edge is as long as its ends are apart.
#[derive(Debug, Clone)]
pub struct Graph {
    /// For each point the points it is joined with, and how far they are.
    arcs: Vec<Vec<(usize, f64)>>,
}

/// A length that is a number, so that lengths have an order.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Length(f64);

impl Eq for Length {}

impl PartialOrd for Length {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Length {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl Graph {
    /// Two points are joined if one is among the nearest of the other.
    #[must_use]
    pub fn of(nearest: &Neighbours) -> Self {
        let mut arcs = vec![Vec::new(); nearest.indices.len()];
        for (from, (others, lengths)) in nearest.indices.iter().zip(&nearest.distances).enumerate() {
            for (&to, &length) in others.iter().zip(lengths) {
                arcs[from].push((to, length));
                arcs[to].push((from, length));
            }
        }
        for of_one in &mut arcs {
            of_one.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
            of_one.dedup_by_key(|arc| arc.0);
        }
        Self { arcs }
    }

    /// The points that each point is joined with, and how far they are.
    #[must_use]
    pub fn arcs(&self) -> &[Vec<(usize, f64)>] {
        &self.arcs
    }

    // ANCHOR: shortest_paths
    /// The length of the shortest path from `source` to every point; infinite where there is none.
    ///
    /// ```text
    /// d_G(i, j) = min over paths i = v₀, v₁, …, v_m = j of Σ ‖x_{v_l} − x_{v_{l−1}}‖     book eq. graph-distance
    /// ```
    ///
    /// Source: Dijkstra 1959. The heap is the standard library's; the graph crates keep lengths in hash maps, which takes
    /// most of the time of all pairs.
    #[must_use]
    pub fn shortest_paths(&self, source: usize) -> Vec<f64> {
        let mut lengths = vec![f64::INFINITY; self.arcs.len()];
        let mut heap = BinaryHeap::from([Reverse((Length(0.0), source))]);
        lengths[source] = 0.0;
        while let Some(Reverse((Length(length), at))) = heap.pop() {
            if length > lengths[at] {
                continue;
            }
            for &(to, step) in &self.arcs[at] {
                if length + step < lengths[to] {
                    lengths[to] = length + step;
                    heap.push(Reverse((Length(length + step), to)));
                }
            }
        }
        lengths
    }
    // ANCHOR_END: shortest_paths

    /// The shortest paths between all pairs: `[N, N]`, or how many points the first cannot reach.
    pub fn all_shortest_paths(&self) -> Result<Mat<f64>, usize> {
        let unreached = self.shortest_paths(0).iter().filter(|length| length.is_infinite()).count();
        if unreached > 0 {
            return Err(unreached);
        }
        let columns: Vec<Vec<f64>> = (0..self.arcs.len()).into_par_iter().map(|i| self.shortest_paths(i)).collect();
        // A path and its reverse are summed in different orders: the mean of both is symmetric to the last bit.
        Ok(Mat::from_fn(columns.len(), columns.len(), |i, j| f64::midpoint(columns[i][j], columns[j][i])))
    }
}

#[cfg(test)]
mod tests {
    use super::Graph;
    use crate::{
        data::{sparse_signals::gaussian_matrix, streams::stream},
        math::manifolds::neighbours::Neighbours,
    };
    use approx::assert_relative_eq;
    use faer::Mat;

    /// Second road: Floyd and Warshall's three loops.
    #[test]
    fn no_detour_over_a_third_point_is_shorter() {
        let points = gaussian_matrix(3, 60, &mut stream(1, "points"));
        let graph = Graph::of(&Neighbours::of(points.as_ref(), 6));
        let mut lengths = vec![vec![f64::INFINITY; 60]; 60];
        for (from, arcs) in graph.arcs().iter().enumerate() {
            lengths[from][from] = 0.0;
            for &(to, length) in arcs {
                lengths[from][to] = length;
            }
        }
        for over in 0..60 {
            for from in 0..60 {
                for to in 0..60 {
                    lengths[from][to] = lengths[from][to].min(lengths[from][over] + lengths[over][to]);
                }
            }
        }
        let found = graph.all_shortest_paths().unwrap();
        for (i, row) in lengths.iter().enumerate() {
            for (j, length) in row.iter().enumerate() {
                // Sums of at most 60 lengths in another order.
                assert_relative_eq!(found[(i, j)], *length, max_relative = 1e-13);
            }
        }
    }

    #[test]
    fn two_islands_are_counted() {
        let points = Mat::from_fn(1, 7, |_, j| if j < 4 { j as f64 } else { 100.0 + j as f64 });
        assert_eq!(Graph::of(&Neighbours::of(points.as_ref(), 2)).all_shortest_paths(), Err(3));
    }
}
