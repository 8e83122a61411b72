//! What was found.

use serde::{Deserialize, Serialize};

use crate::ground::{estimate::Estimate, pixels::Pixels};

/// Every number that the drawing, the claims and the page use.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// Directions L.
    pub directions: usize,
    /// Digits whose energies were followed.
    pub digits: usize,
    /// Side of their canvas, pixels.
    pub side: usize,
    /// What the filters keep, for each number of scales.
    pub kept: Vec<Kept>,
    /// The energies by order, for each number of scales and each kind of filters.
    pub captured: Vec<Captured>,
    /// All paths with tight filters, at the largest number of scales: nothing is lost.
    pub tight: Tight,
    /// The largest ‖Sx − Sy‖/‖x − y‖ over pairs of digits, orders 0 to 3, with scaled filters.
    pub largest_ratio: f64,
    /// Shifts, pixels.
    pub shifts: Vec<usize>,
    /// Distances between a digit and the shifted one.
    pub shifted: Shifted,
    /// White noise shifted by one sample.
    pub noise: ShiftedNoise,
    /// Signals in dilated time.
    pub deformed: Deformed,
    /// Numbers of labels.
    pub labels: Vec<usize>,
    /// Errors of the linear classifiers.
    pub learnt: Vec<Learnt>,
    /// Features of the scattering, and as many random ones.
    pub features: usize,
    /// The first digit and what the layers make of it.
    pub pictures: Vec<Picture>,
}

/// Which filters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Filters {
    /// kymatio's.
    Released,
    /// The same over one number: the largest Littlewood–Paley sum is 1.
    Scaled,
    /// The same over the sum's root at each frequency: it is 1 everywhere.
    Tight,
}

impl Filters {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Released => "kymatio's filters",
            Self::Scaled => "scaled",
            Self::Tight => "tight",
        }
    }
}

/// The Littlewood–Paley sum of the released filters.
#[derive(Debug, Serialize, Deserialize)]
pub struct Kept {
    /// Scales J.
    pub scales: usize,
    /// The least over all frequencies.
    pub least: f64,
    /// The largest.
    pub most: f64,
    /// Frequencies from 0 to π, radians per pixel.
    pub frequencies: Vec<f64>,
    /// The sum along an axis of the plane.
    pub along_axis: Vec<f64>,
    /// The sum along its diagonal, at (ω, ω).
    pub along_diagonal: Vec<f64>,
}

/// Energies of a network of order 3.
#[derive(Debug, Serialize, Deserialize)]
pub struct Captured {
    /// Scales J.
    pub scales: usize,
    /// The filters.
    pub filters: Filters,
    /// Paths of orders 0 to 3.
    pub paths: Vec<usize>,
    /// ‖Sₘx‖² over ‖x‖² of the orders that have paths, both summed over the digits.
    pub shares: Vec<f64>,
    /// Order 3's part of what all capture; 0 where it has no paths.
    pub third_part: f64,
}

/// Tight filters, all paths.
#[derive(Debug, Serialize, Deserialize)]
pub struct Tight {
    /// Scales J.
    pub scales: usize,
    /// Paths of orders 0 to 2.
    pub paths: Vec<usize>,
    /// ‖Sₘx‖² over ‖x‖² of orders 0 to 2.
    pub shares: Vec<f64>,
    /// What is left for a third layer and all later ones: ‖U₃x‖² over ‖x‖².
    pub deeper: f64,
}

/// Relative distances under shifts.
#[derive(Debug, Serialize, Deserialize)]
pub struct Shifted {
    /// Of pixels, for each shift.
    pub pixels: Vec<f64>,
    /// Of the Fourier transform's modulus.
    pub fourier: Vec<f64>,
    /// Of scattering of order 2, for each number of scales, and in it for each shift.
    pub scattering: Vec<Vec<f64>>,
    /// The numbers of scales.
    pub scales: Vec<usize>,
    /// By how much the distance at the smallest shift falls from the last but one J to the last: a power of 2 a scale.
    pub halvings: f64,
}

/// White noise of 256 samples and J = 4, means over draws with 95 % intervals by Student.
#[derive(Debug, Serialize, Deserialize)]
pub struct ShiftedNoise {
    /// The relative distance of the noise itself.
    pub raw: Estimate,
    /// Of its scattering.
    pub scattering: Estimate,
}

/// Relative distances between a signal and the dilated one.
#[derive(Debug, Serialize, Deserialize)]
pub struct Deformed {
    /// The largest dilation ε, at which frequencies are run through.
    pub dilation: f64,
    /// Frequencies, radians per sample.
    pub frequencies: Vec<f64>,
    /// For each frequency, of the signal, of its Fourier modulus, and of its scattering.
    pub by_frequency: [Vec<f64>; 3],
    /// Dilations ε.
    pub dilations: Vec<f64>,
    /// The same three for each dilation, at the highest frequency.
    pub by_dilation: [Vec<f64>; 3],
    /// The exponent of ε by which scattering moves, between the two smallest dilations.
    pub exponent: f64,
    /// The largest scattering distance over ε, over all frequencies and dilations.
    pub steepest: f64,
}

/// What a linear classifier sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Representation {
    /// Pixels.
    Pixels,
    /// As many random rectified features as scattering has.
    Random,
    /// Scattering of order 2.
    Scattering,
}

impl Representation {
    /// All, in the order of the outcome.
    pub const ALL: [Self; 3] = [Self::Pixels, Self::Random, Self::Scattering];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pixels => "pixels",
            Self::Random => "random rectified features",
            Self::Scattering => "scattering",
        }
    }
}

/// A linear classifier of one representation, for each number of labels.
#[derive(Debug, Serialize, Deserialize)]
pub struct Learnt {
    /// Of what.
    pub representation: Representation,
    /// The share of wrong answers, the mean over draws with its 95 % interval by Student.
    pub errors: Vec<Estimate>,
    /// Scattering's errors less these, draw by draw: mean and 95 % interval by Student. Zero for scattering itself.
    pub scattering_less: Vec<Estimate>,
    /// The geometric mean of the chosen penalties over the draws.
    pub penalties: Vec<f64>,
}

/// A map of the first digit.
#[derive(Debug, Serialize, Deserialize)]
pub struct Picture {
    /// What it is.
    pub name: String,
    /// Pixels along its side.
    pub side: usize,
    /// From 0 to the map's largest value.
    pub pixels: Pixels,
}
