//! Gradient descent on the square loss under a fixed kernel, step by step, in closed form.

use faer::{Col, ColRef, Mat, MatRef, Side};

/// Discrete gradient descent of a function that starts at zero, under a kernel that does not move.
///
/// With K the kernel matrix of the samples, y their labels and η the rate, a step takes η K (f − y) from the values f on the
/// samples, so that after t steps
///
/// ```text
/// f_t = (1 − (1 − ηK)^t) y,    f_t(x) = K(x, ·) α_t,    α_t = K⁻¹ (1 − (1 − ηK)^t) y          book eq. kernel-descent
/// ```
///
/// Source: Jacot et al. 2018, section 5, with finite steps.
#[derive(Debug)]
pub struct KernelDescent {
    /// Eigenvalues of K, rising.
    eigenvalues: Vec<f64>,
    eigenvectors: Mat<f64>,
    /// The labels along the eigenvectors.
    labels: Col<f64>,
    rate: f64,
}

impl KernelDescent {
    /// Descent at `share` of the largest stable rate, two over the largest eigenvalue, towards `labels`; `kernel` is symmetric `[N, N]`.
    ///
    /// # Panics
    ///
    /// If the sizes differ, there are no samples, or `share` is not in (0, 1).
    #[must_use]
    pub fn new(kernel: MatRef<'_, f64>, labels: &[f64], share: f64) -> Self {
        assert_eq!(kernel.nrows(), labels.len(), "a label for each sample");
        assert!(share > 0.0 && share < 1.0, "a share of the largest stable rate, not {share}");
        let eigen = kernel.self_adjoint_eigen(Side::Lower).expect("a finite symmetric matrix");
        let eigenvalues: Vec<f64> = eigen.S().column_vector().iter().copied().collect();
        let eigenvectors = eigen.U().to_owned();
        let labels = eigenvectors.transpose() * ColRef::from_slice(labels);
        let rate = 2.0 * share / eigenvalues[eigenvalues.len() - 1];
        Self { eigenvalues, eigenvectors, labels, rate }
    }

    /// The mean of (f − y)² over the samples after `steps` steps.
    #[must_use]
    pub fn mean_square(&self, steps: usize) -> f64 {
        let modes = self.eigenvalues.iter().zip(self.labels.iter());
        modes.map(|(&lambda, label)| (self.left(lambda, steps) * label).powi(2)).sum::<f64>()
            / self.labels.nrows() as f64
    }

    /// The first step, at most `most`, after which the mean square is at most `goal`; `most` if there is none.
    #[must_use]
    pub fn steps_to(&self, goal: f64, most: usize) -> usize {
        // The mean square never rises with the steps.
        let (mut below, mut reached) = (0, most);
        if self.mean_square(0) <= goal {
            return 0;
        }
        while reached - below > 1 {
            let middle = usize::midpoint(below, reached);
            if self.mean_square(middle) <= goal { reached = middle } else { below = middle }
        }
        reached
    }

    // ANCHOR: coefficients
    /// The coefficients α after `steps` steps: the function is then the sum of K(x, ·) α over the samples.
    #[must_use]
    pub fn coefficients(&self, steps: usize) -> Vec<f64> {
        let share = |lambda: f64| {
            // Near zero, (1 − (1 − ηλ)^t)/λ is ηt.
            let shrink = self.rate * lambda;
            if shrink.abs() < 1e-12 { self.rate * steps as f64 } else { (1.0 - self.left(lambda, steps)) / lambda }
        };
        let modes = self.eigenvalues.iter().zip(self.labels.iter());
        let along: Col<f64> = modes.map(|(&lambda, label)| share(lambda) * label).collect();
        (&self.eigenvectors * along).iter().copied().collect()
    }
    // ANCHOR_END: coefficients

    /// `(1 − ηλ)^t`: what is left of an error along an eigenvector.
    fn left(&self, lambda: f64, steps: usize) -> f64 {
        let factor = 1.0 - self.rate * lambda;
        let size = factor.abs().powf(steps as f64);
        if factor < 0.0 && steps % 2 == 1 { -size } else { size }
    }
}

#[cfg(test)]
mod tests {
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use faer::Mat;

    use super::KernelDescent;
    use crate::math::kernel::matrix::kernel_matrix;

    fn problem() -> (Mat<f64>, Vec<f64>) {
        let points: Vec<Vec<f64>> = (0..9).map(f64::from).map(|i| vec![i.cos(), i.sin(), 0.0]).collect();
        let labels = (0..9).map(|i| if i % 2 == 0 { 1.0 } else { -1.0 }).collect();
        (kernel_matrix(&points, 3), labels)
    }

    /// Second road: the steps themselves, one after the other.
    #[test]
    fn the_closed_form_is_descent_step_by_step() {
        let (kernel, labels) = problem();
        for share in [0.25, 0.9] {
            let descent = KernelDescent::new(kernel.as_ref(), &labels, share);
            let mut coefficients = vec![0.0; 9];
            for step in 0..=40 {
                let values: Vec<f64> = (0..9).map(|i| (0..9).map(|j| kernel[(i, j)] * coefficients[j]).sum()).collect();
                let errors: Vec<f64> = values.iter().zip(&labels).map(|(f, y)| f - y).collect();
                let mean = errors.iter().map(|e| e * e).sum::<f64>() / 9.0;
                assert_relative_eq!(descent.mean_square(step), mean, max_relative = 1e-9);
                for (ours, theirs) in descent.coefficients(step).iter().zip(&coefficients) {
                    assert_abs_diff_eq!(ours, theirs, epsilon = 1e-9);
                }
                coefficients.iter_mut().zip(&errors).for_each(|(a, e)| *a -= descent.rate * e);
            }
        }
    }

    /// Limit: after many steps the labels are met, and the first step to a goal is the first.
    #[test]
    fn many_steps_meet_the_labels_and_the_first_step_is_found() {
        let (kernel, labels) = problem();
        let descent = KernelDescent::new(kernel.as_ref(), &labels, 0.5);
        assert!(descent.mean_square(1_000_000) < 1e-20);
        let first = descent.steps_to(0.01, 1_000_000);
        assert!(descent.mean_square(first) <= 0.01 && descent.mean_square(first - 1) > 0.01);
        assert_eq!(descent.steps_to(0.01, first - 1), first - 1);
    }
}
