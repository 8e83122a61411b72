//! Learns each pair from random and from evenly spaced samples.

mod lessons;
mod needed;

use anyhow::Result;

use super::{Config, Outcome, Pair};
use crate::{figure::Context, math::kernel::tangent::half_excess_width};

/// Learns every pair of curves from every number of samples.
pub(super) fn run(config: &Config, context: &Context) -> Result<Outcome> {
    let pairs = config.pairs();
    let mut task = context.progress.task("pairs of curves", pairs.len());
    let mut found = Vec::new();
    for pair in &pairs {
        found.push(Pair::learnt(pair, config)?);
        task.step();
    }
    Ok(Outcome {
        depths: config.depths.clone(),
        samples: config.samples.iter().map(|&samples| samples as f64).collect(),
        aperture_at_50_rad: half_excess_width(50),
        draws: config.draws,
        pairs: found,
    })
}
