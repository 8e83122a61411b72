//! The angles between two subspaces.

use faer::MatRef;

/// The principal angles between the spans of U: `[D, p]` and V: `[D, q]`, both with orthonormal columns: min(p, q) of
/// them, radians in `[0, π/2]`, rising.
///
/// ```text
/// cos θᵢ = σᵢ(UᵀV) falling,   sin θᵢ = σᵢ((I − UUᵀ)V) rising        book eq. principal-angles
/// ```
///
/// Each angle is taken from both, so that it is exact to rounding near 0 as well as near π/2.
///
/// Source: Björck & Golub 1973, §3 and §4.
///
/// # Panics
///
/// If U and V differ in D, or are not finite.
#[must_use]
pub fn principal_angles(u: MatRef<'_, f64>, v: MatRef<'_, f64>) -> Vec<f64> {
    // The columns outside of the span of U are as many as V has: take the smaller subspace for V.
    let (u, v) = if u.ncols() >= v.ncols() { (u, v) } else { (v, u) };
    let overlap = u.transpose() * v;
    let outside = v - u * &overlap;
    let singular = |matrix: MatRef<'_, f64>| matrix.singular_values().expect("finite numbers converge");
    let (cosines, sines) = (singular(overlap.as_ref()), singular(outside.as_ref()));
    cosines.iter().zip(sines.iter().rev()).map(|(cos, sin)| sin.atan2(*cos)).collect()
}

#[cfg(test)]
mod tests {
    use super::principal_angles;
    use crate::data::{streams::stream, subspaces::orthonormal_frame};
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use faer::Mat;
    use std::f64::consts::FRAC_PI_2;

    /// Second road: subspaces built to have given angles, however small, from either side.
    #[test]
    fn angles_that_were_built_in_are_found() {
        let built = [1e-9, 0.3, 1.2, FRAC_PI_2];
        let frame = orthonormal_frame(11, 9, &mut stream(1, "frame"));
        let turned = |angles: &[f64]| {
            Mat::from_fn(11, angles.len(), |i, j| angles[j].cos() * frame[(i, j)] + angles[j].sin() * frame[(i, 4 + j)])
        };
        let (u, v) = (frame.as_ref().subcols(0, 4), turned(&built));
        for found in [principal_angles(u, v.as_ref()), principal_angles(v.as_ref(), u)] {
            for (found, built) in found.iter().zip(built) {
                // Rounding of numbers of size one.
                assert_abs_diff_eq!(*found, built, epsilon = 1e-14);
            }
        }
        // A subspace of fewer dimensions has as many angles as it has dimensions.
        let (few, many) = (turned(&built[..2]), frame.as_ref().subcols(0, 4));
        let found = principal_angles(few.as_ref(), many);
        assert_eq!(found.len(), 2);
        assert_relative_eq!(found[0], 1e-9, max_relative = 1e-6);
        assert_abs_diff_eq!(found[1], 0.3, epsilon = 1e-14);
    }
}
