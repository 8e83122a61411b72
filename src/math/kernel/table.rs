//! The kernel of one depth, tabulated: for the many angles of a large kernel matrix.

use std::f64::consts::PI;

use super::by_depth::kernels_by_depth;

/// Steps of the table from 0 to π.
const STEPS: usize = 1_024;

/// K(ν) between nodes, by cubic polynomials through the four nearest.
///
/// The nodes are even in s, with ν = w sinh s and w = 1/L: even in the angle where the kernel has its spot, even in the
/// logarithm of the angle beyond. The step is below 0.01 in s, and the error below 1e-8 of K(0).
#[derive(Debug, Clone)]
pub struct KernelTable {
    /// The scale w of the nodes' angles, radians: even in the angle below it, in its logarithm above.
    width: f64,
    /// The step in s.
    step: f64,
    /// K at the nodes.
    values: Vec<f64>,
}

impl KernelTable {
    /// The kernel of a network with `depth` hidden layers, in units of n/2.
    ///
    /// # Panics
    ///
    /// If there is no hidden layer.
    #[must_use]
    pub fn new(depth: usize) -> Self {
        let width = (depth as f64).recip();
        let step = (PI / width).asinh() / STEPS as f64;
        let node = |i: usize| (width * (step * i as f64).sinh()).min(PI);
        let values = (0..=STEPS).map(|i| kernels_by_depth(node(i), &[depth])[0]).collect();
        Self { width, step, values }
    }

    /// K at the angle `nu`, in `[0, π]`, radians.
    #[must_use]
    pub fn at(&self, nu: f64) -> f64 {
        let place = (nu / self.width).asinh() / self.step;
        // The first of four nodes; at the ends all four lie on one side.
        let first = (place as usize).clamp(1, STEPS - 2) - 1;
        let x = place - first as f64;
        let [a, b, c, d] = [0, 1, 2, 3].map(|i| self.values[first + i]);
        let (x1, x2, x3) = (x - 1.0, x - 2.0, x - 3.0);
        -a * x1 * x2 * x3 / 6.0 + b * x * x2 * x3 / 2.0 - c * x * x1 * x3 / 2.0 + d * x * x1 * x2 / 6.0
    }
}

#[cfg(test)]
mod tests {
    use std::f64::consts::PI;

    use super::KernelTable;
    use crate::math::kernel::tangent::deep_kernel;

    /// Second road: the layers themselves, at angles that are no nodes.
    #[test]
    fn a_table_holds_the_kernel_to_eight_digits() {
        for depth in [1, 2, 10, 50, 300] {
            let table = KernelTable::new(depth);
            for i in 0..=3_000 {
                let nu = PI * (f64::from(i) / 3_000.0).powi(3);
                let error = (table.at(nu) / depth as f64 - deep_kernel(nu, depth)).abs();
                assert!(error < 1e-8, "L = {depth}, ν = {nu}: {error:e}");
            }
        }
    }
}
