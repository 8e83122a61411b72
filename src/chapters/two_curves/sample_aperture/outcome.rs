//! What was found.

use serde::{Deserialize, Serialize};

use crate::ground::estimate::Estimate;

/// What was found. N counts the samples of both curves together.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// Hidden layers L of the networks.
    pub depths: Vec<usize>,
    /// The numbers N of samples.
    pub samples: Vec<f64>,
    /// The kernel's half-excess width with 50 hidden layers, radians.
    pub aperture_at_50_rad: f64,
    /// Draws of random samples.
    pub draws: usize,
    /// Circles, circles closer together, winding curves.
    pub pairs: Vec<Pair>,
}

/// One pair of curves.
#[derive(Debug, Serialize, Deserialize)]
pub struct Pair {
    /// What the curves are.
    pub name: String,
    /// Their separation Δ, radians.
    pub separation_rad: f64,
    /// The length of both together, radians.
    pub length_rad: f64,
    /// One entry per depth.
    pub by_depth: Vec<ByDepth>,
}

/// One pair at one depth.
#[derive(Debug, Serialize, Deserialize)]
pub struct ByDepth {
    /// Hidden layers L of the network.
    pub depth: usize,
    /// The kernel's half-excess width w, radians.
    pub aperture_rad: f64,
    /// N with one sample per aperture, evenly spaced: ℓ/w.
    pub one_per_aperture: f64,
    /// N of random samples with which one gap longer than an aperture is left on average.
    pub random_without_gap: f64,
    /// What random samples teach.
    pub random: Learning,
    /// What evenly spaced samples teach.
    pub even: Learning,
    /// Samples per aperture when half of the random draws have every test point right, if they ever do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_aperture_half_right: Option<f64>,
    /// Samples per aperture when all test points of all placements of evenly spaced samples are right, if they ever are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_aperture_all_right_even: Option<f64>,
    /// Samples per aperture when the mean error of evenly spaced samples falls below one half, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_aperture_half_error_even: Option<f64>,
    /// Samples per aperture when the mean error of random samples does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_aperture_half_error: Option<f64>,
}

/// What was learnt from samples placed in one way, at one depth; one entry for each number of samples.
#[derive(Debug, Serialize, Deserialize)]
pub struct Learning {
    /// Root mean squared error over both curves: means over draws, with 95 % intervals of the means by bootstrap.
    pub error: Vec<Estimate>,
    /// The part of both curves that is labelled wrongly, in the mean over draws with the same intervals.
    pub wrong: Vec<Estimate>,
    /// The part of the draws that label every test point rightly.
    pub perfect: Vec<f64>,
    /// The N from which on every test point of every draw is right; none if there is no such N in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub all_right: Option<usize>,
    /// The N at which half of the draws label every test point rightly, between two of the list by the logarithm of N; none
    /// if they never do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub half_right: Option<f64>,
    /// The N at which the mean error falls below one half, between two of the list by the logarithm of N; none if it does
    /// not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub half_error: Option<f64>,
}
