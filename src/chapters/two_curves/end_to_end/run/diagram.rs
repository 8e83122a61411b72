//! A phase diagram: how often training labels both curves perfectly, over depth and something else.

use std::sync::Mutex;

use anyhow::Result;
use rayon::prelude::*;

use super::problem::{Data, Labelled, Trainee, Trial, curves, train, train_limit};
use crate::{
    chapters::two_curves::end_to_end::{Cell, Config, Diagram, config::Place},
    ground::{device::DeviceKind, progress::Task},
    math::{
        statistics::{LEVEL, proportion},
        vectors,
    },
};

/// The columns of a diagram.
pub(super) struct Columns<'a> {
    /// What varies, one per column.
    pub values: Vec<f64>,
    /// All that a column's networks have in common.
    pub places: &'a [Place],
    /// For how many columns, from the first, the infinite-width limit is computed.
    pub limits: usize,
}

impl Cell {
    fn from_trials(trials: &[Trial]) -> Self {
        let count = |of: fn(&Trial) -> bool| trials.iter().filter(|trial| of(trial)).count();
        let mean = |of: fn(&Trial) -> f64| vectors::mean(&trials.iter().map(of).collect::<Vec<_>>());
        let perfect = count(|trial| trial.wrong <= 0.0);
        Self {
            trials: trials.len(),
            perfect,
            success: proportion::estimate(perfect, trials.len(), LEVEL),
            fitted: count(|trial| trial.fitted),
            fitted_wrong: count(|trial| trial.fitted && trial.wrong > 0.0),
            diverged: count(|trial| trial.diverged),
            wrong: mean(|trial| trial.wrong),
            steps: mean(|trial| trial.steps as f64),
        }
    }
}

impl Diagram {
    /// Trains `config.trials` networks in every cell of these columns and of every depth; `task` hears of each.
    pub(super) fn compute(
        columns: Columns<'_>,
        config: &Config,
        device: DeviceKind,
        task: &Mutex<Task>,
    ) -> Result<Self> {
        let Columns { values, places, limits } = columns;
        let test = |place: &Place| Labelled::dense(&curves(config, place.separation_rad), config.test_points);
        let tests: Vec<Labelled> = places.iter().map(test).collect();
        let rows = config.depths.iter().map(|&depth| {
            let trial = |job: usize| -> Result<(Trial, Option<Trial>)> {
                let (column, trial) = (job / config.trials, job % config.trials);
                let place = places[column];
                let curves = curves(config, place.separation_rad);
                let samples = Labelled::samples(&curves, place.samples, trial, config.seed);
                let data = Data { samples: &samples, test: &tests[column] };
                let (_, network) = train(Trainee { place, depth, trial }, data, config, device)?;
                let limit = (column < limits).then(|| train_limit(depth, data, config));
                task.lock().expect("a task that no thread left broken").step();
                Ok((network, limit))
            };
            let jobs = 0..places.len() * config.trials;
            let trials = jobs.into_par_iter().map(trial).collect::<Result<Vec<_>>>()?;
            let networks: Vec<Trial> = trials.iter().map(|(network, _)| *network).collect();
            let limit: Vec<Trial> = trials.iter().filter_map(|(_, limit)| *limit).collect();
            let cells = |trials: &[Trial]| trials.chunks(config.trials).map(Cell::from_trials).collect::<Vec<_>>();
            Ok((cells(&networks), cells(&limit)))
        });
        let (networks, limit) = rows.collect::<Result<Vec<_>>>()?.into_iter().unzip();
        Ok(Self { depths: config.depths.clone(), columns: values, networks, limit })
    }
}
