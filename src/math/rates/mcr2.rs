//! Maximal coding rate reduction with a penalty on length: objective, gradient, optimum in closed form, and ascent.

use faer::{Mat, MatRef};

use super::{
    classes::Classes,
    coding_rate::{coding_rate, half_log_det_gradient, precision},
};

/// The problem of representing N labelled vectors in d dimensions.
#[derive(Debug, Clone)]
pub struct Mcr2 {
    /// The classes, of `N_k` vectors each.
    pub classes: Classes,
    /// d.
    pub dimension: usize,
    /// ε² > 0.
    pub epsilon_squared: f64,
    /// λ ≥ 0.
    pub lambda: f64,
}

/// What one class is given at a local maximum.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Direction {
    /// `σ_k`, the class's only nonzero singular value.
    pub singular_value: f64,
    /// `g_k`, what each dimension that the class has adds to the objective.
    pub gain: f64,
}

/// Where an ascent has ended.
#[derive(Debug, Clone)]
pub struct Ascended {
    /// Z: `[d, N]`.
    pub tokens: Mat<f64>,
    /// F(Z).
    pub objective: f64,
    /// Steps taken.
    pub steps: usize,
    /// Whether the gradient's norm fell to what was asked for.
    pub converged: bool,
}

/// How an ascent goes.
#[derive(Debug, Clone, Copy)]
pub struct Ascent {
    /// It ends where the gradient's norm is at most this.
    pub gradient_norm: f64,
    /// Or after so many steps.
    pub most_steps: usize,
}

/// The part of the linear gain that a step must bring.
const ARMIJO: f64 = 1e-4;
/// What of an objective is rounding: some sums of a few hundred logarithms.
const ROUNDING: f64 = 1e-13;
/// No step is halved more often.
const MOST_HALVINGS: i32 = 60;

impl Mcr2 {
    // ANCHOR: mcr2
    /// F at `tokens`: `[d, N]`.
    ///
    /// ```text
    /// F(Z) = R(Z) − Σ_k (N_k/N) R(Z_k) − (λ/2)‖Z‖²                                              book eq. mcr2
    /// ```
    ///
    /// Source: Wang et al. 2024.
    #[must_use]
    pub fn objective(&self, tokens: MatRef<'_, f64>) -> f64 {
        let reduction = coding_rate(tokens, self.epsilon_squared) - self.classes.rate(tokens, self.epsilon_squared);
        reduction - 0.5 * self.lambda * tokens.squared_norm_l2()
    }

    /// ∇F: `[d, N]`.
    ///
    /// ```text
    /// ∇F(Z) = α(I + αZZ*)⁻¹Z − α[(I + α_k Z_kZ_k*)⁻¹Z_k]_k − λZ,   α = d/(Nε²), α_k = d/(N_kε²)
    ///                                                                                 book eq. mcr2-gradient
    /// ```
    #[must_use]
    pub fn gradient(&self, tokens: MatRef<'_, f64>) -> Mat<f64> {
        let mut gradient = half_log_det_gradient(tokens, self.alpha(self.classes.total()));
        let parts = self.classes.members.iter().zip(self.classes.parts(tokens)).zip(self.classes.shares());
        for ((members, part), share) in parts {
            let own = half_log_det_gradient(part.as_ref(), self.alpha(members.len()));
            for (column, &place) in own.col_iter().zip(members) {
                for (i, x) in column.iter().enumerate() {
                    gradient[(i, place)] -= share * x;
                }
            }
        }
        for (column, token) in gradient.col_iter_mut().zip(tokens.col_iter()) {
            column.iter_mut().zip(token.iter()).for_each(|(x, z)| *x -= self.lambda * z);
        }
        gradient
    }
    // ANCHOR_END: mcr2

    fn alpha(&self, count: usize) -> f64 {
        precision(self.dimension, count, self.epsilon_squared)
    }

    /// N/`N_k` of class `k`.
    fn ratio(&self, k: usize) -> f64 {
        self.classes.total() as f64 / self.classes.members[k].len() as f64
    }

    // ANCHOR: mcr2_optimum
    /// The largest λ for which class `k` has a local maximum other than 0.
    ///
    /// ```text
    /// λ_k = α(√(N/N_k) − 1)/(√(N/N_k) + 1)                                               book eq. mcr2-bound
    /// ```
    ///
    /// That of the largest class is the bound of the theorem. 0 where there is one class only.
    ///
    /// Source: Wang et al. 2024, theorem 1.
    #[must_use]
    pub fn largest_lambda(&self, k: usize) -> f64 {
        let root = self.ratio(k).sqrt();
        self.alpha(self.classes.total()) * (root - 1.0) / (root + 1.0)
    }

    /// What class `k` is given wherever F has a local maximum, for 0 < λ ≤ [`Self::largest_lambda`]; else nothing.
    ///
    /// ```text
    /// η_k = α_k − α − λ(N/N_k + 1),   σ_k² = (η_k + √(η_k² − 4λ²N/N_k)) / (2λα_k)
    /// g_k = ½ ln(1 + ασ_k²) − (N_k/2N) ln(1 + α_kσ_k²) − λσ_k²/2                         book eq. mcr2-optimum
    /// ```
    ///
    /// Source: Wang et al. 2024, theorem 1, for `σ_k`.
    #[must_use]
    pub fn direction(&self, k: usize) -> Option<Direction> {
        let (ratio, lambda) = (self.ratio(k), self.lambda);
        let (all, own) = (self.alpha(self.classes.total()), self.alpha(self.classes.members[k].len()));
        let eta = own - all - lambda * (ratio + 1.0);
        let under_root = eta * eta - 4.0 * lambda * lambda * ratio;
        if lambda <= 0.0 || eta <= 0.0 || under_root < 0.0 {
            return None;
        }
        let square = (eta + under_root.sqrt()) / (2.0 * lambda * own);
        let gain = 0.5 * ((all * square).ln_1p() - (own * square).ln_1p() / ratio - lambda * square);
        Some(Direction { singular_value: square.sqrt(), gain })
    }
    // ANCHOR_END: mcr2_optimum

    /// The λ at which a dimension of class `k` adds nothing: above it `g_k` is negative. By bisection, to the last bit.
    #[must_use]
    pub fn gainless_lambda(&self, k: usize) -> f64 {
        let gains = |lambda: f64| Self { lambda, ..self.clone() }.direction(k).is_some_and(|found| found.gain > 0.0);
        let (mut low, mut high) = (0.0, self.largest_lambda(k));
        while f64::midpoint(low, high) > low && f64::midpoint(low, high) < high {
            let middle = f64::midpoint(low, high);
            if gains(middle) { low = middle } else { high = middle }
        }
        low
    }

    /// The largest objective that directions of [`Self::direction`] add up to, and how many each class has of them: up to
    /// min(N, d), those that add most first, and none that takes away.
    ///
    /// ```text
    /// F = Σ_k r_k g_k                                                                     book eq. mcr2-value
    /// ```
    #[must_use]
    pub fn best(&self) -> (f64, Vec<usize>) {
        let mut order: Vec<(usize, f64)> = (0..self.classes.members.len())
            .filter_map(|k| self.direction(k).map(|found| (k, found.gain)))
            .filter(|(_, gain)| *gain > 0.0)
            .collect();
        order.sort_by(|a, b| b.1.total_cmp(&a.1));
        let mut ranks = vec![0; self.classes.members.len()];
        let mut left = self.dimension.min(self.classes.total());
        let mut value = 0.0;
        for (k, gain) in order {
            ranks[k] = left.min(self.classes.members[k].len());
            left -= ranks[k];
            value += ranks[k] as f64 * gain;
        }
        (value, ranks)
    }

    // ANCHOR: mcr2_ascent
    /// Gradient ascent from `start`: `[d, N]`, with a line search: a step's length is first what the last two gradients say
    /// of the curvature, and halved until the objective has risen.
    ///
    /// ```text
    /// Z ← Z + t∇F,   t = ⟨s, s⟩/|⟨s, y⟩|, s and y the last changes of Z and ∇F               book eq. mcr2-ascent
    /// ```
    ///
    /// Source: Barzilai & Borwein 1988 for t; Armijo 1966 for the halving.
    #[must_use]
    pub fn ascent(&self, start: Mat<f64>, how: &Ascent) -> Ascended {
        let mut tokens = start;
        let mut objective = self.objective(tokens.as_ref());
        let mut gradient = self.gradient(tokens.as_ref());
        let mut length = 1.0 / (self.alpha(self.classes.total()) + self.lambda);
        let mut steps = 0;
        while steps < how.most_steps {
            let square = gradient.squared_norm_l2();
            if square.sqrt() <= how.gradient_norm {
                return Ascended { tokens, objective, steps, converged: true };
            }
            let rises = |length: f64| {
                let next = &tokens + length * &gradient;
                let value = self.objective(next.as_ref());
                let enough = objective + ARMIJO * length * square - ROUNDING * (1.0 + objective.abs());
                (value >= enough).then_some((next, value))
            };
            let mut lengths = (0..MOST_HALVINGS).map(|halvings| length / 2.0_f64.powi(halvings));
            let Some((next, value)) = lengths.find_map(rises) else { break };
            let next_gradient = self.gradient(next.as_ref());
            let (moved, turned) = (&next - &tokens, &next_gradient - &gradient);
            let products = moved.col_iter().zip(turned.col_iter()).map(|(s, y)| s.transpose() * y);
            let curvature = products.sum::<f64>().abs() / moved.squared_norm_l2();
            length = curvature.max(1e-6).recip();
            (tokens, objective, gradient) = (next, value, next_gradient);
            steps += 1;
        }
        Ascended { tokens, objective, steps, converged: false }
    }
    // ANCHOR_END: mcr2_ascent
}

#[cfg(test)]
mod tests {
    use super::{Ascent, Mcr2};
    use crate::{
        data::{sparse_signals::gaussian_matrix, streams::stream, subspaces::orthonormal_frame},
        math::rates::classes::Classes,
    };
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use faer::Mat;
    use serde::Deserialize;

    #[derive(Deserialize)]
    struct Oracle {
        cases: Vec<Case>,
        point: Point,
    }

    #[derive(Deserialize)]
    #[expect(non_snake_case, reason = "names of the file")]
    struct Case {
        d: usize,
        N_k: Vec<usize>,
        epsilon_squared: f64,
        lam: f64,
        largest_lambda: f64,
        singular_values: Vec<f64>,
        gain_per_dimension: Vec<f64>,
    }

    #[derive(Deserialize)]
    #[expect(non_snake_case, reason = "names of the file")]
    struct Point {
        Z: Vec<Vec<f64>>,
        N_k: Vec<usize>,
        epsilon_squared: f64,
        lam: f64,
        objective: f64,
        gradient: Vec<Vec<f64>>,
    }

    fn oracle() -> Oracle {
        serde_json::from_str(include_str!("../../../tests/oracles/mcr2_optimum.json")).unwrap()
    }

    fn problem(dimension: usize, sizes: &[usize], epsilon_squared: f64, lambda: f64) -> Mcr2 {
        Mcr2 { classes: Classes::of_sizes(sizes), dimension, epsilon_squared, lambda }
    }

    /// An independent program (`tests/oracles/README.md`).
    #[test]
    fn the_optimum_is_the_oracles() {
        for case in oracle().cases {
            let problem = problem(case.d, &case.N_k, case.epsilon_squared, case.lam);
            let most = case.N_k.iter().max().unwrap();
            let largest = case.N_k.iter().position(|size| size == most).unwrap();
            assert_relative_eq!(problem.largest_lambda(largest), case.largest_lambda, max_relative = 1e-12);
            for (k, (sigma, gain)) in case.singular_values.iter().zip(&case.gain_per_dimension).enumerate() {
                let found = problem.direction(k).unwrap();
                assert_relative_eq!(found.singular_value, *sigma, max_relative = 1e-9);
                assert_relative_eq!(found.gain, *gain, max_relative = 1e-9);
            }
        }
    }

    /// The same program.
    #[test]
    fn objective_and_gradient_are_the_oracles() {
        let Point { Z, N_k, epsilon_squared, lam, objective, gradient } = oracle().point;
        let tokens = Mat::from_fn(Z.len(), Z[0].len(), |i, j| Z[i][j]);
        let problem = problem(Z.len(), &N_k, epsilon_squared, lam);
        assert_relative_eq!(problem.objective(tokens.as_ref()), objective, max_relative = 1e-9);
        let found = problem.gradient(tokens.as_ref());
        for (i, row) in gradient.iter().enumerate() {
            for (j, expected) in row.iter().enumerate() {
                assert_abs_diff_eq!(found[(i, j)], *expected, epsilon = 1e-12);
            }
        }
    }

    /// Second road: central differences, whose error is of the order of the step squared, 1e-10.
    #[test]
    fn the_gradient_is_the_limit_of_differences() {
        let problem = problem(3, &[2, 5], 0.4, 0.1);
        let tokens = 2.0 * gaussian_matrix(3, 7, &mut stream(1, "tokens"));
        let gradient = problem.gradient(tokens.as_ref());
        for place in [(0, 0), (2, 1), (1, 6)] {
            let moved = |by: f64| {
                let mut tokens = tokens.clone();
                tokens[place] += by;
                problem.objective(tokens.as_ref())
            };
            assert_relative_eq!(gradient[place], (moved(1e-5) - moved(-1e-5)) / 2e-5, epsilon = 1e-8);
        }
    }

    /// At the closed form, built from random frames, the gradient is 0 and the objective the sum of gains.
    #[test]
    fn the_closed_form_is_a_stationary_point_with_its_value() {
        let problem = problem(5, &[6, 8], 0.25, 0.05);
        let frame = orthonormal_frame(5, 5, &mut stream(2, "frame"));
        let mut tokens = Mat::zeros(5, 14);
        let mut value = 0.0;
        for (k, (from, rank)) in [(0, 2), (2, 3)].into_iter().enumerate() {
            let size = problem.classes.members[k].len();
            let right = orthonormal_frame(size, rank, &mut stream(3, "right"));
            let found = problem.direction(k).unwrap();
            value += rank as f64 * found.gain;
            let block = found.singular_value * (frame.subcols(from, rank) * right.transpose());
            let start = problem.classes.members[k][0];
            tokens.submatrix_mut(0, start, 5, size).copy_from(&block);
        }
        assert_abs_diff_eq!(problem.gradient(tokens.as_ref()).norm_max(), 0.0, epsilon = 1e-13);
        assert_relative_eq!(problem.objective(tokens.as_ref()), value, max_relative = 1e-12);
        assert!(problem.best().0 >= value);
        assert_eq!(problem.best().1.iter().sum::<usize>(), 5);
    }

    /// A small start dies: 0 is a local maximum. A large one ends at the closed form's singular values.
    #[test]
    fn an_ascent_ends_at_a_singular_value_of_the_closed_form_or_at_zero() {
        let problem = problem(6, &[10, 14], 0.25, 0.03);
        let how = Ascent { gradient_norm: 1e-10, most_steps: 20_000 };
        let start = gaussian_matrix(6, 24, &mut stream(4, "start"));
        let small = problem.ascent(1e-3 * &start, &how);
        assert!(small.converged && small.tokens.norm_max() < 1e-7, "{} {}", small.steps, small.tokens.norm_max());
        let large = problem.ascent(10.0 * &start, &how);
        assert!(large.converged, "{}", large.objective);
        let mut value = 0.0;
        for (k, part) in problem.classes.parts(large.tokens.as_ref()).enumerate() {
            let found = problem.direction(k).unwrap();
            for sigma in part.singular_values().unwrap().iter().filter(|sigma| **sigma > 1e-3) {
                assert_relative_eq!(*sigma, found.singular_value, max_relative = 1e-6);
                value += found.gain;
            }
        }
        assert!(value > 0.0);
        assert_relative_eq!(large.objective, value, max_relative = 1e-9);
    }

    /// Where a dimension adds nothing, F along it returns to 0 exactly there: below, it adds; above, it takes.
    #[test]
    fn a_class_gains_below_its_gainless_lambda_and_not_above() {
        let problem = problem(4, &[10, 10], 0.25, 0.0);
        let edge = problem.gainless_lambda(0);
        assert!(edge < problem.largest_lambda(0));
        let gain = |lambda: f64| Mcr2 { lambda, ..problem.clone() }.direction(0).unwrap().gain;
        assert!(gain(0.999 * edge) > 0.0 && gain(1.001 * edge) < 0.0);
        assert!(Mcr2 { lambda: 1.001 * problem.largest_lambda(0), ..problem.clone() }.direction(0).is_none());
        assert_eq!(Mcr2 { lambda: 1.001 * edge, ..problem }.best(), (0.0, vec![0, 0]));
    }
}
