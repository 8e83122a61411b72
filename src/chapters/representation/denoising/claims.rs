//! What the text asserts.

use super::{Law, Outcome};
use crate::{
    figure::{Claim, Source},
    math::vectors::largest,
};

/// The claims on an outcome.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    let farthest = |chosen: &dyn Fn(&Law) -> bool| {
        largest(outcome.laws.iter().filter(|law| chosen(law)).flat_map(|law| law.distances.iter().copied()))
    };
    let last = outcome.collapse.on_a_point.len() - 1;
    vec![
        Claim::at_most(
            "Run back from T, the stopped process satisfies the reverse SDE: at five times the radius of its samples, from \
             the circle and from its points, is Rice's; largest √n times the Kolmogorov–Smirnov distance",
            Source::lecture("Math of Diffusion Models: Noise to Data"),
            farthest(&|law| law.sampler == "reverse SDE" && law.number == "radius"),
            outcome.critical,
        ),
        Claim::at_most(
            "So do both coordinates on the way back to the sine's points",
            Source::lecture("Math of Diffusion Models: Noise to Data"),
            farthest(&|law| law.sampler == "reverse SDE" && law.number != "radius"),
            outcome.critical,
        ),
        Claim::at_most(
            "The probability flow has the same distributions without any noise on the way",
            Source::work("song2021score"),
            farthest(&|law| law.sampler != "reverse SDE"),
            outcome.critical,
        ),
        // Central differences of 1e-5 s: third derivatives in units of s, of order 10 between close points, times 1e-10.
        Claim::at_most(
            "Tweedie's formula: the denoiser's score is the slope of the log density; largest difference, in units of 1/s",
            Source::lecture("Math of Diffusion Models: Sampling with Score Matching"),
            outcome.tweedie_difference,
            1e-6,
        ),
        Claim::at_least(
            format!(
                "Followed to t = {:.0e}, every sample sits on one of the points it was made from: the part within a tenth of \
                 their spacing",
                outcome.collapse.times[last]
            ),
            Source::Book,
            outcome.collapse.on_a_point[last],
            1.0,
        ),
        Claim::at_most(
            "A start from N(0, I) at time T costs the end at most KL(ρ_T‖γ), the data-processing inequality, so a check: largest \
             ratio of the cost to that bound",
            Source::Book,
            largest(outcome.early_starts.iter().map(|start| start.cost / start.bound)),
            1.0,
        ),
        // Under the exact reverse process each of the pieces exceeds four with a probability of 1 in 16,000.
        Claim::at_most(
            "Sampled from the earliest start, the pieces of the sine are reached as often as the exact reverse process \
             reaches them; largest deviation, in standard errors",
            Source::Book,
            largest(outcome.arcs.iter().map(|arc| arc.deviation)),
            4.0,
        ),
    ]
}
