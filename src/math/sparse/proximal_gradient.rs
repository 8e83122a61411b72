//! Proximal gradient methods for the LASSO, and what is proved of their rates.

use std::iter::successors;

use faer::MatRef;

use super::{lasso::Lasso, soft_threshold::soft_threshold, support::singular_values};

// ANCHOR: ista
/// The iterates x₀, x₁, x₂, … of the iterative shrinkage-thresholding algorithm, without end.
///
/// ```text
/// x_{k+1} = S_{tλ}(x_k + t Aᵀ(y − A x_k))                                  book eq. ista-step
/// ```
///
/// `start` is x₀: `[n]` and `step` is t; with t ≤ 1/‖A‖² the objective never rises.
///
/// Source: Daubechies, Defrise & De Mol 2004; Beck & Teboulle 2009, eq. 1.4.
pub fn ista(problem: Lasso<'_>, start: Vec<f64>, step: f64) -> impl Iterator<Item = Vec<f64>> {
    successors(Some(start), move |x| Some(proximal_step(&problem, x, step)))
}

/// One step down the gradient of the smooth part, and the shrinkage that the ℓ₁ norm asks for.
fn proximal_step(problem: &Lasso<'_>, x: &[f64], step: f64) -> Vec<f64> {
    let threshold = step * problem.lambda();
    x.iter().zip(problem.correlations(x)).map(|(x, c)| soft_threshold(x + step * c, threshold)).collect()
}
// ANCHOR_END: ista

// ANCHOR: fista
/// The iterates x₀, x₁, x₂, … of FISTA: the same step, taken from a point ahead.
///
/// ```text
/// x_k = step of ISTA from z_k,   t_{k+1} = (1 + √(1 + 4t_k²))/2,
/// z_{k+1} = x_k + (t_k − 1)/t_{k+1} · (x_k − x_{k−1}),   z₁ = x₀, t₁ = 1      book eq. fista-step
/// ```
///
/// `start` is x₀: `[n]` and `step` is at most 1/‖A‖². The objective may rise on the way.
///
/// Source: Beck & Teboulle 2009, eqs. 4.1–4.3.
pub fn fista(problem: Lasso<'_>, start: Vec<f64>, step: f64) -> impl Iterator<Item = Vec<f64>> {
    let first = (start.clone(), start, 1.0_f64);
    let states = successors(Some(first), move |(x, ahead, t)| {
        let next = proximal_step(&problem, ahead, step);
        let next_t = f64::midpoint(1.0, (1.0 + 4.0 * t * t).sqrt());
        let momentum = (t - 1.0) / next_t;
        let ahead = next.iter().zip(x).map(|(next, x)| next + momentum * (next - x)).collect();
        Some((next, ahead, next_t))
    });
    states.map(|(x, _, _)| x)
}
// ANCHOR_END: fista

/// What ISTA's gap cannot exceed after k steps of length 1/‖A‖².
///
/// ```text
/// F(x_k) − F* ≤ ‖A‖² ‖x₀ − x*‖² / (2k)                                    book eq. ista-rate
/// ```
///
/// `curvature` is ‖A‖² and `distance_squared` is ‖x₀ − x*‖²; k ≥ 1.
///
/// Source: Beck & Teboulle 2009, theorem 3.1.
#[must_use]
pub fn ista_bound(curvature: f64, distance_squared: f64, k: usize) -> f64 {
    curvature * distance_squared / (2.0 * k as f64)
}

/// What FISTA's gap cannot exceed after k steps of length 1/‖A‖².
///
/// ```text
/// F(x_k) − F* ≤ 2‖A‖² ‖x₀ − x*‖² / (k + 1)²                               book eq. fista-rate
/// ```
///
/// `curvature` is ‖A‖² and `distance_squared` is ‖x₀ − x*‖²; k ≥ 1.
///
/// Source: Beck & Teboulle 2009, theorem 4.4.
#[must_use]
pub fn fista_bound(curvature: f64, distance_squared: f64, k: usize) -> f64 {
    2.0 * curvature * distance_squared / (k as f64 + 1.0).powi(2)
}

/// The factor by which ISTA's gap shrinks in a step, in the end.
///
/// Once the iterates have the support S and the signs of the solution, the step is a linear map of the error,
/// I − t `A_S`ᵀ`A_S`, and of its eigenvalues the largest lasts:
///
/// ```text
/// (F(x_{k+1}) − F*) / (F(x_k) − F*) → (1 − t σ_min(A_S)²)²                 book eq. ista-late
/// ```
///
/// `columns` is `A_S`: `[m, |S|]`, with `1 ≤ |S| ≤ m`, and `step` is t ≤ 1/‖A‖². In `[0, 1]`.
///
/// Source: Bredies & Lorenz 2008 for the linear rate; the factor is the argument above.
///
/// # Panics
///
/// If `A_S` has no columns.
#[must_use]
pub fn ista_late_factor(columns: MatRef<'_, f64>, step: f64) -> f64 {
    fista_late_factor(columns, step).powi(2)
}

/// The factor by which FISTA's gap shrinks in a step, in the end and on average over its oscillations.
///
/// On the final support the error e obeys `e_{k+1}` = (I − t `A_S`ᵀ`A_S`)((1 + β)`e_k` − β`e_{k−1}`), whose momentum β
/// tends to 1. Along an eigenvector with the factor q = 1 − tσ² that is a recurrence whose two roots are complex and
/// have the product βq: the error shrinks by √q a step, and the gap, its square, by
///
/// ```text
/// q = 1 − t σ_min(A_S)²                                                   book eq. fista-late
/// ```
///
/// the square root of ISTA's factor. Arguments and range are those of [`ista_late_factor`].
///
/// Source: Liang, Fadili & Peyré 2017; the factor is the argument above.
///
/// # Panics
///
/// If `A_S` has no columns.
#[must_use]
pub fn fista_late_factor(columns: MatRef<'_, f64>, step: f64) -> f64 {
    let smallest = singular_values(columns).last().copied().expect("a support has columns");
    1.0 - step * smallest * smallest
}

#[cfg(test)]
mod tests {
    use super::{fista, fista_bound, fista_late_factor, ista, ista_bound, ista_late_factor};
    use crate::math::sparse::{
        lasso::Lasso,
        random_problem::problems,
        soft_threshold::soft_threshold,
        support::{columns_of, spectral_norm, support},
    };
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use faer::{Mat, mat};
    use proptest::prelude::*;

    /// A turn by 30° has orthonormal columns, ‖A‖ = 1: the minimiser has a closed form, and one step reaches it.
    #[test]
    fn on_an_orthogonal_matrix_one_step_is_the_closed_form() {
        let (sin, cos) = std::f64::consts::FRAC_PI_6.sin_cos();
        let turn: Mat<f64> = mat![[cos, -sin], [sin, cos]];
        let y = [2.0, -0.3];
        let lambda = 0.7;
        let closed = [cos * y[0] + sin * y[1], -sin * y[0] + cos * y[1]].map(|z| soft_threshold(z, lambda));
        let problem = Lasso::new(turn.as_ref(), &y, lambda);
        for start in [[0.0, 0.0], [5.0, -3.0]] {
            let ista: Vec<_> = ista(problem, start.to_vec(), 1.0).take(3).collect();
            let fista: Vec<_> = fista(problem, start.to_vec(), 1.0).take(2).collect();
            for (j, closed) in closed.into_iter().enumerate() {
                // Rounding of numbers of order 1; the second step moves nothing.
                assert_abs_diff_eq!(ista[1][j], closed, epsilon = 1e-14);
                assert_abs_diff_eq!(ista[2][j], closed, epsilon = 1e-14);
                assert_abs_diff_eq!(fista[1][j], closed, epsilon = 1e-14);
            }
        }
    }

    /// The theorems by hand, which a gap below its bound cannot check from above.
    #[test]
    fn bounds_are_as_large_as_the_theorems_say_and_no_larger() {
        // ‖A‖² = 3 and ‖x₀ − x*‖² = 2.
        assert_abs_diff_eq!(ista_bound(3.0, 2.0, 1), 3.0, epsilon = 1e-15);
        assert_abs_diff_eq!(ista_bound(3.0, 2.0, 6), 0.5, epsilon = 1e-15);
        assert_abs_diff_eq!(fista_bound(3.0, 2.0, 1), 3.0, epsilon = 1e-15);
        assert_abs_diff_eq!(fista_bound(3.0, 2.0, 5), 1.0 / 3.0, epsilon = 1e-15);
    }

    proptest! {
        /// Both theorems, with the minimiser from coordinate descent; and ISTA never climbs.
        #[test]
        fn gaps_stay_below_their_bounds(random in problems(6)) {
            let problem = random.problem();
            let best = random.by_coordinate_descent();
            let curvature = spectral_norm(random.a.as_ref()).powi(2);
            let distance: f64 = random.x.iter().zip(&best).map(|(x, best)| (x - best).powi(2)).sum();
            let mut last = f64::INFINITY;
            for (k, x) in ista(problem, random.x.clone(), 1.0 / curvature).enumerate().take(60).skip(1) {
                let gap = problem.gap(&x, &best);
                // Coordinate descent leaves about 1e-12 of error in x*.
                prop_assert!(gap <= ista_bound(curvature, distance, k) * (1.0 + 1e-9) + 1e-11);
                prop_assert!(gap <= last * (1.0 + 1e-9) + 1e-11);
                last = gap;
            }
            for (k, x) in fista(problem, random.x.clone(), 1.0 / curvature).enumerate().take(60).skip(1) {
                prop_assert!(problem.gap(&x, &best) <= fista_bound(curvature, distance, k) * (1.0 + 1e-9) + 1e-11);
            }
        }
    }

    proptest! {
        // Twenty thousand steps each.
        #![proptest_config(ProptestConfig::with_cases(24))]

        /// Both end at a minimiser: the duality gap, which knows of neither, says so.
        #[test]
        fn both_methods_end_where_the_duality_gap_vanishes(random in problems(6)) {
            let problem = random.problem();
            let step = spectral_norm(random.a.as_ref()).powi(-2);
            let start = || vec![0.0; random.a.ncols()];
            // Bounded by 2 ‖A‖²‖x*‖²/k² in the worst of cases; these are far from it.
            let [ista, fista] = [
                ista(problem, start(), step).nth(20_000).unwrap(),
                fista(problem, start(), step).nth(20_000).unwrap(),
            ];
            prop_assert!(problem.duality_gap(&ista) < 1e-5, "{}", problem.duality_gap(&ista));
            prop_assert!(problem.duality_gap(&fista) < 1e-5, "{}", problem.duality_gap(&fista));
        }
    }

    /// Second road: the ratios of gaps measured late in a run.
    #[test]
    fn the_last_gaps_shrink_by_the_factors_of_the_linear_maps() {
        let a: Mat<f64> = mat![[1.0, 0.3, 0.1], [0.0, 0.6, -0.4]];
        let problem = Lasso::new(a.as_ref(), &[2.0, 1.5], 0.1);
        let step = spectral_norm(a.as_ref()).powi(-2);
        let start = || vec![0.0; 3];
        let best = ista(problem, start(), step).nth(4_000).unwrap();
        let found = columns_of(a.as_ref(), &support(&best));
        let gap = |x: Vec<f64>| problem.gap(&x, &best);
        let gaps: Vec<f64> = ista(problem, start(), step).take(62).map(gap).collect();
        // The second eigenvalue is far enough from the first that 60 steps leave less than 1e-6 of it.
        assert_relative_eq!(gaps[61] / gaps[60], ista_late_factor(found.as_ref(), step), max_relative = 1e-6);
        let gaps: Vec<f64> = fista(problem, start(), step).take(101).map(gap).collect();
        let peak = |range: std::ops::Range<usize>| gaps[range].iter().copied().fold(0.0, f64::max);
        // From peak to peak the momentum β_k ≈ 1 − 3/k costs a factor of (k'/k)⁻³ more.
        let fall = peak(80..100) / peak(30..50) * (90.0_f64 / 40.0).powi(3);
        assert_relative_eq!(fall.powf(1.0 / 50.0), fista_late_factor(found.as_ref(), step), max_relative = 0.02);
    }
}
