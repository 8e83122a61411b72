//! Signals that are shifted, and signals whose time runs faster.

use rand::Rng as _;
use rand_distr::StandardNormal;

use super::super::{Config, Deformed, ShiftedNoise};
use crate::{
    data::streams::stream,
    math::{
        scattering::{
            grid_transform::GridTransform,
            line_morlets,
            network::{Network, Paths, Sampling},
        },
        statistics::{LEVEL, student::mean_estimate},
        vectors::{distance, largest, norm},
    },
};

/// Samples of the noise, and the largest scale J of its scattering.
const NOISE: (usize, usize) = (256, 4);

/// Noise against the same a sample later.
pub(super) fn noise(config: &Config) -> ShiftedNoise {
    let (samples, scale) = NOISE;
    let network = network(samples, scale);
    let mut rng = stream(config.seed, "scattering noise");
    let mut each = [Vec::new(), Vec::new()];
    for _ in 0..config.signals.noises {
        let noise: Vec<f64> = (0..samples).map(|_| rng.sample(StandardNormal)).collect();
        let mut later = noise.clone();
        later.rotate_right(1);
        each[0].push(relative(&noise, &later));
        each[1].push(relative(&network.scatter(&noise).coefficients, &network.scatter(&later).coefficients));
    }
    let [raw, scattering] = each.map(|draws| mean_estimate(&draws, LEVEL));
    ShiftedNoise { raw, scattering }
}

/// Bumps on waves against the same in faster time.
pub(super) fn deformed(config: &Config) -> Deformed {
    let signals = &config.signals;
    let network = network(signals.samples, signals.scale);
    let transform = GridTransform::new(1, signals.samples);
    let wave = |frequency: f64, dilation: f64| bump(signals.samples, signals.width, frequency, dilation);
    let three = |frequency: f64, dilation: f64| {
        let [still, faster] = [0.0, dilation].map(|dilation| wave(frequency, dilation));
        let moduli = |x: &[f64]| transform.forward_real(x).iter().map(|value| value.norm()).collect::<Vec<_>>();
        let averages = |x: &[f64]| network.scatter(x).coefficients;
        [
            relative(&still, &faster),
            relative(&moduli(&still), &moduli(&faster)),
            relative(&averages(&still), &averages(&faster)),
        ]
    };
    let [dilation, highest] = [&signals.dilations, &signals.frequencies].map(|values| values[values.len() - 1]);
    let by_frequency = columns(signals.frequencies.iter().map(|&frequency| three(frequency, dilation)));
    let by_dilation = columns(signals.dilations.iter().map(|&dilation| three(highest, dilation)));
    let [least, next] = [0, 1].map(|k| (by_dilation[2][k], signals.dilations[k]));
    let slopes = by_dilation[2].iter().zip(&signals.dilations).map(|(distance, dilation)| distance / dilation);
    Deformed {
        dilation,
        frequencies: signals.frequencies.clone(),
        exponent: (next.0 / least.0).ln() / (next.1 / least.1).ln(),
        steepest: largest(slopes.chain(by_frequency[2].iter().map(|distance| distance / dilation))),
        by_frequency,
        dilations: signals.dilations.clone(),
        by_dilation,
    }
}

/// A network of order 2 with one wavelet to an octave, which does not expand.
fn network(samples: usize, scale: usize) -> Network {
    Network::new(&line_morlets::bank(samples, scale, 1).scaled(), 2, Sampling::Full, Paths::Rising)
}

/// e^(−t²/(2w²)) cos ξt at t = (1 + ε)(n − middle).
pub(in crate::chapters::white_box::scattering) fn bump(
    samples: usize,
    width: f64,
    frequency: f64,
    dilation: f64,
) -> Vec<f64> {
    let value = |n: usize| {
        let t = (1.0 + dilation) * (n as f64 - samples as f64 / 2.0);
        (-t * t / (2.0 * width * width)).exp() * (frequency * t).cos()
    };
    (0..samples).map(value).collect()
}

fn relative(a: &[f64], b: &[f64]) -> f64 {
    distance(a, b) / norm(a)
}

fn columns(rows: impl Iterator<Item = [f64; 3]>) -> [Vec<f64>; 3] {
    let rows: Vec<[f64; 3]> = rows.collect();
    [0, 1, 2].map(|k| rows.iter().map(|row| row[k]).collect())
}
