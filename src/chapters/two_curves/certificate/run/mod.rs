//! Computes certificates by the closed form and on grids.

mod circles;
mod decay;
mod pair;
mod start;

use rayon::prelude::*;

use super::{Circles, Config, Growth, Outcome, Pair, Reference, Start};
use crate::figure::Context;

/// Computes everything that the figure shows.
pub(super) fn run(config: &Config, context: &Context) -> Outcome {
    let pairs = config.pairs();
    let mut task = context.progress.task("circles, then all pairs", 2);
    let separations = config.other_separations.iter().chain([&config.separation]);
    let circles = separations.map(|&separation| Circles::at_separation(separation, config)).collect();
    let start = Start::by_depth(&pairs[0].1, config);
    task.step();
    let pairs: Vec<Pair> = pairs.par_iter().map(|(name, pair)| Pair::certified(name, pair, config)).collect();
    task.step();
    Outcome {
        depths: config.depths.clone(),
        residual: config.residual,
        budget: config.budget,
        circles,
        growth: Growth::at_separation(config.separation),
        references: Reference::all(),
        pairs,
        start,
    }
}
