//! The measurements that an iteration undoes.

use faer::Mat;

use crate::math::sparse::support::spectral_norm;

/// What measured the signals: y = Ax + noise.
#[derive(Debug, Clone)]
pub struct Measured {
    /// A: `[m, n]`, in the precision that it is given in.
    pub(super) matrix: Mat<f64>,
    /// ‖A‖², the largest curvature of ½‖y − Ax‖².
    pub lipschitz: f64,
}

impl Measured {
    /// By A: `[m, n]`.
    ///
    /// # Panics
    ///
    /// If A has a number that is none.
    #[must_use]
    pub fn by(matrix: Mat<f64>) -> Self {
        let lipschitz = squared_norm(&matrix);
        Self { matrix, lipschitz }
    }

    /// A, the matrix that measured: `[m, n]`.
    #[must_use]
    pub fn matrix(&self) -> &Mat<f64> {
        &self.matrix
    }
}

/// ‖M‖², the square of the spectral norm.
pub(super) fn squared_norm(matrix: &Mat<f64>) -> f64 {
    spectral_norm(matrix.as_ref()).powi(2)
}
