//! What was found.

use serde::{Deserialize, Serialize};

use crate::ground::estimate::Estimate;

/// What the figure shows and the text quotes. The estimates are counted probabilities, or differences of two, with intervals
/// at the level of the settings.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// Signal-to-noise ratios ρ.
    pub snr: Vec<f64>,
    /// The place, in that list, of the one nearest to what networks were taught with.
    pub studied: usize,
    /// The false-alarm probability at which detectors are compared.
    pub false_alarm: f64,
    /// Sizes of the problem.
    pub sizes: Sizes,
    /// One known template, against its closed form.
    pub known: Known,
    /// The bank against the network that is the bank.
    pub exact: Exact,
    /// False-alarm probabilities of the curves, rising.
    pub alarms: Vec<f64>,
    /// The detectors: the known template, the bank, the likelihood ratio, then what was learnt.
    pub detectors: Vec<Detector>,
    /// The first three detectors in noise with heavy tails, at the thresholds of Gaussian noise: false alarms.
    pub heavy_tails: Vec<Estimate>,
    /// What Student's t distribution says of the first of them.
    pub heavy_tails_exact: f64,
    /// Signals of the family, at the studied signal-to-noise ratio.
    pub inside: Strength,
    /// Signals off the family, at the same.
    pub beyond: Vec<Way>,
}

/// Sizes of the problem.
#[derive(Debug, Serialize, Deserialize)]
pub struct Sizes {
    /// Samples per segment, which is how long a template is.
    pub samples: usize,
    /// Frequencies in the band: the noise has twice as many dimensions.
    pub frequencies: usize,
    /// Where the band ends, hertz.
    pub to_hz: f64,
    /// Pairs of masses in the bank.
    pub places: usize,
    /// Templates in the bank, one per pair and phase.
    pub templates: usize,
    /// Places of the grid over which the likelihood ratio is averaged.
    pub grid: usize,
    /// Mean square of a whitened sample of noise over its expected value, and the standard error.
    pub whiteness: f64,
    /// Standard error of that.
    pub whiteness_error: f64,
}

/// Measured and closed-form probabilities of one known template.
#[derive(Debug, Serialize, Deserialize)]
pub struct Known {
    /// Thresholds τ of the product, from 0 in steps of a half.
    pub thresholds: Vec<f64>,
    /// Share of segments of noise above each.
    pub alarms: Vec<f64>,
    /// Share of segments with a signal above each, one list per signal-to-noise ratio.
    pub detections: Vec<Vec<f64>>,
    /// Of all the intervals of these shares, taken together at the level asked for, how many miss the closed form.
    pub misses: usize,
    /// How many intervals there are.
    pub intervals: usize,
    /// The closed form's detection probability at the figure's false-alarm probability, one per signal-to-noise
    /// ratio.
    pub closed_form: Vec<f64>,
    /// The closed form's curves over the alarms of the outcome.
    pub curves: Vec<Vec<f64>>,
}

/// The bank against the network with the bank's weights.
#[derive(Debug, Serialize, Deserialize)]
pub struct Exact {
    /// Segments on which both were evaluated.
    pub segments: usize,
    /// The largest difference of the two numbers.
    pub largest_difference: f64,
}

/// One detector, what it costs, and what it finds.
#[derive(Debug, Serialize, Deserialize)]
pub struct Detector {
    /// Its name in the legend; repetitions of one training share it.
    pub name: String,
    /// The noise it was taught in, if it was taught.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taught_in: Option<String>,
    /// Real multiplications per segment.
    pub products: usize,
    /// Numbers that were learnt.
    pub parameters: usize,
    /// Mean loss of the last steps of training, nat; 0 where nothing was learnt.
    pub loss: f64,
    /// Whether training ended early because the loss was no number any more.
    pub diverged: bool,
    /// What it finds in Gaussian noise.
    pub gaussian: InNoise,
    /// What it finds in noise with glitches.
    pub glitches: InNoise,
}

/// A detector in one kind of noise.
#[derive(Debug, Serialize, Deserialize)]
pub struct InNoise {
    /// The share of noise above the threshold of Gaussian noise.
    pub alarms_at_gaussian_threshold: Estimate,
    /// The detection probability at the figure's false-alarm probability, the threshold set on this noise; one per
    /// signal-to-noise ratio.
    pub detection: Vec<Estimate>,
    /// By how much that exceeds the bank's, on the same segments; one per signal-to-noise ratio. The interval is that
    /// of a normal distribution with the jackknife's standard error.
    pub over_bank: Vec<Estimate>,
    /// The detection probability at each false-alarm probability of the curves, one list per signal-to-noise ratio.
    pub curves: Vec<Vec<f64>>,
}

/// Signals of one strength of one way off the family.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Strength {
    /// The strength, as a part of what is changed; 0 in the family.
    pub strength: f64,
    /// The mean of the largest product of a signal of norm 1 with the bank's templates.
    pub matched: f64,
    /// The mean probability with which a signal's best template alone finds it at the bank's threshold.
    pub by_best_template: f64,
    /// The detection probability, one per detector, thresholds as in Gaussian noise.
    pub detection: Vec<Estimate>,
}

/// One way off the family, at several strengths.
#[derive(Debug, Serialize, Deserialize)]
pub struct Way {
    /// What is done to the signals, for the legend.
    pub name: String,
    /// What was found at each of its strengths, rising.
    pub strengths: Vec<Strength>,
}

/// The known template's place among the detectors.
pub(super) const KNOWN: usize = 0;
/// The bank's place among the detectors.
pub(super) const BANK: usize = 1;
/// The likelihood ratio's place among the detectors; what was learnt comes after it.
pub(super) const LIKELIHOOD: usize = 2;

/// Names of the two kinds of noise that networks are taught in.
pub(super) const NOISES: [&str; 2] = ["Gaussian noise", "glitches"];
/// The name of a bank that was trained on.
pub(super) const TRAINED_BANK: &str = "trained bank";
/// The name of a convolutional network.
pub(super) const CONVOLUTIONAL: &str = "convolutional";

impl Detector {
    /// What it does in one of the two kinds of noise.
    pub(super) fn in_noise(&self, noise: usize) -> &InNoise {
        if noise == 0 { &self.gaussian } else { &self.glitches }
    }
}

impl Outcome {
    /// The networks of a name that were taught in one of the kinds of noise, with their places.
    pub(super) fn taught<'a>(
        &'a self,
        name: &'a str,
        noise: usize,
    ) -> impl Iterator<Item = (usize, &'a Detector)> + 'a {
        let of =
            move |detector: &&Detector| detector.name == name && detector.taught_in.as_deref() == Some(NOISES[noise]);
        self.detectors.iter().enumerate().filter(move |(_, detector)| of(detector))
    }
}
