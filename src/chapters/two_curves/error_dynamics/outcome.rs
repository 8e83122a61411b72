//! What was found.

use serde::{Deserialize, Serialize};

use crate::ground::estimate::Estimate;

/// What was found. Intervals are of 95 %, by bootstrap over networks.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// Samples N on both curves together.
    pub samples: usize,
    /// The times of the checkpoints, in units of 2/(nL), from 0.
    pub times: Vec<f64>,
    /// One entry per depth.
    pub depths: Vec<Depth>,
    /// A narrow and a wide network, mode by mode.
    pub shown: [Shown; 2],
}

/// What was found at one depth.
#[derive(Debug, Serialize, Deserialize)]
pub struct Depth {
    /// Hidden layers L of these networks.
    pub depth: usize,
    /// One entry per width.
    pub cells: Vec<Cell>,
    /// The power of n with which the distance to the flow of the kernel at the start falls.
    pub empirical_power: Estimate,
    /// The same for the flow of the analytic kernel.
    pub analytic_power: Estimate,
    /// The same for the kernel's drift.
    pub drift_power: Estimate,
}

/// What was found of the networks of one depth and width; estimates are means over them.
#[derive(Debug, Serialize, Deserialize)]
pub struct Cell {
    /// Neurons n of a hidden layer.
    pub width: usize,
    /// The largest distance over the checkpoints of the error from the flow of the kernel at the start, in units of ‖ζ₀‖.
    pub empirical: Estimate,
    /// The same from the flow of the analytic kernel.
    pub analytic: Estimate,
    /// The largest change of Θ over the checkpoints, in units of ‖Θ₀‖, in the Frobenius norm.
    pub drift: Estimate,
    /// ‖ζ‖/‖ζ₀‖ at the end.
    pub left: Estimate,
    /// What steps of half the size change in the error of the first network, in the units of `empirical`.
    pub halving: f64,
    /// That network's own distance from the flow of its kernel.
    pub halved_empirical: f64,
    /// The norm of the last layer's part of the kernel in its limit, as a part of that of K/L.
    pub last_layer: f64,
}

/// One network, mode by mode.
#[derive(Debug, Serialize, Deserialize)]
pub struct Shown {
    /// Hidden layers L of the network.
    pub depth: usize,
    /// Neurons n of a hidden layer.
    pub width: usize,
    /// The modes with the largest parts of the error at the start, the largest first.
    pub modes: Vec<Mode>,
}

/// A mode of the kernel at the start, and the error along it at each checkpoint, in units of ‖ζ₀‖, from a positive start.
#[derive(Debug, Serialize, Deserialize)]
pub struct Mode {
    /// Its rate λ, in units of nL/2.
    pub rate: f64,
    /// Its place among the rates, from 1.
    pub place: usize,
    /// The error of the network itself.
    pub measured: Vec<f64>,
    /// The error by the flow of the kernel at the start.
    pub empirical: Vec<f64>,
    /// The error by the flow of the analytic kernel.
    pub analytic: Vec<f64>,
}
