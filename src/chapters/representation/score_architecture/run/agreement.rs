//! Two networks that learnt from disjoint digits: do they agree with each other, or does each remember its own?

use anyhow::Result;

use super::{
    super::{Agreed, Architecture, Config, Half},
    course::Course,
    learner::Learner,
};
use crate::{
    data::digits::halved::HALF_PIXELS,
    ground::device::DeviceKind,
    math::vectors::{dot, largest, norm},
};

/// The kinds that are asked: one that shares its weights over the image, and one that does not.
pub(super) const ASKED: [Architecture; 2] = [Architecture::Convolution, Architecture::Perceptron];

/// Trains a pair for each size of a half, and compares their samples from the same noise.
pub(super) fn agreed(
    architecture: Architecture,
    pool: &[f64],
    course: &Course,
    config: &Config,
    device: DeviceKind,
    step: &mut dyn FnMut(),
) -> Result<Agreed> {
    let mut halves = Vec::new();
    for &count in &config.agreement.counts {
        let digits = &pool[..2 * count * HALF_PIXELS];
        let taught = |half: usize| -> Result<Vec<f64>> {
            // The networks differ in all that is random, so that nothing but the digits' distribution is shared.
            let seed = config.seed.wrapping_add(1_000 + half as u64);
            let learner = Learner::taught(architecture, &every_other(digits, half), seed, config, device)?;
            let mut guesses = course.guesses(|_, x, t| Ok(learner.denoise(x, t)?))?;
            Ok(guesses.pop().unwrap_or_default())
        };
        let samples = [taught(0)?, taught(1)?];
        halves.push(compared(count, digits, &samples, course));
        step();
    }
    Ok(Agreed { architecture, halves })
}

/// The digits at even places, or those at odd ones.
fn every_other(digits: &[f64], half: usize) -> Vec<f64> {
    digits.chunks_exact(HALF_PIXELS).skip(half).step_by(2).flatten().copied().collect()
}

/// How near two networks' samples are to each other, and the first network's to the digits of either half.
fn compared(count: usize, digits: &[f64], samples: &[Vec<f64>; 2], course: &Course) -> Half {
    let number = digits.len() / HALF_PIXELS;
    let mean: Vec<f64> = (0..HALF_PIXELS)
        .map(|pixel| digits.iter().skip(pixel).step_by(HALF_PIXELS).sum::<f64>() / number as f64)
        .collect();
    let directions = |images: &[f64]| -> Vec<Vec<f64>> {
        images.chunks_exact(HALF_PIXELS).map(|image| direction(image, &mean)).collect()
    };
    let [first, second] = [directions(&samples[0]), directions(&samples[1])];
    let between = |later: usize| -> Vec<f64> {
        (0..first.len()).map(|at| dot(&first[at], &second[(at + later) % second.len()])).collect()
    };
    let nearest = |half: usize| -> Vec<f64> {
        let learnt = directions(&every_other(digits, half));
        first.iter().map(|sample| largest(learnt.iter().map(|digit| dot(sample, digit)))).collect()
    };
    let (same, own) = (between(0), nearest(0));
    let over: Vec<f64> = same.iter().zip(&own).map(|(same, own)| same - own).collect();
    Half {
        count,
        between: course.median(&same),
        other_noise: course.median(&between(1)),
        nearest_own: course.median(&own),
        nearest_other: course.median(&nearest(1)),
        agreement_over_memory: course.median(&over),
    }
}

/// The deviation of an image from the mean one, at length 1; 0 if there is none.
fn direction(image: &[f64], mean: &[f64]) -> Vec<f64> {
    let deviation: Vec<f64> = image.iter().zip(mean).map(|(x, m)| x - m).collect();
    let length = norm(&deviation);
    deviation.into_iter().map(|x| if length > 0.0 { x / length } else { 0.0 }).collect()
}
