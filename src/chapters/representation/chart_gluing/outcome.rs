//! What was found.

use serde::{Deserialize, Serialize};

use crate::ground::estimate::Estimate;

/// Every number that the drawing, the claims and the page use. Estimates are medians over trials, their intervals reach
/// from the smallest to the largest.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// Points N of a sample of the roll.
    pub samples: Vec<usize>,
    /// Neighbours k at each of them.
    pub neighbours: Vec<usize>,
    /// Length and height of the chart.
    pub chart: [f64; 2],
    /// The roll, then the roll with a hole.
    pub shapes: Vec<Shape>,
    /// The roll with a hole at each N: what is shown of the first trial.
    pub frames: Vec<Unrolled>,
    /// How the error depends on k, on the roll without a hole.
    pub sweep: Sweep,
    /// Points that were not in the sample.
    pub new_points: NewPoints,
    /// Caps of the sphere.
    pub sphere: Sphere,
    /// Local PCA on the circle, the sphere and the roll.
    pub local: Vec<LocalShape>,
    /// Tangent planes of spheres.
    pub spheres: Spheres,
}

/// A shape with an isometric chart, and how well it is found. Errors are of Procrustes, as parts of the chart's own size.
#[derive(Debug, Serialize, Deserialize)]
pub struct Shape {
    /// Which it is: "roll" or "roll with a hole".
    pub name: String,
    /// Isomap.
    pub isomap: Method,
    /// Local tangent space alignment, with the metric restored.
    pub ltsa: Method,
    /// The error of the same coordinates as published, with variance 1 along each and the best common scale, one per N.
    pub ltsa_as_published: Vec<Estimate>,
    /// Isomap's error with the first of the k at every N.
    pub fixed_k: Vec<Estimate>,
    /// The power of N with which that falls.
    pub fixed_k_power: Estimate,
    /// The error of classical scaling from the exact distances in the chart, around the hole.
    pub limit: Estimate,
    /// The part of the graph's edges that join places more than twice as far apart in the chart, one per N.
    pub shortcuts: Vec<Estimate>,
    /// Powers of N are fitted from this N on: the smallest from which no sample has a shortcut; the first of all, if fewer
    /// than two are left.
    pub fitted_from: usize,
}

/// How well a method finds the chart.
#[derive(Debug, Serialize, Deserialize)]
pub struct Method {
    /// The error, one per N.
    pub error: Vec<Estimate>,
    /// The power of N with which it falls, from [`Shape::fitted_from`] on.
    pub power: Estimate,
    /// The smallest ‖f(x) − f(y)‖/‖x − y‖ over pairs of points, one per N.
    pub smallest_ratio: Vec<Estimate>,
    /// The part of neighbourhoods that are turned over, one per N.
    pub folded: Vec<Estimate>,
}

/// One sample, unrolled; at most 120 points, rounded to thousandths.
#[derive(Debug, Serialize, Deserialize)]
pub struct Unrolled {
    /// The true places in the chart.
    pub truth: Vec<[f64; 2]>,
    /// Where Isomap puts them, after the rigid motion that fits best.
    pub isomap: Vec<[f64; 2]>,
    /// Where LTSA puts them.
    pub ltsa: Vec<[f64; 2]>,
    /// Isomap's error on this sample.
    pub isomap_error: f64,
    /// LTSA's.
    pub ltsa_error: f64,
}

/// The error against k.
#[derive(Debug, Serialize, Deserialize)]
pub struct Sweep {
    /// Points N.
    pub samples: usize,
    /// Neighbours k.
    pub neighbours: Vec<usize>,
    /// Isomap's error.
    pub isomap: Vec<Estimate>,
    /// LTSA's.
    pub ltsa: Vec<Estimate>,
    /// The part of edges that are shortcuts.
    pub shortcuts: Vec<Estimate>,
}

/// Points that were not in the sample: of the roll without a hole, and those of the hole for a sample around it.
#[derive(Debug, Serialize, Deserialize)]
pub struct NewPoints {
    /// Points N of the sample.
    pub samples: usize,
    /// Isomap.
    pub isomap: Extension,
    /// LTSA.
    pub ltsa: Extension,
    /// Steps of a new fit of Isomap with one point more (distances and edges relaxed, its eigenvectors not counted) over
    /// the multiplications and comparisons that place one point without it.
    pub steps_ratio: f64,
}

/// How a method places new points.
#[derive(Debug, Serialize, Deserialize)]
pub struct Extension {
    /// The error of the new points, placed by the formula, over their error after a new fit with them, trial by trial.
    pub ratio: Estimate,
    /// The error of points in the hole, placed by the formula of the fit around it, over that of the sample around the hole,
    /// trial by trial.
    pub in_hole_ratio: Estimate,
}

/// Caps of the sphere, and the whole.
#[derive(Debug, Serialize, Deserialize)]
pub struct Sphere {
    /// Angular radii α of the caps, radians.
    pub caps_rad: Vec<f64>,
    /// α/sin α.
    pub bound: Vec<f64>,
    /// The same for the caps that the middles of neighbourhoods reach.
    pub reached_bound: Vec<f64>,
    /// Isomap on the caps.
    pub isomap: Glued,
    /// LTSA on the caps.
    pub ltsa: Glued,
    /// Angles from the middle of the shown cap, radians: the rings in which every sample has a point.
    pub profile_rad: Vec<f64>,
    /// The angular radius of the shown cap.
    pub shown_cap_rad: f64,
}

/// How a method fares on caps, one number per cap and the last for the whole sphere.
#[derive(Debug, Serialize, Deserialize)]
pub struct Glued {
    /// The largest over the smallest stretch, one per cap; the whole sphere has none.
    pub distortion: Vec<Estimate>,
    /// The part of neighbourhoods that are turned over.
    pub folded: Vec<Estimate>,
    /// The smallest ‖f(x) − f(y)‖/‖x − y‖.
    pub smallest_ratio: Vec<Estimate>,
    /// The mean stretch in rings of the shown cap, away from the middle and around it.
    pub profile: [Vec<Estimate>; 2],
    /// Images of points of the whole sphere, those that keep their orientation and those that are turned over.
    pub whole: [Vec<[f64; 2]>; 2],
}

/// Local PCA on one shape.
#[derive(Debug, Serialize, Deserialize)]
pub struct LocalShape {
    /// "circle", "sphere" or "roll".
    pub name: String,
    /// Its dimension d.
    pub dimension: usize,
    /// Radii of neighbourhoods, in units of its smallest radius of curvature.
    pub radii: Vec<f64>,
    /// One entry per number of points.
    pub levels: Vec<LocalLevel>,
    /// The power of N with which the tangent error falls at the judged radius.
    pub samples_power: Estimate,
    /// The part of neighbourhoods with the right dimension at the judged radius and the largest N.
    pub judged: Estimate,
    /// The same of neighbourhoods that do not reach the rim of the shape.
    pub judged_inside: Estimate,
    /// What chance leaves of the tangent of a sphere of this dimension, one per radius, at the largest N; none for the roll.
    pub closed_form_rad: Vec<f64>,
}

/// Local PCA at one number of points, one number per radius.
#[derive(Debug, Serialize, Deserialize)]
pub struct LocalLevel {
    /// Points N.
    pub samples: usize,
    /// The root mean square of the largest angle between estimated and true tangent plane, radians.
    pub tangent_error_rad: Vec<Estimate>,
    /// The part of neighbourhoods whose dimension is found.
    pub right_dimension: Vec<Estimate>,
}

/// The points that a tangent error needs on spheres, one per dimension d = 1, 2, ….
#[derive(Debug, Serialize, Deserialize)]
pub struct Spheres {
    /// The tangent error to reach, radians.
    pub target_rad: f64,
    /// The fixed radius.
    pub radius: f64,
    /// Points N with the fixed radius.
    pub fixed: Vec<Estimate>,
    /// Points N with the best of the radii.
    pub best: Vec<Estimate>,
    /// By how much the first grows from one dimension to the next.
    pub fixed_growth: Estimate,
    /// By how much the second does.
    pub best_growth: Estimate,
}
