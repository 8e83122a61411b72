//! Samples of the roll glued in two ways; caps of the sphere; new points; and the tangent planes that all is made of.

mod caps;
mod gluing;
mod new_points;
mod tangents;

use anyhow::Result;
use rayon::prelude::*;

use super::{Config, Outcome};
use crate::{figure::Context, ground::estimate::Estimate, math::statistics::median::over_repetitions};

/// Runs all parts.
pub(super) fn run(config: &Config, context: &Context) -> Result<Outcome> {
    let mut task = context.progress.task("gluing charts", 2 * config.samples.len() + 5);
    // First what can fail after long work: a tangent error that no number of points reaches.
    let spheres = tangents::spheres(config)?;
    task.step();
    let (shapes, frames) = gluing::shapes(config, &mut task)?;
    let sweep = gluing::sweep(config)?;
    task.step();
    let new_points = new_points::measure(config)?;
    task.step();
    let sphere = caps::measure(config)?;
    task.step();
    let local = tangents::shapes(config);
    task.step();
    Ok(Outcome {
        samples: config.samples.clone(),
        neighbours: config.samples.iter().map(|&n| config.neighbours_at(n)).collect(),
        chart: [config.roll.length(), config.roll.height],
        shapes,
        frames,
        sweep,
        new_points,
        sphere,
        local,
        spheres,
    })
}

/// What `of` gives for each trial, in order.
fn trials<T: Send>(config: &Config, of: impl Fn(usize) -> Result<T> + Send + Sync) -> Result<Vec<T>> {
    (0..config.trials).into_par_iter().map(of).collect()
}

/// A number of every trial, as an estimate.
fn estimate<T>(trials: &[T], of: impl Fn(&T) -> f64) -> Estimate {
    over_repetitions(&trials.iter().map(of).collect::<Vec<_>>())
}
