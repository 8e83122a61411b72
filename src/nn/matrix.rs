//! Plain arrays: how everything outside `nn` speaks to networks.

use std::ops::Range;

/// A matrix of `f32`, row major: one example a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    rows: usize,
    columns: usize,
    values: Vec<f32>,
}

impl Matrix {
    /// The matrix whose rows, one after the other, are `values`.
    ///
    /// # Panics
    ///
    /// If there are not `rows · columns` values.
    #[must_use]
    pub fn new(rows: usize, columns: usize, values: Vec<f32>) -> Self {
        assert_eq!(values.len(), rows * columns, "{rows} × {columns} is not {} values", values.len());
        Self { rows, columns, values }
    }

    /// The matrix whose element (i, j) is `value(i, j)`.
    #[must_use]
    pub fn from_fn(rows: usize, columns: usize, mut value: impl FnMut(usize, usize) -> f32) -> Self {
        let values = (0..rows * columns).map(|at| value(at / columns, at % columns)).collect();
        Self { rows, columns, values }
    }

    /// One point a row, in single precision.
    ///
    /// # Panics
    ///
    /// If the points do not have as many coordinates each.
    #[must_use]
    pub fn from_points(points: &[Vec<f64>]) -> Self {
        let columns = points.first().map_or(0, Vec::len);
        let values = points.iter().flatten().map(|&x| x as f32).collect();
        assert!(points.iter().all(|point| point.len() == columns), "points of one dimension");
        Self::new(points.len(), columns, values)
    }

    /// One row a label: 1 at the label, 0 elsewhere.
    ///
    /// # Panics
    ///
    /// If a label is not below `classes`.
    #[must_use]
    pub fn one_hot(labels: &[u8], classes: usize) -> Self {
        if let Some(label) = labels.iter().find(|&&label| usize::from(label) >= classes) {
            panic!("label {label} of {classes} classes");
        }
        Self::from_fn(labels.len(), classes, |row, class| f32::from(u8::from(usize::from(labels[row]) == class)))
    }

    /// How many rows there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// How many columns there are.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// All values, row after row.
    #[must_use]
    pub fn values(&self) -> &[f32] {
        &self.values
    }

    /// One row.
    ///
    /// # Panics
    ///
    /// If there is no such row.
    #[must_use]
    pub fn row(&self, row: usize) -> &[f32] {
        &self.values[row * self.columns..][..self.columns]
    }

    /// The rows named by `indices`, in that order.
    ///
    /// # Panics
    ///
    /// If there is no such row.
    #[must_use]
    pub fn select(&self, indices: &[usize]) -> Self {
        let values = indices.iter().flat_map(|&row| self.row(row)).copied().collect();
        Self { rows: indices.len(), columns: self.columns, values }
    }

    /// A run of rows.
    ///
    /// # Panics
    ///
    /// If the range ends past the last row.
    #[must_use]
    pub fn slice(&self, rows: Range<usize>) -> Self {
        let values = self.values[rows.start * self.columns..rows.end * self.columns].to_vec();
        Self { rows: rows.len(), columns: self.columns, values }
    }

    /// The column of each row's largest value, the first among equals.
    #[must_use]
    pub fn argmax(&self) -> Vec<usize> {
        let largest = |row: &[f32]| (0..row.len()).fold(0, |best, at| if row[at] > row[best] { at } else { best });
        self.values.chunks(self.columns.max(1)).map(largest).collect()
    }

    /// The softmax of each row: exp(xⱼ) / Σₖ exp(xₖ), the class probabilities of a row of scores.
    #[must_use]
    pub fn softmax(&self) -> Self {
        let mut values = self.values.clone();
        for row in values.chunks_mut(self.columns.max(1)) {
            let largest = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            for x in &mut *row {
                *x = (*x - largest).exp();
            }
            let total: f32 = row.iter().sum();
            for x in row {
                *x /= total;
            }
        }
        Self { rows: self.rows, columns: self.columns, values }
    }
}

#[cfg(test)]
mod tests {
    use super::Matrix;
    use approx::assert_abs_diff_eq;

    #[test]
    fn rows_are_chosen_in_the_order_asked_for() {
        let matrix = Matrix::from_fn(3, 2, |row, column| (10 * row + column) as f32);
        assert_eq!(matrix.select(&[2, 0]).values(), [20.0, 21.0, 0.0, 1.0]);
        assert_eq!(matrix.slice(1..3).values(), [10.0, 11.0, 20.0, 21.0]);
    }

    /// Limits: a shift of all scores changes nothing, and equal scores share the probability.
    #[test]
    fn softmax_is_a_distribution_that_no_shift_changes() {
        let scores = Matrix::new(2, 3, vec![1.0, 2.0, 4.0, 501.0, 502.0, 504.0]).softmax();
        assert_abs_diff_eq!(scores.row(0).iter().sum::<f32>(), 1.0, epsilon = 1e-6);
        assert_eq!(scores.row(0), scores.row(1));
        assert_eq!(Matrix::new(1, 4, vec![7.0; 4]).softmax().values(), [0.25; 4]);
    }

    #[test]
    fn points_are_rows() {
        let matrix = Matrix::from_points(&[vec![0.1, 0.2], vec![0.3, 0.4], vec![0.5, 0.6]]);
        assert_eq!((matrix.rows(), matrix.columns()), (3, 2));
        assert_eq!(matrix.row(1), [0.3, 0.4]);
        assert_eq!(Matrix::from_points(&[]).rows(), 0);
    }

    #[test]
    fn argmax_undoes_one_hot() {
        assert_eq!(Matrix::one_hot(&[3, 0, 9], 10).argmax(), [3, 0, 9]);
    }
}
