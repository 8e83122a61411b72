//! The binomial low-pass filter.

// ANCHOR: binomial_taps
/// The taps of the binomial filter, which sum to 1.
///
/// ```text
/// h_k = C(n − 1, k) / 2^(n − 1),  k = 0, …, n − 1          book eq. binomial-taps
/// ```
///
/// `taps` = n ≥ 1: one tap passes everything, three are (1, 2, 1)/4, five are (1, 4, 6, 4, 1)/16. Exact in `f64` up to
/// 53 taps.
///
/// Source: Zhang 2019, section 4.1.
///
/// # Panics
///
/// If `taps` is 0.
#[must_use]
pub fn binomial_taps(taps: usize) -> Vec<f64> {
    assert!(taps > 0, "a filter has a tap");
    let halved = |row: Vec<f64>| {
        let beside = |k: usize| if k == 0 { 0.0 } else { row[k - 1] };
        (0..=row.len()).map(|k| f64::midpoint(beside(k), row.get(k).copied().unwrap_or(0.0))).collect()
    };
    (1..taps).fold(vec![1.0], |row, _| halved(row))
}
// ANCHOR_END: binomial_taps

/// The share of a wave of frequency `omega` that the binomial filter lets through.
///
/// ```text
/// |H(ω)| = cos^(n − 1)(ω/2)                                 book eq. binomial-response
/// ```
///
/// `omega` in `[0, π]`, radians a pixel; returns a share in `[0, 1]`: 1 for a constant, 0 for the fastest wave a grid
/// can hold, if there is more than one tap.
///
/// # Panics
///
/// If `taps` is 0.
#[must_use]
pub fn binomial_response(taps: usize, omega: f64) -> f64 {
    assert!(taps > 0, "a filter has a tap");
    std::iter::repeat_n((omega / 2.0).cos(), taps - 1).product()
}

#[cfg(test)]
mod tests {
    use super::{binomial_response, binomial_taps};
    use approx::assert_abs_diff_eq;
    use std::f64::consts::PI;

    #[test]
    fn the_taps_are_pascals_triangle() {
        assert_eq!(binomial_taps(1), [1.0]);
        assert_eq!(binomial_taps(5), [1.0, 4.0, 6.0, 4.0, 1.0].map(|c| c / 16.0));
    }

    /// Second road: the response is the size of the taps' Fourier sum.
    #[test]
    fn the_response_is_the_fourier_sum_of_the_taps() {
        for taps in 1..=7 {
            for omega in (0..=32).map(|i| PI * f64::from(i) / 32.0) {
                let (re, im) = binomial_taps(taps).iter().enumerate().fold((0.0, 0.0), |(re, im), (k, h)| {
                    (re + h * (omega * k as f64).cos(), im + h * (omega * k as f64).sin())
                });
                // A sum of seven numbers below 1: a few units in the last place.
                assert_abs_diff_eq!(re.hypot(im), binomial_response(taps, omega), epsilon = 1e-15);
            }
        }
    }
}
