//! Learning from samples in the kernel regime, draw by draw.

use anyhow::{Context as _, Result};
use faer::Mat;
use rand::Rng;
use rayon::prelude::*;

use super::super::{Config, Learning, config::NamedPair};
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

/// A point of a pair and its label.
struct Labelled {
    point: Vec<f64>,
    label: f64,
}

/// How well the tests are answered.
#[derive(Debug, Clone, Copy)]
struct Score {
    /// The root mean squared error.
    error: f64,
    /// The part of the tests that is labelled wrongly.
    wrong: f64,
}

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
    pair: &'a NamedPair,
    config: &'a Config,
    /// θ at equal steps of arc length along the upper curve, the last once around.
    angles: Vec<f64>,
    tests: Vec<Labelled>,
    tables: Vec<KernelTable>,
}

/// Steps of arc length between which θ is taken to be a straight line.
const STEPS: usize = 4_096;

impl<'a> Lessons<'a> {
    /// The lessons of a pair, by these settings.
    pub(super) fn new(pair: &'a NamedPair, config: &'a Config) -> Self {
        let mut angles = pair.curves.upper.angles(STEPS, 0.0);
        angles.push(std::f64::consts::TAU);
        let points = pair.curves.points(config.test_points, 0.5).into_iter();
        let tests = points.zip(CurvePair::labels(config.test_points));
        let tests = tests.map(|(point, label)| Labelled { point, label }).collect();
        let tables = config.depths.iter().map(|&depth| KernelTable::new(depth)).collect();
        Self { pair, config, angles, tests, tables }
    }

    /// What is learnt at each depth from samples placed like this.
    pub(super) fn learn(&self, placement: Placement) -> Result<Vec<Learning>> {
        let draws = match placement {
            Placement::Random => self.config.draws,
            Placement::Even => self.config.placements,
        };
        // One list of draws for each depth, each with a score for each number of samples.
        let mut results = vec![Vec::new(); self.tables.len()];
        let scores = (0..draws).into_par_iter().map(|draw| self.draw(placement, draw)).collect::<Result<Vec<_>>>()?;
        for draw in scores {
            for (draws, scores) in results.iter_mut().zip(draw) {
                draws.push(scores);
            }
        }
        let learning = |(draws, depth): (&Vec<Vec<Score>>, &usize)| {
            let purpose = format!("sample_aperture interval {} {placement:?} {depth}", self.pair.name);
            Learning::from_draws(draws, self.config, &purpose)
        };
        Ok(results.iter().zip(&self.config.depths).map(learning).collect())
    }

    /// One draw: for each depth, the score at each number of samples.
    fn draw(&self, placement: Placement, draw: usize) -> Result<Vec<Vec<Score>>> {
        let mut rng = stream(self.config.seed, &format!("sample_aperture {} {placement:?} {draw}", self.pair.name));
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
        let point = self.pair.curves.upper.jet(theta).point;
        if upper { Labelled { point, label: 1.0 } } else { Labelled { point: mirrored(&point), label: -1.0 } }
    }

    /// For each depth, the scores after learning from the first `counts` of `samples`.
    fn results(&self, samples: &[Labelled], counts: &[usize]) -> Result<Vec<Vec<Score>>> {
        let angle = |left: &[Labelled], i: usize, j: usize| angle_between(&left[i].point, &samples[j].point);
        let among = Mat::from_fn(samples.len(), samples.len(), |i, j| if i < j { 0.0 } else { angle(samples, i, j) });
        let to_tests = Mat::from_fn(self.tests.len(), samples.len(), |i, j| angle(&self.tests, i, j));
        let labels: Vec<f64> = samples.iter().map(|sample| sample.label).collect();
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
                Ok(Score::of_outputs(&outputs, &self.tests))
            };
            counts.iter().map(at_count).collect()
        };
        self.tables.iter().map(at_depth).collect()
    }
}

impl Score {
    /// The score of `outputs`, one per test; an output of zero is wrong.
    fn of_outputs(outputs: &[f64], tests: &[Labelled]) -> Self {
        let count = tests.len() as f64;
        let squares: f64 = outputs.iter().zip(tests).map(|(output, test)| (output - test.label).powi(2)).sum();
        let wrong = outputs.iter().zip(tests).filter(|(output, test)| **output * test.label <= 0.0).count();
        Self { error: (squares / count).sqrt(), wrong: wrong as f64 / count }
    }
}

impl Learning {
    /// `draws`: one list per draw, with a score for each number of samples; `purpose`: of the random streams of the intervals.
    fn from_draws(draws: &[Vec<Score>], config: &Config, purpose: &str) -> Self {
        let samples = &config.samples;
        let estimates = |number: fn(&Score) -> f64, name: &str| -> Vec<Estimate> {
            let mut rng = stream(config.seed, &format!("{purpose} {name}"));
            let mut at = |place: usize| {
                let values: Vec<f64> = draws.iter().map(|draw| number(&draw[place])).collect();
                mean_estimate(&values, LEVEL, RESAMPLES, &mut rng)
            };
            (0..samples.len()).map(&mut at).collect()
        };
        let (error, wrong) = (estimates(|score| score.error, "error"), estimates(|score| score.wrong, "wrong"));
        let right = |place: usize| draws.iter().filter(|draw| draw[place].wrong == 0.0).count();
        let perfect: Vec<f64> = (0..samples.len()).map(|place| right(place) as f64 / draws.len() as f64).collect();
        let imperfect: Vec<f64> = perfect.iter().map(|perfect| 1.0 - perfect).collect();
        let mean_error: Vec<f64> = error.iter().map(|error| error.value).collect();
        Self {
            half_error: first_below(samples, &mean_error, 0.5),
            half_right: first_below(samples, &imperfect, 0.5),
            error,
            wrong,
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
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use faer::{Mat, linalg::solvers::Solve};

    use super::{Config, Lessons, Placement, first_below, from_where_on};
    use crate::{
        figure::Settings as _,
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
        let pair = config.pairs()[2];
        let lessons = Lessons::new(&pair, &config);
        let samples: Vec<_> = (0..14_u32).map(|i| lessons.place(f64::from(i * 5 % 17) / 17.3, i % 3 > 0)).collect();
        let found = lessons.results(&samples, &[14]).unwrap();
        let points: Vec<_> = samples.iter().map(|sample| sample.point.clone()).collect();
        let tests: Vec<_> = lessons.tests.iter().map(|test| test.point.clone()).collect();
        let labels = Mat::from_fn(14, 1, |i, _| samples[i].label);
        for (found, &depth) in found.iter().zip(&config.depths) {
            let coefficients = kernel_matrix(&points, depth).partial_piv_lu().solve(&labels);
            let outputs = kernel_between(&tests, &points, depth) * coefficients;
            let squares: f64 = (0..tests.len()).map(|i| (outputs[(i, 0)] - lessons.tests[i].label).powi(2)).sum();
            let wrong = (0..tests.len()).filter(|&i| outputs[(i, 0)] * lessons.tests[i].label <= 0.0).count();
            // The table holds eight digits, and the systems have conditions of up to a hundred.
            assert_relative_eq!(found[0].error, (squares / tests.len() as f64).sqrt(), max_relative = 1e-5);
            assert_abs_diff_eq!(found[0].wrong, wrong as f64 / tests.len() as f64);
        }
    }

    /// Random samples lie as often on one curve as on the other, and uniformly in arc length.
    #[test]
    fn places_are_uniform_in_arc_length() {
        let config = config();
        let pair = config.pairs()[2];
        let lessons = Lessons::new(&pair, &config);
        for part in [0.0, 0.111_1, 0.62, 0.999_99] {
            // The angles of a pair of points, by the curve's own division of the arc.
            let theta = pair.curves.upper.angles(1, part)[0];
            let point = pair.curves.upper.jet(theta).point;
            for (here, there) in lessons.place(part, true).point.iter().zip(point) {
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
