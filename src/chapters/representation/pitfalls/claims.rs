//! What the text asserts.

use super::Outcome;
use crate::figure::{Claim, Source};

const PITFALLS: Source = Source::lecture("Pitfalls of Diffusion Models");

/// The claims on an outcome.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    let [pixels, gaussian, network] = outcome.between.as_slice() else { return Vec::new() };
    let [_, of_gaussian, of_network] = outcome.probes.as_slice() else { return Vec::new() };
    let last = outcome.dimensions.len() - 1;
    vec![
        Claim::at_most(
            "No identification: a linear probe reads the class off the network's code no better than off the code of a \
             Gaussian with as many numbers; its lower end less the other's upper end, at the largest dimension",
            PITFALLS,
            of_network.right[last].low - of_gaussian.right[last].high,
            0.0,
        ),
        Claim::at_most(
            "And worse, if the code hides what it knows: its upper end less the Gaussian's lower end",
            Source::Book,
            of_network.right[last].high - of_gaussian.right[last].low,
            0.0,
        ),
        Claim::at_least(
            "No control: halfway between digits of two classes the network's code decodes to a digit of a third class in at \
             least a tenth of the pairs; lower end",
            PITFALLS,
            network.third.low,
            0.1,
        ),
        Claim::at_most(
            "What lies halfway in the network's code is drawn as sharply as real digits are: its grey share over theirs, upper \
             end",
            Source::Book,
            network.grey.high / outcome.real_grey,
            1.25,
        ),
        Claim::at_least(
            "Halfway between pixels lies blur: the grey share there over the network's, lower end over upper end",
            Source::Book,
            pixels.grey.low / network.grey.high,
            1.0,
        ),
        Claim::at_least(
            "And halfway in the Gaussian's code too, though it is linear and spherical as well",
            Source::Book,
            gaussian.grey.low / network.grey.high,
            1.0,
        ),
        Claim::at_most(
            "To the code and back a digit comes nearly unchanged: root mean square of a pixel's change in deviations, upper end",
            Source::Book,
            outcome.round_trip.high,
            0.1,
        ),
        Claim::near(
            "Codes of digits with the noise of the earliest time are as long as draws of a standard normal: mean square over \
             dimension",
            Source::Book,
            outcome.noised_code_square.value,
            1.0,
            0.1,
        ),
        Claim::at_most(
            "Which code a digit has is a property of the data: two networks' codes of one digit are half as far apart as two \
             digits' codes, or less",
            Source::work("song2021score"),
            outcome.disagreement,
            0.5,
        ),
    ]
}
