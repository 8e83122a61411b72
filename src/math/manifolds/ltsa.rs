//! Local tangent space alignment: flat coordinates that agree with every tangent plane.

use std::fmt;

use faer::{
    Mat, MatMut, MatRef, Par, Side,
    dyn_stack::{MemStack, StackReq},
    linalg::solvers::{Llt, Solve as _},
    matrix_free::LinOp,
};
use rayon::prelude::*;

use super::{neighbours::Neighbours, spectrum::leading_eigenpairs, tangent_space::LocalPca};

/// A sample unrolled by local tangent space alignment.
#[derive(Debug, Clone)]
pub struct Ltsa {
    /// T: `[d, N]`, centred, with T Tᵀ/N = I: the chart but for an affine map.
    pub affine: Mat<f64>,
    /// The same after the linear map that gives neighbours their distances: the chart but for a rigid motion.
    pub coordinates: Mat<f64>,
    /// The d + 1 smallest eigenvalues of the alignment matrix after that of the constant vector, rising.
    pub eigenvalues: Vec<f64>,
    neighbours: usize,
}

/// The inverse of a positive definite matrix, by its Cholesky factor.
struct Inverse(Llt<f64>, usize);

impl fmt::Debug for Inverse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the inverse of a matrix of {0} × {0}", self.1)
    }
}

impl LinOp<f64> for Inverse {
    fn apply_scratch(&self, _: usize, _: Par) -> StackReq {
        StackReq::EMPTY
    }

    fn nrows(&self) -> usize {
        self.1
    }

    fn ncols(&self) -> usize {
        self.1
    }

    fn apply(&self, mut out: MatMut<'_, f64>, rhs: MatRef<'_, f64>, _: Par, _: &mut MemStack) {
        out.copy_from(self.0.solve(rhs));
    }

    fn conj_apply(&self, out: MatMut<'_, f64>, rhs: MatRef<'_, f64>, par: Par, stack: &mut MemStack) {
        self.apply(out, rhs, par, stack);
    }
}

/// What is added to the alignment matrix so that it can be inverted, as a part of its mean diagonal entry: well above
/// rounding, well below the eigenvalues that count.
const RIDGE: f64 = 1e-12;

impl Ltsa {
    /// Unrolls points X: `[D, N]` to dimension `d`. `nearest` are their k neighbours.
    ///
    /// Source: Zhang & Zha 2004, algorithm LTSA. The eigenvectors are those of the inverse, of which they are the largest.
    ///
    /// # Panics
    ///
    /// If k < d + 1, or a coordinate is not finite.
    #[must_use]
    pub fn fit(points: MatRef<'_, f64>, nearest: &Neighbours, d: usize) -> Self {
        let size = points.ncols();
        let mut matrix = alignment(points, nearest, d);
        let level = (0..size).map(|i| matrix[(i, i)]).sum::<f64>() / size as f64;
        for j in 0..size {
            for i in 0..size {
                matrix[(i, j)] += level / size as f64;
            }
            matrix[(j, j)] += RIDGE * level;
        }
        let factor = matrix.llt(Side::Lower).expect("positive definite by its ridge");
        let (inverses, vectors) = leading_eigenpairs(&Inverse(factor, size), d + 1);
        let affine = Mat::from_fn(d, size, |j, i| (size as f64).sqrt() * vectors[(i, j)]);
        let coordinates = metric_map(points, affine.as_ref(), nearest) * &affine;
        let eigenvalues = inverses.iter().map(|inverse| inverse.recip() - RIDGE * level).collect();
        Self { affine, coordinates, eigenvalues, neighbours: nearest.indices[0].len() }
    }

    /// The coordinates of `queries`: `[D, M]`, which are not of the sample `points`: `[D, N]`, without a new
    /// fit: `[d, M]`. Around each query the coordinates are an affine function of the tangent plane's.
    ///
    /// ```text
    /// z = z̄ + L Uᵀ(x − x̄),   L = argmin Σ ‖zᵢ − z̄ − L Uᵀ(xᵢ − x̄)‖² over the neighbours     book eq. ltsa-extension
    /// ```
    ///
    /// Source: Zhang & Zha 2004, §6, by the query's own neighbourhood instead of its nearest point's.
    #[must_use]
    pub fn extend(&self, points: MatRef<'_, f64>, queries: MatRef<'_, f64>) -> Mat<f64> {
        let (d, nearest) = (self.affine.nrows(), Neighbours::of_others(points, queries, self.neighbours));
        let mut extended = Mat::zeros(d, queries.ncols());
        for (m, near) in nearest.indices.iter().enumerate() {
            let plane = LocalPca::of(columns(points, near).as_ref());
            let tangent = plane.coordinates(columns(points, near).as_ref(), d);
            let here = plane.coordinates(queries.subcols(m, 1), d);
            let images = columns(self.coordinates.as_ref(), near);
            for j in 0..d {
                let mean = images.row(j).iter().sum::<f64>() / near.len() as f64;
                // The tangent coordinates are centred, and orthogonal to each other over the neighbourhood.
                let slope = |a: usize| tangent.row(a) * images.row(j).transpose();
                let along = |a: usize| slope(a) / tangent.row(a).squared_norm_l2() * here[(a, 0)];
                extended[(j, m)] = mean + (0..d).map(along).sum::<f64>();
            }
        }
        extended
    }
}

/// Some columns of a matrix.
fn columns(matrix: MatRef<'_, f64>, chosen: &[usize]) -> Mat<f64> {
    Mat::from_fn(matrix.nrows(), chosen.len(), |i, j| matrix[(i, chosen[j])])
}

// ANCHOR: alignment
/// The alignment matrix Φ: `[N, N]`: tᵀΦt is what is left of coordinates t after the best affine function of the tangent
/// coordinates in every neighbourhood, summed over the neighbourhoods. A neighbourhood is a point and its `nearest`.
///
/// ```text
/// Φ = Σᵢ Sᵢ (I − GᵢGᵢᵀ) Sᵢᵀ,   Gᵢ = [1/√(k+1), v₁, …, v_d]                         book eq. alignment
/// ```
///
/// with the right singular vectors v of the centred neighbourhood, and Sᵢ, which picks its points.
///
/// Source: Zhang & Zha 2004, eq. 4.12 and §5.
fn alignment(points: MatRef<'_, f64>, nearest: &Neighbours, d: usize) -> Mat<f64> {
    let size = points.ncols();
    let patch = |(i, near): (usize, &Vec<usize>)| {
        let members: Vec<usize> = std::iter::once(i).chain(near.iter().copied()).collect();
        let local = columns(points, &members);
        let tangent = LocalPca::of(local.as_ref()).coordinates(local.as_ref(), d);
        let lengths: Vec<f64> = (0..d).map(|a| tangent.row(a).norm_l2()).collect();
        let basis = Mat::from_fn(members.len(), d + 1, |m, a| match a {
            0 => (members.len() as f64).sqrt().recip(),
            _ => tangent[(a - 1, m)] / lengths[a - 1],
        });
        (members, &basis * basis.transpose())
    };
    let patches: Vec<_> = nearest.indices.par_iter().enumerate().map(patch).collect();
    let mut sum = Mat::zeros(size, size);
    for (members, projection) in patches {
        for (b, &j) in members.iter().enumerate() {
            for (a, &i) in members.iter().enumerate() {
                sum[(i, j)] += f64::from(u8::from(a == b)) - projection[(a, b)];
            }
        }
    }
    sum
}
// ANCHOR_END: alignment

// ANCHOR: metric
/// The linear map A: `[d, d]` after which images T: `[d, N]` of neighbours are as far apart as the points X: `[D, N]` are.
///
/// ```text
/// G = argmin Σ_{i~j} (‖xᵢ − xⱼ‖² − (tᵢ − tⱼ)ᵀ G (tᵢ − tⱼ))² / ‖xᵢ − xⱼ‖⁴,   A = G^{1/2}        book eq. metric
/// ```
///
/// A G that is not positive is cut off at 0.
///
/// # Panics
///
/// If a coordinate is not finite.
#[must_use]
pub fn metric_map(points: MatRef<'_, f64>, images: MatRef<'_, f64>, nearest: &Neighbours) -> Mat<f64> {
    let d = images.nrows();
    let places: Vec<(usize, usize)> = (0..d).flat_map(|a| (a..d).map(move |b| (a, b))).collect();
    let mut normal = Mat::<f64>::zeros(places.len(), places.len());
    let mut right = Mat::<f64>::zeros(places.len(), 1);
    for (i, near) in nearest.indices.iter().enumerate() {
        for &j in near {
            let square = (points.col(i) - points.col(j)).squared_norm_l2();
            let step = images.col(i) - images.col(j);
            let product = |&(a, b): &(usize, usize)| if a == b { 1.0 } else { 2.0 } * step[a] * step[b] / square;
            let row: Vec<f64> = places.iter().map(product).collect();
            for (p, x) in row.iter().enumerate() {
                right[(p, 0)] += x;
                row.iter().enumerate().for_each(|(q, y)| normal[(p, q)] += x * y);
            }
        }
    }
    let found = normal.partial_piv_lu().solve(&right);
    let mut metric = Mat::zeros(d, d);
    for (p, &(a, b)) in places.iter().enumerate() {
        (metric[(a, b)], metric[(b, a)]) = (found[(p, 0)], found[(p, 0)]);
    }
    let eigen = metric.self_adjoint_eigen(Side::Lower).expect("finite numbers converge");
    let root = Mat::from_fn(d, d, |i, j| if i == j { eigen.S()[i].max(0.0).sqrt() } else { 0.0 });
    eigen.U() * root * eigen.U().transpose()
}
// ANCHOR_END: metric

#[cfg(test)]
mod tests {
    use super::{Ltsa, metric_map};
    use crate::{
        data::{streams::stream, subspaces::orthonormal_frame},
        math::manifolds::{neighbours::Neighbours, procrustes::Motion},
    };
    use faer::Mat;
    use rand::Rng as _;

    /// A rectangle in five dimensions, flat, and its own coordinates.
    fn flat_patch(count: usize) -> (Mat<f64>, Mat<f64>) {
        let mut rng = stream(1, "flat patch");
        let chart = Mat::from_fn(2, count, |i, _| if i == 0 { 3.0 } else { 1.0 } * rng.r#gen::<f64>());
        (orthonormal_frame(5, 2, &mut rng) * &chart, chart)
    }

    /// Limit: on a flat patch every tangent plane is the patch, and the coordinates are exact.
    #[test]
    fn a_flat_patch_is_exact() {
        let (points, chart) = flat_patch(150);
        let nearest = Neighbours::of(points.as_ref(), 9);
        let ltsa = Ltsa::fit(points.as_ref(), &nearest, 2);
        let motion = Motion::between(ltsa.coordinates.as_ref(), chart.as_ref());
        // Φ is known to about 1e-15 and its first positive eigenvalue is above 1e-5.
        assert!(motion.relative_error < 1e-7, "{}", motion.relative_error);
        assert!(ltsa.eigenvalues[1].abs() < 1e-10 && ltsa.eigenvalues[2] > 1e-6, "{:?}", ltsa.eigenvalues);
        let placed = motion.apply(ltsa.extend(points.as_ref(), points.subcols(0, 5)).as_ref());
        assert!((placed - chart.subcols(0, 5)).norm_max() < 1e-6);
    }

    /// Second road: a known linear map is undone, but for a rotation.
    #[test]
    fn the_metric_undoes_a_linear_map() {
        let (points, chart) = flat_patch(40);
        let nearest = Neighbours::of(points.as_ref(), 5);
        let skew = Mat::from_fn(2, 2, |i, j| [[0.3, 0.1], [-0.2, 2.0]][i][j]) * &chart;
        let restored = metric_map(points.as_ref(), skew.as_ref(), &nearest) * &skew;
        // A linear system of three unknowns with a condition of some thousands.
        assert!(Motion::between(restored.as_ref(), chart.as_ref()).relative_error < 1e-10);
    }
}
