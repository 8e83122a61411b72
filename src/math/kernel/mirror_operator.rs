//! The kernel's integral operator on a curve and its mirror image.

use faer::{Mat, Side};

use super::{
    by_depth::{covariances_by_depth, kernels_by_depth, slope_at_zero},
    matrix::angle_between,
};

/// Which functions on a pair: those that are equal at mirror images, as the constants are, or opposite there, as the
/// label is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parity {
    /// g(x̄) = g(x).
    Even,
    /// g(x̄) = −g(x).
    Odd,
}

impl Parity {
    /// What crosses to the mirror image counts with this sign.
    fn sign(self) -> f64 {
        match self {
            Self::Even => 1.0,
            Self::Odd => -1.0,
        }
    }
}

/// A function of the angle between two points of a pair, on the grid of its upper curve: of points of the same curve, and
/// of a point and a mirror image.
///
/// The kernel depends on angles alone, and a mirror keeps these. So the operator maps even functions to even ones and odd
/// to odd, and on either it is an operator on functions on the upper curve.
///
/// ```text
/// (T g)(x) = ∫ K(∠(x, x′)) g(x′) dμ(x′) = ½ mean_{x′ in 𝓜₊} [K(∠(x, x′)) ± K(∠(x, x̄′))] g(x′)
/// ```
#[derive(Debug, Clone)]
pub struct MirrorKernel {
    /// Between points of the upper curve: `[M, M]`.
    pub same: Mat<f64>,
    /// Between a point of the upper curve and the mirror image of another: `[M, M]`.
    pub cross: Mat<f64>,
}

impl MirrorKernel {
    /// The kernels K of networks with each of `depths` hidden layers, in units of n/2, on the grid `points`: `[M, n₀]` at
    /// equal steps of `spacing_rad` along a closed curve.
    ///
    /// K has a kink at equal points, so that the plain sum over a grid errs by a term of second order in the step, all of
    /// it from the kink: h²/12 times the jump of the slope, by the formula of Euler and Maclaurin. It is taken out on the
    /// diagonal, where K(0) − (h/6)|K′(0)| stands for K(0). What remains is of fourth order, and where opposite points
    /// belong to the pair a term of second order from the kink at ν = π, whose slope falls as L⁻³.
    ///
    /// # Panics
    ///
    /// As [`kernels_by_depth`].
    #[must_use]
    pub fn by_depth(points: &[Vec<f64>], mirror: &[Vec<f64>], spacing_rad: f64, depths: &[usize]) -> Vec<Self> {
        let mut kernels = Self::tabulate(points, mirror, depths.len(), |nu| kernels_by_depth(nu, depths));
        for (kernel, &depth) in kernels.iter_mut().zip(depths) {
            for i in 0..points.len() {
                kernel.same[(i, i)] -= spacing_rad / 6.0 * slope_at_zero(depth);
            }
        }
        kernels
    }

    /// The covariances of the outputs of wide random networks with each of `depths` hidden layers, as they stand: they have
    /// no kink.
    ///
    /// # Panics
    ///
    /// As [`covariances_by_depth`].
    #[must_use]
    pub fn covariance_by_depth(points: &[Vec<f64>], mirror: &[Vec<f64>], depths: &[usize]) -> Vec<Self> {
        Self::tabulate(points, mirror, depths.len(), |nu| covariances_by_depth(nu, depths))
    }

    /// `count` functions of the angle at once, between every two points.
    fn tabulate(
        points: &[Vec<f64>],
        mirror: &[Vec<f64>],
        count: usize,
        functions: impl Fn(f64) -> Vec<f64>,
    ) -> Vec<Self> {
        let size = points.len();
        let mut kernels = vec![Self { same: Mat::zeros(size, size), cross: Mat::zeros(size, size) }; count];
        for i in 0..size {
            for j in 0..=i {
                let same = functions(angle_between(&points[i], &points[j]));
                let cross = functions(angle_between(&points[i], &mirror[j]));
                for (kernel, (same, cross)) in kernels.iter_mut().zip(same.into_iter().zip(cross)) {
                    (kernel.same[(i, j)], kernel.same[(j, i)]) = (same, same);
                    (kernel.cross[(i, j)], kernel.cross[(j, i)]) = (cross, cross);
                }
            }
        }
        kernels
    }

    /// The operator on functions of one parity, a matrix on the grid: `[M, M]`.
    #[must_use]
    pub fn operator(&self, parity: Parity) -> Mat<f64> {
        let size = self.same.nrows();
        let weight = 0.5 / size as f64;
        Mat::from_fn(size, size, |i, j| weight * (self.same[(i, j)] + parity.sign() * self.cross[(i, j)]))
    }

    /// The operator's eigenvalues, rising, and eigenfunctions on the grid, each of root mean square 1: `[M, M]`, one
    /// per column.
    ///
    /// # Panics
    ///
    /// If the kernel is not finite.
    #[must_use]
    pub fn modes(&self, parity: Parity) -> Modes {
        let size = self.same.nrows();
        let eigen =
            self.operator(parity).self_adjoint_eigen(Side::Lower).expect("eigenvalues of finite numbers converge");
        let scale = (size as f64).sqrt();
        Modes {
            eigenvalues: (0..size).map(|i| eigen.S()[i]).collect(),
            functions: Mat::from_fn(size, size, |i, j| scale * eigen.U()[(i, j)]),
        }
    }
}

/// The eigenvalues λ and the eigenfunctions of an operator, on a grid.
#[derive(Debug, Clone)]
pub struct Modes {
    /// λ, rising.
    pub eigenvalues: Vec<f64>,
    /// One eigenfunction per column, of root mean square 1: `[M, M]`.
    pub functions: Mat<f64>,
}

impl Modes {
    /// The coefficients of a function on the grid: its mean products with the eigenfunctions.
    #[must_use]
    pub fn coefficients(&self, function: &[f64]) -> Vec<f64> {
        let size = function.len() as f64;
        let product = |j: usize| self.functions.col(j).iter().zip(function).map(|(u, f)| u * f).sum::<f64>() / size;
        (0..self.functions.ncols()).map(product).collect()
    }

    /// The function on the grid with these coefficients.
    #[must_use]
    pub fn function(&self, coefficients: &[f64]) -> Vec<f64> {
        let value = |i: usize| self.functions.row(i).iter().zip(coefficients).map(|(u, c)| u * c).sum();
        (0..self.functions.nrows()).map(value).collect()
    }

    /// The mean squared coefficients of a random function of this parity, from its covariance as [`MirrorKernel::operator`]
    /// makes it: `[M, M]`.
    #[must_use]
    pub fn mean_energies(&self, covariance: &Mat<f64>) -> Vec<f64> {
        let image = covariance * &self.functions;
        let size = self.functions.nrows() as f64;
        let energy =
            |j: usize| self.functions.col(j).iter().zip(image.col(j).iter()).map(|(u, v)| u * v).sum::<f64>() / size;
        (0..self.functions.ncols()).map(energy).collect()
    }
}

#[cfg(test)]
mod tests {
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use faer::Side;

    use super::{MirrorKernel, Parity};
    use crate::{
        data::sphere_curves::{CurvePair, SphereCurve},
        math::kernel::matrix::kernel_matrix,
    };

    const PAIR: CurvePair =
        CurvePair { upper: SphereCurve::Winding { latitude_rad: 0.5, amplitude_rad: 0.3, frequency: 3 } };

    /// Second road: the eigenvalues of the kernel matrix of both curves together, without a correction, are those of the
    /// even and of the odd operator.
    #[test]
    fn the_even_and_the_odd_operator_are_the_whole() {
        let points = PAIR.points(20, 0.0);
        let kernel = &MirrorKernel::by_depth(&points[..20], &points[20..], 0.0, &[6])[0];
        let mut halves = [Parity::Even, Parity::Odd].map(|parity| kernel.modes(parity).eigenvalues).concat();
        halves.sort_by(f64::total_cmp);
        let whole = kernel_matrix(&points, 6).self_adjoint_eigenvalues(Side::Lower).unwrap();
        for (half, whole) in halves.into_iter().zip(whole) {
            // A few roundings of the largest eigenvalue, 2.
            assert_abs_diff_eq!(half, whole / 40.0, epsilon = 1e-13);
        }
    }

    /// Parseval, and back again.
    #[test]
    fn coefficients_keep_the_norm_and_give_the_function_back() {
        let points = PAIR.points(24, 0.0);
        let kernel = &MirrorKernel::by_depth(&points[..24], &points[24..], 0.1, &[6])[0];
        let modes = kernel.modes(Parity::Odd);
        let function: Vec<f64> = (0..24_u32).map(|i| f64::from(i * i % 7)).collect();
        let coefficients = modes.coefficients(&function);
        let energy: f64 = coefficients.iter().map(|c| c * c).sum();
        // A few roundings.
        assert_relative_eq!(energy, function.iter().map(|f| f * f).sum::<f64>() / 24.0, max_relative = 1e-12);
        for (back, value) in modes.function(&coefficients).into_iter().zip(function) {
            assert_abs_diff_eq!(back, value, epsilon = 1e-12);
        }
    }

    /// A random network's output has mean square 1, and its energies over both parities add up to that.
    #[test]
    fn the_energies_of_a_random_network_add_up_to_one() {
        let points = PAIR.points(30, 0.0);
        let kernel = &MirrorKernel::by_depth(&points[..30], &points[30..], 0.1, &[9])[0];
        let covariance = &MirrorKernel::covariance_by_depth(&points[..30], &points[30..], &[9])[0];
        let energy: f64 = [Parity::Even, Parity::Odd]
            .into_iter()
            .flat_map(|parity| kernel.modes(parity).mean_energies(&covariance.operator(parity)))
            .sum();
        assert_relative_eq!(energy, 1.0, max_relative = 1e-12);
    }
}
