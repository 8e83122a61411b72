//! Networks trained at every depth and width, and the powers with which they near the flows.

mod cell;
mod descent;

use anyhow::Result;

use self::{
    cell::measure,
    descent::{Problem, Trial},
};
use super::{Cell, Config, Depth, Outcome, Shown};
use crate::{
    chapters::two_curves::network_size::NetworkSize,
    data::streams::stream,
    figure::Context,
    math::{
        statistics::{LEVEL, bootstrap::RESAMPLES, power_law::fitted_power},
        vectors::mean,
    },
};

/// Trains all networks and holds them against the flows.
pub(super) fn run(config: &Config, context: &Context) -> Result<Outcome> {
    let times = config.times();
    let mut task = context.progress.task("training", config.depths.len() * config.widths.len());
    let mut depths = Vec::new();
    let mut shown = Vec::new();
    for (at_depth, &depth) in config.depths.iter().enumerate() {
        let mut cells = Vec::new();
        let [mut empirical, mut analytic, mut drift] = [const { Vec::new() }; 3];
        for (at_width, &width) in config.widths.iter().enumerate() {
            let problem = Problem::new(NetworkSize { depth, width }, &times, config);
            let trials = measure(&problem, config, context)?;
            let all = |of: fn(&Trial) -> f64| trials.iter().map(of).collect::<Vec<_>>();
            empirical.push(all(|trial| trial.empirical));
            analytic.push(all(|trial| trial.analytic));
            drift.push(all(|trial| trial.drift));
            let ends = [0, config.widths.len() - 1];
            if at_depth == 0 && ends.contains(&at_width) {
                shown.push(Shown::from_trial(&problem, &trials[0], config.modes));
            }
            cells.push(Cell::from_trials(&problem, &trials, config.seed));
            task.step();
        }
        let widths: Vec<f64> = config.widths.iter().map(|&width| width as f64).collect();
        let mut rng = stream(config.seed, &format!("error_dynamics powers, L = {depth}"));
        let mut power = |groups: &[Vec<f64>]| fitted_power(&widths, groups, mean, LEVEL, RESAMPLES, &mut rng);
        depths.push(Depth {
            depth,
            cells,
            empirical_power: power(&empirical),
            analytic_power: power(&analytic),
            drift_power: power(&drift),
        });
    }
    let [narrow, wide] = <[Shown; 2]>::try_from(shown).expect("the first and the last of two widths or more");
    Ok(Outcome { samples: config.samples, times, depths, shown: [narrow, wide] })
}
