//! Spikes, layers and dictionaries.

mod dictionary;
mod layers;
mod spikes;

use anyhow::Result;

use super::{Config, Outcome};
use crate::figure::Context;
#[cfg(test)]
pub(super) use dictionary::cosines;

/// All three.
pub(super) fn run(config: &Config, context: &Context) -> Result<Outcome> {
    let mut progress = context.progress.task("convolutional sparse coding", 3);
    let spiked = spikes::spiked(&config.spikes, config.seed);
    progress.step();
    let layered = layers::layered(config);
    progress.step();
    let dictionary = dictionary::dictionary(&config.patches, config.seed)?;
    progress.step();
    Ok(Outcome { spiked, layered, dictionary })
}
