//! Isomap: flat coordinates whose distances are those along the manifold.

use faer::{Mat, MatRef};

use super::{geodesics::Graph, neighbours::Neighbours, spectrum::leading_eigenpairs};

/// Coordinates from distances.
#[derive(Debug, Clone)]
pub struct ClassicalScaling {
    /// Z: `[d, N]`, centred; one row an eigenvector, scaled.
    pub coordinates: Mat<f64>,
    /// The d largest eigenvalues of the centred squares, falling.
    pub eigenvalues: Vec<f64>,
    /// The mean of the squared distances from each point: `[N]`.
    mean_squares: Vec<f64>,
}

impl ClassicalScaling {
    // ANCHOR: scaling
    /// The coordinates of dimension `d` whose inner products are nearest to those that the distances D: `[N, N]`
    /// would have in a flat space.
    ///
    /// ```text
    /// B = −½ J (D∘D) J,  J = I − 11ᵀ/N,   B ≈ V Λ Vᵀ,   Z = Λ^{1/2} Vᵀ            book eq. scaling
    /// ```
    ///
    /// Source: Torgerson 1952; Gower 1966.
    ///
    /// # Panics
    ///
    /// If a distance is not finite, or there are not `d` positive eigenvalues.
    #[must_use]
    pub fn of(distances: MatRef<'_, f64>, d: usize) -> Self {
        let size = distances.nrows();
        let squares = |j: usize| distances.col(j).squared_norm_l2() / size as f64;
        let mean_squares: Vec<f64> = (0..size).map(squares).collect();
        let all = crate::math::vectors::mean(&mean_squares);
        let products = Mat::from_fn(size, size, |i, j| {
            -0.5 * (distances[(i, j)].powi(2) - mean_squares[i] - mean_squares[j] + all)
        });
        // Distances of no flat space have negative eigenvalues, too: some more, and the largest of them.
        let (eigenvalues, vectors) = leading_eigenpairs(&products.as_ref(), d + 2);
        assert!(eigenvalues[d - 1] > 0.0, "{d} positive eigenvalues of {eigenvalues:?}");
        let coordinates = Mat::from_fn(d, size, |j, i| eigenvalues[j].sqrt() * vectors[(i, j)]);
        Self { coordinates, eigenvalues: eigenvalues[..d].to_vec(), mean_squares }
    }
    // ANCHOR_END: scaling

    /// The coordinates of a further point, from its distances δ to the N points: `[d]`.
    ///
    /// ```text
    /// z = −½ Λ^{-1} Z (δ∘δ − mean of the columns of D∘D)                            book eq. scaling-extension
    /// ```
    ///
    /// Of a point of the sample it gives the coordinates of that point. Sources: Gower 1968; de Silva & Tenenbaum 2003.
    ///
    /// # Panics
    ///
    /// If there are not N distances.
    #[must_use]
    pub fn extend(&self, distances: &[f64]) -> Vec<f64> {
        assert!(distances.len() == self.mean_squares.len(), "{} distances", distances.len());
        let coordinate = |j: usize| {
            let terms = distances.iter().zip(&self.mean_squares).enumerate();
            let sum: f64 = terms.map(|(i, (delta, mean))| self.coordinates[(j, i)] * (delta * delta - mean)).sum();
            -0.5 * sum / self.eigenvalues[j]
        };
        (0..self.eigenvalues.len()).map(coordinate).collect()
    }
}

/// A sample unrolled by Isomap.
#[derive(Debug, Clone)]
pub struct Isomap {
    /// The coordinates, and what gives those of further points.
    pub scaling: ClassicalScaling,
    /// The lengths of the shortest paths in the graph: `[N, N]`.
    pub geodesics: Mat<f64>,
    /// Pairs that the graph joins, each counted from both ends.
    pub arcs: usize,
    neighbours: usize,
}

impl Isomap {
    /// Unrolls points X: `[D, N]` to dimension `d`, with the graph of `nearest`.
    ///
    /// Source: Tenenbaum, de Silva & Langford 2000.
    ///
    /// # Errors
    ///
    /// If the graph does not join all points: the number of points that the first cannot reach.
    ///
    /// # Panics
    ///
    /// As [`ClassicalScaling::of`].
    pub fn fit(nearest: &Neighbours, d: usize) -> Result<Self, usize> {
        let graph = Graph::of(nearest);
        let geodesics = graph.all_shortest_paths()?;
        Ok(Self {
            scaling: ClassicalScaling::of(geodesics.as_ref(), d),
            geodesics,
            arcs: graph.arcs().iter().map(Vec::len).sum(),
            neighbours: nearest.indices[0].len(),
        })
    }

    /// Z: `[d, N]`.
    #[must_use]
    pub fn coordinates(&self) -> MatRef<'_, f64> {
        self.scaling.coordinates.as_ref()
    }

    /// The coordinates of `queries`: `[D, M]`, which are not of the sample `points`: `[D, N]`, without a new
    /// fit: `[d, M]`. The path to a query ends with one of the edges to its nearest points.
    #[must_use]
    pub fn extend(&self, points: MatRef<'_, f64>, queries: MatRef<'_, f64>) -> Mat<f64> {
        let nearest = Neighbours::of_others(points, queries, self.neighbours);
        let mut extended = Mat::zeros(self.scaling.eigenvalues.len(), queries.ncols());
        for (m, (near, steps)) in nearest.indices.iter().zip(&nearest.distances).enumerate() {
            let over = |i: usize| {
                near.iter()
                    .zip(steps)
                    .map(|(&over, step)| step + self.geodesics[(i, over)])
                    .fold(f64::INFINITY, f64::min)
            };
            let distances: Vec<f64> = (0..points.ncols()).map(over).collect();
            for (j, z) in self.scaling.extend(&distances).into_iter().enumerate() {
                extended[(j, m)] = z;
            }
        }
        extended
    }
}

#[cfg(test)]
mod tests {
    use super::{ClassicalScaling, Isomap};
    use crate::{
        data::streams::stream,
        math::manifolds::{neighbours::Neighbours, procrustes::Motion},
    };
    use faer::Mat;
    use rand::Rng as _;

    fn rectangle(count: usize) -> Mat<f64> {
        let mut rng = stream(1, "rectangle");
        Mat::from_fn(2, count, |i, _| if i == 0 { 3.0 } else { 1.0 } * rng.r#gen::<f64>())
    }

    /// Limit: if every point is every other's neighbour, a flat sheet comes back but for a rigid motion.
    #[test]
    fn a_flat_sheet_with_all_neighbours_is_exact() {
        let sheet = rectangle(90);
        let isomap = Isomap::fit(&Neighbours::of(sheet.as_ref(), 89), 2).unwrap();
        // The eigenvectors are known to a residual of 1e-12.
        assert!(Motion::between(isomap.coordinates(), sheet.as_ref()).relative_error < 1e-10);
        // And a further point, whose distances are exact, is where it belongs.
        let motion = Motion::between(isomap.coordinates(), sheet.as_ref());
        for query in [[0.2, 0.5], [2.8, 0.4]] {
            let distances: Vec<f64> =
                sheet.col_iter().map(|point| (point[0] - query[0]).hypot(point[1] - query[1])).collect();
            let placed = isomap.scaling.extend(&distances);
            let moved = motion.apply(Mat::from_fn(2, 1, |j, _| placed[j]).as_ref());
            assert!((0..2).all(|j| (moved[(j, 0)] - query[j]).abs() < 1e-9), "{moved:?}");
        }
    }

    /// Second road: a point of the sample, placed as if it were new.
    #[test]
    fn a_point_of_the_sample_is_extended_to_its_own_place() {
        let sheet = rectangle(80);
        let isomap = Isomap::fit(&Neighbours::of(sheet.as_ref(), 7), 2).unwrap();
        let scaling: &ClassicalScaling = &isomap.scaling;
        for point in [0, 41] {
            let distances: Vec<f64> = isomap.geodesics.col(point).iter().copied().collect();
            for (j, z) in scaling.extend(&distances).into_iter().enumerate() {
                // As near as the eigenvectors are known.
                assert!((z - scaling.coordinates[(j, point)]).abs() < 1e-8);
            }
        }
    }
}
