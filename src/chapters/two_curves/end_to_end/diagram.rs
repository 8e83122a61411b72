//! A phase diagram: how often training labels both curves perfectly, over depth and something else.

use std::sync::Mutex;

use anyhow::Result;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    Config,
    problem::{Data, Labelled, Place, Start, Trial, curves, train, train_limit},
};
use crate::{
    ground::{device::DeviceKind, progress::Task},
    math::statistics::proportion,
};

/// Success over depth (rows) and something else (columns).
#[derive(Debug, Serialize, Deserialize)]
pub struct Diagram {
    /// Hidden layers L, one a row.
    pub depths: Vec<usize>,
    /// What varies, one a column.
    pub columns: Vec<f64>,
    /// Trained networks, `[depths, columns]`.
    pub networks: Vec<Vec<Cell>>,
    /// The limit of width, `[depths, columns]`; one column where the width is what varies.
    pub limit: Vec<Vec<Cell>>,
}

/// The trials of one cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// How many.
    pub trials: usize,
    /// How many of them labelled every test point rightly.
    pub perfect: usize,
    /// Their share.
    pub success: f64,
    /// The lower end of its interval of 95 %.
    pub success_low: f64,
    /// The upper end.
    pub success_high: f64,
    /// How many fitted their samples to the goal.
    pub fitted: usize,
    /// How many fitted their samples and had a wrong label all the same.
    pub fitted_wrong: usize,
    /// How many ended with a loss that is no finite number.
    pub diverged: usize,
    /// The share of test points with a wrong label, the mean over the trials.
    pub wrong: f64,
    /// Steps taken, the mean over the trials.
    pub steps: f64,
}

impl Cell {
    fn of(trials: &[Trial]) -> Self {
        let count = |of: fn(&Trial) -> bool| trials.iter().filter(|trial| of(trial)).count();
        let mean = |of: fn(&Trial) -> f64| trials.iter().map(of).sum::<f64>() / trials.len() as f64;
        let perfect = count(|trial| trial.wrong <= 0.0);
        let (success_low, success_high) = proportion::interval(perfect, trials.len(), 0.95);
        Self {
            trials: trials.len(),
            perfect,
            success: perfect as f64 / trials.len() as f64,
            success_low,
            success_high,
            fitted: count(|trial| trial.fitted),
            fitted_wrong: count(|trial| trial.fitted && trial.wrong > 0.0),
            diverged: count(|trial| trial.diverged),
            wrong: mean(|trial| trial.wrong),
            steps: mean(|trial| trial.steps as f64),
        }
    }
}

/// The trials of several cells together.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Tally {
    /// How many.
    pub trials: usize,
    /// How many labelled every test point rightly.
    pub perfect: usize,
    /// How many fitted their samples and had a wrong label all the same.
    pub fitted_wrong: usize,
    /// How many did not fit their samples.
    pub unfitted: usize,
    /// How many of these ended with a loss that is no finite number.
    pub diverged: usize,
}

impl Tally {
    pub(super) fn of(cells: &[Cell]) -> Self {
        let sum = |of: fn(&Cell) -> usize| cells.iter().map(of).sum();
        Self {
            trials: sum(|cell| cell.trials),
            perfect: sum(|cell| cell.perfect),
            fitted_wrong: sum(|cell| cell.fitted_wrong),
            unfitted: sum(|cell| cell.trials - cell.fitted),
            diverged: sum(|cell| cell.diverged),
        }
    }
}

impl Diagram {
    /// Trains `config.trials` networks in every cell of these columns and of every depth. The limit is computed for the
    /// first `limits` columns.
    pub(super) fn compute(
        columns: Vec<f64>,
        places: &[Place],
        limits: usize,
        config: &Config,
        (device, task): (DeviceKind, &Mutex<Task>),
    ) -> Result<Self> {
        let test = |place: &Place| Labelled::dense(&curves(config, place.separation_rad), config.test_points);
        let tests: Vec<Labelled> = places.iter().map(test).collect();
        let rows = config.depths.iter().map(|&depth| {
            let trial = |job: usize| -> Result<(Trial, Option<Trial>)> {
                let (column, trial) = (job / config.trials, job % config.trials);
                let place = places[column];
                let curves = curves(config, place.separation_rad);
                let samples = Labelled::samples(&curves, place.samples, trial, config.seed);
                let data = Data { samples: &samples, test: &tests[column] };
                let (_, network) = train(Start { place, depth, trial }, data, config, device)?;
                let limit = (column < limits).then(|| train_limit(depth, data, config));
                task.lock().expect("a task that no thread left broken").step();
                Ok((network, limit))
            };
            let jobs = 0..places.len() * config.trials;
            let trials = jobs.into_par_iter().map(trial).collect::<Result<Vec<_>>>()?;
            let networks: Vec<Trial> = trials.iter().map(|(network, _)| *network).collect();
            let limit: Vec<Trial> = trials.iter().filter_map(|(_, limit)| *limit).collect();
            let cells = |trials: &[Trial]| trials.chunks(config.trials).map(Cell::of).collect::<Vec<_>>();
            Ok((cells(&networks), cells(&limit)))
        });
        let (networks, limit) = rows.collect::<Result<Vec<_>>>()?.into_iter().unzip();
        Ok(Self { depths: config.depths.clone(), columns, networks, limit })
    }
}
