//! What an embedding does to lengths near each point, and where it folds.

use faer::{Mat, MatRef, linalg::solvers::SolveLstsq as _};
use rayon::prelude::*;

/// The best linear map from the true coordinates of a neighbourhood to its image.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stretch {
    /// How much longer a step along each of the two true coordinates becomes.
    pub along: [f64; 2],
    /// The largest and the smallest stretch of any direction.
    pub extreme: [f64; 2],
    /// Whether the map turns the neighbourhood over: its determinant is negative.
    pub turned: bool,
}

impl Stretch {
    // ANCHOR: stretch
    /// Of a neighbourhood whose points are `steps`, U: `[2, k]`, away from its middle in true coordinates and `images`,
    /// W: `[2, k]`, in the embedding.
    ///
    /// ```text
    /// J = argmin ‖W − J U‖_F                                                   book eq. stretch
    /// ```
    ///
    /// # Panics
    ///
    /// If there are fewer than two points.
    #[must_use]
    pub fn of(steps: MatRef<'_, f64>, images: MatRef<'_, f64>) -> Self {
        assert!(steps.ncols() > 1 && steps.shape() == images.shape(), "{} points", steps.ncols());
        let transposed = steps.transpose().to_owned().col_piv_qr().solve_lstsq(images.transpose());
        let map = transposed.transpose();
        let singular = map.singular_values().expect("finite numbers converge");
        let determinant = map[(0, 0)] * map[(1, 1)] - map[(0, 1)] * map[(1, 0)];
        Self {
            along: [map.col(0).norm_l2(), map.col(1).norm_l2()],
            extreme: [singular[0], singular[1]],
            turned: determinant < 0.0,
        }
    }
    // ANCHOR_END: stretch

    /// Of the neighbourhood of every point: `steps(i, j)` are the true coordinates of point j from point i, and
    /// `nearest[i]` the neighbours of i.
    #[must_use]
    pub fn everywhere(
        nearest: &[Vec<usize>],
        images: MatRef<'_, f64>,
        steps: impl Fn(usize, usize) -> [f64; 2] + Sync,
    ) -> Vec<Self> {
        let of_one = |(i, near): (usize, &Vec<usize>)| {
            let away: Vec<[f64; 2]> = near.iter().map(|&j| steps(i, j)).collect();
            let steps = Mat::from_fn(2, near.len(), |a, m| away[m][a]);
            let images = Mat::from_fn(2, near.len(), |a, m| images[(a, near[m])] - images[(a, i)]);
            Self::of(steps.as_ref(), images.as_ref())
        };
        nearest.par_iter().enumerate().map(of_one).collect()
    }
}

/// The part of neighbourhoods that are turned over against most of the others: 0 for a chart, and 1/2 where two halves
/// lie on each other.
///
/// # Panics
///
/// If there are none.
#[must_use]
pub fn folded_part(stretches: &[Stretch]) -> f64 {
    assert!(!stretches.is_empty(), "no neighbourhoods");
    let turned = stretches.iter().filter(|stretch| stretch.turned).count() as f64 / stretches.len() as f64;
    turned.min(1.0 - turned)
}

/// The largest over the smallest stretch that a map of the round cap of angular radius α, in radians, to the plane must have.
///
/// ```text
/// max σ₁ / min σ₂ ≥ α/sin α,   0 < α < π                                       book eq. cap-distortion
/// ```
///
/// The map that keeps distances from the cap's centre attains it. Source: Milnor 1969.
///
/// # Panics
///
/// If α is not between 0 and π.
#[must_use]
pub fn cap_distortion(alpha_rad: f64) -> f64 {
    assert!(alpha_rad > 0.0 && alpha_rad < std::f64::consts::PI, "a cap of radius {alpha_rad}");
    alpha_rad / alpha_rad.sin()
}

/// The smallest ‖zᵢ − zⱼ‖/‖xᵢ − xⱼ‖ over all pairs of points X: `[D, N]` with images Z: `[d, N]`.
///
/// ```text
/// min_{i≠j} ‖f(xᵢ) − f(xⱼ)‖ / ‖xᵢ − xⱼ‖                                       book eq. smallest-ratio
/// ```
#[must_use]
pub fn smallest_ratio(points: MatRef<'_, f64>, images: MatRef<'_, f64>) -> f64 {
    let square = |matrix: MatRef<'_, f64>, i: usize, j: usize| (matrix.col(i) - matrix.col(j)).squared_norm_l2();
    let from = |i: usize| (0..i).map(|j| square(images, i, j) / square(points, i, j)).fold(f64::INFINITY, f64::min);
    let each: Vec<f64> = (1..points.ncols()).into_par_iter().map(from).collect();
    each.into_iter().fold(f64::INFINITY, f64::min).sqrt()
}

#[cfg(test)]
mod tests {
    use super::{Stretch, cap_distortion, folded_part, smallest_ratio};
    use crate::{
        data::{sparse_signals::gaussian_matrix, spheres, streams::stream},
        math::manifolds::neighbours::Neighbours,
    };
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use faer::Mat;

    #[test]
    fn a_linear_map_is_found() {
        let points = gaussian_matrix(2, 50, &mut stream(1, "stretch"));
        let map = Mat::from_fn(2, 2, |i, j| [[0.0, 2.0], [3.0, 0.0]][i][j]);
        let images = &map * &points;
        let nearest = Neighbours::of(points.as_ref(), 6);
        let found = Stretch::everywhere(&nearest.indices, images.as_ref(), |i, j| {
            [points[(0, j)] - points[(0, i)], points[(1, j)] - points[(1, i)]]
        });
        for stretch in &found {
            for (number, exact) in stretch.along.iter().chain(&stretch.extreme).zip([3.0, 2.0, 3.0, 2.0]) {
                assert_abs_diff_eq!(*number, exact, epsilon = 1e-12);
            }
            assert!(stretch.turned);
        }
        assert_abs_diff_eq!(folded_part(&found), 0.0);
        let ratio = smallest_ratio(points.as_ref(), images.as_ref());
        assert!((2.0 - 1e-12..2.1).contains(&ratio), "{ratio}");
    }

    /// Second road: the map that keeps distances from the pole, sampled; radially it has no stretch, and around θ/sin θ.
    #[test]
    fn the_equidistant_map_of_a_cap_attains_the_bound() {
        let alpha = 1.2;
        let cap = spheres::cap(2, alpha, 6_000, &mut stream(2, "stretch"));
        let images = Mat::from_fn(2, 6_000, |i, j| {
            let height: f64 = cap[(2, j)];
            let angle = height.clamp(-1.0, 1.0).acos();
            cap[(i, j)] * angle / angle.sin()
        });
        let nearest = Neighbours::of(cap.as_ref(), 8);
        let found =
            Stretch::everywhere(&nearest.indices, images.as_ref(), |i, j| spheres::polar_step(cap.col(i), cap.col(j)));
        let most = found.iter().map(|stretch| stretch.extreme[0]).fold(0.0, f64::max);
        let least = found.iter().map(|stretch| stretch.extreme[1]).fold(9.0, f64::min);
        // Neighbourhoods of a radius of 0.04 do not reach the rim, where the stretch grows by half of that.
        assert_relative_eq!(most / least, cap_distortion(alpha), max_relative = 0.04);
        for (j, stretch) in found.iter().enumerate().filter(|(j, _)| cap[(2, *j)] < 0.9) {
            let angle: f64 = cap[(2, j)].acos();
            // To the neighbourhood's radius over the angle, half of 0.08/0.45 at most and at the rim only.
            assert_relative_eq!(stretch.along[0], 1.0, max_relative = 0.06);
            assert_relative_eq!(stretch.along[1], angle / angle.sin(), max_relative = 0.06);
        }
    }
}
