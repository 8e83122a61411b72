//! Lengths of tokens: taken from others, and what of a step they are.

use faer::{Mat, MatRef, Scale};

/// Every column of `tokens` at the length of the same column of `reference`: a step without what it does to lengths, or with
/// nothing else. A column of length 0 has no direction and stays 0.
///
/// # Panics
///
/// If they differ in their number of columns.
#[must_use]
pub fn with_lengths_of(tokens: MatRef<'_, f64>, reference: MatRef<'_, f64>) -> Mat<f64> {
    assert_eq!(tokens.ncols(), reference.ncols(), "a length for each token");
    let mut scaled = tokens.to_owned();
    for (mut token, wanted) in scaled.col_iter_mut().zip(reference.col_iter()) {
        let length = token.norm_l2();
        if length > 0.0 {
            token *= Scale(wanted.norm_l2() / length);
        }
    }
    scaled
}

// ANCHOR: radial_part
/// What of a step in the directions `moves` is length to first order, for `tokens` Z: `[d, N]` both; from 0 to 1.
///
/// ```text
/// Σ_j (g_j*z_j)²/‖z_j‖² / Σ_j ‖g_j‖²                                                             book eq. radial-part
/// ```
///
/// For a gradient, this is how much of a small step's descent the lengths alone give. A token of length 0 counts in the
/// denominator only; NaN if nothing moves.
///
/// # Panics
///
/// If they differ in shape.
#[must_use]
pub fn radial_part(moves: MatRef<'_, f64>, tokens: MatRef<'_, f64>) -> f64 {
    assert_eq!(moves.shape(), tokens.shape(), "a move for each token");
    let along = moves.col_iter().zip(tokens.col_iter()).map(|(moved, token)| {
        let square = token.squared_norm_l2();
        if square > 0.0 { (moved.transpose() * token).powi(2) / square } else { 0.0 }
    });
    along.sum::<f64>() / moves.squared_norm_l2()
}
// ANCHOR_END: radial_part

#[cfg(test)]
mod tests {
    use super::{radial_part, with_lengths_of};
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use faer::mat;

    #[test]
    fn lengths_are_those_of_the_reference_and_directions_stay() {
        let tokens = mat![[3.0, 0.0, -1.0], [4.0, 0.0, 0.0]];
        let reference = mat![[0.0, 1.0, 5.0], [-2.0, 1.0, 12.0]];
        let scaled = with_lengths_of(tokens.as_ref(), reference.as_ref());
        assert_relative_eq!(scaled[(0, 0)], 1.2, max_relative = 1e-14);
        assert_relative_eq!(scaled[(1, 0)], 1.6, max_relative = 1e-14);
        assert_abs_diff_eq!(scaled[(0, 1)].abs() + scaled[(1, 1)].abs(), 0.0);
        assert_relative_eq!(scaled[(0, 2)], -13.0, max_relative = 1e-14);
    }
    /// Along the tokens all, across them none, and of two equal parts a half; whatever their lengths.
    #[test]
    fn the_radial_part_is_a_squared_cosine() {
        let tokens = mat![[2.0, 0.0, 0.0], [0.0, 5.0, 0.0]];
        let along = mat![[3.0, 0.0, 0.0], [0.0, -4.0, 0.0]];
        let across = mat![[0.0, 4.0, 0.0], [3.0, 0.0, 0.0]];
        let part = |moves: &faer::Mat<f64>| radial_part(moves.as_ref(), tokens.as_ref());
        assert_relative_eq!(part(&along), 1.0, max_relative = 1e-14);
        assert_abs_diff_eq!(part(&across), 0.0);
        assert_relative_eq!(part(&(&along + &across)), 0.5, max_relative = 1e-14);
    }
}
