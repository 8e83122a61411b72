//! The networks of one depth and width, together and one by one.

use anyhow::Result;
use rand::Rng as _;
use rayon::prelude::*;

use super::descent::{Problem, Trial};
use crate::{
    chapters::two_curves::error_dynamics::{Cell, Config, Mode, Shown},
    data::streams::stream,
    figure::Context,
    math::{
        kernel::linear_flow::LinearFlow,
        statistics::{
            LEVEL,
            bootstrap::{RESAMPLES, mean_estimate},
        },
        vectors::norm,
    },
};

/// Numbers that the networks trained at a time may have together.
const AT_A_TIME: usize = 30_000_000;

/// The networks of one depth and width, trained, in the order of their seeds; the first twice, in half steps too.
pub(super) fn measure(problem: &Problem, config: &Config, context: &Context) -> Result<Vec<Trial>> {
    let &Problem { depth, width, .. } = problem;
    let device = context.device;
    let seeds = seeds(problem, config.seed, config.networks);
    let mut trials = Vec::new();
    for some in seeds.chunks((AT_A_TIME / (depth * width * width)).max(1)) {
        let found: Result<Vec<Trial>> = some.par_iter().map(|&seed| problem.trial(seed, device)).collect();
        trials.extend(found?);
    }
    trials[0].halving = Some(problem.halving(seeds[0], &trials[0], device)?);
    Ok(trials)
}

/// The seeds of `count` networks.
fn seeds(problem: &Problem, seed: u64, count: usize) -> Vec<u64> {
    let &Problem { depth, width, .. } = problem;
    let mut rng = stream(seed, &format!("error_dynamics networks, L = {depth}, n = {width}"));
    (0..count).map(|_| rng.r#gen()).collect()
}

impl Cell {
    /// `trials`: of all networks, the first of which was trained in half steps too.
    pub(super) fn from_trials(problem: &Problem, trials: &[Trial], seed: u64) -> Self {
        let &Problem { depth, width, .. } = problem;
        let mut rng = stream(seed, &format!("error_dynamics intervals, L = {depth}, n = {width}"));
        let mut estimate = |of: fn(&Trial) -> f64| {
            mean_estimate(&trials.iter().map(of).collect::<Vec<_>>(), LEVEL, RESAMPLES, &mut rng)
        };
        Self {
            width,
            empirical: estimate(|trial| trial.empirical),
            analytic: estimate(|trial| trial.analytic),
            drift: estimate(|trial| trial.drift),
            left: estimate(|trial| trial.left),
            halving: trials[0].halving.unwrap_or_default(),
            halved_empirical: trials[0].empirical,
            last_layer: problem.last_layer.norm_l2() / problem.hidden_norm,
        }
    }
}

impl Shown {
    /// `trial`, along the `count` modes in which most of its error lies.
    pub(super) fn from_trial(problem: &Problem, trial: &Trial, count: usize) -> Self {
        let start = trial.flow.coordinates(&trial.errors[0]);
        let mut order: Vec<usize> = (0..start.len()).collect();
        order.sort_by(|&a, &b| start[b].abs().total_cmp(&start[a].abs()));
        let along = |mode: usize, errors: &[Vec<f64>]| -> Vec<f64> {
            let unit = norm(&trial.errors[0]) * if start[mode] < 0.0 { -1.0 } else { 1.0 };
            errors.iter().map(|error| trial.flow.coordinates(error)[mode] / unit).collect()
        };
        let flowing = |flow: &LinearFlow| -> Vec<Vec<f64>> {
            problem.times.iter().map(|&t| flow.after(&trial.errors[0], t)).collect()
        };
        let (empirical, analytic) = (flowing(&trial.flow), flowing(&problem.analytic));
        let modes = order.into_iter().take(count).map(|mode| Mode {
            rate: trial.flow.rates[mode],
            place: mode + 1,
            measured: along(mode, &trial.errors),
            empirical: along(mode, &empirical),
            analytic: along(mode, &analytic),
        });
        Self { depth: problem.depth, width: problem.width, modes: modes.collect() }
    }
}
