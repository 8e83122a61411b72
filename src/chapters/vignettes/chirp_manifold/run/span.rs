//! How many dimensions a linear space needs for the templates.

use anyhow::{Result, anyhow};
use faer::Mat;
use rustfft::num_complex::Complex64;

use super::super::Span;

/// The parts of the energy that are not asked for.
const LOST: [f64; 3] = [0.1, 0.01, 0.001];
/// A record and a drawing hold no more singular values.
const MOST_DRAWN: usize = 300;

impl Span {
    /// Over the complex numbers: with every template it holds the same one at every phase.
    pub(super) fn complex(templates: &[Vec<Complex64>]) -> Result<Self> {
        let matrix = Mat::from_fn(templates[0].len(), templates.len(), |k, i| templates[i][k]);
        let values = matrix.singular_values().map_err(|error| anyhow!("singular values of templates: {error:?}"))?;
        Ok(Self::from_energies("all phases: complex dimensions", &squares(&values)))
    }

    /// Over the reals, of what a column holds: real parts over imaginary parts.
    pub(super) fn real(name: &str, columns: &Mat<f64>) -> Result<Self> {
        let values = columns.singular_values().map_err(|error| anyhow!("singular values of templates: {error:?}"))?;
        Ok(Self::from_energies(name, &squares(&values)))
    }

    /// The span that has these energies, the squares of singular values, falling.
    pub(super) fn from_energies(name: &str, energies: &[f64]) -> Self {
        let whole: f64 = energies.iter().sum();
        // From the last on, so that what is lost is a sum of small numbers and not a difference of large ones.
        let mut lost = vec![0.0; energies.len()];
        let mut tail = 0.0;
        for (q, energy) in energies.iter().enumerate().rev() {
            lost[q] = tail / whole;
            tail += energy;
        }
        let needed = |bound: f64| lost.iter().position(|&lost| lost <= bound).map_or(energies.len(), |index| index + 1);
        let dimensions = LOST.map(needed);
        lost.truncate(needed(1e-6).min(MOST_DRAWN));
        Self { name: name.to_owned(), lost, dimensions }
    }
}

fn squares(values: &[f64]) -> Vec<f64> {
    values.iter().map(|value| value * value).collect()
}

#[cfg(test)]
mod tests {
    use super::Span;
    use crate::math::waves::noise_weighted::as_reals;
    use approx::assert_relative_eq;
    use faer::Mat;
    use rustfft::num_complex::Complex64;

    /// Energies 8, 1.95, 0.045 and 0.005: by hand.
    #[test]
    fn dimensions_are_counted_by_what_is_lost() {
        let span = Span::from_energies("", &[8.0, 1.95, 0.045, 0.005]);
        assert_eq!(span.dimensions, [2, 2, 3]);
        for (lost, expected) in span.lost.iter().zip([0.2, 0.005, 0.0005, 0.0]) {
            assert_relative_eq!(*lost, expected, epsilon = 1e-15);
        }
    }

    /// A vector and i times it: one complex dimension, two real ones.
    #[test]
    fn a_phase_is_a_dimension_over_the_reals_only() {
        let vector: Vec<Complex64> = (0..5).map(|k| Complex64::from_polar(1.0, f64::from(k))).collect();
        let turned: Vec<Complex64> = vector.iter().map(|entry| entry * Complex64::I).collect();
        let columns = [vector, turned];
        assert_eq!(Span::complex(&columns).unwrap().dimensions, [1; 3]);
        let reals = columns.map(|column| as_reals(&column));
        let matrix = Mat::from_fn(10, 2, |k, i| reals[i][k]);
        assert_eq!(Span::real("", &matrix).unwrap().dimensions, [2; 3]);
    }
}
