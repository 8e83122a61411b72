//! Networks are built on labelled vectors, and others pass through them.

mod course;
mod digits;
mod gaussians;
mod rotation;

use anyhow::Result;

use super::{Config, Outcome};
use crate::{data::digits::Shelf, figure::Context};

/// Follows points and digits through layers.
pub(super) fn run(config: &Config, context: &Context) -> Result<Outcome> {
    let mut progress = context.progress.task("redunet", 3);
    let (gaussians, sphere) = gaussians::followed(config);
    progress.step();
    let shelf = Shelf::new(context.data.as_deref(), false);
    let pools = digits::Pools::new(&shelf)?;
    let digits = digits::followed(config, &pools);
    progress.step();
    let rotation = rotation::followed(config, &pools);
    progress.step();
    Ok(Outcome {
        epsilon_squared: config.epsilon_squared,
        sharpness: config.sharpness,
        gaussians,
        sphere,
        digits,
        rotation,
        pictures: rotation::pictures(config, &pools),
    })
}
