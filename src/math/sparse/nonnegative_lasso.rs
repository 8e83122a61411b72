//! The LASSO with codes that are not negative, for many signals at a time, and the layer of CRATE that is a step for it.

use faer::{Mat, MatRef};

use super::support::spectral_norm;
use crate::math::vectors::largest;

/// The problem of explaining each column of U ≈ DZ by few positive entries of Z.
///
/// ```text
/// F(Z) = ½‖U − DZ‖² + λ Σ_ij Z_ij  →  min,   Z ≥ 0                              book eq. nonnegative-lasso
/// ```
///
/// Source: Yu et al. 2023, section 2.4, here with the factor ½ without which the step below is not a step of it.
#[derive(Debug, Clone, Copy)]
pub struct NonnegativeLasso<'a> {
    dictionary: MatRef<'a, f64>,
    signals: MatRef<'a, f64>,
    lambda: f64,
}

/// Codes, and what is known of how near to the best they are.
#[derive(Debug, Clone)]
pub struct Solution {
    /// Z: `[n, N]`, not negative.
    pub codes: Mat<f64>,
    /// Steps taken.
    pub iterations: usize,
    /// The duality gap over F(Z), an upper bound on (F(Z) − F*)/F(Z).
    pub relative_gap: f64,
}

/// Steps between two looks at the duality gap.
const LOOK_EVERY: usize = 20;

impl<'a> NonnegativeLasso<'a> {
    /// The problem of D: `[m, n]`, U: `[m, N]` and λ > 0, in the unit of D*U.
    ///
    /// # Panics
    ///
    /// If D and U have different numbers of rows, or λ is not positive.
    #[must_use]
    pub fn new(dictionary: MatRef<'a, f64>, signals: MatRef<'a, f64>, lambda: f64) -> Self {
        assert_eq!(dictionary.nrows(), signals.nrows(), "a number of each signal a row");
        assert!(lambda > 0.0, "λ is {lambda}, and must be positive");
        Self { dictionary, signals, lambda }
    }

    /// F(Z) ≥ 0 at codes that are not negative: `[n, N]`.
    #[must_use]
    pub fn objective(&self, codes: MatRef<'_, f64>) -> f64 {
        0.5 * self.residual(codes).squared_norm_l2() + self.lambda * codes.sum()
    }

    // ANCHOR: ista_block
    /// A proximal gradient step from `codes`: `[n, N]`, which may be negative; the result is not.
    ///
    /// ```text
    /// Z ← ReLU(Z + η D*(U − DZ) − ηλ1)                                              book eq. ista-block
    /// ```
    ///
    /// From codes that are not negative it does not raise F if η ≤ 2/‖D‖². With a square D and `codes` = U it is the
    /// sparse step of a layer of CRATE.
    ///
    /// Source: Yu et al. 2023, section 2.4.
    #[must_use]
    pub fn step(&self, codes: MatRef<'_, f64>, eta: f64) -> Mat<f64> {
        let mut next = codes + eta * self.correlations(codes);
        for column in next.col_iter_mut() {
            column.iter_mut().for_each(|z| *z = rectified_above(*z, eta * self.lambda));
        }
        next
    }
    // ANCHOR_END: ista_block

    /// How far codes that are not negative, `[n, N]`, are from the conditions of Karush, Kuhn and Tucker, as a part of λ.
    ///
    /// ```text
    /// C = D*(U − DZ):  C_ij = λ where Z_ij > 0,  C_ij ≤ λ elsewhere                 book eq. nonnegative-kkt
    /// ```
    ///
    /// The largest violation over λ: 0 if and only if Z minimises F.
    #[must_use]
    pub fn kkt_residual(&self, codes: MatRef<'_, f64>) -> f64 {
        let correlations = self.correlations(codes);
        let violation = |z: f64, c: f64| if z > 0.0 { (c - self.lambda).abs() } else { (c - self.lambda).max(0.0) };
        let columns = codes.col_iter().zip(correlations.col_iter());
        largest(columns.flat_map(|(z, c)| z.iter().zip(c.iter()).map(|(&z, &c)| violation(z, c)).collect::<Vec<_>>()))
            / self.lambda
    }

    // ANCHOR: nonnegative_gap
    /// An upper bound on F(Z) − F*, from codes that are not negative, `[n, N]`, alone.
    ///
    /// The dual of a column's problem is to maximise ½‖u‖² − ½‖u − θ‖² over all θ with D*θ ≤ λ. Here θ = s r, with the
    /// residual r = u − Dz and the largest s ≤ 1 that keeps the constraint; then, with c = D*r,
    ///
    /// ```text
    /// gap = Σ_columns ½(1 − s)²‖r‖² + Σ_i (λ − s c_i) z_i                           book eq. nonnegative-gap
    /// ```
    ///
    /// a sum of terms that are not negative.
    #[must_use]
    pub fn duality_gap(&self, codes: MatRef<'_, f64>) -> f64 {
        let residual = self.residual(codes);
        let correlations = self.dictionary.transpose() * &residual;
        let columns = codes.col_iter().zip(residual.col_iter()).zip(correlations.col_iter());
        columns
            .map(|((z, r), c)| {
                let steepest = largest(c.iter().copied());
                let scale = if steepest > self.lambda { self.lambda / steepest } else { 1.0 };
                let slack: f64 = z.iter().zip(c.iter()).map(|(z, c)| (self.lambda - scale * c) * z).sum();
                0.5 * (1.0 - scale).powi(2) * r.squared_norm_l2() + slack
            })
            .sum()
    }
    // ANCHOR_END: nonnegative_gap

    /// The minimiser, by FISTA (book eq. fista-step) from 0 with steps 1/‖D‖², until the duality gap is at most `tolerance`
    /// of the objective or `most` steps are taken. A column's momentum starts anew when it points uphill.
    ///
    /// Source: Beck & Teboulle 2009; O'Donoghue & Candès 2015 for the restart.
    #[must_use]
    pub fn minimiser(&self, tolerance: f64, most: usize) -> Solution {
        let eta = spectral_norm(self.dictionary).powi(-2);
        let mut codes = Mat::zeros(self.dictionary.ncols(), self.signals.ncols());
        let mut ahead = codes.clone();
        let mut momenta = vec![1.0_f64; codes.ncols()];
        let mut iterations = 0;
        loop {
            let relative_gap = self.relative_gap(codes.as_ref());
            if relative_gap <= tolerance || iterations >= most {
                return Solution { codes, iterations, relative_gap };
            }
            for _ in 0..LOOK_EVERY {
                let next = self.step(ahead.as_ref(), eta);
                for (j, t) in momenta.iter_mut().enumerate() {
                    let (next, now, mut ahead) = (next.col(j), codes.col(j), ahead.col_mut(j));
                    let uphill: f64 = (0..next.nrows()).map(|i| (ahead[i] - next[i]) * (next[i] - now[i])).sum();
                    let (start, next_t) = if uphill > 0.0 { (1.0, 1.0) } else { (*t, momentum_after(*t)) };
                    let weight = (start - 1.0) / next_t;
                    (0..next.nrows()).for_each(|i| ahead[i] = next[i] + weight * (next[i] - now[i]));
                    *t = next_t;
                }
                codes = next;
            }
            iterations += LOOK_EVERY;
        }
    }

    /// The duality gap over the objective; 0 where there is nothing to explain.
    fn relative_gap(&self, codes: MatRef<'_, f64>) -> f64 {
        let objective = self.objective(codes);
        if objective > 0.0 { self.duality_gap(codes) / objective } else { 0.0 }
    }

    /// U − DZ: `[m, N]`.
    fn residual(&self, codes: MatRef<'_, f64>) -> Mat<f64> {
        self.signals - self.dictionary * codes
    }

    /// D*(U − DZ): `[n, N]`.
    fn correlations(&self, codes: MatRef<'_, f64>) -> Mat<f64> {
        self.dictionary.transpose() * self.residual(codes)
    }
}

/// The proximal map of t|z| on numbers that are not negative: ReLU(z − t).
fn rectified_above(z: f64, t: f64) -> f64 {
    (z - t).max(0.0)
}

/// (1 + √(1 + 4t²))/2.
fn momentum_after(t: f64) -> f64 {
    f64::midpoint(1.0, (1.0 + 4.0 * t * t).sqrt())
}

#[cfg(test)]
mod tests {
    use super::NonnegativeLasso;
    use crate::{
        data::{sparse_signals::gaussian_matrix, streams::stream, subspaces::orthonormal_frame},
        math::sparse::{random_problem::problems, support::spectral_norm},
    };
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use faer::{Mat, MatRef};
    use proptest::prelude::*;
    use rand_distr::StandardNormal;

    /// Second road to the minimiser: one entry at a time, each exactly, until nothing moves.
    fn by_coordinate_descent(dictionary: MatRef<'_, f64>, signal: MatRef<'_, f64>, lambda: f64) -> Mat<f64> {
        let mut code = Mat::<f64>::zeros(dictionary.ncols(), 1);
        for _ in 0..200_000 {
            let mut moved = 0.0_f64;
            for j in 0..code.nrows() {
                let atom = dictionary.col(j);
                let residual = signal - dictionary * &code;
                let square = atom.squared_norm_l2();
                let pull: f64 = atom.transpose() * residual.col(0) + square * code[(j, 0)];
                let best = ((pull - lambda) / square).max(0.0);
                moved = moved.max((best - code[(j, 0)]).abs());
                code[(j, 0)] = best;
            }
            if moved < 1e-15 {
                break;
            }
        }
        code
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// Second road: coordinate descent, which the KKT residual and the duality gap certify, too.
        #[test]
        fn the_minimiser_is_that_of_coordinate_descent(random in problems(6)) {
            let signal = MatRef::from_column_major_slice(&random.y, random.y.len(), 1);
            let lambda = random.problem().lambda();
            let problem = NonnegativeLasso::new(random.a.as_ref(), signal, lambda);
            let best = by_coordinate_descent(random.a.as_ref(), signal, lambda);
            prop_assert!(problem.kkt_residual(best.as_ref()) < 1e-11);
            prop_assert!(problem.duality_gap(best.as_ref()) < 1e-11);
            let found = problem.minimiser(1e-12, 50_000);
            prop_assert!(found.relative_gap <= 1e-12);
            // Both are within the gap of the least value.
            assert_relative_eq!(
                problem.objective(found.codes.as_ref()),
                problem.objective(best.as_ref()),
                max_relative = 1e-11
            );
        }

        /// Second road: the definition, primal value minus dual value; and it bounds what it should.
        #[test]
        fn the_duality_gap_is_primal_minus_dual(random in problems(6)) {
            let signal = MatRef::from_column_major_slice(&random.y, random.y.len(), 1);
            let lambda = random.problem().lambda();
            let problem = NonnegativeLasso::new(random.a.as_ref(), signal, lambda);
            let code = Mat::from_fn(random.x.len(), 1, |i, _| random.x[i].abs());
            let residual = signal - &random.a * &code;
            let steepest = (random.a.transpose() * &residual).col(0).iter().copied().fold(f64::MIN, f64::max);
            let point = (lambda / steepest.max(lambda)) * &residual;
            let dual = 0.5 * signal.squared_norm_l2() - 0.5 * (signal - &point).squared_norm_l2();
            let (gap, objective) = (problem.duality_gap(code.as_ref()), problem.objective(code.as_ref()));
            // Rounding of numbers of order 100 at most.
            assert_abs_diff_eq!(gap, objective - dual, epsilon = 1e-12);
            let best = by_coordinate_descent(random.a.as_ref(), signal, lambda);
            prop_assert!(gap >= objective - problem.objective(best.as_ref()) - 1e-12);
        }

        /// The descent lemma: from codes that are not negative no step up to 2/‖D‖² raises the objective.
        #[test]
        fn steps_up_to_twice_the_inverse_curvature_do_not_climb(random in problems(6), part in 0.01..2.0_f64) {
            let signal = MatRef::from_column_major_slice(&random.y, random.y.len(), 1);
            let problem = NonnegativeLasso::new(random.a.as_ref(), signal, random.problem().lambda());
            let code = Mat::from_fn(random.x.len(), 1, |i, _| random.x[i].abs());
            let next = problem.step(code.as_ref(), part * spectral_norm(random.a.as_ref()).powi(-2));
            let (before, after) = (problem.objective(code.as_ref()), problem.objective(next.as_ref()));
            prop_assert!(after <= before * (1.0 + 1e-12), "{before} {after}");
        }
    }

    /// Closed form: in an orthogonal dictionary each entry is a problem of its own, and one step of length 1 solves it from
    /// anywhere.
    #[test]
    fn in_an_orthogonal_dictionary_one_step_is_the_solution() {
        let mut rng = stream(10, "orthogonal");
        let dictionary = orthonormal_frame(7, 7, &mut rng);
        let signals = Mat::from_fn(7, 4, |_, _| rng.sample::<f64, _>(StandardNormal));
        let problem = NonnegativeLasso::new(dictionary.as_ref(), signals.as_ref(), 0.2);
        let analysed = dictionary.transpose() * &signals;
        let closed = Mat::from_fn(7, 4, |i, j| (analysed[(i, j)] - 0.2_f64).max(0.0));
        for found in [problem.step(signals.as_ref(), 1.0), problem.minimiser(1e-13, 1_000).codes] {
            // The gap bounds the squared distance.
            assert_abs_diff_eq!((found - &closed).norm_max(), 0.0, epsilon = 1e-5);
        }
        assert_abs_diff_eq!((problem.step(signals.as_ref(), 1.0) - &closed).norm_max(), 0.0, epsilon = 1e-13);
    }

    /// Many signals are as many problems: no column changes another.
    #[test]
    fn columns_are_problems_of_their_own() {
        let mut rng = stream(11, "columns");
        let dictionary = gaussian_matrix(9, 9, &mut rng);
        let signals = Mat::from_fn(9, 3, |_, _| rng.sample::<f64, _>(StandardNormal));
        let together = NonnegativeLasso::new(dictionary.as_ref(), signals.as_ref(), 0.1).minimiser(1e-13, 100_000);
        assert!(together.relative_gap <= 1e-13);
        let apart: f64 = (0..3)
            .map(|j| {
                let code = by_coordinate_descent(dictionary.as_ref(), signals.subcols(j, 1), 0.1);
                NonnegativeLasso::new(dictionary.as_ref(), signals.subcols(j, 1), 0.1).objective(code.as_ref())
            })
            .sum();
        let objective =
            NonnegativeLasso::new(dictionary.as_ref(), signals.as_ref(), 0.1).objective(together.codes.as_ref());
        assert_relative_eq!(objective, apart, max_relative = 1e-12);
    }

    #[test]
    fn of_signals_of_length_zero_the_codes_are_zero() {
        let dictionary = Mat::<f64>::identity(3, 3);
        let signals = Mat::zeros(3, 2);
        let found = NonnegativeLasso::new(dictionary.as_ref(), signals.as_ref(), 0.1).minimiser(1e-9, 100);
        assert_abs_diff_eq!(found.codes.norm_max() + found.relative_gap, 0.0);
    }
}
