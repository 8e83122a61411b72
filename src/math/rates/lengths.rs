//! Lengths of tokens, taken from others.

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

#[cfg(test)]
mod tests {
    use super::with_lengths_of;
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
}
