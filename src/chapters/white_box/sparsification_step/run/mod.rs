//! Codes, and rates of codes.

mod codes;
mod incoherence;

use faer::Mat;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use super::{
    AfterSteps, BySize, Case, Codes, Config, Dictionary, Ensemble, Outcome, Quality, RateRatios, Solved, Start,
};
use crate::{
    data::{dictionaries::kaiming_matrix, sparse_signals::gaussian_matrix, subspaces::orthonormal_frame},
    figure::Context,
    ground::estimate::Estimate,
    math::{
        statistics::{LEVEL, student::mean_estimate},
        vectors::largest,
    },
};
use codes::{Drawn, DrawnQuality};

/// A duality gap of at most this part of the objective is a solution.
const SOLVED: f64 = 1e-9;

/// Codes tokens of both kinds in all dictionaries.
pub(super) fn run(config: &Config, context: &Context) -> Outcome {
    let mut progress = context.progress.task("sparsification_step", 7);
    let mut cases = Vec::new();
    for ensemble in Ensemble::ALL {
        for dictionary in Dictionary::ALL {
            let draws: Vec<Drawn> = (0..config.draws)
                .into_par_iter()
                .map(|draw| codes::drawn(config, ensemble, dictionary, draw))
                .collect();
            cases.push(case(config, ensemble, dictionary, &draws));
            progress.step();
        }
    }
    let incoherence = Dictionary::ALL.map(|dictionary| incoherence::incoherence(config, dictionary)).into();
    progress.step();
    Outcome {
        width: config.width,
        tokens: config.tokens,
        true_nonzeros: config.nonzeros as f64 / config.width as f64,
        lambda: config.lambda,
        eta: config.eta,
        curvatures: config.curvatures.clone(),
        steps: config.steps.clone(),
        epsilon_squared: config.epsilon_squared.clone(),
        cases,
        incoherence,
    }
}

/// D: `[d, d]`.
fn dictionary_of(kind: Dictionary, width: usize, rng: &mut ChaCha8Rng) -> Mat<f64> {
    match kind {
        Dictionary::Orthogonal => orthonormal_frame(width, width, rng),
        Dictionary::Gaussian => gaussian_matrix(width, width, rng),
        Dictionary::Kaiming => kaiming_matrix(width, rng),
    }
}

/// The mean over draws of a number of each.
fn estimate<D>(draws: &[D], number: impl Fn(&D) -> f64) -> Estimate {
    mean_estimate(&draws.iter().map(number).collect::<Vec<_>>(), LEVEL)
}

fn case(config: &Config, ensemble: Ensemble, dictionary: Dictionary, draws: &[Drawn]) -> Case {
    let list = |length: usize, number: &dyn Fn(&Drawn, usize) -> f64| -> Vec<Estimate> {
        (0..length).map(|place| estimate(draws, |draw| number(draw, place))).collect()
    };
    let quality = |of: &dyn Fn(&Drawn) -> DrawnQuality| Quality {
        objective: estimate(draws, |draw| of(draw).objective),
        nonzeros: estimate(draws, |draw| of(draw).nonzeros),
        distance: estimate(draws, |draw| of(draw).distance),
    };
    let sizes = config.curvatures.len();
    let by_size = Start::ALL.into_iter().enumerate().map(|(number, start)| BySize {
        start,
        objectives: list(sizes, &|draw, place| draw.by_size[number][place]),
        most_raised: draws[0].starts[number].map_or(Vec::new(), |_| {
            let raised = |draw: &Drawn, place: usize| {
                draw.by_size[number][place] / draw.starts[number].expect("the same starts in every draw")
            };
            (0..sizes).map(|place| largest(draws.iter().map(|draw| raised(draw, place)))).collect()
        }),
    });
    let precisions = config.epsilon_squared.len();
    Case {
        ensemble,
        dictionary,
        squared_norm: estimate(draws, |draw| draw.squared_norm),
        rectified_objective: estimate(draws, |draw| draw.rectified_objective),
        zero_objective: estimate(draws, |draw| draw.zero_objective),
        by_size: by_size.collect(),
        codes: Codes {
            rectified: quality(&|draw| draw.rectified),
            layer: quality(&|draw| draw.layer),
            cold: quality(&|draw| draw.cold),
            solution: quality(&|draw| draw.solution),
        },
        closed: estimate(draws, |draw| (1.0 - draw.layer.objective) / (1.0 - draw.solution.objective)),
        warm_less_cold: estimate(draws, |draw| draw.layer.objective - draw.cold.objective),
        nonzeros_gained: estimate(draws, |draw| draw.layer.nonzeros - draw.rectified.nonzeros),
        after_steps: AfterSteps {
            objectives: list(config.steps.len(), &|draw, place| draw.after_steps[place].objective),
            nonzeros: list(config.steps.len(), &|draw, place| draw.after_steps[place].nonzeros),
        },
        rates: RateRatios {
            layer: list(precisions, &|draw, place| draw.rates.layer[place]),
            solution: list(precisions, &|draw, place| draw.rates.solution[place]),
            token: list(precisions, &|draw, place| draw.rates.token[place]),
        },
        solved: Solved {
            converged: draws.iter().all(|draw| draw.gap <= SOLVED),
            largest_gap: largest(draws.iter().map(|draw| draw.gap)),
            largest_violation: largest(draws.iter().map(|draw| draw.violation)),
            most_steps: draws.iter().map(|draw| draw.steps).max().unwrap_or_default(),
        },
    }
}
