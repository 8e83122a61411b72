//! Computes certificates by the closed form and on grids.

mod circles;
mod decay;
mod pair;
mod start;
mod walked;

use rayon::prelude::*;

use super::{Circles, Config, Growth, Outcome, Pair, Reference, Start, Walked};
use crate::figure::Context;

/// Computes everything that the figure shows.
pub(super) fn run(config: &Config, context: &Context) -> Outcome {
    let curves = config.pairs();
    let mut task = context.progress.task("circles, all pairs, the slider", 3);
    let separations = config.other_separations.iter().chain([&config.separation]);
    let circles: Vec<Circles> = separations.map(|&separation| Circles::at_separation(separation, config)).collect();
    let start = Start::by_depth(&curves[0].1, config);
    task.step();
    let pairs: Vec<Pair> = curves.par_iter().map(|(name, pair)| Pair::certified(name, pair, config)).collect();
    task.step();
    let walk = Walked::through_depths(&curves[1].1, &pairs[1], config);
    task.step();
    let norms = &circles[circles.len() - 1].norm;
    Outcome {
        inverse_depth_norm: config
            .depths
            .iter()
            .map(|&depth| norms[0] * config.depths[0] as f64 / depth as f64)
            .collect(),
        depths: config.depths.clone(),
        residual: config.residual,
        budget: config.budget,
        circles,
        growth: Growth::at_separation(config.separation),
        references: Reference::all(),
        pairs,
        start,
        walk,
    }
}
