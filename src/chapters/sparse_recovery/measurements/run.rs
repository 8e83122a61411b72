//! Counts of successes around each predicted transition, and the rules fitted to where they pass the rate.

use anyhow::{Result, ensure};
use rayon::prelude::*;

use super::{Config, Fitted, Outcome, Series};
use crate::{
    chapters::sparse_recovery::recovery::{Size, Tally},
    data::streams::stream,
    figure::Context,
    ground::estimate::Estimate,
    math::{
        sparse::{
            rules::{self, Rule},
            statistical_dimension::DescentCone,
        },
        statistics::{
            bootstrap,
            logistic::{Count, Logistic},
        },
        vectors::{largest, smallest},
    },
};

/// A point that a rule is fitted to: m measurements are needed for k nonzero entries out of n.
#[derive(Clone, Copy)]
struct Point {
    n: f64,
    k: f64,
    m: f64,
}

/// Finds the measurements needed for every n and k, and compares them with theory and with both rules.
pub(super) fn run(config: &Config, context: &Context) -> Result<Outcome> {
    let points = config.ns.iter().map(|&n| config.ks_of(n).count()).sum();
    let mut progress = context.progress.task("measurements", points);
    let mut all = Tally::default();
    let mut series: Vec<Series> = Vec::new();
    for &n in &config.ns {
        let mut found = Series { n, ..Series::default() };
        for k in config.ks_of(n) {
            let (counts, tally) = trials(n, k, config);
            let rate = |count: Option<&Count>| count.map_or(f64::NAN, |count| count.successes / count.trials);
            let (first, last) = (rate(counts.first()), rate(counts.last()));
            ensure!(
                first < 0.5 && last > 0.5,
                "at n = {n}, k = {k} the places tried do not reach across the transition: {first} of the signals come \
                 back at the first and {last} at the last; take a larger `reach`"
            );
            all = all.and(tally);
            found.add(k, &counts, config);
            progress.step();
        }
        series.push(found);
    }
    let points: Vec<Point> = series.iter().flat_map(Series::points).collect();
    let lecture = Fitted::to(Rule::SelfReferring, &points);
    let classical = Fitted::to(Rule::Classical, &points);
    let ratios = || points.iter().map(|point| point.m / point.k);
    for s in &mut series {
        s.compare(lecture.constant, classical.constant);
    }
    // The k nearest the middle of those that the smallest n has.
    let compared = series[0].k.len() / 2;
    let (first, last) = (&series[0], &series[series.len() - 1]);
    let k = first.k[compared];
    Ok(Outcome {
        rate: config.rate,
        lecture_ratio: rules::self_consistent_ratio(lecture.constant),
        smallest_ratio: smallest(ratios()),
        largest_ratio: largest(ratios()),
        largest_prediction_error: largest(
            series.iter().flat_map(|s| &s.over_predicted).map(|ratio| (ratio - 1.0).abs()),
        ),
        compared_k: k as usize,
        growth: last.needed[compared].value / first.needed[compared].value,
        classical_growth: (last.n as f64 / k).ln() / (first.n as f64 / k).ln(),
        solves: all.trials,
        largest_gap: all.largest_gap,
        series,
        lecture,
        classical,
    })
}

/// Counts of successes around the predicted transition, the places chosen before anything is measured.
fn trials(n: usize, k: usize, config: &Config) -> (Vec<Count>, Tally) {
    let cone = DescentCone::of_sparsity(k as f64 / n as f64);
    let middle = cone.dimension * n as f64;
    let far = config.reach * (cone.variance * n as f64).sqrt();
    let place = |i: usize| {
        let part = 2.0 * i as f64 / (config.places - 1) as f64 - 1.0;
        ((middle + part * far).round() as usize).clamp(1, n)
    };
    let mut ms: Vec<usize> = (0..config.places).map(place).collect();
    ms.dedup();
    let tallies: Vec<Tally> =
        ms.par_iter().map(|&m| Tally::of_trials(Size { n, k, m }, config.trials, config.seed)).collect();
    let counts = ms.iter().zip(&tallies).map(|(&m, tally)| tally.count(m)).collect();
    (counts, tallies.into_iter().fold(Tally::default(), Tally::and))
}

impl Series {
    /// The point at `k`.
    fn add(&mut self, k: usize, counts: &[Count], config: &Config) {
        let mut rng = stream(config.seed, &format!("measurements, resampled counts, n = {}, k = {k}", self.n));
        let resampled = Logistic::resampled(counts, config.resamples, &mut rng);
        let interval = bootstrap::middle(resampled.iter().map(|curve| curve.place(config.rate)).collect(), 0.95);
        let needed = Estimate::new(Logistic::fit(counts).place(config.rate), interval);
        let cone = DescentCone::of_sparsity(k as f64 / self.n as f64);
        let predicted = cone.measurements(self.n, config.rate);
        self.k.push(k as f64);
        self.needed.push(needed);
        self.dimension.push(cone.dimension * self.n as f64);
        self.predicted.push(predicted);
        self.over_predicted.push(needed.value / predicted);
    }

    /// The points found, in their order.
    fn points(&self) -> impl Iterator<Item = Point> {
        self.k.iter().zip(&self.needed).map(|(&k, needed)| Point { n: self.n as f64, k, m: needed.value })
    }

    /// Adds the distances from both rules.
    fn compare(&mut self, lecture: f64, classical: f64) {
        let over = |rule: Rule, constant: f64| {
            self.points().map(|Point { n, k, m }| m / rule.measurements(constant, n, k)).collect()
        };
        (self.over_lecture, self.over_classical) =
            (over(Rule::SelfReferring, lecture), over(Rule::Classical, classical));
    }
}

impl Fitted {
    /// The rule with its constant for these points.
    fn to(rule: Rule, points: &[Point]) -> Self {
        let constants: Vec<f64> = points.iter().map(|&Point { n, k, m }| rule.constant(n, k, m)).collect();
        let constant = rules::fitted(&constants);
        let residual = |&Point { n, k, m }: &Point| (m / rule.measurements(constant, n, k) - 1.0).abs();
        Self {
            constant,
            smallest: smallest(constants.iter().copied()),
            largest: largest(constants.iter().copied()),
            largest_residual: largest(points.iter().map(residual)),
        }
    }
}
