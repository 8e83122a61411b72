//! How far a sample is from a distribution.

/// The largest difference between the share of a sample below x and x itself: the distance from the uniform distribution on
/// `[0, 1]`, from 0 to 1.
///
/// ```text
/// sup over x of |(1/N) #{i: uᵢ ≤ x} − x|                                                    book eq. kolmogorov
/// ```
///
/// Of a uniform sample it is about 0.87/√N on average.
///
/// Source: Kolmogorov 1933.
///
/// # Panics
///
/// If there is no sample.
#[must_use]
pub fn distance_from_uniform(mut sample: Vec<f64>) -> f64 {
    assert!(!sample.is_empty(), "no sample");
    sample.sort_by(f64::total_cmp);
    let n = sample.len() as f64;
    let steps = sample.iter().enumerate();
    steps.map(|(i, u)| ((i + 1) as f64 / n - u).max(u - i as f64 / n)).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::distance_from_uniform;
    use crate::data::streams::stream;
    use approx::assert_abs_diff_eq;
    use rand::Rng as _;

    #[test]
    fn of_one_point_and_of_even_points_it_is_known() {
        assert_abs_diff_eq!(distance_from_uniform(vec![0.3]), 0.7, epsilon = 1e-15);
        assert_abs_diff_eq!(distance_from_uniform(vec![0.0; 5]), 1.0, epsilon = 1e-15);
        let even = (0..10).map(|i| (f64::from(i) + 0.5) / 10.0).collect();
        assert_abs_diff_eq!(distance_from_uniform(even), 0.05, epsilon = 1e-12);
    }

    /// Limit: √N times the mean distance of uniform samples goes to √(π/2) ln 2 = .8687.
    #[test]
    fn of_uniform_samples_it_falls_as_their_root() {
        let mut rng = stream(1, "tests/kolmogorov");
        let (n, trials) = (400, 2_000);
        let one = |_| distance_from_uniform((0..n).map(|_| rng.r#gen()).collect());
        let mean = (0..trials).map(one).sum::<f64>() / f64::from(trials);
        // Finite samples are lower by about 1/(6√N) of a unit; the deviation of one is .26: four standard errors of .006.
        assert_abs_diff_eq!(mean * f64::from(n).sqrt(), 0.8687 - 1.0 / (6.0 * 20.0), epsilon = 0.025);
    }
}
