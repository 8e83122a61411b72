//! What the text asserts.

use super::Outcome;
use crate::{
    figure::{Claim, Source},
    math::{diffusion::samplers::Sampler, vectors::largest},
};

/// Errors at 64 steps by an independent implementation, over some hundred random starts.
const AT_64: [(Sampler, f64); 5] = [
    (Sampler::Euler, 0.0158),
    (Sampler::Heun, 0.001_15),
    (Sampler::ExponentialEuler, 0.0099),
    (Sampler::EdmHeun, 0.000_53),
    (Sampler::DpmSolver2M, 0.000_34),
];

/// The claims on an outcome.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    let of = |sampler: Sampler| outcome.curves.iter().find(|curve| curve.sampler == sampler);
    let orders = [
        (Sampler::Euler, 1.0, Source::Book),
        (Sampler::Heun, 2.0, Source::Book),
        (Sampler::ExponentialEuler, 1.0, Source::work("song2021denoising")),
        (Sampler::EdmHeun, 2.0, Source::work("karras2022elucidating")),
        (Sampler::DpmSolver2M, 2.0, Source::work("lu2025dpm")),
    ];
    // At the last three numbers of steps the next order in h is a few per cent.
    let mut claims: Vec<Claim> = orders
        .into_iter()
        .filter_map(|(sampler, order, source)| {
            let curve = of(sampler)?;
            Some(Claim::near(format!("{} has order {order}", curve.name), source, curve.order, order, 0.1))
        })
        .collect();
    if let Some(at) = outcome.steps.iter().position(|&n| n == 64) {
        let off = |&(sampler, error): &(Sampler, f64)| of(sampler).map(|curve| (curve.errors[at] / error - 1.0).abs());
        claims.push(Claim::at_most(
            "With 64 steps the errors are .0158, .00115, .0099, .00053 and .00034: the largest relative difference; random \
             starts scatter by a tenth",
            Source::Book,
            largest(AT_64.iter().filter_map(off)),
            0.1,
        ));
    }
    // A one-step rule of even order gains one on the way back; the argument does not hold for 2M.
    let there_and_back = [(Sampler::Heun, 3.0), (Sampler::EdmHeun, 3.0), (Sampler::DpmSolver2M, 2.0)];
    claims.extend(there_and_back.into_iter().filter_map(|(sampler, order)| {
        let curve = of(sampler)?;
        let text = format!("Up to noise and down again {} returns with order {order}", curve.name);
        Some(Claim::near(text, Source::Book, curve.round_trip_order, order, 0.1))
    }));
    claims.extend([
        Claim::at_most(
            "For one data point DDIM is exact in one step; largest error",
            Source::work("song2021denoising"),
            outcome.one_point_error,
            1e-15,
        ),
        Claim::near(
            "Flow matching from Gaussian noise is the same map: along its straight paths, Heun's rule converges to the \
             exact end of the probability flow with order 2",
            Source::Book,
            outcome.flow_matching.order,
            2.0,
            0.1,
        ),
        // The next order in h moves it by some hundredths, and the draws by as much.
        Claim::near(
            "The ancestral sampler has weak order 1, measured by E r²",
            Source::Book,
            outcome.ancestral.order.value,
            1.0,
            0.15,
        ),
        Claim::is_true(
            "Every number of steps from 1 up ends in numbers, there and back",
            Source::Book,
            outcome.all_finite,
        ),
    ]);
    claims
}
