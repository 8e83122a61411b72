//! Three data sets whose exact score is known.

mod circle;
mod digits;
mod pair;

use anyhow::Result;

use super::{Config, Outcome};
use crate::{figure::Context, math::diffusion::dimension::circle_dimension};

/// Measures all three.
pub(super) fn run(config: &Config, context: &Context) -> Result<Outcome> {
    let mut progress = context.progress.task("information", 3);
    let radius = config.circle.radius;
    let lattices = circle::lattices(&config.circle);
    let (log_ratios, circle) = circle::whole(&config.circle);
    progress.step();
    let pair = pair::pair(&config.pair, config.seed);
    progress.step();
    let digits = digits::digits(&config.digits, config.seed, context)?;
    progress.step();
    Ok(Outcome {
        log_ratios,
        circle,
        circle_at: [0.01, 0.1, 0.5, 1.0].map(|t| (t, circle_dimension(radius, t))).to_vec(),
        circle_early: circle_dimension(radius, 1e-4),
        lattices,
        pair,
        digits,
    })
}
