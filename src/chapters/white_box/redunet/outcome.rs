//! What was found.

use serde::{Deserialize, Serialize};

use crate::ground::{estimate::Estimate, pixels::Pixels};

/// Every number that the drawing, the claims and the page use. Estimates are means over draws with 95 % intervals by Student;
/// rates are in nats a vector.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// ε².
    pub epsilon_squared: f64,
    /// λ.
    pub sharpness: f64,
    /// Gaussians: in two dimensions, then in three, each with all noises.
    pub gaussians: Vec<GaussianCourse>,
    /// Three Gaussians in space, layer by layer.
    pub sphere: Sphere,
    /// Digits as pixels.
    pub digits: DigitCourse,
    /// Digits in polar coordinates.
    pub rotation: Turned,
    /// A digit, the same turned, and both in polar coordinates.
    pub pictures: Vec<Picture>,
}

/// What layers do to the points that built them and to others.
#[derive(Debug, Serialize, Deserialize)]
pub struct Followed {
    /// η.
    pub step: f64,
    /// Training vectors N, and as many for testing.
    pub count: usize,
    /// Numbers of layers passed.
    pub layers: Vec<usize>,
    /// Of training vectors, moved by their labels.
    pub train: Rates,
    /// Of test vectors, moved by estimated memberships; labels only measure.
    pub test: Rates,
    /// The largest fall of training ΔR from a layer to the next, over all layers and draws; 0 where it never falls.
    pub largest_fall: f64,
    /// Test ΔR after all layers less before them.
    pub test_rise: Estimate,
    /// Training ΔR less test ΔR after all layers, as a part of the former.
    pub gap: Estimate,
    /// Share of test vectors whose largest estimated membership is their class, at the first layer.
    pub told_first: Estimate,
    /// The same at the last layer.
    pub told_last: Estimate,
    /// The nearest subspace on test vectors.
    pub accuracy: Accuracy,
}

/// Rates after each of some layers.
#[derive(Debug, Serialize, Deserialize)]
pub struct Rates {
    /// R.
    pub whole: Vec<Estimate>,
    /// R^c, class by class.
    pub classes: Vec<Estimate>,
    /// ΔR.
    pub reduction: Vec<Estimate>,
}

/// Shares of test vectors that the nearest subspace tells, fitted to training vectors.
#[derive(Debug, Serialize, Deserialize)]
pub struct Accuracy {
    /// Of inputs.
    pub inputs: Estimate,
    /// Of what the network makes of them.
    pub outputs: Estimate,
    /// The latter less the former, draw by draw.
    pub gain: Estimate,
}

/// The largest |cos| of the angle between the means of two classes.
#[derive(Debug, Serialize, Deserialize)]
pub struct Cosines {
    /// Training vectors before the first layer.
    pub train_before: Estimate,
    /// And after the last.
    pub train_after: Estimate,
    /// Test vectors before the first layer.
    pub test_before: Estimate,
    /// And after the last.
    pub test_after: Estimate,
}

/// d Gaussians in d dimensions.
#[derive(Debug, Serialize, Deserialize)]
pub struct GaussianCourse {
    /// d.
    pub dimension: usize,
    /// σ.
    pub noise: f64,
    /// Rates and accuracy.
    pub followed: Followed,
    /// The largest ΔR of vectors of length 1.
    pub ceiling: f64,
    /// Training ΔR after all layers, as a part of the ceiling.
    pub reached: Estimate,
    /// Test ΔR likewise.
    pub reached_test: Estimate,
    /// Angles between classes.
    pub cosines: Cosines,
    /// What one of the last layers multiplies a small deviation from the class's direction by, in the limit.
    pub contraction: f64,
}

/// Points on the sphere, seen along the diagonal between the three classes.
#[derive(Debug, Serialize, Deserialize)]
pub struct Sphere {
    /// Training points of each class that are kept.
    pub train_shown: usize,
    /// Test points of each class that are kept.
    pub test_shown: usize,
    /// Training points after each of the layers that are looked at, class after class, to a thousandth.
    pub train: Vec<Vec<[f64; 2]>>,
    /// Test points likewise.
    pub test: Vec<Vec<[f64; 2]>>,
    /// The three axes, which are orthogonal.
    pub axes: Vec<[f64; 2]>,
    /// The sphere's outline.
    pub outline: Vec<[f64; 2]>,
}

/// Digits as vectors of pixels.
#[derive(Debug, Serialize, Deserialize)]
pub struct DigitCourse {
    /// Pixels along a side.
    pub side: usize,
    /// Rates and accuracy.
    pub followed: Followed,
    /// Angles between classes.
    pub cosines: Cosines,
}

/// Digits on circles; test digits are turned.
#[derive(Debug, Serialize, Deserialize)]
pub struct Turned {
    /// Circles C.
    pub radii: usize,
    /// Angles T.
    pub angles: usize,
    /// Rates of all turns, and accuracy with subspaces of all turns.
    pub followed: Followed,
    /// T times ε²: what a unitary Fourier transform in the place of ours amounts to.
    pub coarse_epsilon_squared: f64,
    /// The same with this precision, and T times the step.
    pub coarse: Followed,
    /// Accuracy on inputs with subspaces of upright digits alone.
    pub upright: Estimate,
    /// With subspaces of all turns less that.
    pub turns_gain: Estimate,
    /// The largest difference of layers by frequency from dense ones, over two layers.
    pub dense_off: f64,
}

/// A grey picture.
#[derive(Debug, Serialize, Deserialize)]
pub struct Picture {
    /// What it is.
    pub name: String,
    /// Pixels in a row.
    pub width: usize,
    /// The values.
    pub pixels: Pixels,
}
