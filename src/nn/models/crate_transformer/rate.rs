//! The coding rate that the released code measures.

use faer::Mat;
use rayon::prelude::*;

use crate::{
    math::rates::{coding_rate::coding_rate, unit_tokens::unit_tokens},
    nn::matrix::Matrix,
};

// ANCHOR: released_rates
/// ε² of the released code.
const EPSILON_SQUARED: f64 = 0.01;

/// The coding rate of the tokens of every image as its heads see them, each token at length 1, in nats, summed over the
/// heads. Zero is a token of length 0 and stays so.
///
/// ```text
/// Σ_k ½ log det(I + p/(Nε²) ŵ_k*ŵ_k),   ŵ_k: [p, N], the columns of w_k = U_k*LN(Z) at length 1
/// ```
///
/// `seen`: one image a row, its N tokens one after the other, of each what its `heads` see, one after the other, as
/// [`crate::nn::Network::seen_by_heads`] has it; `tokens` is N. An image with a number that is not finite has the rate NaN.
///
/// Source: Yu et al. 2023, code, `vis_utils/coding_rate.py`.
///
/// # Panics
///
/// If a row cannot be cut so.
#[must_use]
pub fn released_rates(seen: &Matrix, tokens: usize, heads: usize) -> Vec<f64> {
    let inner = seen.columns() / tokens;
    let width = inner / heads;
    assert_eq!(seen.columns(), tokens * heads * width, "numbers of {tokens} tokens as {heads} heads see them");
    let of_head = |row: &[f32], head: usize| {
        let lie = |i: usize, token: usize| f64::from(row[token * inner + head * width + i]);
        coding_rate(unit_tokens(Mat::from_fn(width, tokens, lie).as_ref()).as_ref(), EPSILON_SQUARED)
    };
    let of_image = |row: usize| {
        let row = seen.row(row);
        let finite = row.iter().all(|x| x.is_finite());
        if finite { (0..heads).map(|head| of_head(row, head)).sum() } else { f64::NAN }
    };
    (0..seen.rows()).into_par_iter().map(of_image).collect()
}
// ANCHOR_END: released_rates

#[cfg(test)]
mod tests {
    use super::released_rates;
    use crate::{
        math::rates::unit_tokens::{ceiling, floor},
        nn::Matrix,
    };
    use approx::assert_relative_eq;

    /// Limits: parallel tokens, orthogonal tokens, and no direction at all, for two heads of three dimensions.
    #[test]
    fn the_ends_and_the_zero_token() {
        let seen = Matrix::from_fn(3, 4 * 6, |image, at| {
            let (token, i) = (at / 6, at % 3);
            match image {
                0 => [1.0, 2.0, -1.0][i] * (1.0 + token as f32),
                1 => f32::from(u8::from(i == token % 3)) * f32::from(u8::from(token < 3)),
                _ => 0.0,
            }
        });
        let rates = released_rates(&seen, 4, 2);
        assert_relative_eq!(rates[0], 2.0 * floor(3, 0.01), max_relative = 1e-6);
        // Three orthogonal tokens and a zero one: p/(Nε²) = 75 along each of three directions, in each head.
        assert_relative_eq!(rates[1], 3.0 * 75.0_f64.ln_1p(), max_relative = 1e-12);
        assert!(rates[1] < 2.0 * ceiling(3, 4, 0.01));
        assert_relative_eq!(rates[2], 0.0);
        assert!(released_rates(&Matrix::new(1, 2, vec![f32::NAN, 1.0]), 1, 1)[0].is_nan());
    }
}
