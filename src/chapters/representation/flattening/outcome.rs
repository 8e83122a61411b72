//! What was found.

use serde::{Deserialize, Serialize};

use crate::ground::estimate::Estimate;

/// Every number that the drawing, the claims and the page use. Intervals are of 95 %.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// Each shape.
    pub shapes: Vec<Shape>,
    /// The first construction on each of the first three shapes, layer by layer.
    pub films: Vec<Film>,
    /// What rounding costs as layers pile up, on each of the first two shapes.
    pub rounding: Vec<Rounding>,
    /// The points of the first shape, and what the three decoders make of its code.
    pub decoded: Decoded,
}

/// A shape, flattened many times.
#[derive(Debug, Serialize, Deserialize)]
pub struct Shape {
    /// Its name.
    pub name: String,
    /// D, the dimension of the space it lies in.
    pub ambient: usize,
    /// d, its own dimension, and the numbers in its code.
    pub dimension: usize,
    /// The network as published, with each layer normalised, and without a bend.
    pub constructs: Vec<Construct>,
}

/// One way to build the network, on one shape.
#[derive(Debug, Serialize, Deserialize)]
pub struct Construct {
    /// Which way.
    pub name: String,
    /// The share of constructions that end flat.
    pub flat: Estimate,
    /// The median number of layers.
    pub layers: Estimate,
    /// The median, over the constructions, of the mean square that decoding misses, as a part of the variance: in the
    /// encoder's order, in reverse, and with the bends fitted again.
    pub lost: [Estimate; 3],
    /// The share of constructions in which the refitted decoder misses less than the one in the encoder's order.
    pub refit_wins: Estimate,
    /// The share in which the reverse order misses less than the encoder's.
    pub reverse_wins: Estimate,
    /// The median of the largest error, in units of the data's deviation, after the code of all dimensions was rounded to
    /// single precision and the exact inverse was taken.
    pub rounded: Estimate,
    /// The share of fits that ended because they moved no more, the mean over constructions.
    pub converged: f64,
    /// Each construction.
    pub trials: Vec<Trial>,
}

/// One construction.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Trial {
    /// Layers.
    pub layers: usize,
    /// The largest dimension of a plane.
    pub largest_dimension: usize,
    /// Whether nothing moved any more at the end.
    pub at_rest: bool,
    /// The share of the fits that ended because they moved no more, and not because their steps were used up.
    pub converged: f64,
    /// The first singular value that the code leaves out, over the largest.
    pub flatness: f64,
    /// The mean square that decoding misses over the variance: in the encoder's order, in reverse, refitted.
    pub lost: [f64; 3],
    /// The largest error of any layer's exact inverse.
    pub layer_inverse_error: f64,
    /// The largest error of the exact inverse of all layers, in double precision.
    pub inverse_error: f64,
    /// The same from points rounded to single precision.
    pub rounded_error: f64,
    /// The smallest singular value of the Jacobian of all layers at a data point.
    pub least_singular_value: f64,
}

/// A construction, layer by layer.
#[derive(Debug, Serialize, Deserialize)]
pub struct Film {
    /// The shape's name.
    pub name: String,
    /// How many layers the frames have behind them.
    pub layers: Vec<usize>,
    /// The points after so many.
    pub clouds: Vec<Cloud>,
    /// The first singular value that a line leaves out over the largest, after each layer, 0 layers first.
    pub flatness: Vec<f64>,
}

/// Points of a plane, to thousandths; of a shape in space its first two coordinates.
#[derive(Debug, Serialize, Deserialize)]
pub struct Cloud {
    /// Across.
    pub xs: Vec<f64>,
    /// Up.
    pub ys: Vec<f64>,
}

/// Errors against the number of layers.
#[derive(Debug, Serialize, Deserialize)]
pub struct Rounding {
    /// The shape's name.
    pub name: String,
    /// Layers: 1, 2, …
    pub layers: Vec<f64>,
    /// The largest error over the data, after the exact inverse of points rounded to single precision.
    pub error: Vec<f64>,
    /// What the Jacobian foretells to first order: the largest over the data of half a unit in the last place over the
    /// smallest singular value.
    pub foretold: Vec<f64>,
}

/// A curve, and what its decoders make of it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Decoded {
    /// The data.
    pub points: Cloud,
    /// In the encoder's order, in reverse, refitted.
    pub decoders: Vec<Cloud>,
}
