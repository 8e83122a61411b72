//! The rank of a derivative that is known by differences.

use faer::Mat;
use rayon::prelude::*;

use crate::math::images::image::Image;

// ANCHOR: jacobian
/// The derivative of a picture by its parameters at 0, by central differences: `[pixels, parameters]`.
///
/// ```text
/// J_h = [x(h e_j) − x(−h e_j)] / (2h√D)                             book eq. central-difference
/// ```
///
/// D is the number of pixels: a column's length is the root mean square change of a pixel by
/// unit of a parameter, however many pixels there are. The error of `J_h` is of the order of h²,
/// and of rounding over h.
///
/// # Panics
///
/// If there are no parameters.
#[must_use]
pub fn jacobian(picture: &(impl Fn(&[f64]) -> Image + Sync), parameters: usize, step: f64) -> Mat<f64> {
    let column = |j: usize| {
        let mut motion = vec![0.0; parameters];
        motion[j] = step;
        let ahead = picture(&motion).pixels;
        motion[j] = -step;
        let behind = picture(&motion).pixels;
        let scale = 1.0 / (2.0 * step * (ahead.len() as f64).sqrt());
        ahead.into_iter().zip(behind).map(|(a, b)| scale * (a - b)).collect::<Vec<f64>>()
    };
    let columns: Vec<Vec<f64>> = (0..parameters).into_par_iter().map(column).collect();
    Mat::from_fn(columns[0].len(), parameters, |i, j| columns[j][i])
}
// ANCHOR_END: jacobian

/// A rank that was counted, with what it was counted by.
#[derive(Debug, Clone)]
pub struct NumericalRank {
    /// Singular values of the derivative, falling, one a parameter.
    pub singular_values: Vec<f64>,
    /// `‖J_h − J_{h/2}‖`, largest singular value: how far halving the step moves the derivative.
    pub halving: f64,
    /// How many singular values count.
    pub rank: usize,
    /// The last singular value that counts, over the first that does not or what halving moves, whichever is larger; 0
    /// if none counts.
    pub gap: f64,
}

/// A singular value counts if it is larger than this times what halving the step moves.
const MARGIN: f64 = 10.0;

impl NumericalRank {
    // ANCHOR: rank
    /// The rank of the derivative of a picture of no fewer pixels than parameters.
    ///
    /// ```text
    /// rank = #{i : σ_i(J_{h/2}) > 10 max(‖J_h − J_{h/2}‖, ε σ₁)}       book eq. rank-rule
    /// ```
    ///
    /// ε is the rounding of a number of size 1. By Weyl's inequality a singular value is in
    /// error by no more than `‖J_{h/2} − J‖`, of which `‖J_h − J_{h/2}‖` is three times as large where
    /// truncation rules, and about as large where rounding does.
    ///
    /// Source: Weyl 1912; Golub & Van Loan 2013, §8.6 for singular values.
    ///
    /// # Panics
    ///
    /// If a pixel is not finite, or there are no parameters.
    #[must_use]
    pub fn measure(picture: &(impl Fn(&[f64]) -> Image + Sync), parameters: usize, step: f64) -> Self {
        let (coarse, fine) = (jacobian(picture, parameters, step), jacobian(picture, parameters, 0.5 * step));
        let singular = |matrix: &Mat<f64>| matrix.singular_values().expect("finite numbers converge");
        let halving = singular(&(&coarse - &fine))[0];
        let singular_values = singular(&fine);
        let error = halving.max(f64::EPSILON * singular_values[0]);
        let rank = singular_values.iter().filter(|sigma| **sigma > MARGIN * error).count();
        let first_not = singular_values.get(rank).copied().unwrap_or(0.0);
        let gap = if rank == 0 { 0.0 } else { singular_values[rank - 1] / first_not.max(error) };
        Self { singular_values, halving, rank, gap }
    }
    // ANCHOR_END: rank
}

#[cfg(test)]
mod tests {
    use super::{NumericalRank, jacobian};
    use crate::math::{images::image::Image, statistics::fit::order};
    use approx::{assert_abs_diff_eq, assert_relative_eq};

    /// Smooth functions of three parameters that see only two combinations of them.
    fn two_of_three(p: &[f64]) -> Image {
        let (a, b) = (p[0] + 2.0 * p[1], p[2] - p[1]);
        Image::from_fn(5, 4, |column, row| (a * (1.0 + column as f64)).sin() + (b * (row as f64 - 1.5)).exp())
    }

    /// Second road: the derivative by hand.
    #[test]
    fn differences_approach_the_derivative_with_order_two() {
        let exact = |column: usize, row: usize| {
            let (by_a, by_b) = (1.0 + column as f64, row as f64 - 1.5);
            [by_a, 2.0 * by_a - by_b, by_b].map(|slope| slope / 20.0_f64.sqrt())
        };
        let steps = [0.04, 0.02, 0.01];
        let errors = steps.map(|step| {
            let found = jacobian(&two_of_three, 3, step);
            (0..60).map(|k| (found[(k / 3, k % 3)] - exact(k / 3 % 5, k / 15)[k % 3]).powi(2)).sum::<f64>().sqrt()
        });
        // The next order is h² of the first, with slopes up to five: a part in a hundred.
        assert_abs_diff_eq!(order(&steps, &errors), 2.0, epsilon = 0.02);
    }

    #[test]
    fn the_rank_is_counted_at_any_step_and_the_gap_says_how_surely() {
        for step in [1e-2, 1e-4, 1e-6] {
            let found = NumericalRank::measure(&two_of_three, 3, step);
            assert_eq!((found.rank, found.singular_values.len()), (2, 3), "{found:?}");
            // Functions as steep as e^{4a}: halving a step of .01 moves their slopes by a part in a thousand.
            assert!(found.gap > 100.0, "{found:?}");
        }
        // Every parameter is seen: the gap is to what halving moves.
        let seen = |p: &[f64]| Image::from_fn(3, 1, |column, _| p.get(column).copied().unwrap_or(0.0).sin());
        let found = NumericalRank::measure(&seen, 2, 1e-3);
        assert_eq!(found.rank, 2);
        // The column of sin is 1/√3 long, and halving moves it by h²/8 of itself.
        assert_relative_eq!(found.gap, 8e6, max_relative = 1e-2);
        let nothing = NumericalRank::measure(&|_: &[f64]| Image::from_fn(2, 2, |_, _| 1.0), 2, 1e-3);
        assert_eq!((nothing.rank, nothing.gap.to_bits()), (0, 0.0_f64.to_bits()));
    }
}
