//! What the text asserts.

use super::{Orbit, Outcome};
use crate::{
    figure::{Claim, Source},
    math::vectors::largest,
};

const SLIDE: Source = Source::lecture("Nonlinear Variabilities in Natural Images");

/// The numbers of dimensions whose energy has a bound in closed form, as places in a list that starts at one dimension.
const BOUNDED: [usize; 3] = [0, 3, 8];

/// The claims on an outcome.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    slide(outcome).into_iter().chain(motions(outcome)).chain(light(outcome)).collect()
}

/// The slide's three numbers, and why they are not of one kind.
fn slide(outcome: &Outcome) -> Vec<Claim> {
    let [of_solid, of_flat] = [&outcome.pose[0], &outcome.perspective[0]].map(|orbit| orbit.rank as f64);
    let missed = 1.0 - outcome.kernel_energies[2];
    vec![
        Claim::near("Rigid pose: the pictures of a painted solid have dimension 6", SLIDE, of_solid, 6.0, 0.0),
        Claim::near("Perspective: the pictures of a flat photograph have dimension 8", SLIDE, of_flat, 8.0, 0.0),
        Claim::at_most(
            "Illumination: nine dimensions are enough by Basri and Jacobs' measure, and miss at most 1/128 of the painted \
             solid's energy under lamps from everywhere",
            SLIDE,
            outcome.bodies[2].missed[8],
            // Equality is possible, and then the eigenvalues are exact to rounding.
            missed + 1e-9,
        ),
        Claim::at_least(
            "Pose is no such case: of the painted solid in all orientations nine dimensions miss more than 1/128",
            Source::Book,
            outcome.missed_of_turned[8],
            missed,
        ),
    ]
}

/// What is said of pose and perspective besides.
fn motions(outcome: &Outcome) -> Vec<Claim> {
    let orbits = || outcome.pose.iter().chain(&outcome.perspective);
    let (solid, flat) = (&outcome.pose[0], &outcome.perspective[0]);
    let counted = outcome.steps.steps.iter().zip(&outcome.steps.ranks).filter(|(step, _)| (1e-7..1e-2).contains(*step));
    vec![
        Claim::at_least(
            "The painted solid's sixth singular value stands clear of the seventh, and of what halving the step moves: the \
             ratio to the larger",
            Source::Book,
            solid.gap,
            1e3,
        ),
        Claim::at_least(
            "The photograph's eighth singular value stands clear of the ninth, and of what halving the step moves: the ratio \
             to the larger",
            Source::Book,
            flat.gap,
            1e3,
        ),
        Claim::at_most(
            format!(
                "Each of {} counts is the dimension of the group less that of the motions that the object does not show: \
                 the largest difference",
                orbits().count()
            ),
            Source::Book,
            largest(orbits().map(Orbit::miscount)),
            0.0,
        ),
        Claim::at_most(
            "The count for the painted solid is 6 at every step between 1e-7 and 1e-2: the largest difference",
            Source::Book,
            largest(counted.map(|(_, rank)| (*rank as f64 - 6.0).abs())),
            0.0,
        ),
        Claim::at_most(
            "The photograph's derivative by differences is minus its gradient times the velocity: relative difference",
            Source::Book,
            outcome.homography_error,
            1e-6,
        ),
    ]
}

/// What is said of bodies under lamps besides.
fn light(outcome: &Outcome) -> Vec<Claim> {
    let missed = outcome.kernel_energies.map(|energy| 1.0 - energy);
    let bounds = || BOUNDED.into_iter().zip(missed);
    let whole = &outcome.bodies[0].missed;
    let excess = outcome.bodies.iter().flat_map(|body| bounds().map(|(q, bound)| body.missed[q] - bound));
    let sampled = outcome.bodies.iter().flat_map(|body| body.missed.iter().zip(&body.missed_sampled));
    let [direction, strength] = [0, 1].map(|k| outcome.lamp[k].rank as f64);
    vec![
        Claim::at_most(
            "Of every body 1, 4 and 9 dimensions miss at most 5/8, 1/8 and 1/128: the largest excess",
            Source::Book,
            largest(excess),
            1e-9,
        ),
        // Some hundreds of normals in place of all.
        Claim::at_most(
            "For the ball with all its sides these are equalities: the largest deviation",
            Source::work("basri2003lambertian"),
            largest(bounds().map(|(q, exact)| (whole[q] - exact).abs())),
            1e-3,
        ),
        // The lamps are some hundreds in place of all.
        Claim::at_most(
            "Cut after order 2, Lambert's kernel misses 1/128 of the pictures of any body: the largest deviation",
            Source::Book,
            largest(outcome.bodies.iter().map(|body| (body.missed_by_series[2] - missed[2]).abs())),
            1e-3,
        ),
        Claim::at_most(
            "Of the ball as it is seen, from one side, fewer than nine dimensions miss no more than that: how many",
            Source::work("ramamoorthi2002analytic"),
            outcome.enough_for_seen_ball as f64,
            8.0,
        ),
        Claim::at_most(
            "With cast shadows, for which there is no bound, nine dimensions miss at most 1/128 of the bumpy ball",
            Source::Book,
            outcome.missed_with_cast_shadows[8],
            missed[2],
        ),
        Claim::at_most(
            "Pictures under many lamps have the spectrum of the closed form: the largest difference of the parts missed",
            Source::Book,
            largest(sampled.map(|(exact, sampled)| (exact - sampled).abs())),
            1e-2,
        ),
        Claim::near(
            "Under one lamp of any direction the pictures have dimension 2, not 9",
            Source::Book,
            direction,
            2.0,
            0.0,
        ),
        Claim::near(
            "Under one lamp of any direction and strength they have dimension 3",
            Source::Book,
            strength,
            3.0,
            0.0,
        ),
    ]
}
