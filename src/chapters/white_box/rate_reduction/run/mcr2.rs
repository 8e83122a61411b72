//! Ascents of regularised rate reduction, and what they end at.

use faer::Mat;
use rand::Rng as _;
use rand_distr::StandardNormal;
use rayon::prelude::*;

use super::super::{Beyond, ClassFound, Config, End, Problem};
use crate::{
    data::streams::stream,
    math::{
        rates::mcr2::{Ascended, Ascent, Direction, Mcr2},
        statistics::{LEVEL, proportion},
        vectors::{largest, smallest},
    },
};

/// A singular value smaller than this part of the closed form's is a direction that the class has lost.
const LOST: f64 = 1e-3;
/// An end is global if its objective is the best to this.
const SAME: f64 = 1e-9;
/// Places of the curve of gains over λ, and the first of them as a part of the largest.
const GAINS: (usize, f64) = (31, 0.4);

/// Ascends one of the problems from all starts.
pub(super) fn problem(config: &Config, number: usize) -> Problem {
    let settings = &config.mcr2;
    let setting = &settings.problems[number];
    let problem = setting.problem();
    let closed = Closed::of(&problem);
    let tasks: Vec<(f64, usize)> = settings
        .deviations
        .iter()
        .flat_map(|&deviation| (0..settings.starts).map(move |start| (deviation, start)))
        .collect();
    let ascended: Vec<(f64, Ascended)> = tasks
        .into_par_iter()
        .map(|(deviation, start)| {
            let purpose = format!("start {number} {deviation} {start}");
            (deviation, ascended(config, &problem, deviation * closed.entry, &purpose))
        })
        .collect();
    let judged: Vec<Judged> = ascended.iter().map(|(_, ascended)| closed.judged(&problem, ascended)).collect();
    let of = |of: fn(&Judged) -> f64| largest(judged.iter().map(of));
    let ends: Vec<End> = ascended
        .iter()
        .zip(&judged)
        .map(|((deviation, ascended), judged)| End {
            deviation: *deviation,
            objective: ascended.objective,
            ranks: judged.nonzero.iter().map(Vec::len).collect(),
            converged: ascended.converged,
            global: ascended.objective >= closed.best - SAME,
        })
        .collect();
    let global_shares = ends
        .chunks_exact(settings.starts)
        .map(|ends| proportion::estimate(ends.iter().filter(|end| end.global).count(), settings.starts, LEVEL));
    let last = setting.sizes.len() - 1;
    let largest_lambda = problem.largest_lambda(last);
    let lambda_parts: Vec<f64> =
        (0..GAINS.0).map(|i| GAINS.1 + (1.0 - GAINS.1) * i as f64 / (GAINS.0 - 1) as f64).collect();
    let gain = |part: &f64| {
        // At the bound itself the closed form is the root of a difference that may round below 0.
        let lambda = (part * largest_lambda).min(largest_lambda * (1.0 - 1e-12));
        Mcr2 { lambda, ..problem.clone() }.direction(last).expect("at most the largest λ").gain
    };
    Problem {
        dimension: setting.dimension,
        epsilon_squared: setting.epsilon_squared,
        lambda: setting.lambda,
        largest_lambda,
        gainless_part: problem.gainless_lambda(last) / largest_lambda,
        filling_part: problem.gainless_lambda(filling(setting.dimension, &setting.sizes)) / largest_lambda,
        classes: closed.classes(&setting.sizes, &judged),
        best: closed.best,
        best_ranks: closed.ranks.clone(),
        global_shares: global_shares.collect(),
        ends,
        deviations: settings.deviations.clone(),
        singular_values_off: of(|judged| judged.singular_values_off),
        cross_products: of(|judged| judged.cross_product),
        value_off: of(|judged| judged.value_off),
        gains: lambda_parts.iter().map(gain).collect(),
        lambda_parts,
    }
}

/// The class that has the last of min(N, d) dimensions if smaller classes, which come first, are filled first.
fn filling(dimension: usize, sizes: &[usize]) -> usize {
    let mut room = dimension.min(sizes.iter().sum());
    let full = |size: &usize| {
        room = room.saturating_sub(*size);
        room == 0
    };
    sizes.iter().position(full).unwrap_or(sizes.len() - 1)
}

/// Ascends the first problem with other λ, from starts as large as the closed form of its own λ.
pub(super) fn beyond(config: &Config) -> Beyond {
    let settings = &config.mcr2;
    let problem = settings.problems[0].problem();
    let closed = Closed::of(&problem);
    let largest_lambda = problem.largest_lambda(problem.classes.members.len() - 1);
    let of_part = |part: &f64| -> Vec<(Ascended, usize, f64)> {
        let problem = Mcr2 { lambda: part * largest_lambda, ..problem.clone() };
        let end = |start: usize| {
            let end = ascended(config, &problem, closed.entry, &format!("start beyond {start}"));
            let ranks: Vec<usize> = closed.nonzero(&problem, &end.tokens).iter().map(Vec::len).collect();
            // A class without a hill has nothing to add.
            let gains = ranks.iter().enumerate().map(|(k, &rank)| (rank as f64, problem.direction(k)));
            let value: f64 = gains.map(|(rank, found)| found.map_or(0.0, |found| rank * found.gain)).sum();
            let off = (end.objective - value).abs();
            (end, ranks.iter().sum(), off)
        };
        (0..settings.starts).into_par_iter().map(end).collect()
    };
    let ends: Vec<Vec<(Ascended, usize, f64)>> = settings.lambda_parts.iter().map(of_part).collect();
    Beyond {
        lambda_parts: settings.lambda_parts.clone(),
        objectives: ends.iter().map(|ends| ends.iter().map(|end| end.0.objective).collect()).collect(),
        ranks: ends.iter().map(|ends| ends.iter().map(|end| end.1).collect()).collect(),
        converged: ends.iter().flatten().all(|end| end.0.converged),
        value_off: largest(ends.iter().flatten().map(|end| end.2)),
    }
}

/// An ascent from entries drawn from N(0, `deviation`²).
fn ascended(config: &Config, problem: &Mcr2, deviation: f64, purpose: &str) -> Ascended {
    let mut rng = stream(config.seed, purpose);
    let start = Mat::from_fn(problem.dimension, problem.classes.total(), |_, _| {
        deviation * rng.sample::<f64, _>(StandardNormal)
    });
    let how = Ascent { gradient_norm: config.mcr2.gradient_norm, most_steps: config.mcr2.most_steps };
    problem.ascent(start, &how)
}

/// The closed form of a problem.
struct Closed {
    directions: Vec<Direction>,
    best: f64,
    ranks: Vec<usize>,
    /// Root mean square entry of the best; of one direction a class where the best is 0.
    entry: f64,
}

/// An end against the closed form.
struct Judged {
    /// Nonzero singular values of each class.
    nonzero: Vec<Vec<f64>>,
    singular_values_off: f64,
    cross_product: f64,
    value_off: f64,
}

impl Closed {
    fn of(problem: &Mcr2) -> Self {
        let count = problem.classes.members.len();
        let directions: Vec<Direction> =
            (0..count).map(|k| problem.direction(k).expect("λ is at most the theorem's largest")).collect();
        let (best, ranks) = problem.best();
        let square = |ranks: &[usize]| -> f64 {
            directions.iter().zip(ranks).map(|(found, &rank)| rank as f64 * found.singular_value.powi(2)).sum()
        };
        let energy = if best > 0.0 { square(&ranks) } else { square(&vec![1; count]) };
        let entry = (energy / (problem.dimension * problem.classes.total()) as f64).sqrt();
        Self { directions, best, ranks, entry }
    }

    fn nonzero(&self, problem: &Mcr2, tokens: &Mat<f64>) -> Vec<Vec<f64>> {
        let parts = problem.classes.parts(tokens.as_ref()).zip(&self.directions);
        let kept = |(part, found): (Mat<f64>, &Direction)| -> Vec<f64> {
            let all = part.singular_values().expect("finite numbers converge");
            all.into_iter().filter(|sigma| *sigma > LOST * found.singular_value).collect()
        };
        parts.map(kept).collect()
    }

    fn judged(&self, problem: &Mcr2, end: &Ascended) -> Judged {
        let nonzero = self.nonzero(problem, &end.tokens);
        let off = nonzero
            .iter()
            .zip(&self.directions)
            .flat_map(|(sigmas, found)| sigmas.iter().map(move |sigma| (sigma - found.singular_value).abs()));
        let value: f64 =
            nonzero.iter().zip(&self.directions).map(|(sigmas, found)| sigmas.len() as f64 * found.gain).sum();
        let parts: Vec<Mat<f64>> = problem.classes.parts(end.tokens.as_ref()).collect();
        let cross = (0..parts.len())
            .flat_map(|k| (0..k).map(move |l| (k, l)))
            .map(|(k, l)| (parts[k].transpose() * &parts[l]).norm_max());
        Judged {
            singular_values_off: largest(off).max(0.0),
            cross_product: largest(cross),
            value_off: (end.objective - value).abs(),
            nonzero,
        }
    }

    fn classes(&self, sizes: &[usize], judged: &[Judged]) -> Vec<ClassFound> {
        let class = |(k, (&size, direction)): (usize, (&usize, &Direction))| {
            let all = || judged.iter().flat_map(|judged| &judged.nonzero[k]).copied();
            let found = if all().next().is_some() { vec![smallest(all()), largest(all())] } else { Vec::new() };
            ClassFound { size, singular_value: direction.singular_value, gain: direction.gain, found }
        };
        sizes.iter().zip(&self.directions).enumerate().map(class).collect()
    }
}
