//! Many steps of one kind.

use faer::{Col, ColRef, Mat};
use rayon::prelude::*;

use super::{
    super::{Config, Layered, Layering, Step},
    estimate, taken,
};
use crate::{
    data::{
        streams::stream,
        subspace_tokens::{SubspaceTokens, subspace_tokens},
        subspaces::orthonormal_frame,
    },
    ground::estimate::Estimate,
    math::{
        rates::{
            coding_rate::coding_rate, compression_step::CompressionStep, subspace_rate::Heads, unit_tokens::unit_tokens,
        },
        vectors::mean,
    },
};

/// What is found of the tokens after one layer.
struct Found {
    energy: f64,
    cosine: f64,
    subspace_rate: f64,
    reduction: f64,
}

pub(super) fn layered(config: &Config) -> Layered {
    let layers = &config.layers;
    // A draw has all steps, and a step all layers.
    let draws: Vec<Vec<Vec<Found>>> = (0..layers.draws)
        .into_par_iter()
        .map(|draw| Step::LAYERED.map(|step| walked(config, step, draw)).into())
        .collect();
    let layerings = Step::LAYERED.into_iter().enumerate().map(|(place, step)| {
        let draws: Vec<&Vec<Found>> = draws.iter().map(|draw| &draw[place]).collect();
        let by_layer = |number: &dyn Fn(&Found) -> f64| -> Vec<Estimate> {
            (0..=layers.count).map(|layer| estimate(&draws, |draw| number(&draw[layer]))).collect()
        };
        Layering {
            step,
            energy: by_layer(&|found| found.energy),
            cosine: by_layer(&|found| found.cosine),
            subspace_rate: by_layer(&|found| found.subspace_rate),
            reduction: by_layer(&|found| found.reduction),
            energy_gained: estimate(&draws, |draw| draw[layers.count].energy - draw[0].energy),
        }
    });
    Layered {
        layers: (0..=layers.count).collect(),
        tokens: layers.tokens,
        epsilon_squared: layers.epsilon_squared,
        layerings: layerings.collect(),
    }
}

/// The tokens of a draw through all layers: the same for every step.
fn walked(config: &Config, step: Step, draw: usize) -> Vec<Found> {
    let layers = &config.layers;
    let width = config.heads * config.head_width;
    let mut rng = stream(config.seed, &format!("layers {draw}"));
    let heads = Heads::split(orthonormal_frame(width, width, &mut rng).as_ref(), config.heads);
    let drawn = subspace_tokens(&heads, layers.tokens, config.noise, &mut rng);
    let with = CompressionStep { heads: &heads, epsilon_squared: layers.epsilon_squared, part: config.part };
    let unit = unit_tokens(drawn.tokens.as_ref());
    let mut found = vec![of(&unit, &with, &drawn)];
    // Where the norm is within the step, tokens begin as it makes them and keep the lengths that they come to.
    let mut tokens = if step == Step::Normalised { (width as f64).sqrt() * &unit } else { unit };
    for _ in 0..layers.count {
        tokens = taken(step, &with, tokens.as_ref());
        let unit = unit_tokens(tokens.as_ref());
        found.push(of(&unit, &with, &drawn));
        if step != Step::Normalised {
            tokens = unit;
        }
    }
    found
}

/// What is measured of `tokens`, which began as those `drawn`.
fn of(tokens: &Mat<f64>, with: &CompressionStep<'_>, drawn: &SubspaceTokens) -> Found {
    let count = tokens.ncols() as f64;
    let own =
        |(token, &label): (ColRef<'_, f64>, &usize)| (with.heads.bases[label].transpose() * token).squared_norm_l2();
    let energies: Vec<f64> = tokens.col_iter().zip(&drawn.labels).map(own).collect();
    let sum = tokens * Col::<f64>::full(tokens.ncols(), 1.0);
    let subspace_rate = with.heads.rate(tokens.as_ref(), with.epsilon_squared);
    Found {
        energy: mean(&energies),
        cosine: (sum.squared_norm_l2() - tokens.squared_norm_l2()) / (count * (count - 1.0)),
        subspace_rate,
        reduction: coding_rate(tokens.as_ref(), with.epsilon_squared) - subspace_rate,
    }
}
