//! Layered thresholding, and the same layers of a convolutional network.

use rand::Rng as _;
use rand_distr::StandardNormal;

use super::super::{Config, Layered};
use crate::{
    data::streams::stream,
    math::{
        sparse::convolutional::{Convolutional, convolutional_layer, thresholded},
        vectors::{largest, norm},
    },
};

/// Samples of the signal, and taps of a filter.
const SAMPLES: usize = 64;
const TAPS: usize = 5;

pub(super) fn layered(config: &Config) -> Layered {
    let mut rng = stream(config.seed, "convolutional layers");
    let input: Vec<f64> = (0..SAMPLES).map(|_| rng.sample(StandardNormal)).collect();
    let (mut code, mut features) = (input.clone(), input);
    let (mut channels, mut differences, mut active) = (1, Vec::new(), Vec::new());
    for _ in 0..config.layers.layers {
        let mut taps = || (0..TAPS).map(|_| rng.sample::<f64, _>(StandardNormal)).collect::<Vec<f64>>();
        let filters: Vec<Vec<Vec<f64>>> =
            (0..channels).map(|_| (0..config.layers.filters).map(|_| taps()).collect()).collect();
        // Taps are standard normal: what is thresholded has the deviation ‖y‖ √(taps/samples).
        let threshold = config.layers.threshold * norm(&code) * (TAPS as f64 / SAMPLES as f64).sqrt();
        let dictionaries: Vec<Convolutional> =
            filters.iter().map(|filters| Convolutional::new(SAMPLES, filters)).collect();
        code = thresholded(&dictionaries, &code, threshold);
        features = convolutional_layer(&filters, &features, -threshold);
        let most = largest(code.iter().copied()).max(f64::MIN_POSITIVE);
        differences.push(largest(code.iter().zip(&features).map(|(a, b)| (a - b).abs())) / most);
        active.push(code.iter().filter(|x| **x > 0.0).count() as f64 / code.len() as f64);
        channels = config.layers.filters;
    }
    Layered { largest_difference: largest(differences), active }
}
