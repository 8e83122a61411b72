//! What the text asserts.

use super::Outcome;
use crate::{
    figure::{Claim, Source},
    math::vectors::largest,
};

/// The claims on an outcome.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    let Outcome { curves, limit_width_rad, references, .. } = outcome;
    let rise = largest(curves.iter().map(|curve| curve.largest_rise));
    let unequal = largest(curves.iter().flat_map(|curve| curve.kernel[1..].iter().copied()));
    let widths: Vec<f64> = curves.iter().map(|curve| curve.half_excess_width_rad).collect();
    let difference = largest(references.iter().map(|reference| (reference.here - reference.elsewhere).abs()));
    let deepest = &curves[curves.len() - 1];
    // The terms that the limit leaves out fall as (ln L)/L; where they may be all of it, up to depth 3, it says nothing.
    let remainder = 1.5 * (1.0 + (deepest.depth as f64).ln()) / deepest.depth as f64;
    let nearly = format!("at L = {} it is within {:.1} %, which is 1.5 (1 + ln L)/L", deepest.depth, 100.0 * remainder);
    let limits = (remainder < 1.0).then(|| {
        let near = |sentence: &str, measured: f64, limit: f64| {
            Claim::near(format!("{sentence}; {nearly}"), Source::Book, measured, limit, remainder * limit)
        };
        (
            near(
                &format!("Depth times half-excess width tends to {limit_width_rad:.2}"),
                deepest.depth_times_width_rad,
                *limit_width_rad,
            ),
            near("Between opposite inputs a quarter of the kernel is left", deepest.floor, 0.25),
        )
    });
    let (limit_of_width, limit_of_floor) = limits.unzip();
    let before = [
        Claim::is_true(
            "The deeper the network, the sharper its kernel",
            Source::lecture("Resource Tradeoffs I: Certificates from Depth"),
            widths.is_sorted_by(|a, b| a > b),
        ),
        Claim::at_most(
            "The kernel decays with the angle, all the way to opposite inputs",
            Source::lecture("Key insights"),
            rise,
            1e-12,
        ),
    ];
    let between = [
        Claim::at_most("Where it rises again, it rises by less than a hundredth of K(0)", Source::Book, rise, 0.01),
        Claim::at_most("The kernel is largest between equal inputs, where K/L is 1", Source::Book, unequal, 1.0),
    ];
    let elsewhere = Claim::at_most(
        "The numbers agree with those computed elsewhere to five places",
        Source::Book,
        difference,
        1e-5,
    );
    before.into_iter().chain(limit_of_width).chain(between).chain(limit_of_floor).chain([elsewhere]).collect()
}
