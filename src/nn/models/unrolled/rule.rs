//! The rules of the iterations: what each of their layers is given and learns.

use std::sync::Arc;

use faer::Mat;
use gemm::{View, multiply};

use crate::nn::{
    matrix::Matrix,
    parameters::{Initial, Slot},
};

/// What a layer does, and where what it learns lies.
#[derive(Debug, Clone)]
pub(super) enum Rule {
    ProximalGradient { correlation: Correlation, step: f32, threshold: f32, momentum: bool },
    Free { matrix: Arc<Matrix>, layers: Vec<Free> },
    Coupled { matrix: Arc<Matrix>, layers: Vec<Coupled> },
    Analytic { correlation: Correlation, layers: Vec<Analytic> },
}

/// W*(y − Ax) = W*y − (W*A)x: one product a layer instead of two, and W*y once.
#[derive(Debug, Clone)]
pub(super) struct Correlation {
    /// W*A: `[n, n]`.
    pub(super) interference: Arc<Matrix>,
    /// W: `[m, n]`.
    pub(super) weights: Arc<Matrix>,
}

/// What a layer of LISTA learns.
#[derive(Debug, Clone, Copy)]
pub(super) struct Free {
    pub(super) of_measurements: Slot,
    /// None in the first layer.
    pub(super) of_estimate: Option<Slot>,
    pub(super) threshold: Slot,
}

/// What a layer of LISTA-CP learns.
#[derive(Debug, Clone, Copy)]
pub(super) struct Coupled {
    /// W*: `[n, m]`.
    pub(super) weight: Slot,
    pub(super) threshold: Slot,
}

/// What a layer of ALISTA learns.
#[derive(Debug, Clone, Copy)]
pub(super) struct Analytic {
    pub(super) step: Slot,
    pub(super) threshold: Slot,
}

impl Rule {
    /// The W that is given, if one is.
    pub(super) fn correlation(&self) -> Option<&Correlation> {
        match self {
            Self::ProximalGradient { correlation, .. } | Self::Analytic { correlation, .. } => Some(correlation),
            Self::Free { .. } | Self::Coupled { .. } => None,
        }
    }
}

impl Correlation {
    /// For W: `[m, n]` and A: `[m, n]`.
    pub(super) fn with(weights: &Mat<f64>, matrix: &Mat<f64>) -> Self {
        let interference = weights.transpose() * matrix;
        let (m, n) = (weights.nrows(), weights.ncols());
        Self {
            interference: Arc::new(single(n, n, |i, j| interference[(i, j)])),
            weights: Arc::new(single(m, n, |i, j| weights[(i, j)])),
        }
    }
}

/// I − W₁A, for the W₁: `[n, m]` whose rows are `of_measurements`, and A: `[m, n]`.
pub(super) fn rest_of(of_measurements: &[f32], matrix: &Matrix) -> Vec<f32> {
    let (m, n) = (matrix.rows(), matrix.columns());
    let mut rest: Vec<f32> = (0..n * n).map(|at| f32::from(u8::from(at / n == at % n))).collect();
    multiply(&mut rest, n, 1.0, -1.0, View::new(of_measurements, n, m, m), View::new(matrix.values(), m, n, n));
    rest
}

/// A matrix in single precision.
pub(super) fn single(rows: usize, columns: usize, value: impl Fn(usize, usize) -> f64) -> Matrix {
    Matrix::from_fn(rows, columns, |i, j| value(i, j) as f32)
}

/// These numbers, as a parameter begins.
pub(super) fn given(matrix: &Matrix) -> Initial {
    Initial::Given(matrix.values().into())
}
