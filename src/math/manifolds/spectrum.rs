//! A few eigenvectors of a large symmetric operator.

use faer::{
    Mat, Par,
    dyn_stack::{MemBuffer, MemStack},
    matrix_free::{
        LinOp,
        eigen::{PartialEigenParams, partial_self_adjoint_eigen, partial_self_adjoint_eigen_scratch},
    },
};

/// The `count` eigenvalues that are largest in magnitude of a symmetric operator on N numbers, in falling order of their
/// values, with their eigenvectors: `[N, count]`. By faer's Krylov–Schur iteration, from a fixed start.
///
/// The sign of an eigenvector is such that its largest entry is positive.
///
/// # Panics
///
/// If the iteration does not converge, an entry is not finite, or N is at most 64: smaller ones are for the dense method.
#[must_use]
pub fn leading_eigenpairs(operator: &dyn LinOp<f64>, count: usize) -> (Vec<f64>, Mat<f64>) {
    let size = operator.nrows();
    assert!(size > 64, "an operator on {size} numbers only");
    let params = PartialEigenParams::default();
    // Quadratic residues mod a prime: no pattern that an eigenvector could be orthogonal to by symmetry.
    let start = faer::Col::from_fn(size, |i| ((i * i + 3 * i + 1) % 1_009) as f64 / 1_009.0 - 0.4);
    let mut memory = MemBuffer::new(partial_self_adjoint_eigen_scratch(operator, count, Par::Seq, params));
    let (mut vectors, mut values) = (Mat::zeros(size, count), vec![0.0; count]);
    let info = partial_self_adjoint_eigen(
        vectors.as_mut(),
        &mut values,
        operator,
        start.as_ref(),
        1e-12,
        Par::Seq,
        MemStack::new(&mut memory),
        params,
    );
    assert!(info.n_converged_eigen >= count, "{} of {count} eigenvectors converged", info.n_converged_eigen);
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|&a, &b| values[b].total_cmp(&values[a]));
    let signs: Vec<f64> = order.iter().map(|&j| sign(&vectors, j)).collect();
    let sorted = Mat::from_fn(size, count, |i, j| signs[j] * vectors[(i, order[j])]);
    (order.iter().map(|&j| values[j]).collect(), sorted)
}

fn sign(vectors: &Mat<f64>, j: usize) -> f64 {
    let entries = (0..vectors.nrows()).map(|i| vectors[(i, j)]);
    entries.fold(0.0, |most: f64, x| if x.abs() > most.abs() { x } else { most }).signum()
}

#[cfg(test)]
mod tests {
    use super::leading_eigenpairs;
    use crate::data::{sparse_signals::gaussian_matrix, streams::stream};
    use approx::assert_abs_diff_eq;
    use faer::Side;

    /// Second road: all eigenvalues by the dense method.
    #[test]
    fn they_are_the_first_of_all() {
        for size in [70, 200] {
            let factor = gaussian_matrix(size, size, &mut stream(1, "factor"));
            let matrix = &factor * factor.transpose();
            let all = matrix.self_adjoint_eigenvalues(Side::Lower).unwrap();
            let (values, vectors) = leading_eigenpairs(&matrix.as_ref(), 3);
            for (j, value) in values.iter().enumerate() {
                // Rounding of a matrix of norm about 4 × 200, and a residual of 1e-12 of it.
                assert_abs_diff_eq!(*value, all[size - 1 - j], epsilon = 1e-9);
                let residual = &matrix * vectors.col(j) - faer::Scale(*value) * vectors.col(j);
                assert!(residual.norm_l2() < 1e-8, "{}", residual.norm_l2());
            }
        }
    }
}
