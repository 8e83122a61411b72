//! What was found.

use serde::{Deserialize, Serialize};

/// Every number that the drawing, the claims and the page use.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The angles ν between the inputs, radians, from 0 to π.
    pub angles_rad: Vec<f64>,
    /// One kernel a depth.
    pub curves: Vec<Curve>,
    /// The limit of depth times half-excess width, radians.
    pub limit_width_rad: f64,
    /// The angle from e₁ of a point of the sphere seen at each of some equally spaced distances from the picture's
    /// centre, radians, from 0 to π/2.
    pub sphere_angles_rad: Vec<f64>,
    /// The kernel where it was also computed elsewhere.
    pub references: Vec<Reference>,
    /// The angles of the slider's kernels, radians, from 0 to π: fewer.
    pub walk_angles_rad: Vec<f64>,
    /// The slider's kernels, one a frame, from the shallowest to the deepest, at `walk_angles_rad`.
    pub walk: Vec<Curve>,
}

/// The kernel of one depth.
#[derive(Debug, Serialize, Deserialize)]
pub struct Curve {
    /// Hidden layers L.
    pub depth: usize,
    /// K(ν)/L in units of n/2, one value an angle.
    pub kernel: Vec<f64>,
    /// The limit profile at u = Lν/(3π), one value an angle.
    pub limit: Vec<f64>,
    /// K(ν)/L over the sphere, one value for each of `sphere_angles_rad`.
    pub sphere: Vec<f64>,
    /// K(π)/L.
    pub floor: f64,
    /// The smallest K(ν)/L over all angles.
    pub lowest: f64,
    /// Where it is, radians.
    pub lowest_angle_rad: f64,
    /// The most by which K(ν)/L rises from an angle to a larger one, neighbours or not.
    pub largest_rise: f64,
    /// Halfway between the floor and 1.
    pub half_excess: f64,
    /// Where K(ν)/L is there, radians.
    pub half_excess_width_rad: f64,
    /// The depth times that width, radians.
    pub depth_times_width_rad: f64,
    /// The width by the limit, radians: `limit_width_rad` divided by the depth.
    pub width_by_limit_rad: f64,
}

/// A number computed here and elsewhere.
#[derive(Debug, Serialize, Deserialize)]
pub struct Reference {
    /// Hidden layers L.
    pub depth: usize,
    /// What is compared: `kernel`, or `half-excess width` in radians.
    pub what: String,
    /// The angle of a kernel, radians; of a width, π, up to where it is sought.
    pub angle_rad: f64,
    /// The number as this book computes it.
    pub here: f64,
    /// The number as an independent program computed it.
    pub elsewhere: f64,
}
