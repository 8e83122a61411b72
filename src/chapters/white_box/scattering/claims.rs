//! What the text asserts.

use super::{Captured, Filters, Outcome, Representation};
use crate::{
    figure::{Claim, Source},
    math::vectors::largest,
};

/// The slide that shows a scattering network.
const SLIDE: Source = Source::lecture("Recap: White-Box Deep Networks");
/// Energies of orders 0 to 3 with three scales of kymatio's filters, over those of the first 50 test digits on 48², by an
/// independent program, and the paths of each order.
const SHARES: [f64; 4] = [0.2913, 0.3482, 0.0857, 0.0038];
const PATHS: [usize; 4] = [1, 24, 192, 512];

/// The claims on an outcome.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    let mut claims = Vec::new();
    let deep = |captured: &&Captured| captured.scales >= 3 && captured.filters == Filters::Released;
    if let Some(captured) = outcome.captured.iter().find(deep) {
        claims.push(Claim::at_most(
            "“Only 2-3 layers”, read as: a third layer holds at most a hundredth of what scattering captures",
            SLIDE,
            captured.third_part,
            0.01,
        ));
    }
    let of = |representation: Representation| {
        let learnt = outcome.learnt.iter().find(|learnt| learnt.representation == representation);
        learnt.map_or(f64::NAN, |learnt| largest(learnt.scattering_less.iter().map(|less| less.high)))
    };
    claims.extend([
        Claim::at_most(
            "With every number of labels a linear classifier of scattering errs less than one of pixels: the largest upper \
             end of the difference's intervals",
            Source::work("bruna2013invariant"),
            of(Representation::Pixels),
            0.0,
        ),
        Claim::at_most(
            "And less than one of as many random rectified features: the largest upper end of the difference's intervals",
            Source::Book,
            of(Representation::Random),
            0.0,
        ),
    ]);
    claims.extend(checks(outcome));
    let deformed = &outcome.deformed;
    let [_, fourier, scattering] = &deformed.by_frequency;
    let last = scattering.len() - 1;
    claims.extend([
        // A linear bound is an exponent of 1; between the two smallest dilations the next order is a few per cent.
        Claim::near(
            "Scattering moves in proportion to a small dilation: the exponent",
            Source::work("bruna2013invariant"),
            deformed.exponent,
            1.0,
            0.1,
        ),
        Claim::is_true(
            "At the highest frequency a dilation moves the Fourier modulus further than scattering",
            Source::work("bruna2013invariant"),
            fourier[last] > scattering[last],
        ),
        // The bound on a shift is proportional to |shift|/2ᴶ.
        Claim::near(
            "One more scale halves what a shift by one pixel changes: the power of 2",
            Source::work("bruna2013invariant"),
            outcome.shifted.halvings,
            1.0,
            0.25,
        ),
        // E‖x′ − x‖² = 2 E‖x‖² for white noise; the root of a ratio of 256 draws is a thousandth smaller.
        Claim::near(
            "A shift by one sample changes white noise by √2",
            Source::Book,
            outcome.noise.raw.value,
            std::f64::consts::SQRT_2,
            0.02,
        ),
        Claim::near(
            "And its scattering with J = 4 by about 2 %",
            Source::Book,
            outcome.noise.scattering.value,
            0.02,
            0.005,
        ),
    ]);
    claims
}

/// What must come out: paths, energies by another program, and bounds that scaling makes true.
fn checks(outcome: &Outcome) -> Vec<Claim> {
    let mut claims = Vec::new();
    let three = |captured: &&Captured| captured.scales == 3 && captured.filters == Filters::Released;
    let known = (outcome.digits, outcome.side, outcome.directions) == (50, 48, 8);
    if let Some(captured) = outcome.captured.iter().find(three).filter(|_| known) {
        let off = captured.shares.iter().zip(SHARES).map(|(share, known)| (share - known).abs());
        claims.push(Claim::at_most(
            "With three scales orders 0 to 3 hold .2913, .3482, .0857 and .0038 of the energy: the largest difference",
            Source::Book,
            largest(off),
            // Half a unit of the last digit, and the difference of the filters.
            1e-4,
        ));
        claims.push(Claim::is_true("They have 1, 24, 192 and 512 paths", Source::Book, captured.paths == PATHS));
    }
    claims.push(Claim::at_most(
        "Scaled to a Littlewood–Paley sum of at most 1, scattering does not expand: the largest ratio over pairs of digits",
        Source::work("bruna2013invariant"),
        outcome.largest_ratio,
        1.0,
    ));
    claims
}
