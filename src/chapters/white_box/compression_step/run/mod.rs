//! Steps on drawn tokens, once and many times.

mod audit;
mod layered;

use faer::{Mat, MatRef};

use super::{ByHand, Config, HandStep, Outcome, Step};
use crate::{
    figure::Context,
    ground::estimate::Estimate,
    math::{
        rates::{
            compression_step::{CompressionStep, at_lengths_of, attention, averaged},
            subspace_rate::Heads,
            unit_tokens::unit_tokens,
        },
        statistics::{LEVEL, student::mean_estimate},
    },
};

/// Takes every step on tokens of both kinds.
pub(super) fn run(config: &Config, context: &Context) -> Outcome {
    let mut progress = context.progress.task("compression_step", 2);
    let audits = audit::audits(config);
    progress.step();
    let layered = layered::layered(config);
    progress.step();
    Outcome {
        heads: config.heads,
        width: config.heads * config.head_width,
        tokens: config.tokens,
        part: config.part,
        epsilon_squared: config.epsilon_squared.clone(),
        audits,
        layered,
        by_hand: by_hand(config.part),
    }
}

/// The tokens after a step.
fn taken(step: Step, with: &CompressionStep<'_>, tokens: MatRef<'_, f64>) -> Mat<f64> {
    match step {
        Step::Gradient => with.exact(tokens),
        Step::Neumann => with.neumann(tokens),
        Step::Convex => with.convex(tokens),
        Step::Simplified => with.simplified(tokens),
        Step::Unscaled => tokens + attention(with.heads, tokens, 1.0),
        Step::Shrunk => at_lengths_of(tokens, with.convex(tokens).as_ref()),
        Step::Tempered => tokens + attention(with.heads, tokens, (with.heads.width() as f64).sqrt()),
        Step::Averaging => averaged(tokens),
        Step::Normalised => {
            let seen = (tokens.nrows() as f64).sqrt() * unit_tokens(tokens);
            tokens + attention(with.heads, seen.as_ref(), (with.heads.width() as f64).sqrt())
        }
    }
}

/// The mean over draws of a number of each.
fn estimate<D>(draws: &[D], number: impl Fn(&D) -> f64) -> Estimate {
    mean_estimate(&draws.iter().map(number).collect::<Vec<_>>(), LEVEL)
}

/// Two tokens, and ε² = 1.
fn by_hand(part: f64) -> ByHand {
    let (numbers, epsilon_squared) = ([1.0, 0.5], 1.0);
    let heads = Heads { bases: vec![Mat::identity(1, 1)] };
    let tokens = Mat::from_fn(1, 2, |_, j| numbers[j]);
    let with = CompressionStep { heads: &heads, epsilon_squared, part };
    let steps = [Step::Gradient, Step::Neumann, Step::Convex, Step::Simplified, Step::Unscaled].map(|step| {
        let after = taken(step, &with, tokens.as_ref());
        HandStep {
            step,
            tokens: [after[(0, 0)], after[(0, 1)]],
            subspace_rate: heads.rate(after.as_ref(), epsilon_squared),
        }
    });
    ByHand {
        tokens: numbers,
        epsilon_squared,
        a: heads.precision(2, epsilon_squared),
        gram: with.largest_gram(tokens.as_ref()),
        subspace_rate: heads.rate(tokens.as_ref(), epsilon_squared),
        steps: steps.into(),
    }
}
