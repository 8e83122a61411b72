//! What the text asserts.

use super::outcome::{BANK, CONVOLUTIONAL, Detector, LIKELIHOOD, Outcome, Share, TRAINED_BANK};
use crate::figure::Claim;

const BOOK: &str = "this book";
const YAN: &str = "Yan et al. 2021";

/// All of them; what is compared is at the studied signal-to-noise ratio and the figure's false-alarm probability.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    let at = outcome.studied;
    let [bank, likelihood] = [BANK, LIKELIHOOD].map(|place| outcome.detectors[place].gaussian.detection[at]);
    let bank_in_glitches = outcome.detectors[BANK].glitches.detection[at];
    let taught = |name: &str, noise: usize| -> Vec<Share> {
        outcome.taught(name, noise).map(|(_, detector)| detector.in_noise(noise).detection[at]).collect()
    };
    let least = |shares: &[Share]| shares.iter().map(|share| share.low).fold(f64::INFINITY, f64::min);
    let every = |detectors: &mut dyn Iterator<Item = &Detector>| {
        detectors.map(|detector| detector.gaussian.detection[at].low).fold(f64::NEG_INFINITY, f64::max)
    };
    let known = &outcome.known;
    let spread = outcome.sizes.whiteness_error;
    vec![
        Claim::near(
            "Whitened noise is white: its mean square over the band, within four standard errors of 1",
            BOOK,
            outcome.sizes.whiteness,
            1.0,
            4.0 * spread,
        ),
        Claim::at_most(
            format!(
                "One known template does what the two Q-functions say: of {} intervals of measured probabilities, \
                 how many miss the closed form",
                known.intervals
            ),
            "Neyman & Pearson 1933",
            known.misses as f64,
            0.0,
        ),
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
            "Not knowing which signal costs detections: those of the known template less the bank's, lower end",
            BOOK,
            known.closed_form[at] - bank.high,
            0.0,
        ),
        Claim::at_least(
            "The largest product is not the best statistic: detections of the likelihood ratio averaged over the family less \
             the bank's, lower end",
            YAN,
            likelihood.low - bank.high,
            0.0,
        ),
        Claim::at_most(
            "In Gaussian noise no detector does better than the likelihood ratio: the lower end of the best other's \
             detections less the upper end of the likelihood ratio's",
            "Neyman & Pearson 1933",
            every(&mut outcome.detectors[BANK..].iter().filter(|detector| detector.name != "likelihood ratio"))
                - likelihood.high,
            0.0,
        ),
        Claim::at_least(
            "Training on gains in Gaussian noise: detections of the trained bank less the bank's, lower end of the worst \
             training",
            YAN,
            least(&taught(TRAINED_BANK, 0)) - bank.high,
            0.0,
        ),
        Claim::at_least(
            "A convolutional network trained from scratch reaches the bank in Gaussian noise: its detections over the bank's, \
             worst training",
            BOOK,
            taught(CONVOLUTIONAL, 0).iter().map(|share| share.value).fold(f64::INFINITY, f64::min)
                / bank.value.max(1e-3),
            0.95,
        ),
        Claim::at_least(
            "Training on gains in noise with glitches: detections of the trained bank less the bank's, lower end of the worst \
             training",
            YAN,
            least(&taught(TRAINED_BANK, 1)) - bank_in_glitches.high,
            0.0,
        ),
        Claim::at_least(
            "In noise with glitches the convolutional network finds more than the bank: lower end of the worst training",
            BOOK,
            least(&taught(CONVOLUTIONAL, 1)) - bank_in_glitches.high,
            0.0,
        ),
    ]
}
