//! The error of a network whose kernel does not change.

use faer::{Mat, MatRef, Side};

// ANCHOR: linear_flow
/// A linear flow on N samples, by the eigenvectors of its kernel.
///
/// ```text
/// ζ̇ = −(1/N) Θ ζ,   Θ uᵢ = N λᵢ uᵢ
/// ⟨uᵢ, ζ_t⟩ = e^{−λᵢ t} ⟨uᵢ, ζ₀⟩                              book eq. error-modes
/// ```
#[derive(Debug, Clone)]
pub struct LinearFlow {
    /// λᵢ, the largest first: one over the unit of time.
    pub rates: Vec<f64>,
    /// uᵢ, one per column, in the order of the rates: `[N, N]`.
    pub modes: Mat<f64>,
}

impl LinearFlow {
    /// The flow of a symmetric kernel `[N, N]`, of which the lower half is read.
    ///
    /// # Panics
    ///
    /// If the kernel is not square or not finite.
    #[must_use]
    pub fn new(kernel: MatRef<'_, f64>) -> Self {
        let samples = kernel.nrows();
        let eigen = kernel.self_adjoint_eigen(Side::Lower).expect("a finite matrix");
        let (values, vectors) = (eigen.S(), eigen.U());
        // They come in rising order.
        let rates = (0..samples).rev().map(|i| values[i] / samples as f64).collect();
        Self { rates, modes: Mat::from_fn(samples, samples, |i, j| vectors[(i, samples - 1 - j)]) }
    }

    /// ⟨uᵢ, ζ⟩, one per mode.
    ///
    /// # Panics
    ///
    /// If `error` is not one number a sample.
    #[must_use]
    pub fn coordinates(&self, error: &[f64]) -> Vec<f64> {
        assert_eq!(error.len(), self.modes.nrows(), "an error of every sample");
        let product = |mode: usize| error.iter().enumerate().map(|(i, error)| self.modes[(i, mode)] * error).sum();
        (0..error.len()).map(product).collect()
    }

    /// The error a time `t` after `start`.
    ///
    /// # Panics
    ///
    /// As [`Self::coordinates`].
    #[must_use]
    pub fn after(&self, start: &[f64], t: f64) -> Vec<f64> {
        let left: Vec<f64> =
            self.coordinates(start).iter().zip(&self.rates).map(|(part, rate)| (-rate * t).exp() * part).collect();
        (0..start.len())
            .map(|i| left.iter().enumerate().map(|(mode, part)| self.modes[(i, mode)] * part).sum())
            .collect()
    }
}
// ANCHOR_END: linear_flow

#[cfg(test)]
mod tests {
    use approx::assert_abs_diff_eq;
    use faer::Mat;

    use super::LinearFlow;

    fn kernel() -> Mat<f64> {
        Mat::from_fn(6, 6, |i, j| 3.0 * (-(i as f64 - j as f64).powi(2) / 4.0).exp() + 0.5)
    }

    /// Second road and order of convergence: gradient descent in small steps. Halving the step halves the distance.
    #[test]
    fn small_steps_of_descent_follow_the_flow() {
        let (kernel, start) = (kernel(), [1.0, -2.0, 0.5, 3.0, -1.0, 0.0]);
        let exact = LinearFlow::new(kernel.as_ref()).after(&start, 2.0);
        let distance = |steps: u32| {
            let (step, mut error) = (2.0 / f64::from(steps), start.to_vec());
            for _ in 0..steps {
                let pull: Vec<f64> =
                    (0..6).map(|i| (0..6).map(|j| kernel[(i, j)] * error[j]).sum::<f64>() / 6.0).collect();
                error.iter_mut().zip(pull).for_each(|(error, pull)| *error -= step * pull);
            }
            error.iter().zip(&exact).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
        };
        let (coarse, fine) = (distance(2_000), distance(4_000));
        // The first order in the step; the second is 1e-3 of it.
        assert_abs_diff_eq!(coarse / fine, 2.0, epsilon = 0.01);
        assert!(fine < 1e-3, "{fine}");
    }

    /// Limit and invariant: no time changes nothing, and the first mode is lost the fastest.
    #[test]
    fn the_modes_are_an_orthonormal_basis_in_the_order_of_their_rates() {
        let flow = LinearFlow::new(kernel().as_ref());
        let start = [1.0, 2.0, 3.0, -4.0, 0.0, 1.0];
        // A product of orthogonal matrices of size 6: roundings of numbers up to 4.
        for (a, b) in flow.after(&start, 0.0).iter().zip(start) {
            assert_abs_diff_eq!(*a, b, epsilon = 1e-13);
        }
        assert!(flow.rates.is_sorted_by(|a, b| a >= b));
        let first: Vec<f64> = (0..6).map(|i| flow.modes[(i, 0)]).collect();
        for (left, whole) in flow.after(&first, 0.3).iter().zip(&first) {
            assert_abs_diff_eq!(*left, whole * (-0.3 * flow.rates[0]).exp(), epsilon = 1e-13);
        }
    }
}
