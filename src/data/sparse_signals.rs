//! Measurement matrices and sparse signals, drawn at random.

use faer::Mat;
use rand::{Rng, seq::index};
use rand_distr::StandardNormal;

/// A: `[m, n]`, entries N(0, 1/m), so that a column has length 1 on average.
///
/// # Panics
///
/// If `m` is 0.
#[must_use]
pub fn gaussian_matrix(m: usize, n: usize, rng: &mut impl Rng) -> Mat<f64> {
    assert!(m > 0, "a matrix has rows");
    let scale = (m as f64).sqrt().recip();
    Mat::from_fn(m, n, |_, _| scale * rng.sample::<f64, _>(StandardNormal))
}

/// x₀: `[n]`, with `k` entries drawn from N(0, 1) at places drawn without replacement, and zeros elsewhere.
///
/// # Panics
///
/// If `k > n`.
#[must_use]
pub fn sparse_signal(n: usize, k: usize, rng: &mut impl Rng) -> Vec<f64> {
    assert!(k <= n, "{k} nonzero entries among {n}");
    let mut signal = vec![0.0; n];
    for place in index::sample(rng, n, k) {
        signal[place] = rng.sample(StandardNormal);
    }
    signal
}

/// The matrix with every column scaled to length 1.
///
/// # Panics
///
/// If a column is zero.
#[must_use]
pub fn with_unit_columns(mut matrix: Mat<f64>) -> Mat<f64> {
    for column in matrix.col_iter_mut() {
        let length = column.norm_l2();
        assert!(length > 0.0, "a column of zeros has no direction");
        column.iter_mut().for_each(|x| *x /= length);
    }
    matrix
}

/// x: `[n]`, each entry nonzero with `probability`, and then drawn from N(0, 1).
///
/// # Panics
///
/// If `probability` is not in `[0, 1]`.
#[must_use]
pub fn bernoulli_gaussian(n: usize, probability: f64, rng: &mut impl Rng) -> Vec<f64> {
    (0..n).map(|_| if rng.gen_bool(probability) { rng.sample(StandardNormal) } else { 0.0 }).collect()
}

#[cfg(test)]
mod tests {
    use super::{bernoulli_gaussian, gaussian_matrix, sparse_signal, with_unit_columns};
    use crate::{data::streams::stream, math::statistics::sampling::SampleMean};

    /// The mean of a column's squared length is 1, within four standard errors over 2,000 columns.
    #[test]
    fn columns_have_length_one_on_average() {
        let matrix = gaussian_matrix(30, 2_000, &mut stream(1, "matrix"));
        let lengths: Vec<f64> = matrix.col_iter().map(|column| column.squared_norm_l2()).collect();
        assert!(SampleMean::from_draws(&lengths).deviation_from(1.0) < 4.0);
    }

    #[test]
    fn unit_columns_keep_their_directions() {
        let matrix = gaussian_matrix(7, 5, &mut stream(3, "matrix"));
        let unit = with_unit_columns(matrix.clone());
        for (unit, column) in unit.col_iter().zip(matrix.col_iter()) {
            // A product of 7 terms below 1.
            assert!((unit.transpose() * column - column.norm_l2()).abs() < 1e-14);
        }
    }

    /// The mean of x² is the probability, within four standard errors over 20,000 entries, and so is the share of entries
    /// that are not zero.
    #[test]
    fn a_bernoulli_gaussian_signal_has_the_second_moment_of_its_probability() {
        let signal = bernoulli_gaussian(20_000, 0.1, &mut stream(4, "signal"));
        let squares: Vec<f64> = signal.iter().map(|x| x * x).collect();
        let present: Vec<f64> = signal.iter().map(|&x| f64::from(u8::from(x != 0.0))).collect();
        for samples in [squares, present] {
            assert!(SampleMean::from_draws(&samples).deviation_from(0.1) < 4.0);
        }
    }

    /// Every place is as likely as any other: the count at each is binomial.
    #[test]
    fn the_nonzero_entries_are_k_at_places_drawn_evenly() {
        let mut rng = stream(2, "signals");
        let mut counts = [0_u32; 10];
        for _ in 0..3_000 {
            let signal = sparse_signal(10, 3, &mut rng);
            assert_eq!(signal.iter().filter(|&&x| x != 0.0).count(), 3);
            signal.iter().zip(&mut counts).for_each(|(&x, count)| *count += u32::from(x != 0.0));
        }
        // Mean 900, standard deviation √(3000 · .3 · .7) = 25; four of them.
        assert!(counts.iter().all(|&count| count.abs_diff(900) <= 100), "{counts:?}");
    }
}
