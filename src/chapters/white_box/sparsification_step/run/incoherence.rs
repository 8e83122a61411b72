//! How near to orthogonal dictionaries are, and what that is worth to a rate.

use faer::Mat;
use rand::Rng as _;
use rand_distr::StandardNormal;
use rayon::prelude::*;

use super::{
    super::{Config, Dictionary, Incoherence},
    codes::rate_ratios,
    dictionary_of, estimate,
};
use crate::{
    data::streams::stream,
    math::{sparse::support::spectral_norm, vectors::largest},
};

/// One dictionary, and Gaussian tokens.
struct Drawn {
    departure: f64,
    coherence: f64,
    squared_norm: f64,
    /// At the least ε² and at the greatest.
    ratios: [f64; 2],
}

pub(super) fn incoherence(config: &Config, dictionary: Dictionary) -> Incoherence {
    let draws: Vec<Vec<Drawn>> = config
        .widths
        .iter()
        .map(|&width| (0..config.draws).into_par_iter().map(|draw| drawn(config, dictionary, width, draw)).collect())
        .collect();
    let over = |number: &dyn Fn(&Drawn) -> f64| draws.iter().map(|draws| estimate(draws, number)).collect();
    Incoherence {
        dictionary,
        widths: config.widths.clone(),
        departures: over(&|draw| draw.departure),
        coherences: over(&|draw| draw.coherence),
        squared_norms: over(&|draw| draw.squared_norm),
        fine_ratios: over(&|draw| draw.ratios[0]),
        coarse_ratios: over(&|draw| draw.ratios[1]),
    }
}

fn drawn(config: &Config, kind: Dictionary, width: usize, draw: usize) -> Drawn {
    let mut rng = stream(config.seed, &format!("incoherence {draw} {width} {}", kind.name()));
    let dictionary = dictionary_of(kind, width, &mut rng);
    let tokens = Mat::from_fn(width, width, |_, _| rng.sample::<f64, _>(StandardNormal));
    let gram = dictionary.transpose() * &dictionary;
    let identity = Mat::<f64>::identity(width, width);
    let cosine = |i: usize, j: usize| gram[(i, j)].abs() / (gram[(i, i)] * gram[(j, j)]).sqrt();
    let ends = [config.epsilon_squared[0], config.epsilon_squared[config.epsilon_squared.len() - 1]];
    let ratios = rate_ratios(&tokens, &(&dictionary * &tokens), &ends);
    Drawn {
        departure: (&gram - identity).norm_l2() / (width as f64).sqrt(),
        coherence: largest((1..width).flat_map(|i| (0..i).map(move |j| (i, j))).map(|(i, j)| cosine(i, j))),
        squared_norm: spectral_norm(dictionary.as_ref()).powi(2),
        ratios: [ratios[0], ratios[1]],
    }
}
