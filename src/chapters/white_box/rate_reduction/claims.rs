//! What the text asserts.

use super::{End, Outcome, Problem};
use crate::{
    figure::{Claim, Source},
    math::vectors::{largest, smallest},
};

const THEOREM: Source = Source::work("wang2024global");

/// The claims on an outcome. All thresholds were fixed before a run.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    let steps = outcome.scaled.subspace_rates.windows(2).map(|pair| pair[1] - pair[0]);
    let mut claims = vec![
        Claim::at_least(
            "On orthogonal lines ΔR is larger than on oblique ones with noise; the lower end of the difference",
            Source::Book,
            outcome.rise.low,
            0.0,
        ),
        Claim::at_least(
            "R^c(cZ) rises with c, so tokens compress by shrinking; the smallest rise from one c to the next",
            Source::Book,
            smallest(steps),
            0.0,
        ),
        Claim::is_true(
            "Ascents end in more than one kind of maximum: some in the best of the closed form, and some below",
            Source::Book,
            ends(outcome).any(|end| end.global) && ends(outcome).any(|end| !end.global),
        ),
        Claim::at_least(
            "Up to the theorem's largest λ the last dimension to be filled adds to the objective, smaller classes first, as its \
             description of global maxima needs: the smallest λ at which it adds nothing, as a part of the largest",
            Source::Book,
            smallest(outcome.problems.iter().map(|problem| problem.filling_part)),
            1.0,
        ),
    ];
    claims.extend(of_theorem(outcome));
    claims.extend(checks(outcome));
    claims
}

fn ends(outcome: &Outcome) -> impl Iterator<Item = &End> {
    outcome.problems.iter().flat_map(|problem| &problem.ends)
}

/// What the theorem says of every maximum, where ascents end.
fn of_theorem(outcome: &Outcome) -> Vec<Claim> {
    let over = |of: fn(&Problem) -> f64| largest(outcome.problems.iter().map(of));
    let above = |problem: &Problem| {
        let found = largest(problem.ends.iter().map(|end| end.objective));
        // The scale is that of the closed form, or of 0 where it is 0.
        found - problem.best
    };
    let full = |problem: &Problem| problem.ends.iter().all(|end| end.ranks.iter().sum::<usize>() <= problem.dimension);
    vec![
        Claim::is_true("Every ascent converges", Source::Book, ends(outcome).all(|end| end.converged)),
        Claim::at_most(
            "All nonzero singular values of a class are the closed form's σ_k; the largest difference",
            THEOREM,
            over(|problem| problem.singular_values_off),
            1e-6,
        ),
        Claim::at_most(
            "Classes end orthogonal; the largest product of vectors of two classes",
            THEOREM,
            over(|problem| problem.cross_products),
            1e-6,
        ),
        Claim::is_true(
            "No end has more nonzero singular values than dimensions",
            THEOREM,
            outcome.problems.iter().all(full),
        ),
        Claim::at_most(
            "At every end F = Σ r_k g_k; the largest difference",
            Source::Book,
            over(|problem| problem.value_off),
            1e-9,
        ),
        Claim::at_most(
            "And so it is with other λ, up to beyond the theorem's largest; the largest difference",
            Source::Book,
            outcome.beyond.value_off,
            1e-9,
        ),
        Claim::at_most(
            "No ascent ends above the best of the closed form; by how much the highest does",
            THEOREM,
            over(above),
            1e-9,
        ),
    ]
}

/// Identities, and counts that are no surprise.
fn checks(outcome: &Outcome) -> Vec<Claim> {
    let [oblique, orthogonal, axes] = [0, 1, 2].map(|which| outcome.pictures[which].nonzero);
    let last = outcome.scaled.reductions.len() - 1;
    let unit = &outcome.unit;
    let wide = || (0..unit.counts.len()).filter(|&i| unit.counts[i] >= unit.width);
    let mut claims = vec![
        Claim::at_most(
            "A rotation of tokens and lines leaves ΔR as it is, an identity; the largest change",
            Source::Book,
            outcome.turn_changes,
            1e-12,
        ),
        Claim::is_true(
            "And halves ‖Z‖₀ when it takes the lines to the axes",
            Source::Book,
            oblique == orthogonal && orthogonal == 2 * axes,
        ),
        Claim::at_most(
            "The determinants by ZZ* and by Z*Z are one, an identity; the largest relative difference",
            Source::Book,
            outcome.forms_differ,
            1e-12,
        ),
        // Of the squares that the border cuts, about as many as the root of a hundred cells' worth are wrongly counted.
        Claim::near(
            "The tokens' region holds e^R balls: squares counted over e^R, at the smallest ε²",
            Source::work("ma2007segmentation"),
            outcome.balls.counted[0] as f64 / outcome.balls.expected[0],
            1.0,
            0.05,
        ),
    ];
    if outcome.scaled.scales[last] >= 10.0 {
        // What is missing at c is of the order of ε²/c².
        claims.push(Claim::near(
            "ΔR(cZ) rises, too, but only up to (d/2) ln(d/p); at the largest c",
            Source::Book,
            outcome.scaled.reductions[last],
            outcome.scaled.limit,
            0.01,
        ));
    }
    if wide().next().is_some() {
        claims.push(Claim::at_most(
            "The rate of N ≥ p random tokens of length 1 is near its limit; the largest difference, nats",
            Source::work("verdu1999spectral"),
            largest(wide().map(|i| (unit.drawn[i].value - unit.limits[i]).abs())),
            0.15,
        ));
    }
    claims
}
