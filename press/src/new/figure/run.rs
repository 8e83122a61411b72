//! What is computed. As a stand-in: the mean of standard normal draws, which tends to 0.

use rand::Rng as _;
use rand_distr::StandardNormal;

use super::{Config, Outcome};
use crate::{data::streams::stream, figure::Context};

/// Takes the draws, and their mean after each.
pub(super) fn run(config: &Config, context: &Context) -> Outcome {
    let mut task = context.progress.task("draws", config.draws);
    let mut sum = 0.0;
    let mut means = Vec::new();
    for draw in draws(config) {
        sum += draw;
        means.push(sum / (means.len() + 1) as f64);
        task.step();
    }
    Outcome { means, standard_errors: sum.abs() / (config.draws as f64).sqrt() }
}

/// The draws, all of one stream.
pub(super) fn draws(config: &Config) -> Vec<f64> {
    stream(config.seed, "draws").sample_iter(StandardNormal).take(config.draws).collect()
}
