//! The networks of one depth and width, together and one by one.

use anyhow::Result;
use rand::Rng as _;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    Config,
    descent::{Problem, Trial, norm},
};
use crate::{
    chapters::two_curves::interval::Interval, data::streams::stream, figure::Context,
    math::kernel::linear_flow::LinearFlow,
};

/// What was found of the networks of one depth and width.
#[derive(Debug, Serialize, Deserialize)]
pub struct Cell {
    /// Neurons n of a hidden layer.
    pub width: usize,
    /// The largest distance over the checkpoints of the error from the flow of the kernel at the start, in units of ‖ζ₀‖.
    pub empirical: Interval,
    /// The same from the flow of the analytic kernel.
    pub analytic: Interval,
    /// The largest change of Θ over the checkpoints, in units of ‖Θ₀‖, in the norm of Frobenius.
    pub drift: Interval,
    /// ‖ζ‖/‖ζ₀‖ at the end.
    pub left: Interval,
    /// What steps of half the size change in the error of the first network, in the units of `empirical`.
    pub halving: f64,
    /// That network's own distance from the flow of its kernel.
    pub halved_empirical: f64,
    /// The norm of the last layer's part of the kernel in its limit, as a part of that of K/L.
    pub last_layer: f64,
}

/// One network, mode by mode.
#[derive(Debug, Serialize, Deserialize)]
pub struct Shown {
    /// Hidden layers L.
    pub depth: usize,
    /// Neurons n of a hidden layer.
    pub width: usize,
    /// The modes with the largest parts of the error at the start, the largest first.
    pub modes: Vec<Mode>,
}

/// A mode of the kernel at the start, and the error along it at each checkpoint, in units of ‖ζ₀‖, from a positive start.
#[derive(Debug, Serialize, Deserialize)]
pub struct Mode {
    /// Its rate λ, in units of nL/2.
    pub rate: f64,
    /// Its place among the rates, from 1.
    pub place: usize,
    /// The network's.
    pub measured: Vec<f64>,
    /// By the flow of the kernel at the start.
    pub empirical: Vec<f64>,
    /// By the flow of the analytic kernel.
    pub analytic: Vec<f64>,
}

/// Numbers that the networks trained at a time may have together.
const AT_A_TIME: usize = 30_000_000;

/// The networks of one depth and width, trained, in the order of their seeds; the first twice, in half steps too.
pub(super) fn measure(problem: &Problem, config: &Config, context: &Context) -> Result<Vec<Trial>> {
    let device = context.device;
    let seeds = seeds(problem, config.seed, config.networks);
    let mut trials = Vec::new();
    for some in seeds.chunks((AT_A_TIME / (problem.depth * problem.width * problem.width)).max(1)) {
        let found: Result<Vec<Trial>> = some.par_iter().map(|&seed| problem.trial(seed, device)).collect();
        trials.extend(found?);
    }
    trials[0].halving = Some(problem.halving(seeds[0], &trials[0], device)?);
    Ok(trials)
}

/// The seeds of `count` networks.
fn seeds(problem: &Problem, seed: u64, count: usize) -> Vec<u64> {
    let purpose = format!("error_dynamics networks, L = {}, n = {}", problem.depth, problem.width);
    let mut rng = stream(seed, &purpose);
    (0..count).map(|_| rng.r#gen()).collect()
}

impl Cell {
    pub(super) fn of(problem: &Problem, trials: &[Trial], seed: u64) -> Self {
        let purpose = format!("error_dynamics intervals, L = {}, n = {}", problem.depth, problem.width);
        let mut rng = stream(seed, &purpose);
        let mut interval = |of: fn(&Trial) -> f64| Interval::of(&trials.iter().map(of).collect::<Vec<_>>(), &mut rng);
        Self {
            width: problem.width,
            empirical: interval(|trial| trial.empirical),
            analytic: interval(|trial| trial.analytic),
            drift: interval(|trial| trial.drift),
            left: interval(|trial| trial.left),
            halving: trials[0].halving.unwrap_or_default(),
            halved_empirical: trials[0].empirical,
            last_layer: problem.last_layer.norm_l2() / problem.hidden_norm,
        }
    }
}

impl Shown {
    /// `trial`, along the `count` modes in which most of its error lies.
    pub(super) fn of(problem: &Problem, trial: &Trial, count: usize) -> Self {
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
