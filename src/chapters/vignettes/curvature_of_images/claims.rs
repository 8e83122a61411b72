//! What the text asserts.

use super::Outcome;
use crate::{
    figure::{Claim, Source},
    math::vectors::{largest, smallest},
};

/// The claims on an outcome.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    let raw = &outcome.blurred[0];
    let last = |values: &[f64]| values[values.len() - 1];
    let clearest = outcome.blurred.iter().skip(1).map(|blurred| blurred.angle_at_blur_deg);
    let spread = largest(clearest.clone()) - smallest(clearest);
    let refinement = &outcome.refinement;
    vec![
        Claim::at_least(
            "The shifts have 2 dimensions, and a subspace that holds 95 % of their energy has more than ten times as many",
            Source::Book,
            raw.dimensions[0] as f64,
            20.0,
        ),
        Claim::at_least(
            "Without blur a shift by one pixel turns the tangent plane by 45° or more",
            Source::Book,
            raw.angle_at_a_pixel_deg,
            45.0,
        ),
        Claim::at_least(
            "With every finer pixel, without blur, the same shift of the scene turns the tangent plane by more: the \
             smallest change, degrees",
            Source::work("donoho2005image"),
            smallest(refinement.sharp_deg.windows(2).map(|pair| pair[1] - pair[0])),
            0.0,
        ),
        Claim::at_most(
            "With a blur of the scene the turn converges: its change over the last refinement, degrees",
            Source::work("wakin2005multiscale"),
            (last(&refinement.blurred_deg) - refinement.blurred_deg[refinement.blurred_deg.len() - 2]).abs(),
            2.0,
        ),
        Claim::at_most(
            "What counts is the shift in units of the blur: at a shift by one blur, the angles of all blurs lie within 10°",
            Source::Book,
            spread,
            10.0,
        ),
        Claim::at_least(
            "A window that moves over the photograph, where nothing wraps around, needs many, too: dimensions for 95 %",
            Source::Book,
            outcome.window.dimensions[0] as f64,
            20.0,
        ),
        Claim::at_most(
            "The best plane holds less than half of the energy: the share that two components hold",
            Source::Book,
            raw.held_by_two,
            0.5,
        ),
        Claim::near(
            format!(
                "Among {} shifts, blurred by {} pixel, neighbours see the two dimensions",
                outcome.samples[outcome.samples.len() - 1],
                outcome.blurred[1].blur
            ),
            Source::Book,
            last(&outcome.blurred[1].neighbour_dimensions),
            2.0,
            0.2,
        ),
        Claim::at_least(
            format!("Among {}, without blur, they see more: at least 3", outcome.samples[0]),
            Source::Book,
            raw.neighbour_dimensions[0],
            3.0,
        ),
        Claim::near(
            "A disc with a sharp edge moves by the square root of its shift: the exponent",
            Source::work("donoho2005image"),
            outcome.disc.exponent,
            0.5,
            0.03,
        ),
        Claim::at_least(
            format!(
                "The average of two shifts, by {} pixels to each side, is no shift: its distance to the picture half-way, \
                     in norms of the picture",
                outcome.pictures.shift
            ),
            Source::Book,
            outcome.pictures.average_error,
            0.5,
        ),
    ]
}
