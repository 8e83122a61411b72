//! A dictionary learnt from signals, by turns: sparse codes, then the best dictionary for them.

use faer::{
    Mat, MatRef, Side,
    linalg::solvers::{Llt, Solve},
};
use rand::{Rng, seq::index::sample};
use rayon::prelude::*;

use super::{
    matching_pursuit::{MatchingPursuit, Pursuit},
    support::columns_of,
};
use crate::math::vectors::norm;

/// Added to the codes' covariance, in units of its mean diagonal: an atom that nobody uses has no column of its own.
const RIDGE: f64 = 1e-6;

// ANCHOR: dictionary_learning
/// `atoms` columns of length 1 for `signals`: `[m, N]`, of codes of up to `sparsity` columns, after so many `rounds` of the
/// method of optimal directions. It starts from signals drawn at random.
///
/// ```text
/// X = codes of Y over D;   D ← Y X* (XX*)⁻¹, columns to length 1
/// ```
///
/// An atom that no code uses is replaced by the signal that is explained worst. Source: Engan, Aase & Husøy 1999.
///
/// # Panics
///
/// If there are fewer signals than atoms.
#[must_use]
pub fn learnt_dictionary(
    signals: MatRef<'_, f64>,
    atoms: usize,
    sparsity: usize,
    rounds: usize,
    rng: &mut impl Rng,
) -> Mat<f64> {
    assert!(atoms <= signals.ncols(), "{atoms} atoms from {} signals", signals.ncols());
    let mut dictionary = with_unit_columns(columns_of(signals, &sample(rng, signals.ncols(), atoms).into_vec()));
    for _ in 0..rounds {
        let codes = codes(dictionary.as_ref(), signals, sparsity);
        dictionary = with_unit_columns(optimal(signals, &codes, dictionary.as_ref()));
    }
    dictionary
}
// ANCHOR_END: dictionary_learning

/// The code of each signal.
#[must_use]
pub fn codes(dictionary: MatRef<'_, f64>, signals: MatRef<'_, f64>, sparsity: usize) -> Vec<Pursuit> {
    let pursuit = MatchingPursuit::new(dictionary);
    let code = |j: usize| pursuit.code(&signals.col(j).iter().copied().collect::<Vec<_>>(), sparsity);
    (0..signals.ncols()).into_par_iter().map(code).collect()
}

/// The dictionary of least squares for the codes.
fn optimal(signals: MatRef<'_, f64>, codes: &[Pursuit], before: MatRef<'_, f64>) -> Mat<f64> {
    let atoms = before.ncols();
    let mut squares: Mat<f64> = Mat::zeros(atoms, atoms);
    let mut products: Mat<f64> = Mat::zeros(atoms, signals.nrows());
    for (code, signal) in codes.iter().zip(signals.col_iter()) {
        for (&i, x) in code.places.iter().zip(&code.coefficients) {
            code.places.iter().zip(&code.coefficients).for_each(|(&j, y)| squares[(i, j)] += x * y);
            for (k, value) in signal.iter().enumerate() {
                products[(i, k)] += x * value;
            }
        }
    }
    let used: Vec<bool> = (0..atoms).map(|i| squares[(i, i)] > 0.0).collect();
    let mean = (0..atoms).map(|i| squares[(i, i)]).sum::<f64>() / atoms as f64;
    for i in 0..atoms {
        // The old atom holds where the codes say nothing.
        let weight = RIDGE * mean.max(f64::MIN_POSITIVE);
        squares[(i, i)] += weight;
        for k in 0..signals.nrows() {
            products[(i, k)] += weight * before[(k, i)];
        }
    }
    let solved = Llt::new(squares.as_ref(), Side::Lower).expect("a positive definite matrix").solve(products);
    let mut worst: Vec<usize> = (0..codes.len()).collect();
    let left = |code: &Pursuit| code.squared_errors[code.squared_errors.len() - 1];
    worst.sort_by(|&i, &j| left(&codes[j]).total_cmp(&left(&codes[i])));
    let mut replaced = worst.into_iter();
    let mut dictionary = Mat::from_fn(signals.nrows(), atoms, |k, i| solved[(i, k)]);
    for (i, _) in used.iter().enumerate().filter(|(_, used)| !**used) {
        if let Some(signal) = replaced.next() {
            dictionary.col_mut(i).copy_from(signals.col(signal));
        }
    }
    dictionary
}

/// Each column over its length; a column of no length becomes a unit vector.
fn with_unit_columns(mut matrix: Mat<f64>) -> Mat<f64> {
    for i in 0..matrix.ncols() {
        let length = norm(&matrix.col(i).iter().copied().collect::<Vec<_>>());
        if length > 0.0 {
            matrix.col_mut(i).iter_mut().for_each(|x| *x /= length);
        } else {
            let row = i % matrix.nrows();
            matrix[(row, i)] = 1.0;
        }
    }
    matrix
}

#[cfg(test)]
mod tests {
    use super::{codes, learnt_dictionary};
    use crate::{
        data::{
            sparse_signals::{gaussian_matrix, with_unit_columns},
            streams::stream,
        },
        math::vectors::largest,
    };
    use faer::Mat;
    use rand::{Rng as _, seq::index::sample};
    use rand_distr::StandardNormal;

    /// Signals of two atoms each: most of the atoms that made them are found, but for sign and order.
    #[test]
    fn the_dictionary_that_there_is_is_found() {
        let mut rng = stream(4, "dictionary");
        let truth = with_unit_columns(gaussian_matrix(16, 20, &mut rng));
        let mut codes: Mat<f64> = Mat::zeros(20, 1_000);
        for j in 0..1_000 {
            for place in sample(&mut rng, 20, 2) {
                codes[(place, j)] = rng.sample(StandardNormal);
            }
        }
        let signals = &truth * codes;
        let found = learnt_dictionary(signals.as_ref(), 20, 2, 60, &mut rng);
        let products = truth.transpose() * &found;
        let close = |i: usize| largest((0..20).map(|j| products[(i, j)].abs())) > 0.99;
        let recovered = (0..20).filter(|&i| close(i)).count();
        // From other starts by another program: 14 to 18. Of the start's columns, which are of two atoms each, hardly any.
        assert!(recovered >= 12, "{recovered} of 20");
    }

    /// A round never makes the error larger by its second half, and units stay units.
    #[test]
    fn errors_fall_and_columns_have_length_one() {
        let mut rng = stream(5, "dictionary");
        let signals = gaussian_matrix(8, 200, &mut rng);
        let error = |dictionary: &Mat<f64>| {
            codes(dictionary.as_ref(), signals.as_ref(), 2)
                .iter()
                .map(|c| c.squared_errors.last().copied().unwrap())
                .sum::<f64>()
        };
        let after = |rounds: usize| learnt_dictionary(signals.as_ref(), 16, 2, rounds, &mut stream(6, "start"));
        assert!(error(&after(10)) < 0.95 * error(&after(0)));
        for column in after(3).col_iter() {
            assert!((column.norm_l2() - 1.0).abs() < 1e-12);
        }
    }
}
