//! What is found out: every number that the drawing, the claims and the page use.

use serde::{Deserialize, Serialize};

use crate::ground::{estimate::Estimate, pixels::Pixels};

/// What digits are looked at as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Space {
    /// Their pixels.
    Pixels,
    /// The code of a Gaussian with the same mean and covariance: coordinates along its axes, each with variance 1.
    Gaussian,
    /// The code of a network: where the probability flow takes them.
    Network,
}

impl Space {
    /// All, in the order of the book.
    pub(super) const ALL: [Self; 3] = [Self::Pixels, Self::Gaussian, Self::Network];

    /// Its name, as the figure has it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Pixels => "pixels",
            Self::Gaussian => "Gaussian's code",
            Self::Network => "network's code",
        }
    }
}

/// Every number that the drawing, the claims and the page use.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// Pixels along each side of a digit.
    pub side: usize,
    /// Networks.
    pub networks: usize,
    /// Root mean square of a pixel's change from a digit to its code and back, in deviations of a pixel; the mean over the
    /// networks, with Student's interval.
    pub round_trip: Estimate,
    /// The mean square length of a held-out digit's code over its dimension: 1 for a standard normal; as before.
    pub code_square: Estimate,
    /// The same where the digits have the noise of the earliest time on them, as those that the network learnt from have.
    pub noised_code_square: Estimate,
    /// The share of held-out digits that the classifier of what is decoded names rightly.
    pub judged_right: f64,
    /// Root mean square difference of two networks' codes of the same digit, over that of codes of different digits of one
    /// network: 0 if the code is a property of the data, 1 if it is arbitrary.
    pub disagreement: f64,
    /// Digits halfway between two, by space.
    pub between: Vec<Between>,
    /// The grey share of held-out digits.
    pub real_grey: f64,
    /// Linear probes of the class, by space.
    pub probes: Vec<Probed>,
    /// Dimensions that the probes see.
    pub dimensions: Vec<usize>,
    /// From one digit to another in nine pictures, a row a space; ink from 0 to 255: `[3 · side, 9 · side]` a pair.
    pub ways: Vec<Pixels>,
}

/// Digits halfway between two of different classes.
#[derive(Debug, Serialize, Deserialize)]
pub struct Between {
    /// In which space they are halfway.
    pub space: Space,
    /// Their grey share: ink that is neither stroke nor paper; bootstrap interval over the pairs.
    pub grey: Estimate,
    /// The share that a classifier takes for a third class, of neither end; exact interval, over networks the mean
    /// of theirs.
    pub third: Estimate,
}

/// Linear probes in one space.
#[derive(Debug, Serialize, Deserialize)]
pub struct Probed {
    /// Of what.
    pub space: Space,
    /// The share of held-out digits named rightly, by dimension: exact intervals, and over networks the mean of theirs.
    pub right: Vec<Estimate>,
}
