//! Successes over the plane at one size, and the contour fitted to them.

use std::ops::RangeInclusive;

use rand::Rng;
use rayon::prelude::*;

use super::{COMPARED, Config, Contour, Cut, WIDTH_COMPARED};
use crate::{
    chapters::sparse_recovery::recovery::{Size, Tally},
    ground::{estimate::Estimate, progress::Task},
    math::{
        sparse::statistical_dimension::DescentCone,
        statistics::{
            bootstrap,
            logistic::{Count, Logistic},
        },
        vectors::mean,
    },
};

/// The logistic curve of a column, and those of its resampled counts. In measurements m.
pub(super) struct Fit {
    pub(super) curve: Logistic,
    pub(super) resampled: Vec<Logistic>,
}

/// Successes at every place of the grid.
pub(super) struct Plane {
    n: usize,
    /// The numbers k, and m, of the grid: the same.
    steps: Vec<usize>,
    /// A row for each m, a column for each k.
    tallies: Vec<Vec<Tally>>,
    /// All of them together.
    pub(super) all: Tally,
}

impl Plane {
    /// Solves `trials` problems at each place.
    pub(super) fn count(n: usize, config: &Config, progress: &mut Task) -> Self {
        let step = |i: usize| (i as f64 * n as f64 / config.grid as f64).round() as usize;
        let steps: Vec<usize> = (1..=config.grid).map(step).collect();
        let mut tallies = Vec::new();
        for &m in &steps {
            let row: Vec<Tally> =
                steps.par_iter().map(|&k| Tally::of_trials(Size { n, k, m }, config.trials, config.seed)).collect();
            tallies.push(row);
            progress.step();
        }
        let all = tallies.iter().flatten().fold(Tally::default(), |all, &tally| all.and(tally));
        Self { n, steps, tallies, all }
    }

    fn part(&self, count: usize) -> f64 {
        count as f64 / self.n as f64
    }

    /// m/n: one per row.
    pub(super) fn measured(&self) -> Vec<f64> {
        self.steps.iter().map(|&m| self.part(m)).collect()
    }

    /// Success rates: a row for each m.
    pub(super) fn rates(&self) -> Vec<Vec<f64>> {
        self.tallies.iter().map(|row| row.iter().map(Tally::rate).collect()).collect()
    }

    /// The column whose sparsity is nearest to `sparsity`.
    pub(super) fn nearest(&self, sparsity: f64) -> usize {
        let distance = |column: usize| (self.part(self.steps[column]) - sparsity).abs();
        (0..self.steps.len()).min_by(|&a, &b| distance(a).total_cmp(&distance(b))).unwrap_or_default()
    }

    fn counts(&self, column: usize) -> Vec<Count> {
        self.steps.iter().zip(&self.tallies).map(|(&m, row)| row[column].count(m)).collect()
    }

    /// A curve for every column.
    pub(super) fn fits(&self, resamples: usize, rng: &mut impl Rng) -> Vec<Fit> {
        let fit = |column| {
            let counts = self.counts(column);
            Fit { curve: Logistic::fit(&counts), resampled: Logistic::resampled(&counts, resamples, rng) }
        };
        (0..self.steps.len()).map(fit).collect()
    }

    /// Where the fitted curves pass one half, and how wide they are, beside theory.
    pub(super) fn contour(&self, fits: &[Fit]) -> Contour {
        let n = self.n as f64;
        let sparsity = self.measured();
        let cones: Vec<DescentCone> = sparsity.iter().map(|&rho| DescentCone::of_sparsity(rho)).collect();
        let middle = |fit: &Fit| {
            let resampled = fit.resampled.iter().map(|curve| curve.middle / n).collect();
            Estimate::new(fit.curve.middle / n, bootstrap::middle(resampled, 0.95))
        };
        let middle: Vec<Estimate> = fits.iter().map(middle).collect();
        let theory: Vec<f64> = cones.iter().map(|cone| cone.dimension).collect();
        let deviation: Vec<Estimate> =
            middle.iter().zip(&theory).map(|(middle, delta)| middle.map(|m| m - delta)).collect();
        let width: Vec<f64> = fits.iter().map(|fit| fit.curve.width() / n).collect();
        let width_theory: Vec<f64> =
            cones.iter().map(|cone| Logistic::of_deviation((cone.variance * n).sqrt()).width() / n).collect();
        let mean_within = |range: &RangeInclusive<f64>, value: &dyn Fn(usize) -> f64| {
            let columns = (0..sparsity.len()).filter(|&column| range.contains(&sparsity[column]));
            mean(&columns.map(value).collect::<Vec<_>>())
        };
        Contour {
            n: self.n,
            width_ratio: mean_within(&WIDTH_COMPARED, &|column| width[column] / width_theory[column]),
            shift: mean_within(&COMPARED, &|column| n * deviation[column].value),
            shift_theory: mean_within(&COMPARED, &|column| cones[column].correction),
            deviation_in_errors: mean_within(&COMPARED, &|column| {
                // An interval of 95 % reaches 1.96 standard errors to either side. No error is below a hundredth of a
                // measurement, where few trials happen to agree.
                let error = ((middle[column].high - middle[column].low) / (2.0 * 1.96)).max(0.01 / n);
                ((deviation[column].value - cones[column].correction / n) / error).powi(2)
            })
            .sqrt(),
            sparsity,
            middle,
            theory,
            deviation,
            width,
            width_theory,
        }
    }

    /// The transition in one column, with its fitted `curve`.
    pub(super) fn cut(&self, column: usize, curve: &Logistic) -> Cut {
        let fine: Vec<f64> = (0..=100).map(|i| f64::from(i) / 100.0).collect();
        Cut {
            n: self.n,
            sparsity: self.part(self.steps[column]),
            measurements: self.measured(),
            success: self.tallies.iter().map(|row| row[column].rate()).collect(),
            fit: fine.iter().map(|m| curve.probability(m * self.n as f64)).collect(),
            fit_measurements: fine,
        }
    }
}
