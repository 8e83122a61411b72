//! What was found.

use serde::{Deserialize, Serialize};

use crate::ground::{estimate::Estimate, pixels::Pixels};

/// Every number that the drawing, the claims and the page use.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The planes of the pictures.
    pub planes: Instance,
    /// The curves of the pictures.
    pub curves: Instance,
    /// The angles of the sweep, degrees.
    pub angles_deg: Vec<f64>,
    /// Planes against the angle between them, one sweep per noise.
    pub against_angle: Vec<Sweep>,
    /// What theory promises of the noiseless ones.
    pub guarantee: Guarantee,
    /// The part of the energy that the best plane for the distribution of all points loses, one per angle, without noise.
    pub lost_by_one_exact: Vec<f64>,
    /// That part at the pictures' angle and noise.
    pub lost_by_one_pictured: f64,
    /// The part of the pictured planes' energy that is noise beside the planes.
    pub noise_beside: f64,
    /// Points on each curve in the sweep.
    pub samples: Vec<f64>,
    /// Curves against the points on each.
    pub against_samples: Sweep,
    /// The part of a whole curve's energy that one coordinate cannot carry.
    pub lost_by_curve_exact: f64,
    /// The normalised cut below which the pictured curves would have to lie apart for eigenvectors to tell them apart, were
    /// the links along them equal.
    pub slowest_wave: f64,
}

/// A data set, identified and represented. Points are in order: component after component, each by its angle.
#[derive(Debug, Serialize, Deserialize)]
pub struct Instance {
    /// How many components there are, K.
    pub components: usize,
    /// The dimension d of each.
    pub dimension: usize,
    /// Dimensions D of the space.
    pub ambient: usize,
    /// The part of the points that sparse subspace clustering puts right.
    pub ssc_accuracy: f64,
    /// The part that k-means on d principal coordinates of all points puts right.
    pub pca_accuracy: f64,
    /// The part that k-means on the points themselves puts right.
    pub k_means_accuracy: f64,
    /// The part of the points whose code has nothing on other components.
    pub preserved: f64,
    /// The mean over points of the part of a code that lies on other components.
    pub foreign_share: f64,
    /// The normalised cut of the graph by the identified components.
    pub cut_by_identified: f64,
    /// The normalised cut of the graph by the true components.
    pub cut_by_true: f64,
    /// The largest angle between each identified subspace and the true one, degrees; none for curves, which fill the
    /// space.
    pub turned_deg: Vec<f64>,
    /// Nonzero entries of a code, on average.
    pub code_entries: f64,
    /// The relative error of making up each point, at length one, by its code.
    pub code_error: f64,
    /// The numbers of coordinates q at which errors are given, 1 to D.
    pub coordinates: Vec<usize>,
    /// The part of the energy that q principal coordinates of all points together lose.
    pub lost_by_one: Vec<f64>,
    /// The part that q principal coordinates of each identified component lose.
    pub lost_by_identified: Vec<f64>,
    /// The part that q principal coordinates of each true component lose.
    pub lost_by_true: Vec<f64>,
    /// What is drawn of the data set.
    pub picture: Picture,
}

/// What is drawn of a data set: flat views, rounded to thousandths.
#[derive(Debug, Serialize, Deserialize)]
pub struct Picture {
    /// X, seen from a fixed side: `[N, 2]`.
    pub points: Vec<[f64; 2]>,
    /// The true component of each point.
    pub labels: Vec<usize>,
    /// The angle of each point on its component, radians.
    pub angles_rad: Vec<f64>,
    /// Pixels along each side of the affinity.
    pub pixels: usize,
    /// The square root of the affinity over its largest value, 0 to 255: `[pixels, pixels]`; where several points share a
    /// pixel, their largest.
    pub affinity: Pixels,
    /// The identified component of each point.
    pub identified: Vec<usize>,
    /// Z, the coordinates on the identified component, d of them: `[N, d]`.
    pub coordinates: Vec<Vec<f64>>,
    /// X̂ from these coordinates, seen from the same side: `[N, 2]`.
    pub reconstruction: Vec<[f64; 2]>,
    /// No view has a coordinate larger than this.
    pub extent: f64,
}

/// What the methods do at each place of a sweep: means over repetitions, with their intervals of 95 % by bootstrap, one per
/// place. Errors are at the true dimension of a component.
#[derive(Debug, Serialize, Deserialize)]
pub struct Sweep {
    /// The noise of the points, as a part of their length.
    pub noise: f64,
    /// The first place of the sweep from which on sparse subspace clustering puts 95 % of the points right on
    /// average, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identified_from: Option<f64>,
    /// The part of the points that sparse subspace clustering puts right.
    pub ssc: Vec<Estimate>,
    /// The part that k-means on the principal coordinates puts right.
    pub pca: Vec<Estimate>,
    /// The part of the points whose code has nothing on other components.
    pub preserved: Vec<Estimate>,
    /// The part of the data sets whose graph is cut less by the identified components than by the true ones.
    pub cheaper_cut: Vec<Estimate>,
    /// The part of the energy that one PCA of all points loses.
    pub lost_by_one: Vec<Estimate>,
    /// The part that a PCA of each identified component loses.
    pub lost_by_identified: Vec<Estimate>,
    /// The part that a PCA of each true component loses.
    pub lost_by_true: Vec<Estimate>,
}

/// When theory promises that no code leaves its plane, and what codes do then.
#[derive(Debug, Serialize, Deserialize)]
pub struct Guarantee {
    /// The smallest angle at which the promise is given, one per repetition, degrees.
    pub covering_radii_deg: Vec<f64>,
    /// The mean of these angles, degrees.
    pub covering_radius_deg: f64,
    /// Noiseless data sets of the sweep for which it is given.
    pub promised: usize,
    /// The largest part of a code on other planes among these data sets.
    pub largest_foreign_share: f64,
}
