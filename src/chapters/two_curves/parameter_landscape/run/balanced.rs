//! The points with equal weight on some atoms, and what the objective does about them.

use super::{
    super::{Balanced, Config},
    draws::coefficients,
};
use crate::{
    data::streams::stream,
    math::{
        sparse::dictionary_objective::{
            along_sphere, balanced, dictionary_objective, population_objective, sphere_curvatures,
        },
        vectors::norm,
    },
};

/// Samples of the sampled objective.
const SAMPLES: usize = 20_000;
/// The step of the differences, radians.
const STEP: f64 = 1e-3;

/// The balanced points of 1 to n atoms of the dictionary I.
pub(super) fn balanced_points(config: &Config) -> Vec<Balanced> {
    let n = config.saddle_dimension;
    let mut rng = stream(config.seed, "balanced");
    let samples = coefficients(SAMPLES, n, config.theta, &mut rng);
    (1..=n).map(|atoms| Balanced::at(atoms, &samples, config)).collect()
}

impl Balanced {
    /// The point with equal weight on the first `atoms` atoms; `samples`: of the dictionary I, `[N, n]`.
    fn at(atoms: usize, samples: &[Vec<f64>], config: &Config) -> Self {
        let n = config.saddle_dimension;
        let q = balanced(atoms, n);
        let toward = |v: &[f64], t: f64| {
            let moved: Vec<f64> = q.iter().zip(v).map(|(q, v)| t.cos() * q + t.sin() * v).collect();
            population_objective(&moved, config.theta)
        };
        let (population, half, h) = (population_objective(&q, config.theta), 0.5_f64.sqrt(), STEP);
        let apart: Vec<f64> = (0..n).map(|i| [half, -half].get(i).copied().unwrap_or_default()).collect();
        let outside: Vec<f64> = (0..n).map(|i| f64::from(u8::from(i == atoms))).collect();
        Self {
            atoms,
            population,
            within: if atoms > 1 { (toward(&apart, h) - 2.0 * population + toward(&apart, -h)) / (h * h) } else { 0.0 },
            outward_slope: if atoms < n { (toward(&outside, h) - population) / h } else { 0.0 },
            descents: sphere_curvatures(samples, &q, config.mu).iter().filter(|value| **value < 0.0).count(),
            gradient: norm(&along_sphere(&dictionary_objective(samples, &q, config.mu).1, &q)),
        }
    }
}
