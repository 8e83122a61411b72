//! What was found.

use serde::{Deserialize, Serialize};

use crate::ground::{estimate::Estimate, pixels::Pixels};

/// Every number that the drawing, the claims and the page use.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// λ of the whole circle's losses.
    pub log_ratios: Vec<f64>,
    /// The least loss for the whole circle, dimensions.
    pub circle: Vec<f64>,
    /// The same at four times: `(t, dimensions)`.
    pub circle_at: Vec<(f64, f64)>,
    /// The same at t = 10⁻⁴.
    pub circle_early: f64,
    /// Points of the circle.
    pub lattices: Vec<LatticeScore>,
    /// Two Gaussians.
    pub pair: PairScore,
    /// Handwritten digits.
    pub digits: Digits,
}

/// N points of the circle.
#[derive(Debug, Serialize, Deserialize)]
pub struct LatticeScore {
    /// N.
    pub count: usize,
    /// λ of the losses.
    pub log_ratios: Vec<f64>,
    /// The least loss, dimensions.
    pub losses: Vec<f64>,
    /// Their area over λ, nats.
    pub information: f64,
    /// ln N.
    pub log_count: f64,
    /// The time at which the loss falls through ½.
    pub collapse_time: f64,
    /// ½ ln(1 + 2πR²/(eN²)).
    pub predicted_time: f64,
    /// s/(ah) where two draws are the same with probability ½; h is the length of arc between points.
    pub same_point_ratio: f64,
}

/// Two Gaussians on a line.
#[derive(Debug, Serialize, Deserialize)]
pub struct PairScore {
    /// Times of the exact probability.
    pub times: Vec<f64>,
    /// The exact probability that two reverse paths from one noised point end in the same Gaussian.
    pub same: Vec<f64>,
    /// Times at which pairs of paths were walked.
    pub sampled_times: Vec<f64>,
    /// The exact probability there.
    pub exact: Vec<f64>,
    /// The part of the pairs that did, with its 95 % interval (Clopper–Pearson).
    pub sampled: Vec<Estimate>,
    /// The largest deviation of a part from the exact probability, in standard errors.
    pub deviation: f64,
    /// The time at which the probability is ¾.
    pub speciation_time: f64,
    /// ½ ln Λ.
    pub spectral_time: f64,
    /// Their difference for Gaussians of variance 1 at ±1000.
    pub far_difference: f64,
}

/// What the exact score of digits knows.
#[derive(Debug, Serialize, Deserialize)]
pub struct Digits {
    /// Times, rising.
    pub times: Vec<f64>,
    /// A score for each number of digits.
    pub scores: Vec<DigitScore>,
    /// ½ ln Λ with Λ the largest variance along any direction of the largest set.
    pub spectral_time: f64,
    /// Pixels along a side of a picture.
    pub side: usize,
    /// One noised digit at each time.
    pub noised: Vec<Pixels>,
    /// The same by reverse paths.
    pub walked: Walked,
}

/// The exact score of N digits.
#[derive(Debug, Serialize, Deserialize)]
pub struct DigitScore {
    /// N.
    pub count: usize,
    /// The mean of Σ w² at each time: the probability that two reverse paths end in the same digit.
    pub same_digit: Vec<f64>,
    /// The mean of Σ over classes of (Σ w)²: the probability that they end in the same class.
    pub same_class: Vec<f64>,
    /// Where the first is ½.
    pub collapse: Crossing,
    /// Where the second is .55, halfway from a tenth to one.
    pub speciation: Crossing,
    /// When two that end in *different* digits are in the same class with probability .55.
    pub speciation_of_others: Crossing,
    /// That time less the one of collapse: how long a new digit of the right class could appear.
    pub room: Estimate,
    /// E[x₀ | xₜ] of the noised digit at each time.
    pub guesses: Vec<Pixels>,
}

/// A time at which a falling curve passes a level.
#[derive(Debug, Serialize, Deserialize)]
pub struct Crossing {
    /// The time, with its 95 % interval over ten batches of draws; an end of the times where it does not pass.
    pub time: Estimate,
    /// Whether every batch passes the level within the times.
    pub inside: bool,
}

/// Pairs of reverse paths of the ancestral sampler, from noised digits.
#[derive(Debug, Serialize, Deserialize)]
pub struct Walked {
    /// Training digits.
    pub count: usize,
    /// Where they start.
    pub time: f64,
    /// The part of pairs that end in the same digit, with its 95 % interval.
    pub same_digit: Estimate,
    /// The mean of Σ w² over their starts.
    pub expected_digit: f64,
    /// The part of pairs that end in the same class, with its 95 % interval.
    pub same_class: Estimate,
    /// The mean of Σ over classes of (Σ w)² over their starts.
    pub expected_class: f64,
    /// The larger deviation of the two, in standard errors.
    pub deviation: f64,
}
