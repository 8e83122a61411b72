//! What was found.

use serde::{Deserialize, Serialize};

use crate::ground::pixels::Pixels;

/// The orbit of a photograph under shifts: its span, its curvature, its neighbours.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The name of the photograph's file, without the ending.
    pub photograph: String,
    /// The four pictures in the first row.
    pub pictures: Pictures,
    /// Shifts along the rows at which distances and angles are taken, pixels.
    pub shifts: Vec<f64>,
    /// Shares of the energy that a subspace is to hold.
    pub held: Vec<f64>,
    /// Numbers of principal components at which what is left is taken.
    pub components: Vec<usize>,
    /// How many random shifts the neighbours were looked for among.
    pub samples: Vec<usize>,
    /// The orbit of the picture under each blur, the first without.
    pub blurred: Vec<Blurred>,
    /// The window that moves over the photograph.
    pub window: Window,
    /// The disc with a sharp edge.
    pub disc: Disc,
    /// One shift of the scene at finer and finer pixels.
    pub refinement: Refinement,
}

/// Four pictures side by side.
#[derive(Debug, Serialize, Deserialize)]
pub struct Pictures {
    /// Side as shown, pixels: 64 at most, each the mean of those under it.
    pub side: usize,
    /// Shift to each side, pixels of the picture itself.
    pub shift: f64,
    /// Shifted to the left, shifted to the right, the average of the two, and the picture half-way: black 0 and white 255.
    pub bytes: [Pixels; 4],
    /// Distance of the average to the picture half-way, in norms of the picture.
    pub average_error: f64,
    /// Distance of the average to either end, in the same unit.
    pub average_to_ends: f64,
}

/// The orbit of the picture under one blur.
#[derive(Debug, Serialize, Deserialize)]
pub struct Blurred {
    /// Standard deviation of the blur, pixels.
    pub blur: f64,
    /// Share of the energy left by the first components, one per number of `components`.
    pub left: Vec<f64>,
    /// Components needed to hold each share of `held`.
    pub dimensions: Vec<usize>,
    /// Share of the energy that two components hold.
    pub held_by_two: f64,
    /// ‖x'‖: how fast the picture changes along a row, in norms of the picture per pixel.
    pub speed: f64,
    /// κ: curvature along a row; 1 is a circle about the mean.
    pub curvature: f64,
    /// Distance to the picture itself, one per shift.
    pub distances: Vec<f64>,
    /// Turn of the tangent plane, degrees, one per shift.
    pub angles_deg: Vec<f64>,
    /// The turn at a shift by one pixel, degrees.
    pub angle_at_a_pixel_deg: f64,
    /// The turn at a shift as long as the blur, degrees; 0 without blur.
    pub angle_at_blur_deg: f64,
    /// Distance of the average of two pictures to the one half-way, one per shift, which is their distance.
    pub midpoint_errors: Vec<f64>,
    /// Dimension that the neighbours see, one per number of `samples`.
    pub neighbour_dimensions: Vec<f64>,
    /// Mean distance to the nearest neighbour, one per number of `samples`.
    pub nearest: Vec<f64>,
    /// Share of shifts whose nearest picture is the nearest shift, one per number of `samples`.
    pub nearest_is_nearest: Vec<f64>,
}

/// Crops of the photograph, none of them wrapped around.
#[derive(Debug, Serialize, Deserialize)]
pub struct Window {
    /// How many places of the window.
    pub places: usize,
    /// Components, after the mean, needed to hold each share of `held`.
    pub dimensions: Vec<usize>,
}

/// A white disc whose edge is sharp, and its distances to itself moved.
#[derive(Debug, Serialize, Deserialize)]
pub struct Disc {
    /// Side of its picture, pixels.
    pub side: usize,
    /// Shifts of the disc, pixels, rising.
    pub shifts: Vec<f64>,
    /// Distances at these shifts, in norms of its picture without the mean.
    pub distances: Vec<f64>,
    /// The shortest shift that the exponent is fitted to, pixels.
    pub fitted_from: f64,
    /// Slope of the logarithms from there on.
    pub exponent: f64,
}

/// A shift of the scene by the same part of its side, at finer and finer pixels.
#[derive(Debug, Serialize, Deserialize)]
pub struct Refinement {
    /// Sides of the pictures, pixels, rising.
    pub sides: Vec<usize>,
    /// Turn of the tangent plane without blur, degrees.
    pub sharp_deg: Vec<f64>,
    /// Turn with a blur as long as the shift, degrees.
    pub blurred_deg: Vec<f64>,
}
