//! Two Gaussians: the exact probability, and pairs of reverse paths.

use std::convert::Infallible;

use rand::Rng as _;
use rand_distr::StandardNormal;

use super::super::{PairScore, PairSettings};
use crate::{
    data::streams::stream,
    math::{
        diffusion::{
            ornstein_uhlenbeck::Transition,
            samplers::{Sampler, sample},
            signal_to_noise::log_ratio_times,
            two_gaussians::TwoGaussians,
        },
        statistics::proportion,
        vectors::largest,
    },
};

/// The time at which a path has decided.
const END: f64 = 1e-3;

pub(super) fn pair(settings: &PairSettings, seed: u64) -> PairScore {
    let pair = TwoGaussians { mean: settings.mean, variance: settings.variance };
    let times: Vec<f64> = (1..=60).map(|k| f64::from(k) / 15.0).collect();
    let exact: Vec<f64> = settings.times.iter().map(|&t| pair.same_component(t)).collect();
    let agreeing: Vec<usize> = settings.times.iter().map(|&t| agreeing(pair, t, settings, seed)).collect();
    let deviation = |(&count, &exact): (&usize, &f64)| {
        let paths = settings.paths as f64;
        // A probability of one to all digits leaves no error.
        (count as f64 / paths - exact).abs() / (exact * (1.0 - exact) / paths).sqrt().max(1.0 / paths)
    };
    let far = TwoGaussians { mean: 1e3, variance: 1.0 };
    PairScore {
        same: times.iter().map(|&t| pair.same_component(t)).collect(),
        times,
        sampled_times: settings.times.clone(),
        sampled: agreeing.iter().map(|&count| proportion::estimate(count, settings.paths, 0.95)).collect(),
        deviation: largest(agreeing.iter().zip(&exact).map(deviation)),
        exact,
        speciation_time: pair.speciation_time(),
        spectral_time: pair.spectral_time(),
        far_difference: far.speciation_time() - far.spectral_time(),
    }
}

/// How many pairs of ancestral paths from one noised point end on the same side. What is left of the noise at the end is
/// decided by a draw of the Gaussian given the point.
fn agreeing(pair: TwoGaussians, t: f64, settings: &PairSettings, seed: u64) -> usize {
    let mut rng = stream(seed, &format!("information pair {t}"));
    let (transition, deviation) = (Transition::over(t), settings.variance.sqrt());
    let starts: Vec<f64> = (0..settings.paths)
        .map(|k| {
            let side = if k % 2 == 0 { settings.mean } else { -settings.mean };
            let x = side + deviation * rng.sample::<f64, _>(StandardNormal);
            transition.step(x, rng.sample(StandardNormal))
        })
        .collect();
    let times = log_ratio_times(t, END, settings.steps);
    let mut denoise = |x: &[f64], t: f64| Ok::<_, Infallible>(pair.denoise(x, t));
    let mut sides = || -> Vec<bool> {
        let Ok(ends) =
            sample(Sampler::Ancestral, starts.clone(), &times, &mut denoise, &mut || rng.sample(StandardNormal));
        ends.iter().map(|&x| rng.r#gen::<f64>() < pair.positive(x, END)).collect()
    };
    let (first, second) = (sides(), sides());
    first.iter().zip(&second).filter(|(a, b)| a == b).count()
}
