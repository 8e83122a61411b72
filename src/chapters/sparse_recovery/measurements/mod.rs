//! How many measurements it takes to recover nearly every signal, against theory and against rules of thumb.

mod drawing;

use anyhow::{Result, ensure};
use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::recovery::{Size, Tally};
use crate::{
    data::streams::stream,
    figure::{
        Checked, Claim, Context, Drawing, Experiment, Settings, Tolerance,
        settings::{in_range, rising},
    },
    ground::scale::Scale,
    math::{
        sparse::{
            rules::{self, Rule},
            statistical_dimension::DescentCone,
        },
        statistics::{
            bootstrap,
            logistic::{Count, Logistic},
        },
        vectors::largest,
    },
};

/// Measurements for a given success rate.
#[derive(Debug)]
pub struct Measurements;

/// The settings.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Entries of a signal, n, rising.
    pub ns: Vec<usize>,
    /// Nonzero entries, k, rising; for each n those with k/n ≤ `densest`.
    pub ks: Vec<usize>,
    /// The largest sparsity k/n.
    pub densest: f64,
    /// The success rate that is asked for.
    pub rate: f64,
    /// Numbers of measurements m that are tried for each n and k.
    pub places: usize,
    /// How far on both sides of the predicted transition they reach, in its standard deviations.
    pub reach: f64,
    /// Problems solved at each of them.
    pub trials: usize,
    /// Repetitions of the counts, for intervals.
    pub resamples: usize,
    /// Seed of every random stream.
    pub seed: u64,
}

/// What was found.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The success rate that was asked for.
    pub rate: f64,
    /// One n after the other, for each the ks in order.
    pub series: Vec<Series>,
    /// The lecture's rule, m = c k ln(m/k).
    pub lecture: Fitted,
    /// The classical rule, m = c k ln(n/k).
    pub classical: Fitted,
    /// The X with X = c ln X for the lecture's c: by its rule m = Xk for every k and n.
    pub lecture_ratio: f64,
    /// The smallest measured m/k.
    pub smallest_ratio: f64,
    /// The largest measured m/k.
    pub largest_ratio: f64,
    /// The largest distance of measured over predicted from 1, prediction being that of the statistical dimension.
    pub largest_prediction_error: f64,
    /// The k at which the largest and the smallest n are compared.
    pub compared_k: usize,
    /// Measurements at this k for the largest n over those for the smallest.
    pub growth: f64,
    /// What the classical rule says of this growth: the ratio of the logarithms.
    pub classical_growth: f64,
    /// Problems solved.
    pub solves: usize,
    /// The largest duality gap of a solve, as a part of ‖x̂‖₁.
    pub largest_gap: f64,
}

/// The measurements needed at one n.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Series {
    /// Entries of a signal.
    pub n: usize,
    /// Nonzero entries: one a point.
    pub k: Vec<f64>,
    /// Measurements at which the rate is reached, by a logistic fit.
    pub needed: Vec<f64>,
    /// The lower end of its interval of 95 %.
    pub needed_low: Vec<f64>,
    /// The upper end.
    pub needed_high: Vec<f64>,
    /// Statistical dimension δ(k/n)·n.
    pub dimension: Vec<f64>,
    /// Measurements at which the rate is reached by the normal limit of the intrinsic volumes.
    pub predicted: Vec<f64>,
    /// `needed` over `predicted`.
    pub over_predicted: Vec<f64>,
    /// `needed` over the fitted lecture's rule.
    pub over_lecture: Vec<f64>,
    /// `needed` over the fitted classical rule.
    pub over_classical: Vec<f64>,
}

/// A rule with the constant that fits all points best.
#[derive(Debug, Serialize, Deserialize)]
pub struct Fitted {
    /// c.
    pub constant: f64,
    /// The smallest constant that one point alone would ask for.
    pub smallest: f64,
    /// The largest.
    pub largest: f64,
    /// The largest distance of measured over fitted from 1.
    pub largest_residual: f64,
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let book = Config {
            ns: vec![64, 256, 1024],
            ks: vec![1, 2, 4, 8, 16, 32, 64],
            densest: 0.25,
            rate: 0.95,
            places: 12,
            reach: 4.0,
            trials: 200,
            resamples: 400,
            seed: 1,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => {
                Config { ns: vec![32, 128], ks: vec![1, 2, 4, 8], trials: 40, places: 8, resamples: 100, ..book }
            }
        }
    }

    fn check(&self) -> Result<()> {
        crate::figure::settings::count_in_range("ns", &self.ns, 2..=usize::MAX)?;
        rising("ns", &self.ns)?;
        in_range("the number of ns", self.ns.len(), 2..=6)?;
        crate::figure::settings::count_in_range("ks", &self.ks, 1..=usize::MAX)?;
        rising("ks", &self.ks)?;
        for &n in &self.ns {
            in_range("ns", n, 8..=2048)?;
        }
        in_range("densest", self.densest, 0.01..=0.5)?;
        let most = (self.densest * self.ns[0] as f64) as usize;
        ensure!(
            most > 0,
            "`densest` is {}, so that of the {} entries of the shortest signal none may be nonzero",
            self.densest,
            self.ns[0]
        );
        in_range("ks", self.ks[0], 1..=most)?;
        let longest = self.ns[self.ns.len() - 1];
        let denser = self.ks.iter().find(|&&k| k as f64 > self.densest * longest as f64);
        ensure!(
            denser.is_none(),
            "`ks` has {}, more than the part `densest` of the longest signal's {longest} entries",
            denser.copied().unwrap_or_default()
        );
        in_range("rate", self.rate, 0.25..=0.99)?;
        in_range("places", self.places, 4..=100)?;
        in_range("reach", self.reach, 2.0..=10.0)?;
        in_range("trials", self.trials, 10..=10_000)?;
        in_range("resamples", self.resamples, 20..=10_000)
    }
}

impl Experiment for Measurements {
    const ID: &'static str = "sparse_recovery/measurements";
    const TITLE: &'static str = "How many measurements are enough";
    type Config = Config;
    type Outcome = Outcome;

    fn run(config: &Checked<Config>, context: &Context) -> Result<Outcome> {
        let ks = |n: usize| config.ks.iter().copied().filter(move |&k| k as f64 <= config.densest * n as f64);
        let points = config.ns.iter().map(|&n| ks(n).count()).sum();
        let mut progress = context.progress.task("measurements", points);
        let mut all = Tally::default();
        let mut series: Vec<Series> = Vec::new();
        for &n in &config.ns {
            let mut found = Series { n, ..Series::default() };
            for k in ks(n) {
                let (counts, tally) = trials(n, k, config);
                let rates = |count: Option<&Count>| count.map_or(f64::NAN, |count| count.successes / count.trials);
                let (first, last) = (rates(counts.first()), rates(counts.last()));
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
        let points: Vec<(f64, f64, f64)> =
            series.iter().flat_map(|s| s.k.iter().zip(&s.needed).map(|(&k, &m)| (s.n as f64, k, m))).collect();
        let lecture = Fitted::to(Rule::SelfReferring, &points);
        let classical = Fitted::to(Rule::Classical, &points);
        let extreme = |of: fn(f64, f64) -> f64, start| points.iter().map(|(_, k, m)| m / k).fold(start, of);
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
            smallest_ratio: extreme(f64::min, f64::INFINITY),
            largest_ratio: extreme(f64::max, 0.0),
            largest_prediction_error: series
                .iter()
                .flat_map(|s| &s.over_predicted)
                .map(|ratio| (ratio - 1.0).abs())
                .fold(0.0, f64::max),
            compared_k: k as usize,
            growth: last.needed[compared] / first.needed[compared],
            classical_growth: (last.n as f64 / k).ln() / (first.n as f64 / k).ln(),
            solves: all.trials,
            largest_gap: all.largest_gap,
            series,
            lecture,
            classical,
        })
    }

    fn claims(outcome: &Outcome) -> Vec<Claim> {
        const SLIDE: &str = "lecture 7, the slides on sparse recovery";
        const BOOK: &str = "this book";
        vec![
            Claim::at_most(
                "“Measurements ≳ sparsity · log(measurements/sparsity)”, as an equation with one constant, is met by all \
                 points: largest relative distance from it",
                SLIDE,
                outcome.lecture.largest_residual,
                0.1,
            ),
            Claim::near(
                "By the same rule the measurements do not depend on n: for the largest n over those for the smallest, at \
                 the same k",
                SLIDE,
                outcome.growth,
                1.0,
                0.1,
            ),
            Claim::at_most(
                "The classical rule m = c k ln(n/k), with one constant, is met by all points: largest relative distance",
                BOOK,
                outcome.classical.largest_residual,
                0.1,
            ),
            Claim::at_most(
                "The statistical dimension, with the normal limit of its transition and no constant to fit, is met by all \
                 points: largest relative distance",
                BOOK,
                outcome.largest_prediction_error,
                0.1,
            ),
            Claim::at_most(
                "Every answer is certified: the largest duality gap, as a part of the answer's ℓ₁ norm",
                BOOK,
                outcome.largest_gap,
                1e-8,
            ),
        ]
    }

    fn draw(outcome: &Outcome) -> Result<Drawing> {
        drawing::draw(outcome)
    }

    fn tolerance(pointer: &str) -> Tolerance {
        if pointer == "/largest_gap" {
            return Tolerance { relative: 0.0, absolute: 1e-8, because: "what is left is rounding, far below this" };
        }
        Tolerance {
            relative: 1e-6,
            absolute: 1e-9,
            because: "success or failure is certain in every trial, since no error is near the threshold; fits to the \
                      same counts differ by what Newton's method leaves",
        }
    }
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
    let tallies: Vec<Tally> = ms.par_iter().map(|&m| Tally::of(Size { n, k, m }, config.trials, config.seed)).collect();
    let counts = ms.iter().zip(&tallies).map(|(&m, tally)| tally.count(m)).collect();
    (counts, tallies.into_iter().fold(Tally::default(), Tally::and))
}

impl Series {
    /// The point at `k`.
    fn add(&mut self, k: usize, counts: &[Count], config: &Config) {
        let mut rng = stream(config.seed, &format!("measurements, resampled counts, n = {}, k = {k}", self.n));
        let resampled = Logistic::resampled(counts, config.resamples, &mut rng);
        let (low, high) = bootstrap::middle(resampled.iter().map(|curve| curve.place(config.rate)).collect(), 0.95);
        let needed = Logistic::fit(counts).place(config.rate);
        let cone = DescentCone::of_sparsity(k as f64 / self.n as f64);
        let predicted = cone.measurements(self.n, config.rate);
        self.k.push(k as f64);
        self.needed.push(needed);
        self.needed_low.push(low);
        self.needed_high.push(high);
        self.dimension.push(cone.dimension * self.n as f64);
        self.predicted.push(predicted);
        self.over_predicted.push(needed / predicted);
    }

    /// Adds the distances from both rules.
    fn compare(&mut self, lecture: f64, classical: f64) {
        let over = |rule: Rule, constant: f64| {
            let ratio = |(&k, &m): (&f64, &f64)| m / rule.measurements(constant, self.n as f64, k);
            self.k.iter().zip(&self.needed).map(ratio).collect()
        };
        (self.over_lecture, self.over_classical) =
            (over(Rule::SelfReferring, lecture), over(Rule::Classical, classical));
    }
}

impl Fitted {
    /// The rule's constant for the points (n, k, m).
    fn to(rule: Rule, points: &[(f64, f64, f64)]) -> Self {
        let constants: Vec<f64> = points.iter().map(|&(n, k, m)| rule.constant(n, k, m)).collect();
        let constant = rules::fitted(&constants);
        Self {
            constant,
            smallest: constants.iter().copied().fold(f64::INFINITY, f64::min),
            largest: constants.iter().copied().fold(0.0, f64::max),
            largest_residual: largest(
                points.iter().map(|&(n, k, m)| (m / rule.measurements(constant, n, k) - 1.0).abs()),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Config, Measurements};
    use crate::figure::{Checked, Settings as _};
    use crate::{
        figure::{Context, Experiment as _, Verdict},
        ground::scale::Scale,
    };

    /// Second road: the statistical dimension and the width of its transition, against counts.
    #[test]
    fn counts_agree_with_the_statistical_dimension_and_tell_the_rules_apart() {
        let outcome = Measurements::run(&Checked::new(Config::at(Scale::Quick)).unwrap(), &Context::default()).unwrap();
        for claim in Measurements::claims(&outcome) {
            let rule = claim.sentence.contains("rule") || claim.sentence.contains("one constant");
            assert_eq!(claim.verdict == Verdict::Holds, !rule, "{claim:?}");
        }
        // By the classical rule the measurements double; at so small sizes they grow a little less.
        assert!(outcome.growth > 1.3 && outcome.growth < outcome.classical_growth, "{}", outcome.growth);
    }

    #[test]
    fn settings_out_of_range_are_refused_by_name() {
        let refused = |config: Config| Checked::new(config).map(drop).unwrap_err().to_string();
        let book = || Config::at(Scale::Book);
        assert!(refused(Config { ns: vec![64, 32], ..book() }).contains("`ns` must be a list of 2 or more, rising"));
        assert!(refused(Config { ks: vec![17], ..book() }).contains("`ks` is 17, and must be from 1 to 16"));
        assert!(refused(Config { rate: 1.0, ..book() }).contains("`rate`"));
    }
}
