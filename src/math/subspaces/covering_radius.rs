//! How well points fill their plane.

use std::f64::consts::PI;

use faer::MatRef;

use crate::math::vectors::largest;

// ANCHOR: covering_radius
/// The farthest that a direction of the plane can be from all lines through a point and the origin, whichever one of
/// the points is left out. `points`: `[2, N]`; radians in `(0, π/2]`.
///
/// ```text
/// γ = max_i max_v min_{j ≠ i} ∠(v, ±xⱼ)                             book eq. covering-radius
/// ```
///
/// In a plane it is half of the largest gap between neighbouring lines, and leaving a point out joins two gaps.
/// Its cosine is the inradius of the symmetric hull of the points at length one.
///
/// Source: You & Vidal 2015, §2.
///
/// # Panics
///
/// If there are fewer than two points, or they are not of the plane.
#[must_use]
pub fn covering_radius(points: MatRef<'_, f64>) -> f64 {
    assert!(points.nrows() == 2 && points.ncols() > 1, "{} points in {} dimensions", points.ncols(), points.nrows());
    let mut angles: Vec<f64> = points.col_iter().map(|point| point[1].atan2(point[0]).rem_euclid(PI)).collect();
    angles.sort_by(f64::total_cmp);
    let from_line = |i: usize| if i < angles.len() { angles[i] } else { angles[i - angles.len()] + PI };
    let joined_gaps = (0..angles.len()).map(|i| from_line(i + 2) - from_line(i));
    0.5 * largest(joined_gaps)
}
// ANCHOR_END: covering_radius

#[cfg(test)]
mod tests {
    use super::covering_radius;
    use crate::data::{sparse_signals::gaussian_matrix, streams::stream};
    use approx::assert_abs_diff_eq;
    use faer::Mat;
    use std::f64::consts::{FRAC_PI_2, PI};

    /// Second road: directions on a fine grid, and each point left out in turn.
    #[test]
    fn it_is_the_farthest_direction_on_a_grid() {
        let mut rng = stream(1, "plane");
        for n in [2, 3, 10, 40] {
            let points = gaussian_matrix(2, n, &mut rng);
            let farthest = (0..20_000).map(|k| f64::from(k) * PI / 20_000.0).map(|v| {
                let mut to: Vec<f64> = points
                    .col_iter()
                    .map(|x| ((v.cos() * x[0] + v.sin() * x[1]) / x.norm_l2()).abs().min(1.0).acos())
                    .collect();
                to.sort_by(f64::total_cmp);
                // With the nearest point left out, the second nearest is the nearest.
                to[1]
            });
            // The grid's spacing.
            assert_abs_diff_eq!(covering_radius(points.as_ref()), farthest.fold(0.0, f64::max), epsilon = PI / 2e4);
        }
    }

    #[test]
    fn even_lines_leave_even_gaps() {
        let lines = Mat::from_fn(2, 6, |j, i| {
            let angle = PI * i as f64 / 6.0;
            // Either end of a line, at any length, is the same line.
            [angle.cos(), angle.sin()][j] * if i % 2 == 0 { 3.0 } else { -0.5 }
        });
        assert_abs_diff_eq!(covering_radius(lines.as_ref()), PI / 6.0, epsilon = 1e-15);
        assert_abs_diff_eq!(covering_radius(lines.as_ref().subcols(0, 2)), FRAC_PI_2, epsilon = 1e-15);
    }
}
