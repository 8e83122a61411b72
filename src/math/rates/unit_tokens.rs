//! Tokens of length 1: how to make them, and between which numbers their rate lies.

use faer::{Mat, MatRef};

/// Every column divided by its length; a column of length 0 has no direction and stays 0.
#[must_use]
pub fn unit_tokens(tokens: MatRef<'_, f64>) -> Mat<f64> {
    let mut unit = tokens.to_owned();
    for column in unit.col_iter_mut() {
        let length = column.norm_l2();
        if length > 0.0 {
            column.iter_mut().for_each(|x| *x /= length);
        }
    }
    unit
}

// ANCHOR: unit_rate
/// The least rate of tokens of length 1 in p dimensions, when all are parallel: ½ ln(1 + p/ε²).           book eq. rate-floor
#[must_use]
pub fn floor(width: usize, epsilon_squared: f64) -> f64 {
    0.5 * (width as f64 / epsilon_squared).ln_1p()
}

/// The greatest, when N ≥ p of them have all directions alike: (p/2) ln(1 + 1/ε²); with N < p tokens, N of them orthogonal,
/// (N/2) ln(1 + p/(Nε²)).                                                                       book eq. rate-ceiling
#[must_use]
pub fn ceiling(width: usize, count: usize, epsilon_squared: f64) -> f64 {
    let directions = width.min(count) as f64;
    0.5 * directions * (width as f64 / (directions * epsilon_squared)).ln_1p()
}

/// What it tends to for `count` = N tokens of random direction in p = `width` dimensions as both grow, with s = 1/ε².
///
/// ```text
/// ½N[β ln(1 + s − F/4) + ln(1 + sβ − F/4) − F/(4s)],   β = p/N,
/// F = (√(s(1 + √β)² + 1) − √(s(1 − √β)² + 1))²                                           book eq. rate-random
/// ```
///
/// Source: Verdú & Shamai 1999, eq. 9.
#[must_use]
pub fn random(width: usize, count: usize, epsilon_squared: f64) -> f64 {
    let (n, s) = (count as f64, epsilon_squared.recip());
    let beta = width as f64 / n;
    let edge = |sign: f64| (s * (1.0 + sign * beta.sqrt()).powi(2) + 1.0).sqrt();
    let f = (edge(1.0) - edge(-1.0)).powi(2);
    0.5 * n * (beta * (s - f / 4.0).ln_1p() + (s * beta - f / 4.0).ln_1p() - f / (4.0 * s))
}
// ANCHOR_END: unit_rate

#[cfg(test)]
mod tests {
    use super::{ceiling, floor, random, unit_tokens};
    use crate::{data::streams::stream, math::rates::coding_rate::coding_rate};
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use faer::Mat;
    use rand::Rng as _;
    use rand_distr::StandardNormal;

    #[test]
    fn parallel_and_orthogonal_tokens_reach_the_ends() {
        let parallel = Mat::from_fn(4, 6, |i, _| f64::from(u8::from(i == 1)));
        assert_relative_eq!(coding_rate(parallel.as_ref(), 0.1), floor(4, 0.1), max_relative = 1e-12);
        // Eight tokens, two a direction; and three of four directions.
        let frame = Mat::from_fn(4, 8, |i, j| f64::from(u8::from(i == j % 4)));
        assert_relative_eq!(coding_rate(frame.as_ref(), 0.1), ceiling(4, 8, 0.1), max_relative = 1e-12);
        assert_relative_eq!(coding_rate(frame.subcols(0, 3), 0.1), ceiling(4, 3, 0.1), max_relative = 1e-12);
    }

    /// Second road: the mean over 200 draws. Tokens of a finite number are off by a constant that does not grow, seen .09 at
    /// p = 12; the mean is known to .01.
    #[test]
    fn random_tokens_have_the_limit() {
        for (width, count) in [(12, 17), (16, 50), (64, 197)] {
            let mut rng = stream(7, "directions");
            let rates = (0..200).map(|_| {
                let tokens = Mat::from_fn(width, count, |_, _| rng.sample::<f64, _>(StandardNormal));
                coding_rate(unit_tokens(tokens.as_ref()).as_ref(), 0.01)
            });
            let mean = rates.sum::<f64>() / 200.0;
            assert_abs_diff_eq!(mean, random(width, count, 0.01), epsilon = 0.15);
            assert!(floor(width, 0.01) < mean && mean < ceiling(width, count, 0.01));
        }
    }

    #[test]
    fn a_token_of_length_zero_stays() {
        let tokens = Mat::from_fn(2, 2, |i, j| if j == 0 { 0.0 } else { 3.0 + i as f64 });
        let unit = unit_tokens(tokens.as_ref());
        assert_abs_diff_eq!(unit[(0, 0)] + unit[(1, 0)], 0.0);
        assert_relative_eq!(unit[(0, 1)], 0.6, max_relative = 1e-15);
    }
}
