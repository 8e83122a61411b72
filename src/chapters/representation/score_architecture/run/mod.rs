//! Trains the networks, draws samples with them and with the theories, and compares.

mod agreement;
mod architecture;
mod arm;
mod course;
mod images;
mod learner;
mod noised;
mod pictures;
mod reach;
mod theories;

use anyhow::Result;

use super::{Architecture, Config, Outcome};
use crate::{data::digits::halved::HALF_PIXELS, figure::Context};

#[cfg(test)]
pub(super) use reach::distance;

/// All networks and all theories.
pub(super) fn run(config: &Config, context: &Context) -> Result<Outcome> {
    let shelved = images::Shelved::read(config, context)?;
    let scrambled_images = shelved.images.scrambled(config.seed);
    let course = course::Course::new(config);
    let pairs = agreement::ASKED.len() * config.agreement.counts.len();
    let mut progress = context.progress.task("score architecture", 4 * (config.seeds + 1) + pairs + 3);
    let digits = arm::Arm::new(config, &course, &shelved.images);
    progress.step();
    let mut networks = Vec::new();
    for architecture in Architecture::ALL {
        networks.push(digits.follow(architecture, context.device, &mut || progress.step())?);
    }
    let other = arm::Arm::new(config, &course, &scrambled_images);
    progress.step();
    let scrambled = other.follow(Architecture::Convolution, context.device, &mut || progress.step())?;
    let field = 4 * config.convolution.blocks + 1;
    let looked = reach::Looked {
        digits: (&digits, &shelved.images),
        scrambled: (&other, &scrambled_images),
        convolution: &networks[0],
        perceptron: &networks[1],
        convolution_scrambled: &scrambled,
    };
    let reaches = looked.reaches(config, field)?;
    progress.step();
    let mut agreed = Vec::new();
    for architecture in agreement::ASKED {
        let step = &mut || progress.step();
        agreed.push(agreement::agreed(architecture, &shelved.pool, &course, config, context.device, step)?);
    }
    let pictures = pictures::pictures(&course, &networks, shelved.standard);
    let theories = digits.losses(&networks[0].trained.kernels);
    Ok(Outcome {
        times: course.times,
        seeds: config.seeds,
        samples: config.samples,
        images: shelved.images.learnt.len() / HALF_PIXELS,
        field,
        networks: networks.into_iter().map(|followed| followed.trained).collect(),
        scrambled: scrambled.trained,
        theories,
        reaches,
        agreed,
        pictures,
    })
}
