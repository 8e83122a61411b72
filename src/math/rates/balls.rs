//! The ball picture of the coding rate: how many balls of the size of the allowed error fill the region of the tokens.

use faer::MatRef;

use super::coding_rate::coding_rate;

// ANCHOR: balls
/// The volume of the region where tokens lie, in balls of the allowed error: `tokens`: `[d, N]`, ε² = `epsilon_squared`.
///
/// ```text
/// B(Z) = vol{x : x*(ε²/d I + ZZ*/N)⁻¹x ≤ 1} / vol{x : x*(ε²/d I)⁻¹x ≤ 1} = e^R(Z)             book eq. ball-count
/// ```
///
/// The tokens' ellipsoid, thickened by the error, over a ball of the error alone. At least 1.
///
/// Source: Ma, Derksen, Hong & Wright 2007, §3.
#[must_use]
pub fn ball_count(tokens: MatRef<'_, f64>, epsilon_squared: f64) -> f64 {
    coding_rate(tokens, epsilon_squared).exp()
}
// ANCHOR_END: balls

/// The squares of a lattice in the plane, each as large as the ball ‖x‖² ≤ ε²/2, whose middles lie in the region of
/// `tokens`: `[2, N]`. As ε → 0 their number over [`ball_count`] tends to 1.
///
/// # Panics
///
/// If the tokens are not of a plane.
#[must_use]
pub fn cells(tokens: MatRef<'_, f64>, epsilon_squared: f64) -> Vec<[f64; 2]> {
    assert_eq!(tokens.nrows(), 2, "tokens of a plane");
    let (count, error) = (tokens.ncols().max(1) as f64, epsilon_squared / 2.0);
    let product =
        |i: usize, j: usize| (0..tokens.ncols()).map(|n| tokens[(i, n)] * tokens[(j, n)]).sum::<f64>() / count;
    let (a, b, c) = (error + product(0, 0), product(0, 1), error + product(1, 1));
    let determinant = a * c - b * b;
    let side = (std::f64::consts::PI * error).sqrt();
    let [reach_x, reach_y] = [a, c].map(|square| (square.sqrt() / side).ceil() as i32);
    let mut inside = Vec::new();
    for row in -reach_y..=reach_y {
        for column in -reach_x..=reach_x {
            let (x, y) = (f64::from(column) * side, f64::from(row) * side);
            if (c * x * x - 2.0 * b * x * y + a * y * y) <= determinant {
                inside.push([x, y]);
            }
        }
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::{ball_count, cells};
    use crate::data::{sparse_signals::gaussian_matrix, streams::stream};
    use approx::assert_relative_eq;
    use faer::Mat;

    /// Second road: squares counted one by one. Some thousand squares, of which the border has a few hundred, each wrongly
    /// counted with either sign: their errors add up to the root of that, about one in a hundred.
    #[test]
    fn squares_fill_the_region_as_often_as_the_rate_says() {
        let tokens = gaussian_matrix(2, 30, &mut stream(1, "tokens"));
        let spread = Mat::from_fn(2, 30, |i, j| tokens[(i, j)] + 0.8 * tokens[(0, j)]);
        let energy = spread.squared_norm_l2() / 30.0;
        let epsilon_squared = 5e-4 * energy;
        let count = cells(spread.as_ref(), epsilon_squared).len() as f64;
        assert!(count > 500.0);
        assert_relative_eq!(count, ball_count(spread.as_ref(), epsilon_squared), max_relative = 0.03);
    }

    #[test]
    fn tokens_of_length_zero_need_one_ball() {
        let nothing = Mat::zeros(2, 5);
        assert_relative_eq!(ball_count(nothing.as_ref(), 0.1), 1.0);
        assert_eq!(cells(nothing.as_ref(), 0.1), [[0.0, 0.0]]);
    }
}
