//! Rates of tokens, and ends of ascents.

mod mcr2;
mod plane;

use faer::Mat;
use rand::Rng as _;
use rand_distr::StandardNormal;
use rayon::prelude::*;

use super::{Config, Outcome, UnitRates, config};
use crate::{
    data::streams::stream,
    figure::Context,
    math::{
        rates::{
            coding_rate::coding_rate,
            unit_tokens::{ceiling, floor, random, unit_tokens},
        },
        statistics::{LEVEL, student::mean_estimate},
    },
};

/// Draws tokens, and ascends.
pub(super) fn run(config: &Config, context: &Context) -> Outcome {
    let mut progress = context.progress.task("rate reduction", config.mcr2.problems.len() + 3);
    let draws: Vec<plane::Drawn> =
        (0..config.plane.draws).into_par_iter().map(|draw| plane::Drawn::new(config, draw)).collect();
    let first = &draws[0];
    progress.step();
    let unit = unit(&config.unit, config.seed);
    progress.step();
    let problems = (0..config.mcr2.problems.len()).map(|number| {
        let problem = mcr2::problem(config, number);
        progress.step();
        problem
    });
    let problems = problems.collect();
    let beyond = mcr2::beyond(config);
    progress.step();
    Outcome {
        pictures: first.pictures(config.plane.epsilon_squared),
        epsilon_squared: config.plane.epsilon_squared,
        rise: plane::rise(&draws, config.plane.epsilon_squared),
        turn_changes: plane::turn_changes(&draws, config.plane.epsilon_squared),
        forms_differ: plane::forms_differ(&draws, config.plane.epsilon_squared),
        scaled: first.scaled(&config.plane),
        balls: first.balls(&config.plane),
        unit,
        problems,
        beyond,
    }
}

fn unit(settings: &config::Unit, seed: u64) -> UnitRates {
    let &config::Unit { width, epsilon_squared, draws, .. } = settings;
    let mean = |&count: &usize| {
        let rate = |draw: usize| {
            let mut rng = stream(seed, &format!("directions {count} {draw}"));
            let tokens = Mat::from_fn(width, count, |_, _| rng.sample::<f64, _>(StandardNormal));
            coding_rate(unit_tokens(tokens.as_ref()).as_ref(), epsilon_squared)
        };
        mean_estimate(&(0..draws).into_par_iter().map(rate).collect::<Vec<_>>(), LEVEL)
    };
    let over_counts = |of: fn(usize, usize, f64) -> f64| -> Vec<f64> {
        settings.counts.iter().map(|&count| of(width, count, epsilon_squared)).collect()
    };
    UnitRates {
        width,
        epsilon_squared,
        counts: settings.counts.clone(),
        floor: floor(width, epsilon_squared),
        ceilings: over_counts(ceiling),
        limits: over_counts(random),
        drawn: settings.counts.iter().map(mean).collect(),
    }
}
