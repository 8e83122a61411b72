//! Successes over the plane at one size, and the contour fitted to them.

use rand::Rng;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{COMPARED, Config, WIDTH_COMPARED};
use crate::{
    chapters::sparse_recovery::recovery::{Size, Tally},
    ground::progress::Task,
    math::{
        sparse::statistical_dimension::DescentCone,
        statistics::{
            bootstrap,
            logistic::{Count, Logistic},
        },
    },
};

/// Where half of the signals come back, and over how many measurements the change takes place.
#[derive(Debug, Serialize, Deserialize)]
pub struct Contour {
    /// Entries of a signal, n.
    pub n: usize,
    /// k/n: one a column.
    pub sparsity: Vec<f64>,
    /// m/n at which half of the signals come back, by a logistic fit.
    pub middle: Vec<f64>,
    /// The lower end of its interval of 95 %.
    pub middle_low: Vec<f64>,
    /// The upper end.
    pub middle_high: Vec<f64>,
    /// δ(k/n).
    pub theory: Vec<f64>,
    /// `middle` − `theory`, with the ends of its interval.
    pub deviation: Vec<f64>,
    /// The lower end.
    pub deviation_low: Vec<f64>,
    /// The upper end.
    pub deviation_high: Vec<f64>,
    /// From 10 % success to 90 %, in m/n, by the same fit.
    pub width: Vec<f64>,
    /// The same of the logistic curve with the variance of the intrinsic volumes.
    pub width_theory: Vec<f64>,
    /// The mean of `width` over `width_theory`, for .05 ≤ k/n ≤ .5.
    pub width_ratio: f64,
    /// The mean of n·`deviation`, for k/n ≤ .5: in measurements.
    pub shift: f64,
    /// The mean over k/n ≤ .5 of the correction to δn, in measurements: what `shift` should be.
    pub shift_theory: f64,
    /// The root mean square, for k/n ≤ .5, of what is left of `deviation` after this correction, in units of its standard
    /// error: about 1 if that is chance.
    pub deviation_in_errors: f64,
}

/// The transition at one sparsity.
#[derive(Debug, Serialize, Deserialize)]
pub struct Cut {
    /// Entries of a signal, n.
    pub n: usize,
    /// k/n.
    pub sparsity: f64,
    /// m/n: one a place of the grid.
    pub measurements: Vec<f64>,
    /// The share of signals that came back.
    pub success: Vec<f64>,
    /// m/n: finer places, for the fitted curve.
    pub fit_measurements: Vec<f64>,
    /// The fitted probability there.
    pub fit: Vec<f64>,
}

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
                steps.par_iter().map(|&k| Tally::of(Size { n, k, m }, config.trials, config.seed)).collect();
            tallies.push(row);
            progress.step();
        }
        let all = tallies.iter().flatten().fold(Tally::default(), |all, &tally| all.and(tally));
        Self { n, steps, tallies, all }
    }

    fn part(&self, count: usize) -> f64 {
        count as f64 / self.n as f64
    }

    /// m/n: one a row.
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

    pub(super) fn contour(&self, fits: &[Fit]) -> Contour {
        let n = self.n as f64;
        let sparsity = self.measured();
        let cones: Vec<DescentCone> = sparsity.iter().map(|&rho| DescentCone::of_sparsity(rho)).collect();
        let middle: Vec<f64> = fits.iter().map(|fit| fit.curve.middle / n).collect();
        let interval =
            |fit: &Fit| bootstrap::middle(fit.resampled.iter().map(|curve| curve.middle / n).collect(), 0.95);
        let (middle_low, middle_high): (Vec<f64>, Vec<f64>) = fits.iter().map(interval).unzip();
        let theory: Vec<f64> = cones.iter().map(|cone| cone.dimension).collect();
        let from_theory = |of: &[f64]| of.iter().zip(&theory).map(|(m, delta)| m - delta).collect::<Vec<f64>>();
        let deviation = from_theory(&middle);
        let width: Vec<f64> = fits.iter().map(|fit| fit.curve.width() / n).collect();
        let width_theory: Vec<f64> =
            cones.iter().map(|cone| Logistic::of_deviation((cone.variance * n).sqrt()).width() / n).collect();
        let mean_within = |range: &std::ops::RangeInclusive<f64>, value: &dyn Fn(usize) -> f64| {
            let columns: Vec<usize> = (0..sparsity.len()).filter(|&column| range.contains(&sparsity[column])).collect();
            columns.iter().map(|&column| value(column)).sum::<f64>() / columns.len() as f64
        };
        Contour {
            n: self.n,
            width_ratio: mean_within(&WIDTH_COMPARED, &|column| width[column] / width_theory[column]),
            shift: mean_within(&COMPARED, &|column| n * deviation[column]),
            shift_theory: mean_within(&COMPARED, &|column| cones[column].correction),
            deviation_in_errors: mean_within(&COMPARED, &|column| {
                // An interval of 95 % reaches 1.96 standard errors to either side. No error is below a hundredth of a
                // measurement, where few trials happen to agree.
                let error = ((middle_high[column] - middle_low[column]) / (2.0 * 1.96)).max(0.01 / n);
                ((deviation[column] - cones[column].correction / n) / error).powi(2)
            })
            .sqrt(),
            deviation_low: from_theory(&middle_low),
            deviation_high: from_theory(&middle_high),
            sparsity,
            middle,
            middle_low,
            middle_high,
            theory,
            deviation,
            width,
            width_theory,
        }
    }

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
