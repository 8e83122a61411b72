//! Networks of every kind on every curve, on twos, and where the optimum is known.

mod exact;
mod found;
mod problem;
mod twos;

use anyhow::Result;

use super::{Config, Outcome};
use crate::math::statistics::{LEVEL, bootstrap};
use crate::nn::History;
use crate::{data::streams::stream, figure::Context, ground::estimate::Estimate};
use problem::Problem;

/// Trains and measures all networks.
pub(super) fn run(config: &Config, context: &Context) -> Result<Outcome> {
    // Read first, so that a file that is missing costs no training.
    let digits = twos::Problem::read(config, context)?;
    let mut progress = context.progress.task("autoencoders", config.turns.len() + 3);
    let mut curves = Vec::new();
    for &turns in &config.turns {
        curves.push(Problem::new(config, turns, 2).curve(context.device)?);
        progress.step();
    }
    let embedded = Problem::new(config, config.turns[config.shown], config.ambient).curve(context.device)?;
    progress.step();
    let exact = exact::exact(config, &curves[config.shown], context.device)?;
    progress.step();
    let twos = digits.taught(context.device)?;
    progress.step();
    Ok(Outcome { shown: config.shown, curves, embedded, moved: config.moved.clone(), exact, twos, seeds: config.seeds })
}

/// The mean over networks with its interval.
fn estimate(values: &[f64], seed: u64) -> Estimate {
    bootstrap::mean_estimate(values, LEVEL, bootstrap::RESAMPLES, &mut stream(seed, "autoencoders bootstrap"))
}

/// How much the loss fell from the last but one twentieth to the last, over its whole fall; 0 if it did not fall or diverged.
fn still_falling(history: &History) -> f64 {
    let losses: Vec<f64> = history.losses.iter().map(|&loss| f64::from(loss)).collect();
    let part = losses.len() / 20;
    if part == 0 {
        return 0.0;
    }
    let mean = |from: usize| losses[from..from + part].iter().sum::<f64>() / part as f64;
    let (first, before, last) = (mean(0), mean(losses.len() - 2 * part), mean(losses.len() - part));
    if first > last { (before - last) / (first - last) } else { 0.0 }
}

/// The squared distance of two points, or of all points of two lists as long.
fn squares(a: &[f32], b: &[f32]) -> f64 {
    a.iter().zip(b).map(|(a, b)| f64::from(a - b).powi(2)).sum()
}
