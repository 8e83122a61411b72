//! What the text asserts.

use super::{Outcome, Pair};
use crate::{
    figure::{Claim, Source},
    math::vectors::{largest, smallest},
};

/// The claims on an outcome.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    [of_the_label(outcome), of_the_start(outcome), of_the_grid(outcome)].concat()
}

/// What the text asserts of certificates for the label.
fn of_the_label(outcome: &Outcome) -> Vec<Claim> {
    let Outcome { pairs, circles, growth, .. } = outcome;
    let decays = || pairs.iter().flat_map(|pair| &pair.decays);
    let main = &circles[circles.len() - 1];
    let at = format!("{:.2} rad", main.separation_rad);
    let last = outcome.depths.len() - 1;
    let norms = pairs.iter().map(|pair| pair.by_depth.iter().map(|at| at.norm).collect::<Vec<_>>());
    let norms = norms.chain(circles.iter().map(|circles| circles.norm.clone()));
    let ratios = norms.flat_map(|norms| norms.windows(2).map(|pair| pair[1] / pair[0]).collect::<Vec<_>>());
    vec![
        Claim::at_most(
            "A deeper network has a smaller certificate: the largest ratio of the norms of neighbouring depths, over all \
             pairs",
            Source::lecture("Resource Tradeoffs I: Certificates from Depth"),
            largest(ratios),
            1.0,
        ),
        Claim::at_least(
            format!(
                "On the circles at Δ = {at} ‖g‖ falls as 1/L or faster between the two deepest networks: the power of 1/L"
            ),
            Source::Book,
            main.exponents[main.exponents.len() - 1],
            1.0,
        ),
        Claim::at_least(
            "No bound is below the error: the least difference, over times, depths, pairs and certificates",
            Source::Book,
            smallest(decays().map(|decay| decay.least_margin)),
            -1e-12,
        ),
        // Times by equal ratios: the touching point is missed by half a step of ln t at most.
        Claim::near(
            "On circles the best bound touches the error: the smallest ratio of the two",
            Source::Book,
            smallest(pairs[0].decays.iter().map(|decay| decay.tightest_ratio)),
            1.0,
            0.005,
        ),
        Claim::near(
            format!(
                "From depth {} to {} the label's eigenvalue gains 3/(8 cos δ) for each unit of ln L",
                growth.from, growth.to
            ),
            Source::Book,
            growth.gain,
            growth.limit,
            0.05 * growth.limit,
        ),
        Claim::at_least(
            format!(
                "Depth does not bring the label nearer to the constant on the circles at Δ = {at}: λ_1/λ_y at the deepest \
                 network over that at the shallowest"
            ),
            Source::Book,
            main.constant_over_label[last] / main.constant_over_label[0],
            1.0,
        ),
    ]
}

/// What the text asserts of the error of a random network.
fn of_the_start(outcome: &Outcome) -> Vec<Claim> {
    let start = &outcome.start;
    let inverse = start.iter().map(|start| start.inverse_norm_on_doubled_grid / start.inverse_norm);
    let regularised = start.iter().map(|start| (start.norm_on_doubled_grid / start.norm - 1.0).abs());
    vec![
        Claim::at_most(
            "The constant is the cheaper part: the largest ratio of ‖g‖ for the constant 1 to ‖g‖ for the label",
            Source::Book,
            largest(start.iter().map(|start| start.constant_norm / start.label_norm)),
            0.2,
        ),
        Claim::at_least(
            "A certificate that leaves nothing of a random network grows with the grid: the smallest factor by which \
             doubling the grid raises its norm",
            Source::Book,
            smallest(inverse),
            1.2,
        ),
        Claim::at_most(
            "One that leaves a part does not: the largest change of its norm when the grid is doubled",
            Source::Book,
            largest(regularised),
            0.02,
        ),
    ]
}

/// Whether the grid can be trusted.
fn of_the_grid(outcome: &Outcome) -> Vec<Claim> {
    let Outcome { pairs, circles, references, .. } = outcome;
    let every = || pairs.iter().flat_map(|pair| &pair.by_depth);
    let elsewhere = references.iter().map(|reference| (reference.here - reference.elsewhere).abs());
    let doubled = every().map(|at| (at.norm_on_doubled_grid / at.norm - 1.0).abs());
    let closed = pairs[0].by_depth.iter().zip(&circles[circles.len() - 1].norm);
    let closed = closed.map(|(at, norm)| (at.norm / norm - 1.0).abs());
    let defects = |pair: &Pair| largest(pair.by_depth.iter().map(|at| at.label_defect));
    vec![
        Claim::at_most(
            "The label is an eigenfunction on circles and on coils: the largest relative defect",
            Source::Book,
            largest([defects(&pairs[0]), defects(&pairs[2])]),
            1e-9,
        ),
        Claim::at_most(
            "The grid is fine enough: the largest change of ‖g‖ for the label when it is doubled, over pairs and depths",
            Source::Book,
            largest(doubled),
            0.02,
        ),
        Claim::at_most(
            "On the circles the grid has the norm of the closed form: the largest deviation",
            Source::Book,
            largest(closed),
            0.01,
        ),
        Claim::at_least(
            "The kernel is positive on the grid: the smallest eigenvalue on odd functions",
            Source::Book,
            smallest(every().flat_map(|at| [at.smallest, at.smallest_on_doubled_grid])),
            0.0,
        ),
        Claim::at_most(
            "The label's eigenvalue agrees with that computed elsewhere to one unit of the fourth place",
            Source::Book,
            largest(elsewhere),
            1e-4,
        ),
    ]
}
