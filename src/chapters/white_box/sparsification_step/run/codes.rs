//! The codes of one draw of tokens in one dictionary.

use faer::{Mat, MatRef};
use rand::Rng as _;
use rand_distr::StandardNormal;

use super::{
    super::{Config, Dictionary, Ensemble, Start, config::MOST_STEPS},
    SOLVED, dictionary_of,
};
use crate::{
    data::{sparse_signals::sparse_signal, streams::stream},
    math::{
        rates::coding_rate::coding_rate,
        sparse::{nonnegative_lasso::NonnegativeLasso, support::spectral_norm},
    },
};

/// What is found in one draw. Objectives are over F(ReLU(u)) but for that one.
pub(super) struct Drawn {
    pub(super) squared_norm: f64,
    /// Per token.
    pub(super) rectified_objective: f64,
    pub(super) zero_objective: f64,
    /// F at each start; none at u, which may be negative.
    pub(super) starts: [Option<f64>; 3],
    /// F after a step from each start, for each size.
    pub(super) by_size: [Vec<f64>; 3],
    pub(super) rectified: DrawnQuality,
    pub(super) layer: DrawnQuality,
    pub(super) cold: DrawnQuality,
    pub(super) solution: DrawnQuality,
    pub(super) after_steps: Vec<DrawnQuality>,
    pub(super) rates: Ratios,
    pub(super) gap: f64,
    pub(super) violation: f64,
    pub(super) steps: usize,
}

/// What a code is like.
#[derive(Clone, Copy)]
pub(super) struct DrawnQuality {
    pub(super) objective: f64,
    pub(super) nonzeros: f64,
    pub(super) distance: f64,
}

/// Ratios of rates, for each ε².
pub(super) struct Ratios {
    pub(super) layer: Vec<f64>,
    pub(super) solution: Vec<f64>,
    pub(super) token: Vec<f64>,
}

pub(super) fn drawn(config: &Config, ensemble: Ensemble, kind: Dictionary, draw: usize) -> Drawn {
    let purpose = format!("dictionary {draw} {}", kind.name());
    let dictionary = dictionary_of(kind, config.width, &mut stream(config.seed, &purpose));
    let tokens = tokens(config, ensemble, &dictionary, draw);
    let problem = NonnegativeLasso::new(dictionary.as_ref(), tokens.as_ref(), config.lambda);
    let squared_norm = spectral_norm(dictionary.as_ref()).powi(2);
    let rectified = rectified(&tokens);
    let zero = Mat::zeros(config.width, config.tokens);
    let scale = problem.objective(rectified.as_ref());
    let solution = problem.minimiser(SOLVED, MOST_STEPS);
    let length = solution.codes.norm_l2();
    let objective = |codes: &Mat<f64>| problem.objective(codes.as_ref()) / scale;
    let quality = |codes: &Mat<f64>| DrawnQuality {
        objective: objective(codes),
        nonzeros: nonzeros(codes),
        // Where nothing is worth its weight, the solution is 0 and has no length.
        distance: if length > 0.0 { (codes - &solution.codes).norm_l2() / length } else { 0.0 },
    };
    let layer = problem.step(tokens.as_ref(), config.eta);
    let mut walked = Vec::new();
    let mut codes = tokens.clone();
    for step in 1..=config.steps[config.steps.len() - 1] {
        codes = problem.step(codes.as_ref(), config.eta);
        if config.steps.contains(&step) {
            walked.push(quality(&codes));
        }
    }
    let starts = Start::ALL.map(|start| match start {
        Start::Token => (tokens.as_ref(), None),
        Start::Rectified => (rectified.as_ref(), Some(1.0)),
        Start::Zero => (zero.as_ref(), Some(objective(&zero))),
    });
    let by_size = starts.map(|(start, _)| {
        let after = |size: &f64| objective(&problem.step(start, size / squared_norm));
        config.curvatures.iter().map(after).collect()
    });
    let synthesised = |codes: &Mat<f64>| &dictionary * codes;
    Drawn {
        squared_norm,
        rectified_objective: scale / config.tokens as f64,
        zero_objective: objective(&zero),
        starts: starts.map(|(_, objective)| objective),
        by_size,
        rectified: quality(&rectified),
        layer: quality(&layer),
        cold: quality(&problem.step(zero.as_ref(), config.eta)),
        solution: quality(&solution.codes),
        after_steps: walked,
        rates: Ratios {
            layer: rate_ratios(&layer, &synthesised(&layer), &config.epsilon_squared),
            solution: rate_ratios(&solution.codes, &synthesised(&solution.codes), &config.epsilon_squared),
            token: rate_ratios(&layer, &tokens, &config.epsilon_squared),
        },
        gap: solution.relative_gap,
        violation: problem.kkt_residual(solution.codes.as_ref()),
        steps: solution.iterations,
    }
}

/// U: `[d, N]`, whose entries have the mean square 1, on the whole exactly so where they have a code.
fn tokens(config: &Config, ensemble: Ensemble, dictionary: &Mat<f64>, draw: usize) -> Mat<f64> {
    let mut rng = stream(config.seed, &format!("tokens {draw} {}", ensemble.name()));
    match ensemble {
        Ensemble::Normal => Mat::from_fn(config.width, config.tokens, |_, _| rng.sample::<f64, _>(StandardNormal)),
        Ensemble::Coded => {
            let mut codes = Mat::zeros(config.width, config.tokens);
            for code in codes.col_iter_mut() {
                let signal = sparse_signal(config.width, config.nonzeros, &mut rng);
                code.iter_mut().zip(signal).for_each(|(entry, value)| *entry = value.abs());
            }
            let tokens = dictionary * codes;
            let scale = ((config.width * config.tokens) as f64).sqrt() / tokens.norm_l2();
            scale * tokens
        }
    }
}

/// ReLU(u).
fn rectified(tokens: &Mat<f64>) -> Mat<f64> {
    Mat::from_fn(tokens.nrows(), tokens.ncols(), |i, j| tokens[(i, j)].max(0.0))
}

/// The share of entries that are not zero.
fn nonzeros(codes: &Mat<f64>) -> f64 {
    let count: usize = codes.col_iter().map(|code| code.iter().filter(|z| **z > 0.0).count()).sum();
    count as f64 / (codes.nrows() * codes.ncols()) as f64
}

/// R(other)/R(Z), with Z scaled to tokens of mean squared length 1 and the other with it; 1 where Z is 0.
pub(super) fn rate_ratios(codes: &Mat<f64>, other: &Mat<f64>, epsilon_squared: &[f64]) -> Vec<f64> {
    let squared = codes.squared_norm_l2() / codes.ncols() as f64;
    let ratio = |&epsilon_squared: &f64| {
        // Tokens scaled by c have the rate of tokens as they are at ε²/c².
        let rate = |tokens: MatRef<'_, f64>| coding_rate(tokens, epsilon_squared * squared);
        rate(other.as_ref()) / rate(codes.as_ref())
    };
    if squared > 0.0 { epsilon_squared.iter().map(ratio).collect() } else { vec![1.0; epsilon_squared.len()] }
}
