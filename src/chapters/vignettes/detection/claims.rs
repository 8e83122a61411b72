//! What the text asserts.

use super::{
    Outcome,
    outcome::{BANK, CONVOLUTIONAL, KNOWN, LIKELIHOOD, TRAINED_BANK},
};
use crate::{
    figure::{Claim, Source},
    math::vectors::{largest, smallest},
};

const YAN: Source = Source::work("yan2021generalized");

/// Why what others report of networks is tested at a smaller scale.
const REDUCED: &str = "noise that is drawn, a small family of chirps, small networks and short training";

/// More than nothing: far below one detection in all segments that are counted.
const ABOVE_ZERO: f64 = 1e-6;

/// The claims on an outcome; what is compared is at the studied signal-to-noise ratio and the figure's false-alarm probability.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    let mut claims = story(outcome);
    claims.extend(optimality(outcome));
    claims.extend(unknowns(outcome));
    claims.extend(exact(outcome));
    claims
}

/// The bank is a network, and what learning adds to it where noise is not as assumed.
fn story(outcome: &Outcome) -> Vec<Claim> {
    vec![
        Claim::at_most(
            format!(
                "Matched filtering over a bank is a linear layer and a maximum: the largest difference of the two on {} \
                 segments",
                outcome.exact.segments
            ),
            YAN,
            outcome.exact.largest_difference,
            0.0,
        ),
        Claim::at_least(
            "In noise with glitches the convolutional network finds more than the bank: the difference, lower end of the worst \
             training",
            Source::Book,
            least_gain(outcome, CONVOLUTIONAL, 1),
            ABOVE_ZERO,
        ),
        Claim::at_least(
            "Training on gains in noise with glitches: detections of the trained bank less the bank's, lower end of the worst \
             training",
            YAN,
            least_gain(outcome, TRAINED_BANK, 1),
            ABOVE_ZERO,
        )
        .at_reduced_scale(REDUCED),
    ]
}

/// What is lost and gained in Gaussian noise.
fn optimality(outcome: &Outcome) -> Vec<Claim> {
    let at = outcome.studied;
    let bank = outcome.detectors[BANK].gaussian.detection[at];
    let likelihood = outcome.detectors[LIKELIHOOD].gaussian.over_bank[at];
    let best_other = outcome.detectors[BANK..].iter().enumerate().filter(|(place, _)| place + BANK != LIKELIHOOD);
    let best_other = largest(best_other.map(|(_, other)| other.gaussian.over_bank[at].low));
    let least_share = outcome.taught(CONVOLUTIONAL, 0).map(|(_, detector)| detector.gaussian.detection[at].value);
    let least_share = smallest(least_share);
    vec![
        Claim::at_least(
            "Not knowing which signal costs detections: those of the known template less the bank's, lower end",
            Source::Book,
            outcome.known.closed_form[at] - bank.high,
            0.0,
        ),
        Claim::at_least(
            "The largest product is not the best statistic: detections of the likelihood ratio averaged over the family less \
             the bank's, lower end",
            YAN,
            likelihood.low,
            ABOVE_ZERO,
        ),
        Claim::at_most(
            "In Gaussian noise no detector does better than the likelihood ratio: the lower end of the best other's \
             detections less the upper end of the likelihood ratio's",
            Source::work("neyman1933problem"),
            best_other - likelihood.high,
            0.0,
        ),
        Claim::at_least(
            "Training on gains in Gaussian noise: detections of the trained bank less the bank's, lower end of the worst \
             training",
            YAN,
            least_gain(outcome, TRAINED_BANK, 0),
            ABOVE_ZERO,
        )
        .at_reduced_scale(REDUCED),
        Claim::at_least(
            "A convolutional network trained from scratch reaches the bank in Gaussian noise: its detections over the bank's, \
             worst training",
            Source::work("gabbard2018matching"),
            least_share / bank.value.max(1e-3),
            0.95,
        )
        .at_reduced_scale(REDUCED),
    ]
}

/// Signals off the family, and noise that is not as assumed.
fn unknowns(outcome: &Outcome) -> Vec<Claim> {
    let beyond = outcome.beyond.iter().flat_map(|way| &way.strengths);
    let spared = beyond.map(|strength| strength.detection[BANK].high - strength.by_best_template);
    let spared = smallest(spared);
    let in_glitches = outcome.detectors[BANK].glitches.alarms_at_gaussian_threshold.low;
    vec![
        Claim::at_least(
            "A signal off the family is found at least as often as its best template alone would find it: upper end less that, \
             the least of all",
            Source::Book,
            spared,
            0.0,
        ),
        Claim::at_least(
            "With glitches the threshold of Gaussian noise is wrong: lower end of the bank's false alarms over those asked for",
            Source::Book,
            in_glitches / outcome.false_alarm,
            1.0,
        ),
    ]
}

/// What has a closed form.
fn exact(outcome: &Outcome) -> Vec<Claim> {
    let known = &outcome.known;
    let in_tails = outcome.heavy_tails[KNOWN];
    vec![
        Claim::near(
            "Whitened noise is white: its mean square over the band, within four standard errors of 1",
            Source::Book,
            outcome.sizes.whiteness,
            1.0,
            4.0 * outcome.sizes.whiteness_error,
        ),
        Claim::at_most(
            format!(
                "One known template does what the two Q-functions say: of {} intervals of measured probabilities, \
                 how many miss the closed form",
                known.intervals
            ),
            Source::Book,
            known.misses as f64,
            0.0,
        ),
        Claim::at_most(
            "With heavy tails the known template's false alarms are those of Student's t distribution: how far it lies \
             outside of the interval of those counted",
            Source::Book,
            (in_tails.low - outcome.heavy_tails_exact).max(outcome.heavy_tails_exact - in_tails.high).max(0.0),
            0.0,
        ),
    ]
}

/// The lower end of what the worst training of a kind finds more than the bank, in the noise that it was taught in.
fn least_gain(outcome: &Outcome, name: &str, noise: usize) -> f64 {
    let gains = outcome.taught(name, noise).map(|(_, taught)| taught.in_noise(noise).over_bank[outcome.studied].low);
    smallest(gains)
}
