//! What the text asserts.

use super::{Followed, GaussianCourse, Outcome};
use crate::{
    figure::{Claim, Source},
    math::vectors::{largest, smallest},
};

const PAPER: Source = Source::work("chan2022redunet");

/// The claims on an outcome. All thresholds were fixed before a run; estimates go by an end of their 95 % intervals.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    let quiet = || outcome.gaussians.iter().filter(|course| course.noise <= outcome.gaussians[0].noise);
    let least = |of: fn(&GaussianCourse) -> f64| smallest(quiet().map(of));
    let mut claims = vec![
        Claim::at_least(
            "With the least noise the last layer brings training ΔR within 1 % of the ceiling, in the plane and in space; the \
             smallest lower end of its part",
            Source::Book,
            least(|course| course.reached.low),
            0.99,
        ),
        Claim::at_least(
            "And ΔR of test points, which nobody labels; the smallest lower end",
            Source::Book,
            least(|course| course.reached_test.low),
            0.99,
        ),
        Claim::is_true(
            "The nearest subspace tells test points better after the network than before, wherever it can, for inputs are not \
             all told: every interval of the gain above 0",
            Source::Book,
            followed(outcome)
                .filter(|followed| followed.accuracy.inputs.high < 1.0)
                .all(|followed| followed.accuracy.gain.low > 0.0),
        ),
        Claim::at_most(
            "Test classes end orthogonal with the least noise: the largest upper end of |cos| between their means",
            Source::Book,
            largest(quiet().map(|course| course.cosines.test_after.high)),
            0.01,
        ),
        Claim::at_most(
            "And so do the training classes",
            Source::Book,
            largest(quiet().map(|course| course.cosines.train_after.high)),
            0.01,
        ),
        Claim::at_most(
            "Every layer is a step up: the largest fall of training ΔR, over all layers, draws and data",
            PAPER,
            largest(followed(outcome).map(|followed| followed.largest_fall)),
            1e-9,
        ),
    ];
    claims.extend(of_digits(outcome));
    claims
}

fn followed(outcome: &Outcome) -> impl Iterator<Item = &Followed> {
    outcome
        .gaussians
        .iter()
        .map(|course| &course.followed)
        .chain([&outcome.digits.followed, &outcome.rotation.followed])
}

fn of_digits(outcome: &Outcome) -> Vec<Claim> {
    let (digits, rotation) = (&outcome.digits.followed, &outcome.rotation.followed);
    vec![
        Claim::at_least(
            "The layers raise ΔR of test digits, too; the lower end of the rise",
            PAPER,
            digits.test_rise.low,
            0.0,
        ),
        Claim::at_most(
            "And to within a tenth of training digits' ΔR; the upper end of the gap",
            Source::Book,
            digits.gap.high,
            0.1,
        ),
        Claim::at_least(
            "In polar form the layers raise ΔR of turned test digits; the lower end of the rise",
            PAPER,
            rotation.test_rise.low,
            0.0,
        ),
        Claim::at_least(
            "Subspaces of all turns tell turned digits better than subspaces of upright ones; the lower end of the gain",
            Source::Book,
            outcome.rotation.turns_gain.low,
            0.0,
        ),
        // Some hundred operations on numbers of order one.
        Claim::at_most(
            "Layers by frequency are the dense layers of all turns, an identity; the largest difference over two layers",
            PAPER,
            outcome.rotation.dense_off,
            1e-9,
        ),
    ]
}
