//! What was found.

use serde::{Deserialize, Serialize};

use crate::ground::{estimate::Estimate, pixels::Pixels};

/// Three networks, and what shifts do to the answers of each.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// Weights and biases, the same number in each network.
    pub parameters: usize,
    /// s, the product of the strides, pixels.
    pub total_stride: usize,
    /// How many shifts the exact statements were checked on: all of the canvas.
    pub shifts_checked: usize,
    /// The strided network, the anti-aliased one, and the stride-free one.
    pub networks: [Findings; 3],
    /// How much more often the strided network flips than the anti-aliased one, on the same digits and shifts: the mean, with a
    /// bootstrap interval.
    pub flips_more: Estimate,
    /// How far the mean of the strided network's scores over its s² classes of shifts is from the scores of the
    /// stride-free network with the same weights, in units of the largest score.
    pub mean_over_shifts_error: f64,
    /// The digits of the path.
    pub shown: Vec<Shown>,
}

/// What was found of one network.
#[derive(Debug, Serialize, Deserialize)]
pub struct Findings {
    /// How it subsamples, as the legend has it: strided, anti-aliased or stride-free.
    pub name: String,
    /// Multiplications for one image.
    pub products: usize,
    /// Training steps taken, fewer than planned if it diverged.
    pub steps: usize,
    /// Whether training ended early because the loss was no number any more; what cannot be measured then is 0.
    pub diverged: bool,
    /// Mean loss of the last tenth of the steps, nats.
    pub loss: f64,
    /// Share of test digits, at random places, whose most probable class is the true one.
    pub accuracy: f64,
    /// Probability that a shift by one pixel changes the most probable class: the mean over the test digits, with a bootstrap
    /// interval.
    pub flips: Estimate,
    /// Mean change of the true class's probability under such a shift.
    pub probability_change: f64,
    /// How far the scores of the first shown digit are from those of an empty canvas, in units of the largest score; 0
    /// if the network diverged, or says the same of everything.
    pub seen: f64,
    /// Largest change of a score, in units of the largest score, over all shifts by multiples of s.
    pub moved_at_multiples: f64,
    /// The same over all shifts by multiples of s/2.
    pub moved_at_half_multiples: f64,
    /// Smallest such change over all shifts that are no multiples of s.
    pub least_moved_elsewhere: f64,
    /// Largest such change over these.
    pub most_moved_elsewhere: f64,
    /// Lowest probability on the map.
    pub lowest_on_map: f64,
    /// Highest probability on the map.
    pub highest_on_map: f64,
    /// Probability of the true class along the path: `[shown digits, path_shifts + 1]`.
    pub paths: Vec<Vec<f64>>,
    /// Probability of the true class of the first shown digit, shifted from the centre by −`map_reach` to `map_reach`
    /// pixels: `[down, right]`.
    pub map: Vec<Vec<f64>>,
}

/// A digit of the path.
#[derive(Debug, Serialize, Deserialize)]
pub struct Shown {
    /// Its place in the test set.
    pub index: usize,
    /// The true class, 0 to 9.
    pub label: u8,
    /// Its pixels: 28 × 28, black 0 and white 255.
    pub pixels: Pixels,
}
