//! How far apart a map keeps points that are apart.

use faer::MatRef;

/// How much a map shortens the distances between points.
///
/// ```text
/// ρᵢⱼ = ‖f(xᵢ) − f(xⱼ)‖/‖xᵢ − xⱼ‖,   i < j,   xᵢ ≠ xⱼ                                     book eq. injectivity
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shortening {
    /// The smallest of the ratios: 0 if two points have one code.
    pub least: f64,
    /// Their median, which says what is usual for the map.
    pub median: f64,
}

impl Shortening {
    /// Of `points`: `[D, N]` by a map to `codes`: `[d, N]`, over all pairs of different points.
    ///
    /// # Panics
    ///
    /// If there are not as many codes as points, no two points differ, or a coordinate is not a number.
    #[must_use]
    pub fn of(points: MatRef<'_, f64>, codes: MatRef<'_, f64>) -> Self {
        assert_eq!(points.ncols(), codes.ncols(), "points and codes");
        let pairs = (0..points.ncols()).flat_map(|i| (0..i).map(move |j| (i, j)));
        let mut ratios: Vec<f64> = pairs
            .filter_map(|(i, j)| {
                let apart = (points.col(i) - points.col(j)).norm_l2();
                (apart > 0.0).then(|| (codes.col(i) - codes.col(j)).norm_l2() / apart)
            })
            .collect();
        assert!(!ratios.is_empty() && ratios.iter().all(|ratio| ratio.is_finite()), "points that differ");
        let middle = ratios.len() / 2;
        let (_, median, _) = ratios.select_nth_unstable_by(middle, f64::total_cmp);
        let median = *median;
        Self { least: ratios.into_iter().fold(f64::INFINITY, f64::min), median }
    }

    /// The smallest over the usual: 1 for a similarity, 0 for a map that is not one-one on the points, or if all codes
    /// are one.
    #[must_use]
    pub fn relative(&self) -> f64 {
        if self.median > 0.0 { self.least / self.median } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::Shortening;
    use crate::data::{sparse_signals::gaussian_matrix, streams::stream, subspaces::orthonormal_frame};
    use approx::assert_abs_diff_eq;
    use faer::Mat;

    #[test]
    fn a_similarity_shortens_all_distances_alike() {
        let mut rng = stream(1, "similarity");
        let points = gaussian_matrix(3, 30, &mut rng);
        let codes = orthonormal_frame(7, 3, &mut rng) * &points * faer::Scale(0.2);
        let found = Shortening::of(points.as_ref(), codes.as_ref());
        assert_abs_diff_eq!(found.median, 0.2, epsilon = 1e-12);
        assert_abs_diff_eq!(found.relative(), 1.0, epsilon = 1e-12);
    }

    /// x² on five even points: the ratios are |xᵢ + xⱼ|.
    #[test]
    fn a_fold_gives_two_points_one_code() {
        let points = Mat::from_fn(1, 5, |_, i| i as f64 - 1.0);
        let codes = Mat::from_fn(1, 5, |_, i| points[(0, i)].powi(2));
        let found = Shortening::of(points.as_ref(), codes.as_ref());
        assert_eq!((found.least, found.median, found.relative()), (0.0, 2.0, 0.0));
        let nothing = Mat::zeros(2, 5);
        assert_abs_diff_eq!(Shortening::of(points.as_ref(), nothing.as_ref()).relative(), 0.0);
    }
}
