//! What the text asserts.

use super::Outcome;
use crate::figure::{Claim, Source};

const OWEN: Source = Source::work("owen1996search");

/// The claims on an outcome.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    shape(outcome).into_iter().chain(waves(outcome)).chain(curvature(outcome)).chain(other_families(outcome)).collect()
}

/// What is said of the surface as a whole.
fn shape(outcome: &Outcome) -> Vec<Claim> {
    let metric = &outcome.surface.metric;
    vec![
        Claim::near(
            "A subspace needs as many dimensions as there are cycles by which the transforms of the lightest and the \
             heaviest wave part: complex dimensions for 99.9 % of the energy, over these cycles",
            Source::Book,
            outcome.dimensions_to_cycles,
            1.0,
            0.25,
        ),
        Claim::at_least(
            "The surface is a ribbon: its length over its width, in the metric",
            Source::Book,
            metric.length_to_width,
            20.0,
        ),
        Claim::at_most(
            "Along one direction the match falls much slower than across: ratio of the metric's eigenvalues",
            Source::Book,
            metric.ratio,
            0.01,
        ),
        Claim::at_most(
            "That direction is the one of constant chirp mass: angle between them, degrees",
            Source::Book,
            metric.off_chirp_mass_deg,
            5.0,
        ),
    ]
}

/// What is said of the formulas for the waves.
fn waves(outcome: &Outcome) -> Vec<Claim> {
    let leading = &outcome.leading;
    vec![
        // Powers and roots of numbers near a million, to rounding.
        Claim::at_most(
            "At leading order the chirp mass alone sets the phase: largest relative difference among binaries that share it",
            Source::Book,
            leading.apart_at_0pn,
            1e-12,
        ),
        Claim::at_least(
            "Through 2PN the mass ratio is seen as well: largest relative difference among the same binaries",
            Source::Book,
            leading.apart_at_2pn,
            1e-3,
        ),
        // The next correction is smaller than the first by a factor of 1e-3 at the highest frequency.
        Claim::near(
            "The stationary-phase formula is the transform of the wave in time, up to an error of order f^(5/3)",
            Source::Book,
            leading.stationary_phase_order,
            5.0 / 3.0,
            0.02,
        ),
    ]
}

/// What is said of the match's second difference.
fn curvature(outcome: &Outcome) -> Vec<Claim> {
    let mut claims = Vec::new();
    for curvature in &outcome.surface.curvatures {
        claims.push(Claim::near(
            format!("The match's second difference approaches the metric, {}: the order in the step", curvature.name),
            OWEN,
            curvature.order,
            2.0,
            0.1,
        ));
        if let Some(&last) = curvature.deviations.last() {
            claims.push(Claim::at_most(
                format!("and its relative deviation from the metric at the smallest step, {}", curvature.name),
                OWEN,
                last,
                0.01,
            ));
        }
    }
    claims
}

/// What is said of waves that have a merger, and of those at leading order.
fn other_families(outcome: &Outcome) -> Vec<Claim> {
    let Outcome { leading, reference, .. } = outcome;
    let mut claims = vec![
        Claim::at_most(
            "The inspiral of a (36, 29) M☉ binary is quieter than the whole wave by IMRPhenomD: its signal-to-noise ratio",
            Source::Book,
            reference.snr,
            reference.snr_of_whole,
        ),
        Claim::cited(
            "Signal-to-noise ratio of that binary with merger and ringdown, by IMRPhenomD in PyCBC 2.11.0",
            Source::work("khan2016frequency"),
            reference.snr_of_whole,
        ),
    ];
    if let Some(fit) = leading.fits.first() {
        claims.push(Claim::at_least(
            "The leading order, one curve, comes near the centre's template: the fitting factor",
            Source::Book,
            fit.fitting_factor,
            0.97,
        ));
    }
    claims
}
