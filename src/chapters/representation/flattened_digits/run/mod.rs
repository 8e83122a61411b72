//! The dimension of the twos, the neighbours in a kernel, and lines between twos.

mod autoencoder;
mod dimension;
mod flattening;
mod judge;
mod kernels;
mod lines;
mod twos;

use anyhow::Result;

use self::{autoencoder::Autoencoder, judge::Judge, lines::Measured, twos::Twos};
use super::{Config, Outcome};
use crate::figure::Context;

/// Everything, in the order of the page.
pub(super) fn run(config: &Config, context: &Context) -> Result<Outcome> {
    let twos = Twos::read(config, context)?;
    let mut task =
        context.progress.task("dimensions", config.dimension.samples.len() + 1 + config.dimension.known.len());
    let dimensions = config
        .dimension
        .samples
        .iter()
        .map(|&samples| dimension::of_first(&twos, samples, config, &mut task))
        .collect();
    let parts = dimension::of_parts(&twos, config, &mut task);
    let known = dimension::known(&twos, config, &mut task);
    drop(task);
    let kernels = kernels::measured(&twos, config, context);
    let judges = Judge::taught(config, context)?;
    let networks = autoencoder::taught(twos.train.as_ref(), config, context)?;
    let alike = autoencoder::taught(twos.as_flattened(&config.flattening).as_ref(), config, context)?;
    let losses = |networks: &[Autoencoder]| {
        networks.iter().map(|network| twos.lost(&network.reconstructed(twos.ends.as_ref()))).collect::<Vec<f64>>()
    };
    let (autoencoder_losses, autoencoder_losses_alike) = (losses(&networks), losses(&alike));
    let (flattening, flatteners) = flattening::all(&twos, config, context);
    let lines = lines::all(&twos, &networks, &flatteners, config);
    let Measured { real, methods } = lines::measured(&twos, &lines, &judges, config, context)?;
    Ok(Outcome {
        dimensions,
        energy_shares: config.dimension.energy_shares.clone(),
        parts,
        known,
        radii: config.radii.clone(),
        check_radius: config.check_radius,
        kernels,
        flattening,
        real,
        methods,
        accuracies: judges.iter().map(|judge| judge.accuracy).collect(),
        autoencoder_losses,
        autoencoder_losses_alike,
        pca_loss: twos.lost(&twos.principal_reconstruction(config.code)),
        places: lines::places(config),
    })
}
