//! What the LASSO's solution says about the signal.

use std::iter::once;

use rayon::prelude::*;

use super::{
    super::{Config, Instances, Recovery},
    instance::Instance,
};
use crate::{
    figure::Context,
    math::{
        sparse::{
            homotopy::{Path, lasso_path},
            lasso::Lasso,
            support::{refit, support},
        },
        vectors::{largest, smallest},
    },
};

impl Recovery {
    /// What the solution at the weight λ, with its path, says about the signal of `instance`.
    pub(super) fn judge(instance: &Instance, path: &Path, lambda: f64) -> Self {
        let Instance { a, truth, noise, y } = instance;
        let problem = Lasso::new(a.as_ref(), y, lambda);
        let solution = path.at(lambda);
        let (true_places, places) = (support(truth), support(&solution));
        let refitted = refit(a.as_ref(), y, &places);
        let kept: Vec<usize> = places.iter().copied().filter(|&place| refitted[place].abs() > lambda).collect();
        let is_true = |place: &usize| truth[*place] != 0.0;
        let false_places = places.iter().filter(|place| !is_true(place));
        let size = |place: &usize| solution[*place].abs();
        let noise_only = Lasso::new(a.as_ref(), noise, lambda).correlations(&vec![0.0; truth.len()]);
        Self {
            found: places.len(),
            missed: true_places.iter().filter(|&&place| solution[place] == 0.0).count(),
            false_entries: false_places.clone().count(),
            largest_false: largest(once(0.0).chain(false_places.map(size))),
            smallest_true: smallest(true_places.iter().map(size)),
            kept_exact: kept == true_places,
            lasso_error: relative_distance(&solution, truth),
            refit_error: relative_distance(&refitted, truth),
            kept_error: relative_distance(&refit(a.as_ref(), y, &kept), truth),
            oracle_error: relative_distance(&refit(a.as_ref(), y, &true_places), truth),
            kkt_residual: problem.kkt_residual(&solution),
            noise_correlation: largest(noise_only.iter().map(|c| c.abs())) / lambda,
            exact_weights: exact_weights(path, &true_places),
        }
    }

    /// Whether the solution's support is the signal's.
    pub(super) fn is_exact(&self) -> bool {
        self.missed + self.false_entries == 0
    }
}

impl Instances {
    /// Solves the instances 1, 2, … at the weight λ, each with its path down to `end`.
    pub(super) fn solve(config: &Config, lambda: f64, end: f64, context: &Context) -> Self {
        let mut progress = context.progress.task("further instances", config.instances);
        let numbers: Vec<usize> = (1..=config.instances).collect();
        let mut found = Vec::with_capacity(config.instances);
        for numbers in numbers.chunks(AT_A_TIME) {
            found.par_extend(numbers.par_iter().map(|&number| {
                let instance = Instance::draw(config, number);
                let path = lasso_path(instance.a.as_ref(), &instance.y, end);
                Recovery::judge(&instance, &path, lambda)
            }));
            for _ in numbers {
                progress.step();
            }
        }
        let count = found.len();
        let share = |of: &dyn Fn(&Recovery) -> bool| found.iter().filter(|one| of(one)).count() as f64 / count as f64;
        Self {
            count,
            exact: share(&Recovery::is_exact),
            missing: share(&|one| one.missed > 0),
            exact_with_some_weight: share(&|one| !one.exact_weights.is_empty()),
            kept_exact: share(&|one| one.kept_exact),
            mean_false_entries: found.iter().map(|one| one.false_entries as f64).sum::<f64>() / count as f64,
            largest_kkt_residual: largest(found.iter().map(|one| one.kkt_residual)),
        }
    }
}

/// Instances between two reports of progress.
const AT_A_TIME: usize = 20;

/// The intervals of λ on which the path's support is `places`; intervals that touch are one.
///
/// Between two knots the support does not change, so its middle tells.
fn exact_weights(path: &Path, places: &[usize]) -> Vec<[f64; 2]> {
    let mut intervals: Vec<[f64; 2]> = Vec::new();
    for pair in path.knots.windows(2) {
        let [high, low] = [pair[0].lambda, pair[1].lambda];
        if support(&path.at(f64::midpoint(low, high))) != places {
            continue;
        }
        match intervals.last_mut() {
            Some(last) if last[0].total_cmp(&high).is_eq() => last[0] = low,
            _ => intervals.push([low, high]),
        }
    }
    intervals
}

/// ‖x − x₀‖/‖x₀‖.
pub(super) fn relative_distance(x: &[f64], truth: &[f64]) -> f64 {
    let square: f64 = x.iter().zip(truth).map(|(x, x0)| (x - x0).powi(2)).sum();
    (square / truth.iter().map(|x0| x0 * x0).sum::<f64>()).sqrt()
}

#[cfg(test)]
mod tests {
    use super::{Config, Instance, Recovery, exact_weights};
    use crate::{
        figure::Settings as _,
        ground::scale::Scale,
        math::sparse::homotopy::{Knot, Path, lasso_path},
    };

    #[test]
    fn weights_between_knots_of_the_same_support_are_one_interval() {
        let knot = |lambda, solution: [f64; 2]| Knot { lambda, solution: solution.to_vec() };
        let path = Path {
            knots: vec![
                knot(4.0, [0.0, 0.0]),
                knot(3.0, [1.0, 0.0]),
                knot(2.0, [2.0, 0.0]),
                knot(1.0, [2.0, 1.0]),
                knot(0.5, [3.0, 0.0]),
                knot(0.0, [4.0, 0.0]),
            ],
        };
        assert_eq!(exact_weights(&path, &[0]), [[2.0, 4.0], [0.0, 0.5]]);
        assert_eq!(exact_weights(&path, &[0, 1]), [[0.5, 2.0]]);
        assert_eq!(exact_weights(&path, &[1]), [[0.0; 2]; 0]);
    }

    /// A limit: with many measurements and little noise everything is found, and every estimate is that of the oracle
    /// but the LASSO's own, which shrinks.
    #[test]
    fn with_many_measurements_the_support_is_exact_and_the_refit_is_the_oracle() {
        let config = Config { m: 200, n: 210, k: 4, noise: 0.01, ..Config::at(Scale::Quick) };
        let instance = Instance::draw(&config, 0);
        let path = lasso_path(instance.a.as_ref(), &instance.y, 0.05);
        let recovery = Recovery::judge(&instance, &path, 0.1);
        assert!(recovery.is_exact() && recovery.kept_exact, "{recovery:?}");
        assert!(recovery.exact_weights.iter().any(|[low, high]| (*low..*high).contains(&0.1)));
        for error in [recovery.refit_error, recovery.kept_error] {
            assert_eq!(error.to_bits(), recovery.oracle_error.to_bits());
        }
        assert!(recovery.lasso_error > 2.0 * recovery.oracle_error);
    }
}
