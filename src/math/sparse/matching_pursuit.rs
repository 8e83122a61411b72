//! Orthogonal matching pursuit: a sparse code column by column.

use faer::{Mat, MatRef};

use crate::math::vectors::dot;

/// A column counts as already spanned where less than this part of its length is new.
const SPANNED: f64 = 1e-10;

/// Codes of many signals over one dictionary.
#[derive(Debug)]
pub struct MatchingPursuit {
    /// D: `[m, n]`, each column of length 1.
    atoms: Vec<Vec<f64>>,
    /// D*D: `[n, n]`.
    gram: Mat<f64>,
}

/// A code as it grows.
#[derive(Debug, Clone)]
pub struct Pursuit {
    /// Chosen columns, in their order.
    pub places: Vec<usize>,
    /// Their coefficients, which are of least squares: `[places]`.
    pub coefficients: Vec<f64>,
    /// ‖y − Dx‖² after 0, 1, 2, … columns.
    pub squared_errors: Vec<f64>,
}

impl MatchingPursuit {
    /// For `dictionary`: `[m, n]`.
    #[must_use]
    pub fn new(dictionary: MatRef<'_, f64>) -> Self {
        let atoms = dictionary.col_iter().map(|column| column.iter().copied().collect()).collect();
        Self { atoms, gram: dictionary.transpose() * dictionary }
    }

    // ANCHOR: matching_pursuit
    /// The code of `signal`: `[m]` with up to `most` columns: each time the column that correlates most with what is left,
    /// then least squares on all that were chosen, by a Cholesky factor that grows by a row.
    ///
    /// ```text
    /// i = argmax |D_i*(y − Dx)|,   S ← S ∪ {i},   x_S = (D_S* D_S)⁻¹ D_S* y
    /// ```
    ///
    /// Source: Pati, Rezaiifar & Krishnaprasad 1993; Rubinstein, Zibulevsky & Elad 2008 for the factor.
    ///
    /// # Panics
    ///
    /// If the signal is not of the columns' length.
    #[must_use]
    pub fn code(&self, signal: &[f64], most: usize) -> Pursuit {
        let correlations: Vec<f64> = self.atoms.iter().map(|atom| dot(atom, signal)).collect();
        let mut left = correlations.clone();
        let energy = dot(signal, signal);
        // L, row after row, with LL* = D_S*D_S, and L⁻¹D_S*y.
        let (mut factor, mut forward): (Vec<Vec<f64>>, Vec<f64>) = (Vec::new(), Vec::new());
        let mut found = Pursuit { places: Vec::new(), coefficients: Vec::new(), squared_errors: vec![energy] };
        while found.places.len() < most {
            let free = (0..left.len()).filter(|i| !found.places.contains(i));
            let Some(next) = free.max_by(|&i, &j| left[i].abs().total_cmp(&left[j].abs())) else { break };
            let row = solved_forward(&factor, found.places.iter().map(|&i| self.gram[(i, next)]));
            let new = self.gram[(next, next)] - dot(&row, &row);
            if new <= SPANNED || left[next].abs() <= SPANNED * energy.sqrt() {
                break;
            }
            let diagonal = new.sqrt();
            forward.push((correlations[next] - dot(&row, &forward)) / diagonal);
            factor.push(row.into_iter().chain([diagonal]).collect());
            found.places.push(next);
            found.coefficients = solved_backward(&factor, &forward);
            found.squared_errors.push((energy - dot(&forward, &forward)).max(0.0));
            left.copy_from_slice(&correlations);
            for (&place, coefficient) in found.places.iter().zip(&found.coefficients) {
                left.iter_mut().zip(self.gram.col(place).iter()).for_each(|(left, g)| *left -= coefficient * g);
            }
        }
        found
    }
    // ANCHOR_END: matching_pursuit
}

/// L⁻¹b.
fn solved_forward(factor: &[Vec<f64>], values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut solved = Vec::with_capacity(factor.len());
    for (row, value) in factor.iter().zip(values) {
        let before: f64 = row.iter().zip(&solved).map(|(l, x)| l * x).sum();
        solved.push((value - before) / row[solved.len()]);
    }
    solved
}

/// L⁻*b.
fn solved_backward(factor: &[Vec<f64>], values: &[f64]) -> Vec<f64> {
    let mut solved = values.to_vec();
    for i in (0..factor.len()).rev() {
        solved[i] /= factor[i][i];
        for j in 0..i {
            solved[j] -= factor[i][j] * solved[i];
        }
    }
    solved
}

#[cfg(test)]
mod tests {
    use super::MatchingPursuit;
    use crate::{
        data::{
            sparse_signals::{gaussian_matrix, sparse_signal, with_unit_columns},
            streams::stream,
        },
        math::{
            sparse::support::refit,
            vectors::{dot, norm},
        },
    };
    use faer::{ColRef, Mat};

    fn product(dictionary: &Mat<f64>, x: &[f64]) -> Vec<f64> {
        (dictionary * ColRef::from_slice(x)).iter().copied().collect()
    }

    /// Second road: least squares by QR on the chosen columns, and its residual.
    #[test]
    fn coefficients_and_errors_are_those_of_least_squares() {
        let mut rng = stream(1, "pursuit");
        let dictionary = with_unit_columns(gaussian_matrix(12, 30, &mut rng));
        let signal = product(&dictionary, &sparse_signal(30, 20, &mut rng));
        let found = MatchingPursuit::new(dictionary.as_ref()).code(&signal, 7);
        assert_eq!((found.places.len(), found.squared_errors.len()), (7, 8));
        let expected = refit(dictionary.as_ref(), &signal, &found.places);
        let fitted = product(&dictionary, &expected);
        let residual: Vec<f64> = signal.iter().zip(fitted).map(|(y, x)| y - x).collect();
        for (place, coefficient) in found.places.iter().zip(&found.coefficients) {
            // Normal equations square the condition, which is below 100.
            assert!((coefficient - expected[*place]).abs() < 1e-10);
        }
        assert!((found.squared_errors[7] - dot(&residual, &residual)).abs() < 1e-11 * found.squared_errors[0]);
        assert!(found.squared_errors.windows(2).all(|pair| pair[1] < pair[0]));
    }

    /// Over an orthonormal dictionary the best k columns are those of the largest coefficients.
    #[test]
    fn an_orthonormal_dictionary_gives_the_largest_coefficients() {
        let signal = [0.5, -3.0, 2.0, 0.0];
        let found = MatchingPursuit::new(Mat::<f64>::identity(4, 4).as_ref()).code(&signal, 2);
        assert_eq!((found.places, found.coefficients), (vec![1, 2], vec![-3.0, 2.0]));
    }

    #[test]
    fn what_is_explained_whole_or_is_nothing_ends_early() {
        let dictionary = Mat::<f64>::identity(4, 4);
        let pursuit = MatchingPursuit::new(dictionary.as_ref());
        assert_eq!(pursuit.code(&[0.0; 4], 3).places.len(), 0);
        let found = pursuit.code(&[0.0, 2.0, 0.0, 0.0], 3);
        assert_eq!(found.places, [1]);
        assert!(norm(&found.squared_errors[1..]) < 1e-15);
    }
}
