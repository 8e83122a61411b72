//! Makes the pairs of each row and measures them.

mod coils;
mod pairs;
mod pictures;
mod walks;

use super::{CoilReturns, Config, Convergence, Held, Outcome, Pair, Walks};
use crate::{
    figure::Context,
    math::vectors::{largest, smallest},
};

/// Measures everything that the figure shows.
pub(super) fn run(config: &Config, context: &Context) -> Outcome {
    let mut task = context.progress.task("rows of curves", 5);
    let windings = pairs::windings(config);
    task.step();
    let moved = pairs::moved(config);
    task.step();
    let clovers = pairs::clovers(config);
    task.step();
    let held = Held::within(&windings, &moved, &clovers);
    let coils = config.windings.iter().map(|&windings| CoilReturns::count(windings, config)).collect();
    task.step();
    let walks = Walks::between_the_rows(config);
    task.step();
    let convergence = Convergence::measure(config);
    Outcome { windings, moved, clovers, held, coils, convergence, globe: pictures::globe(), walks }
}

impl Held {
    /// How far the numbers moved within each of the three rows.
    fn within(windings: &[Pair], moved: &[Pair], clovers: &[Pair]) -> Self {
        Self {
            windings_separation_rad: spread(windings, |pair| pair.separation_rad),
            windings_clover: spread_of_counts(windings, |pair| pair.clover),
            windings_clover_alone: spread_of_counts(windings, |pair| pair.clover_alone),
            moved_curvature: spread(moved, |pair| pair.curvature),
            moved_clover: spread_of_counts(moved, |pair| pair.clover),
            moved_clover_alone: spread_of_counts(moved, |pair| pair.clover_alone),
            clovers_curvature: spread(clovers, |pair| pair.curvature),
            clovers_separation_rad: spread(clovers, |pair| pair.separation_rad),
        }
    }
}

/// The largest minus the smallest of a number of the pairs.
fn spread(pairs: &[Pair], number: fn(&Pair) -> f64) -> f64 {
    largest(pairs.iter().map(number)) - smallest(pairs.iter().map(number))
}

/// The largest minus the smallest of a count of the pairs.
fn spread_of_counts(pairs: &[Pair], count: fn(&Pair) -> usize) -> usize {
    let counts = || pairs.iter().map(count);
    counts().max().unwrap_or_default() - counts().min().unwrap_or_default()
}
