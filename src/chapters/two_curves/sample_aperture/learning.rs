//! Learning from samples in the kernel regime, draw by draw.

use anyhow::{Context as _, Result};
use faer::Mat;
use rand::Rng;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::Config;
use crate::{
    data::{
        sphere_curves::{CurvePair, mirrored},
        streams::stream,
    },
    ground::estimate::Estimate,
    math::{
        kernel::{matrix::angle_between, regression::rest_coefficients, table::KernelTable},
        statistics::{
            LEVEL,
            bootstrap::{RESAMPLES, mean_estimate},
        },
    },
};

/// What was learnt from samples placed in one way, at one depth; one entry for each number of samples.
#[derive(Debug, Serialize, Deserialize)]
pub struct Learning {
    /// Root mean squared error over both curves.
    pub error: Spread,
    /// The part of both curves that is labelled wrongly.
    pub wrong: Spread,
    /// The part of the draws that label every test point rightly.
    pub perfect: Vec<f64>,
    /// The N from which on every test point of every draw is right; none if there is no such N in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub all_right: Option<usize>,
    /// The N at which half of the draws label every test point rightly, between two of the list by the logarithm of N; none
    /// if they never do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub half_right: Option<f64>,
    /// The N at which the mean error falls below one half, between two of the list by the logarithm of N; none if it does
    /// not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub half_error: Option<f64>,
}

/// Means over draws, with 95 % intervals of the means by bootstrap: one entry for each number of samples.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Spread {
    /// The mean.
    pub mean: Vec<f64>,
    /// The lower end.
    pub low: Vec<f64>,
    /// The upper end.
    pub high: Vec<f64>,
}

impl Spread {
    /// `draws`: one list a draw, with an entry for each number of samples.
    fn of(draws: &[Vec<f64>], seed: u64, purpose: &str) -> Self {
        let mut rng = stream(seed, purpose);
        let mut spread = Self::default();
        for place in 0..draws.first().map_or(0, Vec::len) {
            let values: Vec<f64> = draws.iter().map(|draw| draw[place]).collect();
            let Estimate { value, low, high } = mean_estimate(&values, LEVEL, RESAMPLES, &mut rng);
            spread.mean.push(value);
            spread.low.push(low);
            spread.high.push(high);
        }
        spread
    }
}

/// A point of a pair and its label.
type Labelled = (Vec<f64>, f64);

/// How samples are placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Placement {
    /// Each by itself, uniformly by arc length over both curves, as in the theorem; fewer samples are the first of more.
    Random,
    /// The same number on each curve, at equal steps, each curve's turned by a random part of a step.
    Even,
}

/// One pair with its tests and its kernels.
pub(super) struct Lessons<'a> {
    pair: &'a CurvePair,
    name: &'a str,
    config: &'a Config,
    /// θ at equal steps of arc length along the upper curve, the last once around.
    angles: Vec<f64>,
    tests: Vec<Labelled>,
    tables: Vec<KernelTable>,
}

/// Steps of arc length between which θ is taken to be a straight line.
const STEPS: usize = 4_096;

impl<'a> Lessons<'a> {
    pub(super) fn new(name: &'a str, pair: &'a CurvePair, config: &'a Config) -> Self {
        let mut angles = pair.upper.angles(STEPS, 0.0);
        angles.push(std::f64::consts::TAU);
        let points = pair.points(config.test_points, 0.5);
        let tests = points.into_iter().zip(CurvePair::labels(config.test_points)).collect();
        let tables = config.depths.iter().map(|&depth| KernelTable::new(depth)).collect();
        Self { pair, name, config, angles, tests, tables }
    }

    /// What is learnt at each depth from samples placed like this.
    pub(super) fn learn(&self, placement: Placement) -> Result<Vec<Learning>> {
        let draws = match placement {
            Placement::Random => self.config.draws,
            Placement::Even => self.config.placements,
        };
        // One table a draw: for each depth and number of samples, the error and the part that is wrong.
        let results: Vec<Vec<Vec<[f64; 2]>>> =
            (0..draws).into_par_iter().map(|draw| self.draw(placement, draw)).collect::<Result<_>>()?;
        let of = |depth: usize| {
            let part = |which: usize| -> Vec<Vec<f64>> {
                results.iter().map(|draw| draw[depth].iter().map(|pair| pair[which]).collect()).collect()
            };
            let purpose = format!("sample_aperture interval {} {placement:?} {}", self.name, self.config.depths[depth]);
            Learning::of(&part(0), &part(1), &self.config.samples, self.config.seed, &purpose)
        };
        Ok((0..self.tables.len()).map(of).collect())
    }

    /// One draw: for each depth, the error and the part that is wrong at each number of samples.
    fn draw(&self, placement: Placement, draw: usize) -> Result<Vec<Vec<[f64; 2]>>> {
        let mut rng = stream(self.config.seed, &format!("sample_aperture {} {placement:?} {draw}", self.name));
        let counts = &self.config.samples;
        let most = counts.last().copied().unwrap_or(0);
        match placement {
            Placement::Random => {
                let samples: Vec<Labelled> = (0..most)
                    .map(|_| {
                        let upper = rng.gen_bool(0.5);
                        self.place(rng.r#gen(), upper)
                    })
                    .collect();
                self.results(&samples, counts)
            }
            Placement::Even => {
                let mut results = vec![Vec::new(); self.tables.len()];
                for &count in counts {
                    let each = count / 2;
                    let phases: [f64; 2] = rng.r#gen();
                    let samples: Vec<Labelled> = (0..count)
                        .map(|i| self.place(((i % each) as f64 + phases[i / each]) / each as f64, i < each))
                        .collect();
                    for (all, one) in results.iter_mut().zip(self.results(&samples, &[count])?) {
                        all.extend(one);
                    }
                }
                Ok(results)
            }
        }
    }

    /// The point at a part of the arc length, of the upper curve or its mirror image on the lower.
    fn place(&self, part: f64, upper: bool) -> Labelled {
        let along = part.clamp(0.0, 1.0) * STEPS as f64;
        let step = (along as usize).min(STEPS - 1);
        let theta = self.angles[step] + (along - step as f64) * (self.angles[step + 1] - self.angles[step]);
        let point = self.pair.upper.jet(theta).point;
        if upper { (point, 1.0) } else { (mirrored(&point), -1.0) }
    }

    /// For each depth, the error and the part that is wrong after learning from the first `counts` of `samples`.
    fn results(&self, samples: &[Labelled], counts: &[usize]) -> Result<Vec<Vec<[f64; 2]>>> {
        let angle = |left: &[Labelled], i: usize, j: usize| angle_between(&left[i].0, &samples[j].0);
        let among = Mat::from_fn(samples.len(), samples.len(), |i, j| if i < j { 0.0 } else { angle(samples, i, j) });
        let to_tests = Mat::from_fn(self.tests.len(), samples.len(), |i, j| angle(&self.tests, i, j));
        let labels: Vec<f64> = samples.iter().map(|sample| sample.1).collect();
        let at_depth = |table: &KernelTable| {
            let kernel =
                Mat::from_fn(samples.len(), samples.len(), |i, j| if i < j { 0.0 } else { table.at(among[(i, j)]) });
            let to_tests = Mat::from_fn(self.tests.len(), samples.len(), |i, j| table.at(to_tests[(i, j)]));
            let at_count = |&count: &usize| {
                let kernel = kernel.submatrix(0, 0, count, count).to_owned();
                let coefficients = rest_coefficients(&kernel, &labels[..count]).context("two samples coincide")?;
                let mut outputs = vec![0.0; self.tests.len()];
                for (column, a) in to_tests.col_iter().zip(coefficients) {
                    for (output, kernel) in outputs.iter_mut().zip(column.iter()) {
                        *output += a * kernel;
                    }
                }
                Ok(judge(&outputs, &self.tests))
            };
            counts.iter().map(at_count).collect()
        };
        self.tables.iter().map(at_depth).collect()
    }
}

/// The root mean squared error, and the part whose sign is wrong; an output of zero is wrong.
fn judge(outputs: &[f64], tests: &[Labelled]) -> [f64; 2] {
    let count = tests.len() as f64;
    let squares: f64 = outputs.iter().zip(tests).map(|(output, test)| (output - test.1).powi(2)).sum();
    let wrong = outputs.iter().zip(tests).filter(|(output, test)| **output * test.1 <= 0.0).count();
    [(squares / count).sqrt(), wrong as f64 / count]
}

impl Learning {
    /// `errors` and `wrong`: one list a draw, with an entry for each number of `samples`.
    fn of(errors: &[Vec<f64>], wrong: &[Vec<f64>], samples: &[usize], seed: u64, purpose: &str) -> Self {
        let error = Spread::of(errors, seed, &format!("{purpose} error"));
        let right = |place: usize| wrong.iter().filter(|draw| draw[place] == 0.0).count();
        let perfect: Vec<f64> = (0..samples.len()).map(|place| right(place) as f64 / wrong.len() as f64).collect();
        let imperfect: Vec<f64> = perfect.iter().map(|perfect| 1.0 - perfect).collect();
        Self {
            half_error: first_below(samples, &error.mean, 0.5),
            half_right: first_below(samples, &imperfect, 0.5),
            error,
            wrong: Spread::of(wrong, seed, &format!("{purpose} wrong")),
            all_right: from_where_on(samples, &perfect),
            perfect,
        }
    }
}

/// The first of `samples` from which on all of `perfect` are 1.
fn from_where_on(samples: &[usize], perfect: &[f64]) -> Option<usize> {
    let kept = perfect.iter().rev().take_while(|perfect| **perfect >= 1.0).count();
    (kept > 0).then(|| samples[samples.len() - kept])
}

/// Where `values` over `samples` first fall below `level`, by a straight line over the logarithm of the samples.
fn first_below(samples: &[usize], values: &[f64], level: f64) -> Option<f64> {
    let place = values.iter().position(|&value| value < level)?;
    if place == 0 {
        return Some(samples[0] as f64);
    }
    let [before, after] = [place - 1, place].map(|i| ((samples[i] as f64).ln(), values[i]));
    let part = (before.1 - level) / (before.1 - after.1);
    Some((before.0 + part * (after.0 - before.0)).exp())
}

#[cfg(test)]
mod tests {
    use crate::figure::Settings as _;
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use faer::{Mat, linalg::solvers::Solve};

    use super::{Lessons, Placement, first_below, from_where_on};
    use crate::{
        chapters::two_curves::sample_aperture::Config,
        ground::scale::Scale,
        math::kernel::matrix::{kernel_between, kernel_matrix},
    };

    fn config() -> Config {
        Config { samples: vec![6, 14], ..Config::at(Scale::Quick) }
    }

    /// Second road: the kernel without a table, and a solve by elimination.
    #[test]
    fn what_is_learnt_is_the_interpolation_of_the_samples() {
        let config = config();
        let (name, _, pair) = config.pairs()[2];
        let lessons = Lessons::new(name, &pair, &config);
        let samples: Vec<_> = (0..14_u32).map(|i| lessons.place(f64::from(i * 5 % 17) / 17.3, i % 3 > 0)).collect();
        let found = lessons.results(&samples, &[14]).unwrap();
        let points: Vec<_> = samples.iter().map(|sample| sample.0.clone()).collect();
        let tests: Vec<_> = lessons.tests.iter().map(|test| test.0.clone()).collect();
        let labels = Mat::from_fn(14, 1, |i, _| samples[i].1);
        for (found, &depth) in found.iter().zip(&config.depths) {
            let coefficients = kernel_matrix(&points, depth).partial_piv_lu().solve(&labels);
            let outputs = kernel_between(&tests, &points, depth) * coefficients;
            let squares: f64 = (0..tests.len()).map(|i| (outputs[(i, 0)] - lessons.tests[i].1).powi(2)).sum();
            let wrong = (0..tests.len()).filter(|&i| outputs[(i, 0)] * lessons.tests[i].1 <= 0.0).count();
            // The table holds eight digits, and the systems have conditions of up to a hundred.
            assert_relative_eq!(found[0][0], (squares / tests.len() as f64).sqrt(), max_relative = 1e-5);
            assert_abs_diff_eq!(found[0][1], wrong as f64 / tests.len() as f64);
        }
    }

    /// Random samples lie as often on one curve as on the other, and uniformly in arc length.
    #[test]
    fn places_are_uniform_in_arc_length() {
        let config = config();
        let (name, _, pair) = config.pairs()[2];
        let lessons = Lessons::new(name, &pair, &config);
        for part in [0.0, 0.111_1, 0.62, 0.999_99] {
            // The angles of a pair of points, by the curve's own division of the arc.
            let theta = pair.upper.angles(1, part)[0];
            let point = pair.upper.jet(theta).point;
            for (here, there) in lessons.place(part, true).0.iter().zip(point) {
                // The bend of θ within a step of 1/4096 of the curve.
                assert_abs_diff_eq!(*here, there, epsilon = 1e-5);
            }
        }
        assert_eq!(lessons.learn(Placement::Even).unwrap().len(), config.depths.len());
    }

    #[test]
    fn thresholds_are_found_where_they_last() {
        assert_eq!(from_where_on(&[2, 4, 8, 16], &[0.5, 1.0, 0.9, 1.0]), Some(16));
        assert_eq!(from_where_on(&[2, 4], &[1.0, 0.9]), None);
        assert_relative_eq!(first_below(&[4, 16], &[0.75, 0.25], 0.5).unwrap(), 8.0, max_relative = 1e-14);
        assert!(first_below(&[4, 16], &[0.75, 0.5], 0.5).is_none());
    }
}
