//! One step, from the same tokens, at every precision.

use faer::{Mat, MatRef};
use rand::Rng as _;
use rand_distr::StandardNormal;
use rayon::prelude::*;

use super::{
    super::{AtPrecision, Audit, Changes, Config, Ensemble, Rates, Step, Stepped},
    estimate, taken,
};
use crate::{
    data::{streams::stream, subspace_tokens::subspace_tokens, subspaces::orthonormal_frame},
    ground::estimate::Estimate,
    math::{
        rates::{
            coding_rate::coding_rate, compression_step::CompressionStep, subspace_rate::Heads, unit_tokens::unit_tokens,
        },
        vectors::mean,
    },
};

/// A change of a rate that is no more than this is rounding.
const ROUNDING: f64 = 1e-12;

/// What is found in one draw, at one precision.
struct Drawn {
    gram: f64,
    before: Measured,
    steps: Vec<DrawnStep>,
}

/// R^c and R, nats.
#[derive(Clone, Copy)]
struct Measured {
    subspace_rate: f64,
    rate: f64,
}

/// What one step does in one draw.
struct DrawnStep {
    length: f64,
    as_is: Measured,
    at_length_one: Measured,
    cosine: f64,
    error: f64,
}

impl Measured {
    fn of(heads: &Heads, tokens: MatRef<'_, f64>, epsilon_squared: f64) -> Self {
        Self { subspace_rate: heads.rate(tokens, epsilon_squared), rate: coding_rate(tokens, epsilon_squared) }
    }

    fn reduction(self) -> f64 {
        self.rate - self.subspace_rate
    }
}

/// Both kinds of tokens.
pub(super) fn audits(config: &Config) -> Vec<Audit> {
    Ensemble::ALL.map(|ensemble| audit(config, ensemble)).into()
}

fn audit(config: &Config, ensemble: Ensemble) -> Audit {
    let draws: Vec<Vec<Drawn>> = (0..config.draws).into_par_iter().map(|draw| drawn(config, ensemble, draw)).collect();
    let a = |epsilon_squared: f64| config.head_width as f64 / (config.tokens as f64 * epsilon_squared);
    let at = config.epsilon_squared.iter().enumerate().map(|(place, &epsilon_squared)| {
        let draws: Vec<&Drawn> = draws.iter().map(|draw| &draw[place]).collect();
        AtPrecision {
            epsilon_squared,
            a: a(epsilon_squared),
            gram: estimate(&draws, |draw| draw.gram),
            before: Rates {
                subspace_rate: estimate(&draws, |draw| draw.before.subspace_rate),
                rate: estimate(&draws, |draw| draw.before.rate),
                reduction: estimate(&draws, |draw| draw.before.reduction()),
            },
            steps: (0..Step::AUDITED.len()).map(|place| stepped(&draws, place)).collect(),
            shrinkage: shrinkage(&draws),
        }
    });
    Audit { ensemble, at: at.collect() }
}

fn stepped(draws: &[&Drawn], place: usize) -> Stepped {
    let changes = |after: &dyn Fn(&Drawn) -> Measured| {
        let change =
            |number: &dyn Fn(Measured) -> f64| estimate(draws, |draw| number(after(draw)) - number(draw.before));
        let falls = |draw: &&&Drawn| after(draw).subspace_rate < draw.before.subspace_rate - ROUNDING;
        Changes {
            subspace_rate: change(&|measured| measured.subspace_rate),
            relative: estimate(draws, |draw| after(draw).subspace_rate / draw.before.subspace_rate - 1.0),
            rate: change(&|measured| measured.rate),
            reduction: change(&Measured::reduction),
            falls: draws.iter().filter(falls).count(),
        }
    };
    Stepped {
        step: Step::AUDITED[place],
        length: estimate(draws, |draw| draw.steps[place].length),
        as_is: changes(&|draw| draw.steps[place].as_is),
        at_length_one: changes(&|draw| draw.steps[place].at_length_one),
        cosine: estimate(draws, |draw| draw.steps[place].cosine),
        error: estimate(draws, |draw| draw.steps[place].error),
    }
}

/// The part of the convex step's fall that shrinking has, where it falls in every draw.
fn shrinkage(draws: &[&Drawn]) -> Option<Estimate> {
    let fall = |draw: &Drawn, step: Step| {
        let place = Step::AUDITED.iter().position(|&other| other == step).expect("one of the steps taken");
        draw.before.subspace_rate - draw.steps[place].as_is.subspace_rate
    };
    let always = draws.iter().all(|draw| fall(draw, Step::Convex) > ROUNDING);
    always.then(|| estimate(draws, |draw| fall(draw, Step::Shrunk) / fall(draw, Step::Convex)))
}

/// All precisions in one draw of subspaces and tokens.
fn drawn(config: &Config, ensemble: Ensemble, draw: usize) -> Vec<Drawn> {
    let (heads, tokens) = heads_and_tokens(config, ensemble, draw);
    let tokens = tokens.as_ref();
    let at = |&epsilon_squared: &f64| {
        let with = CompressionStep { heads: &heads, epsilon_squared, part: config.part };
        let downhill = with.exact(tokens) - tokens;
        let step = |step: Step| {
            let after = taken(step, &with, tokens);
            let moved = &after - tokens;
            let along: f64 = moved.col_iter().zip(downhill.col_iter()).map(|(a, b)| a.transpose() * b).sum();
            let lengths: Vec<f64> = after.col_iter().map(|token| token.norm_l2()).collect();
            DrawnStep {
                length: mean(&lengths),
                as_is: Measured::of(&heads, after.as_ref(), epsilon_squared),
                at_length_one: Measured::of(&heads, unit_tokens(after.as_ref()).as_ref(), epsilon_squared),
                cosine: along / (moved.norm_l2() * downhill.norm_l2()),
                error: (&moved - &downhill).norm_l2() / downhill.norm_l2(),
            }
        };
        Drawn {
            gram: with.largest_gram(tokens),
            before: Measured::of(&heads, tokens, epsilon_squared),
            steps: Step::AUDITED.map(step).into(),
        }
    };
    config.epsilon_squared.iter().map(at).collect()
}

/// The subspaces are the same for both kinds of tokens.
fn heads_and_tokens(config: &Config, ensemble: Ensemble, draw: usize) -> (Heads, Mat<f64>) {
    let width = config.heads * config.head_width;
    let frame = orthonormal_frame(width, width, &mut stream(config.seed, &format!("subspaces {draw}")));
    let heads = Heads::split(frame.as_ref(), config.heads);
    let mut rng = stream(config.seed, &format!("tokens {draw} {}", ensemble.name()));
    let tokens = match ensemble {
        Ensemble::Isotropic => Mat::from_fn(width, config.tokens, |_, _| rng.sample::<f64, _>(StandardNormal)),
        Ensemble::Mixture => subspace_tokens(&heads, config.tokens, config.noise, &mut rng).tokens,
    };
    (heads, unit_tokens(tokens.as_ref()))
}
