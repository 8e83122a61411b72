//! What the text asserts.

use super::{Curve, Objective, Outcome, Taught, Times};
use crate::{
    figure::{Claim, Source},
    math::vectors::{largest, smallest},
};

/// The claims on an outcome.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    let [circle, sine, spiral] = outcome.curves.as_slice() else { return Vec::new() };
    let early =
        |curve: &Curve, objective: Objective| of(curve, objective).map_or(f64::NAN, |taught| taught.excess[0].value);
    let last = outcome.divergence.len() - 1;
    let growth =
        |of: fn(&super::outcome::Divergence) -> f64| of(&outcome.divergence[last]) - of(&outcome.divergence[last - 1]);
    let lowest =
        |curve: &Curve, objective: Objective| of(curve, objective).map_or(f64::NAN, |taught| taught.excess[0].high);
    let otherwise = |objective: Objective| outcome.otherwise.iter().find(|taught| taught.objective == objective);
    let uneven = otherwise(Objective::Velocity).map_or(f64::NAN, |taught| taught.excess[0].low);
    let first = || circle.taught.iter().map(|taught| taught.excess[0].value);
    let spread = largest(first()) / smallest(first());
    let mut claims = vec![Claim::at_most(
        "Networks for v end within .02 dimensions of the exact score at every time, on the circle and the sine; the \
             largest upper end",
        Source::Book,
        largest([circle, sine].iter().flat_map(|curve| &curve.taught[0].excess).map(|excess| excess.high)),
        0.02,
    )];
    claims.extend(sampled([circle, sine]));
    claims.extend([
        Claim::at_most(
            "With the weight s² the score's loss is the noise's, number by number, and networks learn it as well; excess at \
             the first time, the weighted score's upper end over the noise's value on the circle",
            Source::Book,
            lowest(circle, Objective::WeightedScore) / early(circle, Objective::Noise),
            1.5,
        ),
        Claim::near(
            "The least value of the lecture's loss grows without bound as the earliest time falls, by ½ ln 10/(T − t) with \
             each tenth: its growth over the last tenth against that",
            Source::Book,
            growth(|divergence| divergence.least) / growth(|divergence| divergence.law),
            1.0,
            0.01,
        ),
        Claim::at_most(
            "It trains nevertheless: excess of its networks at the first time on the circle, upper end",
            Source::Book,
            lowest(circle, Objective::Score),
            0.05,
        ),
        Claim::at_most(
            "And as well with times drawn the other way: the same upper end",
            Source::Book,
            otherwise(Objective::Score).map_or(f64::NAN, |taught| taught.excess[0].high),
            0.05,
        ),
        Claim::is_true(
            "No training met a NaN",
            Source::Book,
            outcome.curves.iter().flat_map(|curve| &curve.taught).all(|taught| taught.diverged == 0),
        ),
    ]);
    claims.extend(of_spiral(spiral));
    claims.extend([
        Claim::at_least(
            "For v, the noise and the clean point the error, in dimensions, is largest at the first time: it over the largest \
             at later times, the smallest of the three on the circle",
            Source::Book,
            smallest(
                circle.taught[..3]
                    .iter()
                    .map(|taught| taught.excess[0].value / largest(taught.excess[1..].iter().map(|e| e.value))),
            ),
            1.0,
        ),
        Claim::at_most(
            "Predicting v is EDM's preconditioning for data of unit variance, an identity, so a check: largest difference of \
             the two guesses",
            Source::work("karras2022elucidating"),
            outcome.edm_difference,
            1e-12,
        ),
    ]);
    if outcome.drawn == Times::LogRatio {
        claims.push(Claim::at_least(
            "Which times are shown matters more than what is asked for: at the first time the excess for v with times even in t \
             over that with times even in λ, lower end over upper end, divided by the largest ratio of two of the five",
            Source::Book,
            uneven / lowest(circle, Objective::Velocity) / spread,
            1.0,
        ));
    }
    claims
}

/// Points that were drawn with networks.
fn sampled(curves: [&Curve; 2]) -> [Claim; 2] {
    [
        Claim::at_most(
            "Train a network to perform estimation, then plug F in: points that the reverse SDE draws with networks of the \
             lecture's loss are nearer to fresh points than a curve a tenth too small is; sliced Wasserstein distance over \
             that of the small one, upper end, the larger of circle and sine",
            Source::lecture("Math of Diffusion Models: Sampling with Score Matching"),
            largest(curves.map(|curve| {
                let walked = of(curve, Objective::Score).map_or(f64::NAN, |taught| taught.walked_wasserstein.high);
                walked / curve.shrunk_wasserstein.value
            })),
            1.0,
        ),
        Claim::at_most(
            "So are points drawn with networks for v by the sampler of few steps; the same ratio",
            Source::Book,
            largest(curves.map(|curve| curve.taught[0].wasserstein.high / curve.shrunk_wasserstein.value)),
            1.0,
        ),
    ]
}

fn of_spiral(spiral: &Curve) -> [Claim; 2] {
    [
        Claim::at_most(
            "A spiral converges too: excess over its floor, the largest upper end over all times",
            Source::Book,
            largest(spiral.taught[0].excess.iter().map(|excess| excess.high)),
            0.05,
        ),
        Claim::at_most(
            "Points drawn on the spiral are as near to it as fresh points are: median distance over theirs, upper end",
            Source::Book,
            spiral.distance.high / spiral.fresh_distance,
            1.1,
        ),
    ]
}

fn of(curve: &Curve, objective: Objective) -> Option<&Taught> {
    curve.taught.iter().find(|taught| taught.objective == objective)
}
