//! A signal of spikes, and its code by two roads.

use rand::{Rng as _, seq::index::sample};
use rand_distr::StandardNormal;

use super::super::{Spike, Spiked, Spikes};
use crate::{
    data::streams::stream,
    math::{
        sparse::{
            convolutional::{Convolutional, dense},
            homotopy::lasso_path,
            lasso::Lasso,
        },
        vectors::{largest, norm},
    },
};

/// An entry of a code counts as a spike above this.
const FOUND: f64 = 1e-6;

pub(super) fn spiked(settings: &Spikes, seed: u64) -> Spiked {
    let mut rng = stream(seed, "convolutional spikes");
    let samples = settings.samples;
    let filters: Vec<Vec<f64>> = (0..settings.filters)
        .map(|_| {
            let taps: Vec<f64> = (0..settings.taps).map(|_| rng.sample(StandardNormal)).collect();
            let length = norm(&taps);
            taps.into_iter().map(|tap| tap / length).collect()
        })
        .collect();
    let mut code = vec![0.0; settings.filters * samples];
    for place in sample(&mut rng, code.len(), settings.spikes.min(code.len())) {
        code[place] = rng.gen_range(1.0..2.0) * if rng.r#gen() { 1.0 } else { -1.0 };
    }
    let dictionary = Convolutional::new(samples, &filters);
    let noise = (0..samples).map(|_| settings.noise * rng.sample::<f64, _>(StandardNormal));
    let signal: Vec<f64> = dictionary.synthesis(&code).into_iter().zip(noise).map(|(y, w)| y + w).collect();
    let found = dictionary.code(&signal, settings.weight, settings.steps);
    let matrix = dense(samples, &filters);
    let exact = lasso_path(matrix.as_ref(), &signal, settings.weight).at(settings.weight);
    let spikes = |code: &[f64]| -> Vec<Spike> {
        let all = code.iter().enumerate().filter(|(_, height)| height.abs() > FOUND);
        all.map(|(at, &height)| Spike { filter: at / samples, place: at % samples, height }).collect()
    };
    let (true_spikes, found_spikes) = (spikes(&code), spikes(&found));
    let near = |a: &Spike, b: &Spike| {
        let apart = a.place.abs_diff(b.place);
        a.filter == b.filter && a.height * b.height > 0.0 && apart.min(samples - apart) <= 1
    };
    Spiked {
        filters: settings.filters,
        rebuilt: dictionary.synthesis(&found),
        difference: largest(found.iter().zip(&exact).map(|(a, b)| (a - b).abs())),
        kkt_residual: Lasso::new(matrix.as_ref(), &signal, settings.weight).kkt_residual(&found),
        recovered: true_spikes.iter().filter(|spike| found_spikes.iter().any(|other| near(spike, other))).count(),
        signal,
        spikes: true_spikes,
        found: found_spikes,
    }
}
