//! Small random problems for the tests, and their solution by an algorithm that no figure uses.

use faer::{ColRef, Mat};
use proptest::{collection::vec, prelude::*};

use super::{lasso::Lasso, soft_threshold::soft_threshold};

/// A LASSO of random numbers, and a random point.
#[derive(Debug)]
pub(super) struct RandomProblem {
    /// A: `[m, n]`.
    pub(super) a: Mat<f64>,
    /// y: `[m]`.
    pub(super) y: Vec<f64>,
    /// A point x: `[n]` to look at, or to start from.
    pub(super) x: Vec<f64>,
    /// λ as a part of the smallest λ that makes zero the answer.
    part: f64,
}

impl RandomProblem {
    /// The LASSO of A and y at this λ.
    pub(super) fn problem(&self) -> Lasso<'_> {
        let at_zero = self.a.transpose() * ColRef::from_slice(&self.y);
        Lasso::new(self.a.as_ref(), &self.y, self.part * at_zero.norm_max())
    }

    /// Second road to the minimiser: one coordinate at a time, each exactly, until nothing moves.
    pub(super) fn by_coordinate_descent(&self) -> Vec<f64> {
        let problem = self.problem();
        let mut x = vec![0.0; self.a.ncols()];
        for _ in 0..200_000 {
            let mut moved = 0.0_f64;
            for j in 0..x.len() {
                let square = self.a.col(j).squared_norm_l2();
                let pull = problem.correlations(&x)[j] + square * x[j];
                let best = soft_threshold(pull, problem.lambda()) / square;
                moved = moved.max((best - x[j]).abs());
                x[j] = best;
            }
            if moved < 1e-15 {
                break;
            }
        }
        x
    }
}

/// Problems with `2..=rows` measurements of `2..=8` unknowns.
pub(super) fn problems(rows: usize) -> impl Strategy<Value = RandomProblem> {
    (2..=rows, 2..=8_usize).prop_flat_map(|(m, n)| {
        let entries = (vec(-1.0..1.0_f64, m * n), vec(-1.0..1.0_f64, m), vec(-1.0..1.0_f64, n), 0.05..1.2_f64);
        entries.prop_map(move |(a, y, x, part)| {
            // A ridge on the diagonal keeps columns away from zero.
            let a = Mat::from_fn(m, n, |i, j| a[i * n + j] + f64::from(u8::from(i == j % m)));
            RandomProblem { a, y: y.into_iter().map(|y| y + 1.5).collect(), x, part }
        })
    })
}
