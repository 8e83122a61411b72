//! What was found.

use serde::{Deserialize, Serialize};

/// What was found. Eigenvalues are in units of n/2, and times t in units of 2/n, so that λt is a number.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// Hidden layers L of the networks.
    pub depths: Vec<usize>,
    /// The part of ‖ζ₀‖ left by the certificates whose norm is given.
    pub residual: f64,
    /// The norm of the certificates whose residual is given, 1/(n/2).
    pub budget: f64,
    /// Circles by the closed form: the other separations, then the main one.
    pub circles: Vec<Circles>,
    /// How the eigenvalue of the label grows at depths beyond those drawn.
    pub growth: Growth,
    /// The closed form where it was also computed elsewhere.
    pub references: Vec<Reference>,
    /// Circles, winding curves and coils of the same separation, on a grid.
    pub pairs: Vec<Pair>,
    /// What the error of a random network adds to the label, on the circles: one entry per depth.
    pub start: Vec<Start>,
    /// The norm that the main circles' certificates would have if they fell as 1/L from the shallowest network: one entry per
    /// depth.
    pub inverse_depth_norm: Vec<f64>,
    /// The winding curves at the slider's depths, from the shallowest to the deepest.
    pub walk: Vec<Walked>,
}

/// Two circles of latitude, one entry per depth.
#[derive(Debug, Serialize, Deserialize)]
pub struct Circles {
    /// The separation Δ of the circles, radians.
    pub separation_rad: f64,
    /// `λ_y`, the eigenvalue of the label.
    pub label: Vec<f64>,
    /// `λ_1`, the eigenvalue of the constants.
    pub constant: Vec<f64>,
    /// The smallest norm of a certificate that leaves the part `residual` of the label: `(1 − residual)/λ_y`.
    pub norm: Vec<f64>,
    /// The smallest part of the label that a certificate of norm `budget` leaves: 1 − budget · `λ_y`, or 0.
    pub least_residual: Vec<f64>,
    /// `λ_1/λ_y`, the label's time in units of the constant's.
    pub constant_over_label: Vec<f64>,
    /// The power of the depth with which `λ_y` grows between neighbouring depths, one less than there are depths.
    pub exponents: Vec<f64>,
}

/// How `λ_y` of the main pair of circles grows at large depth.
#[derive(Debug, Serialize, Deserialize)]
pub struct Growth {
    /// The depth from which it is measured, LΔ = 300.
    pub from: usize,
    /// The depth to which it is measured, twice that.
    pub to: usize,
    /// The gain of `λ_y` divided by that of ln L.
    pub gain: f64,
    /// Its limit 3/(8 cos δ).
    pub limit: f64,
    /// The power of the depth with which `λ_y` grows there.
    pub exponent: f64,
}

/// `λ_y` computed here and elsewhere.
#[derive(Debug, Serialize, Deserialize)]
pub struct Reference {
    /// Hidden layers L of the network.
    pub depth: usize,
    /// The separation Δ of the circles, radians.
    pub separation_rad: f64,
    /// `λ_y` computed here.
    pub here: f64,
    /// `λ_y` computed elsewhere, to four places.
    pub elsewhere: f64,
}

/// Certificates of the label of one pair.
#[derive(Debug, Serialize, Deserialize)]
pub struct Pair {
    /// What the curves are.
    pub name: String,
    /// The length of one of the two, radians.
    pub length_rad: f64,
    /// One entry per depth.
    pub by_depth: Vec<AtDepth>,
    /// What the certificates promise, and what happens, at the shallowest and at the deepest network.
    pub decays: Vec<Decay>,
    /// The certificates along the upper curve, of the same two.
    pub along: Vec<Along>,
}

/// The label's certificates at one depth.
#[derive(Debug, Serialize, Deserialize)]
pub struct AtDepth {
    /// Hidden layers L of the network.
    pub depth: usize,
    /// The mean rate ⟨y, Θ y⟩ at which the kernel acts on the label.
    pub rate: f64,
    /// ‖Θ y − rate · y‖ over the rate: zero if the label is an eigenfunction.
    pub label_defect: f64,
    /// The smallest norm of a certificate that leaves the part `residual` of the label.
    pub norm: f64,
    /// The same on a grid with twice as many points.
    pub norm_on_doubled_grid: f64,
    /// The smallest part of the label that a certificate of norm `budget` leaves.
    pub least_residual: f64,
    /// The smallest eigenvalue on odd functions, on the grid.
    pub smallest: f64,
    /// The same on a grid with twice as many points.
    pub smallest_on_doubled_grid: f64,
}

/// A certificate along the upper curve; on the lower it is the negative.
#[derive(Debug, Serialize, Deserialize)]
pub struct Along {
    /// Hidden layers L of the network.
    pub depth: usize,
    /// Arc length from the place highest above the equator, as a part of the whole.
    pub place: Vec<f64>,
    /// g, divided by its root mean square.
    pub certificate: Vec<f64>,
    /// g where the curve is nearest to its mirror image, divided by g where it is farthest.
    pub near_over_far: f64,
}

/// The decay of the label's error at one depth.
#[derive(Debug, Serialize, Deserialize)]
pub struct Decay {
    /// Hidden layers L of the network.
    pub depth: usize,
    /// Times t, in units of 2/n.
    pub times: Vec<f64>,
    /// `‖ζ_t‖`, the norm of the error at each time.
    pub error: Vec<f64>,
    /// The bound by one certificate, the one that leaves the part `residual`.
    pub bound: Vec<f64>,
    /// The least bound at each time, over all certificates.
    pub best_bound: Vec<f64>,
    /// The smallest of bound − `‖ζ_t‖`, over the times, of the best certificate and of a family of others.
    pub least_margin: f64,
    /// The smallest ratio of the best bound to `‖ζ_t‖`, once half of ‖ζ₀‖ is gone: before, both are close to ‖ζ₀‖.
    pub tightest_ratio: f64,
    /// When it is reached, in units of 2/n.
    pub tightest_time: f64,
}

/// The label of the winding curves at one of the slider's depths: what certificates promise, what happens, and the
/// certificate itself. Times and places are those of the pair's `decays` and `along`.
#[derive(Debug, Serialize, Deserialize)]
pub struct Walked {
    /// Hidden layers L of the network.
    pub depth: usize,
    /// The smallest norm of a certificate that leaves the part `residual` of the label.
    pub norm: f64,
    /// `‖ζ_t‖`, the norm of the error at each time.
    pub error: Vec<f64>,
    /// The bound by the one certificate that leaves the part `residual`.
    pub bound: Vec<f64>,
    /// The least bound at each time, over all certificates.
    pub best_bound: Vec<f64>,
    /// That one certificate along the upper curve, divided by its root mean square.
    pub certificate: Vec<f64>,
    /// g where the curve is nearest to its mirror image, divided by g where it is farthest.
    pub near_over_far: f64,
}

/// The error ζ₀ = f₀ − y of wide random networks of one depth, in the mean over networks: squares are means of squares.
#[derive(Debug, Serialize, Deserialize)]
pub struct Start {
    /// Hidden layers L of the network.
    pub depth: usize,
    /// The part of E‖f₀‖² = 1 in the constant.
    pub constant_energy: f64,
    /// The part in other even functions.
    pub even_energy: f64,
    /// The part in odd functions, where the label is.
    pub odd_energy: f64,
    /// ‖g‖ for the constant 1, leaving nothing: `1/λ_1`.
    pub constant_norm: f64,
    /// ‖g‖ for y, leaving the part `residual` of it.
    pub label_norm: f64,
    /// ‖g‖ for f₀ − y, leaving the part `residual` of its norm.
    pub norm: f64,
    /// The same on a grid with twice as many points.
    pub norm_on_doubled_grid: f64,
    /// ‖Θ⁻¹ f₀‖: the certificate that leaves nothing of the network's part.
    pub inverse_norm: f64,
    /// The same on a grid with twice as many points.
    pub inverse_norm_on_doubled_grid: f64,
}
