//! What the text asserts.

use super::{AtPrecision, Changes, Ensemble, Layering, Outcome, Step};
use crate::{
    figure::{Claim, Source},
    math::vectors::{largest, smallest},
};

/// From this ε² on the convex step's fall is held against shrinking.
const SHRINKS_FROM: f64 = 0.1;
/// Between these ε² every step is asked what it does to ΔR.
const REDUCED: std::ops::RangeInclusive<f64> = 0.25..=4.0;

/// The claims on an outcome. Thresholds are older than the outcome: they are those of this book's plan.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    let simplified = |of: &dyn Fn(&Changes, &Changes) -> f64| {
        over(outcome, Step::Simplified, |_| true).map(|(a, b)| of(a, b)).collect()
    };
    let raised: Vec<f64> = simplified(&|as_is, _| as_is.subspace_rate.low);
    let lowered: Vec<f64> = simplified(&|_, at_length_one| at_length_one.subspace_rate.high);
    let mut claims = vec![
        Claim::at_least(
            "As printed, Z + MSSA(Z) raises R^c at every precision, for isotropic tokens and for a mixture; the least lower \
             end of the change, nats",
            Source::Book,
            smallest(raised),
            0.0,
        ),
        Claim::at_most(
            "With tokens of length 1 before and after, it lowers R^c; the largest upper end of the change, nats",
            Source::Book,
            largest(lowered),
            0.0,
        ),
    ];
    claims.extend(Ensemble::ALL.into_iter().filter_map(|ensemble| shrinking(outcome, ensemble)));
    claims.extend(reduced(outcome));
    claims.extend(collapsing(outcome));
    claims.extend(pointing(outcome));
    claims
}

/// What a step changes, as it is and at length 1, for both kinds of tokens where `chosen`.
fn over<'a>(
    outcome: &'a Outcome,
    step: Step,
    chosen: impl Fn(&AtPrecision) -> bool + 'a,
) -> impl Iterator<Item = (&'a Changes, &'a Changes)> {
    let at = outcome.audits.iter().flat_map(|audit| &audit.at).filter(move |at| chosen(at));
    at.flat_map(|at| &at.steps)
        .filter(move |stepped| stepped.step == step)
        .map(|stepped| (&stepped.as_is, &stepped.at_length_one))
}

/// None if no precision is that coarse.
fn shrinking(outcome: &Outcome, ensemble: Ensemble) -> Option<Claim> {
    let audit = outcome.audits.iter().find(|audit| audit.ensemble == ensemble)?;
    let coarse = audit.at.iter().filter(|at| at.epsilon_squared >= SHRINKS_FROM);
    // Where the convex step does not lower R^c in every draw, there is no fall to share.
    let parts: Vec<f64> = coarse.map(|at| at.shrinkage.map_or(0.0, |part| part.low)).collect();
    (!parts.is_empty()).then(|| {
        Claim::at_least(
            format!(
                "Of {}, at least 95 % of the convex step's fall of R^c is had by shrinking them alone, for ε² of \
                 {SHRINKS_FROM} or more; the least lower end of the part",
                ensemble.name()
            ),
            Source::Book,
            smallest(parts),
            0.95,
        )
    })
}

fn reduced(outcome: &Outcome) -> Option<Claim> {
    let moved = Step::AUDITED.into_iter().filter(|step| *step != Step::Shrunk);
    let highs: Vec<f64> = moved
        .flat_map(|step| over(outcome, step, |at| REDUCED.contains(&at.epsilon_squared)))
        .map(|(_, at_length_one)| at_length_one.reduction.high)
        .collect();
    (!highs.is_empty()).then(|| {
        Claim::at_most(
            "With tokens of length 1 every step, the exact gradient's too, lowers ΔR for ε² from 0.25 to 4; the largest upper \
             end of the change, nats",
            Source::Book,
            largest(highs),
            0.0,
        )
    })
}

fn collapsing(outcome: &Outcome) -> Vec<Claim> {
    let layered = &outcome.layered;
    let last = layered.layers.len() - 1;
    let of = |step: Step| layered.layerings.iter().find(move |layering| layering.step == step);
    let even = 1.0 / outcome.heads as f64;
    let away = |layering: &Layering| {
        let energy = layering.energy[last];
        (energy.low - even).abs().max((energy.high - even).abs())
    };
    let collapsed = |step: Step, words: &str| {
        let sentence = format!(
            "{words} collapse after {} layers: the energy of a token in its own subspace is 1/K; the farthest that its interval \
             reaches from it",
            layered.layers[last]
        );
        Claim::at_most(sentence, Source::Book, of(step).map_or(f64::NAN, away), 0.01)
    };
    vec![
        collapsed(Step::Tempered, "Unit tokens under Z + MSSA/a, with scores over √p,"),
        collapsed(Step::Simplified, "And under Z + MSSA they"),
        Claim::at_least(
            format!(
                "Under the exact gradient at κa = {} they do not: after {} layers the energy in the own subspace is no less than at \
                 first; the lower end of the difference",
                outcome.part, layered.layers[last]
            ),
            Source::Book,
            of(Step::Gradient).map_or(f64::NAN, |layering| layering.energy_gained.low),
            0.0,
        ),
        Claim::at_least(
            format!(
                "Nor do they in the released code's order, Z + Attn(LN(Z)) with tokens of length √d; the same lower end after {} \
                 layers",
                layered.layers[last]
            ),
            Source::Book,
            of(Step::Normalised).map_or(f64::NAN, |layering| layering.energy_gained.low),
            0.0,
        ),
    ]
}

fn pointing(outcome: &Outcome) -> Option<Claim> {
    let valid = outcome.audits.iter().flat_map(|audit| &audit.at).filter(|at| at.gram.high < 1.0);
    let convex = valid.flat_map(|at| &at.steps).filter(|stepped| stepped.step == Step::Convex);
    let cosines: Vec<f64> = convex.map(|stepped| stepped.cosine.low).collect();
    (!cosines.is_empty()).then(|| {
        Claim::at_least(
            "Where a‖G‖ < 1, the convex step points along the exact gradient's; the least lower end of the cosine",
            Source::Book,
            smallest(cosines),
            0.9,
        )
    })
}
