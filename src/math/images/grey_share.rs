//! How much of a drawn stroke is neither ink nor paper.

/// Below this a pixel counts as paper.
const PAPER: f64 = 0.1;
/// Between these a pixel counts as grey.
const GREY: std::ops::Range<f64> = 0.25..0.75;

/// The share of the pixels with ink that are grey: 0 for a stroke with sharp edges, 1 for a shadow.
///
/// ```text
/// #{.25 ≤ x < .75} / #{x > .1}                                                 book eq. grey-share
/// ```
///
/// `pixels` in `[0, 1]`, 0 the paper and 1 the ink; other values count as the nearer end. Of an empty paper 0.
#[must_use]
pub fn grey_share(pixels: &[f64]) -> f64 {
    let count = |within: fn(f64) -> bool| pixels.iter().filter(|&&x| within(x)).count() as f64;
    let ink = count(|x| x > PAPER);
    if ink > 0.0 { count(|x| GREY.contains(&x)) / ink } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::grey_share;

    #[test]
    fn sharp_strokes_have_none_and_the_mean_of_two_apart_is_all_grey() {
        let (a, b) = ([0.0, 1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 0.0, 1.0, 1.0]);
        let mean: Vec<f64> = a.iter().zip(b).map(|(a, b)| f64::midpoint(*a, b)).collect();
        let shares = [grey_share(&a), grey_share(&mean), grey_share(&[0.0; 3]), grey_share(&[0.2, 0.5, 0.9, 1.4])];
        assert_eq!(shares.map(f64::to_bits), [0.0_f64, 1.0, 0.0, 0.25].map(f64::to_bits));
    }
}
