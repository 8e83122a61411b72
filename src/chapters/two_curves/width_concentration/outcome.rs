//! What was found.

use serde::{Deserialize, Serialize};

use crate::ground::estimate::Estimate;

/// What was found. Intervals are of 95 %, by bootstrap over networks.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The angles ν, radians, from 0 to π.
    pub angles_rad: Vec<f64>,
    /// One entry per depth.
    pub depths: Vec<Depth>,
    /// The depths drawn against the angle, as places in `depths`.
    pub shown: [usize; 2],
    /// Networks drawn, all together.
    pub networks: usize,
    /// Points on both curves.
    pub curve_points: usize,
}

/// What was found at one depth.
#[derive(Debug, Serialize, Deserialize)]
pub struct Depth {
    /// Hidden layers L of these networks.
    pub depth: usize,
    /// K(ν)/L, one value per angle.
    pub kernel: Vec<f64>,
    /// One entry per width.
    pub cells: Vec<Cell>,
    /// √(11/3) √(L/n), the first order of the deviation, one per width.
    pub wide_deviation: Vec<f64>,
    /// The power of n with which the deviation of Θ(x, x) falls.
    pub deviation_power: Estimate,
    /// The power that the exact deviations have over these widths.
    pub exact_power: f64,
    /// The power of n with which the mean over networks of the root mean square over pairs falls.
    pub rms_power: Estimate,
    /// The same of the largest distance over pairs.
    pub sup_power: Estimate,
}

/// What was found of the networks of one depth and width. Kernels are in units of (n/2) L, the mean of Θ(x, x).
#[derive(Debug, Serialize, Deserialize)]
pub struct Cell {
    /// Neurons n of a hidden layer.
    pub width: usize,
    /// √(L/n).
    pub root: f64,
    /// How many networks were drawn.
    pub networks: usize,
    /// The mean of Θ(x, x).
    pub mean: Estimate,
    /// The root mean square of Θ(x, x) − 1.
    pub deviation: Estimate,
    /// What it is exactly.
    pub exact_deviation: f64,
    /// Θ between two points against their angle.
    pub against_angle: AgainstAngle,
    /// The mean over the angles of at least π/4 of what [`AgainstAngle::bias`] is at each.
    pub far_bias: Estimate,
    /// The same in units of L/n.
    pub far_bias_scaled: Estimate,
    /// The root mean square over all pairs of points on the two curves of Θ − K/L, its mean over networks.
    pub rms: Estimate,
    /// The largest |Θ − K/L| over these pairs, its mean over networks.
    pub sup: Estimate,
}

/// Θ between two points over random networks, one value per angle.
#[derive(Debug, Serialize, Deserialize)]
pub struct AgainstAngle {
    /// The mean over networks.
    pub mean: Vec<f64>,
    /// The mean less the standard deviation over networks.
    pub below: Vec<f64>,
    /// The mean and the standard deviation.
    pub above: Vec<f64>,
    /// The mean of Θ − K/L, with the part taken away that goes with Θ(x, x) − 1 of the same network, whose mean is 0.
    pub bias: Vec<Estimate>,
}
