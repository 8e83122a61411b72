//! What the text asserts.

use super::{Outcome, Shape};
use crate::{
    figure::{Claim, Source},
    ground::estimate::Estimate,
    math::vectors::{largest, smallest},
};

/// A power of N at most this, at the end of its interval towards 0, counts as falling.
const FALLS: f64 = -0.1;

const SLIDE: Source = Source::lecture("Standard Approaches to Linearize a Manifold, and Pitfalls");

/// The claims on an outcome.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    let [roll, holed] = outcome.shapes.as_slice() else { return Vec::new() };
    let mut claims = charts(outcome, roll, holed);
    claims.extend(pieces(outcome));
    claims
}

/// The last of estimates.
fn end(estimates: &[Estimate]) -> Estimate {
    estimates[estimates.len() - 1]
}

fn charts(outcome: &Outcome, roll: &Shape, holed: &Shape) -> Vec<Claim> {
    let new = &outcome.new_points;
    let whole = |glued: &super::Glued| end(&glued.folded).low;
    vec![
        Claim::at_most(
            "Provably correct with enough data, on the roll without a hole: the Procrustes error of Isomap and of LTSA falls \
             with N; the power nearer to 0, upper end",
            SLIDE,
            largest([roll.isomap.power.high, roll.ltsa.power.high]),
            FALLS,
        ),
        Claim::at_most(
            "The same of LTSA on the roll with a hole: upper end of the power of N",
            SLIDE,
            holed.ltsa.power.high,
            FALLS,
        ),
        Claim::at_most(
            "The same of Isomap on the roll with a hole: upper end of the power of N",
            SLIDE,
            holed.isomap.power.high,
            FALLS,
        ),
        Claim::near(
            "Isomap with a hole ends at the error that exact distances around the hole have: its error at the largest N over \
             that limit, medians",
            Source::Book,
            end(&holed.isomap.error).value / holed.limit.value,
            1.0,
            0.2,
        ),
        Claim::at_least(
            "With the same k at every N Isomap's error on the roll does not fall: lower end of its power of N",
            Source::Book,
            roll.fixed_k_power.low,
            FALLS,
        ),
        Claim::at_most(
            "One-one mapping: no neighbourhoods of the roll are turned over at the largest N, by Isomap and by LTSA; the \
             larger part, upper end",
            SLIDE,
            largest([end(&roll.isomap.folded).high, end(&roll.ltsa.folded).high]),
            0.0,
        ),
        Claim::at_least(
            "And no pair of points of the roll comes much nearer: the smallest ‖f(x) − f(y)‖/‖x − y‖ at the largest N, the \
             smaller of both methods, lower end",
            SLIDE,
            smallest([end(&roll.isomap.smallest_ratio).low, end(&roll.ltsa.smallest_ratio).low]),
            0.1,
        ),
        Claim::at_least(
            "The whole sphere is folded by both methods: the part of neighbourhoods that are turned over, the smaller, lower \
             end",
            Source::Book,
            smallest([whole(&outcome.sphere.isomap), whole(&outcome.sphere.ltsa)]),
            0.25,
        ),
        Claim::at_least(
            "No standard generalization to test data without retraining, read as an error: that of new points placed by \
             the methods' own formulas over that after a new fit, the larger of both methods, lower end",
            SLIDE,
            largest([new.isomap.ratio.low, new.ltsa.ratio.low]),
            1.5,
        ),
    ]
}

fn pieces(outcome: &Outcome) -> Vec<Claim> {
    let sphere = &outcome.sphere;
    let over_bound = |(found, bound): (&Estimate, &f64)| found.low / bound;
    let caps = [&sphere.isomap, &sphere.ltsa]
        .map(|glued| smallest(glued.distortion.iter().zip(&sphere.reached_bound).map(over_bound)));
    let mut claims = vec![
        Claim::at_least(
            "Difficult to scale to high-dimensional datasets: with a fixed radius the points that a tangent error needs on \
             spheres multiply by 2 or more with each dimension; the factor, lower end",
            SLIDE,
            outcome.spheres.fixed_growth.low,
            2.0,
        ),
        Claim::at_least(
            "No chart of a cap has less distortion than α/sin α, for the cap that the middles of neighbourhoods reach: the \
             smallest ratio to it over caps and both methods, lower end",
            Source::work("milnor1969problem"),
            smallest(caps),
            1.0,
        ),
        Claim::at_least(
            "Local PCA finds the dimensions 1, 2 and 2 of circle, sphere and roll with enough points: the part of \
             neighbourhoods at the largest N, the smallest of the three, lower end",
            Source::work("lim2021tangent"),
            smallest(outcome.local.iter().map(|shape| shape.judged.low)),
            0.95,
        ),
        Claim::at_least(
            "Where it fails there is a rim: the same part among neighbourhoods that do not reach the roll's rim",
            Source::Book,
            smallest(outcome.local.iter().map(|shape| shape.judged_inside.low)),
            0.95,
        ),
    ];
    for shape in outcome.local.iter().filter(|shape| !shape.closed_form_rad.is_empty()) {
        claims.push(Claim::near(
            format!("The tangent error of the {} falls as 1/√N: its power of N", shape.name),
            Source::Book,
            shape.samples_power.value,
            -0.5,
            0.1,
        ));
    }
    claims
}
