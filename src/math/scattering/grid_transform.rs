//! The discrete Fourier transform of a grid: a signal is a grid of one row.

use std::{fmt, sync::Arc};

use rustfft::{Fft, FftPlanner, num_complex::Complex64};

/// Transforms of grids of one size. A spectrum is stored column after column, `[columns, rows]`: then no transform has to
/// turn its grid more than once.
#[derive(Clone)]
pub struct GridTransform {
    /// Rows of a grid.
    pub rows: usize,
    /// Columns of a grid.
    pub columns: usize,
    along_rows: [Arc<dyn Fft<f64>>; 2],
    along_columns: [Arc<dyn Fft<f64>>; 2],
}

impl fmt::Debug for GridTransform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GridTransform")
            .field("rows", &self.rows)
            .field("columns", &self.columns)
            .finish_non_exhaustive()
    }
}

impl GridTransform {
    /// The transforms of grids of `rows` by `columns`.
    #[must_use]
    pub fn new(rows: usize, columns: usize) -> Self {
        let mut planner = FftPlanner::new();
        let mut both = |length| [planner.plan_fft_forward(length), planner.plan_fft_inverse(length)];
        Self { rows, columns, along_rows: both(columns), along_columns: both(rows) }
    }

    /// How many numbers a grid has.
    #[must_use]
    pub fn size(&self) -> usize {
        self.rows * self.columns
    }

    /// The spectrum `Σ_u x(u) e^(−iω·u)` of a grid: `[rows, columns]` to `[columns, rows]`.
    ///
    /// # Panics
    ///
    /// If the grid is of another size.
    #[must_use]
    pub fn forward(&self, mut grid: Vec<Complex64>) -> Vec<Complex64> {
        self.along_rows[0].process(&mut grid);
        let mut spectrum = turned(&grid, self.columns);
        self.along_columns[0].process(&mut spectrum);
        spectrum
    }

    /// The spectrum of real numbers.
    ///
    /// # Panics
    ///
    /// If the grid is of another size.
    #[must_use]
    pub fn forward_real(&self, grid: &[f64]) -> Vec<Complex64> {
        self.forward(grid.iter().map(|&x| Complex64::new(x, 0.0)).collect())
    }

    /// The grid of a spectrum, times its size: `[columns, rows]` to `[rows, columns]`.
    ///
    /// # Panics
    ///
    /// If the spectrum is of another size.
    #[must_use]
    pub fn inverse(&self, mut spectrum: Vec<Complex64>) -> Vec<Complex64> {
        self.along_columns[1].process(&mut spectrum);
        let mut grid = turned(&spectrum, self.rows);
        self.along_rows[1].process(&mut grid);
        grid
    }

    /// The place of the frequency −ω in a spectrum, for each place of ω.
    #[must_use]
    pub fn opposites(&self) -> Vec<usize> {
        let opposite = |index: usize, length: usize| (length - index) % length;
        (0..self.size())
            .map(|at| opposite(at / self.rows, self.columns) * self.rows + opposite(at % self.rows, self.rows))
            .collect()
    }
}

/// The transposed array: rows of `width` to columns.
fn turned(values: &[Complex64], width: usize) -> Vec<Complex64> {
    let height = values.len() / width;
    if height == 1 {
        return values.to_vec();
    }
    let mut turned = Vec::with_capacity(values.len());
    for column in 0..width {
        turned.extend((0..height).map(|row| values[row * width + column]));
    }
    turned
}

#[cfg(test)]
mod tests {
    use std::f64::consts::TAU;

    use super::GridTransform;

    /// Second road: the sum over all places, term by term.
    #[test]
    fn a_spectrum_is_the_sum_over_the_grid_and_its_inverse_the_grid() {
        let transform = GridTransform::new(3, 5);
        let grid: Vec<f64> = (0..15).map(|i| (f64::from(i) * 1.7).sin()).collect();
        let spectrum = transform.forward_real(&grid);
        for (at, value) in spectrum.iter().enumerate() {
            let (k, l) = (at / 3, at % 3);
            let angle = |i: usize| -TAU * ((i % 5 * k) as f64 / 5.0 + (i / 5 * l) as f64 / 3.0);
            let [re, im] = [f64::cos, f64::sin].map(|wave| (0..15).map(|i| grid[i] * wave(angle(i))).sum::<f64>());
            // Fifteen terms of order one.
            assert!((value.re - re).abs() < 1e-13 && (value.im - im).abs() < 1e-13);
            // A real grid has conjugate values at opposite frequencies.
            assert!((spectrum[transform.opposites()[at]] - value.conj()).norm() < 1e-13);
        }
        let back = transform.inverse(spectrum);
        assert!(back.iter().zip(&grid).all(|(b, x)| (b.re / 15.0 - x).abs() < 1e-14 && b.im.abs() < 1e-13));
    }
}
