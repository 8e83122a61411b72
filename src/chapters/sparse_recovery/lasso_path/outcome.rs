//! What was found.

use serde::{Deserialize, Serialize};

use crate::ground::pixels::Pixels;

/// Every number that the drawing, the claims and the page use.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// Measurements m of the signal.
    pub measurements: usize,
    /// Unknowns n, the entries of the signal.
    pub unknowns: usize,
    /// The height σ√(2 ln n) that noise alone reaches.
    pub universal_threshold: f64,
    /// The weight λ of the ℓ₁ norm.
    pub lambda: f64,
    /// ‖A‖².
    pub curvature: f64,
    /// ‖x*‖², the squared distance from the start of the iterations, 0, to the solution x*.
    pub distance_squared: f64,
    /// F* = F(x*), with x* from the path.
    pub optimum: f64,
    /// y = Ax₀ + w and x* as colours.
    pub picture: Picture,
    /// Every entry that is not zero in the signal or in the solution.
    pub entries: Vec<Entry>,
    /// How well the signal was found.
    pub recovery: Recovery,
    /// The iterations shown, from 1.
    pub iterations: Vec<usize>,
    /// What the iterates of ISTA, then those of FISTA, do.
    pub descents: Vec<Descent>,
    /// The factors by which the gaps of the two shrink in the end, as predicted from the support; none if it is empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_factors: Option<[f64; 2]>,
    /// The solutions for other weights.
    pub weights: Weights,
    /// Measurements around which the support begins to be found exactly, 2k ln(n − k).
    pub exact_support_measurements: f64,
    /// How often it was, over further instances.
    pub instances: Instances,
}

/// Steps of colour on either side of zero.
pub(super) const STEPS: u8 = 4;

/// y = Ax₀ + w as colours: whole steps, −4 to 4, of a quarter of what the largest entry measures, as bytes 0 to 8. Few
/// steps make a small picture: A is noise, and noise cannot be compressed.
#[derive(Debug, Serialize, Deserialize)]
pub struct Picture {
    /// Every how manyeth row, column and entry is shown.
    pub stride: usize,
    /// Columns of the picture of A.
    pub columns: usize,
    /// A, row by row.
    pub matrix: Pixels,
    /// y, from its first entry to its last.
    pub measured: Pixels,
    /// x₀, from its first entry to its last.
    pub truth: Pixels,
    /// The LASSO's solution, in the steps of x₀.
    pub lasso: Pixels,
}

/// One entry of the signal and of its estimates.
#[derive(Debug, Serialize, Deserialize)]
pub struct Entry {
    /// Its place, from 0.
    pub place: usize,
    /// What it is in the signal x₀.
    pub truth: f64,
    /// In the LASSO's solution.
    pub lasso: f64,
    /// After least squares on the solution's support.
    pub refit: f64,
}

/// How much of a signal was found in one instance.
#[derive(Debug, Serialize, Deserialize)]
pub struct Recovery {
    /// Nonzero entries of the LASSO's solution.
    pub found: usize,
    /// Entries of the signal that are zero in the solution.
    pub missed: usize,
    /// Entries of the solution that are zero in the signal.
    pub false_entries: usize,
    /// The largest false entry of the solution.
    pub largest_false: f64,
    /// The smallest entry of the solution where the signal is not zero.
    pub smallest_true: f64,
    /// Whether the entries whose least-squares value exceeds λ are the signal's.
    pub kept_exact: bool,
    /// ‖x − x₀‖/‖x₀‖ of the LASSO's solution.
    pub lasso_error: f64,
    /// The same after least squares on its support.
    pub refit_error: f64,
    /// The same after least squares on the entries kept.
    pub kept_error: f64,
    /// The same of least squares by someone who knows the support.
    pub oracle_error: f64,
    /// The KKT residual of the solution, as a part of λ.
    pub kkt_residual: f64,
    /// Largest correlation of a column with the noise, ‖Aᵀw‖_∞, as a part of λ.
    pub noise_correlation: f64,
    /// The weights, from low to high, with which the solution's support is the signal's.
    pub exact_weights: Vec<[f64; 2]>,
}

/// What a method's iterates do.
#[derive(Debug, Serialize, Deserialize)]
pub struct Descent {
    /// The method: ISTA or FISTA.
    pub name: String,
    /// The gaps F(xₖ) − F* at the iterations shown.
    pub gaps: Vec<f64>,
    /// The proved bound on them.
    pub bounds: Vec<f64>,
    /// The largest ratio of gap to bound over all iterations, and where it is.
    pub largest_of_bound: f64,
    /// The iteration of that ratio.
    pub largest_at: usize,
    /// The first iteration from which on the iterates have the support and the signs of the solution; none if the last
    /// does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled_at: Option<usize>,
    /// The first iteration with a gap below 1e-12 of what it was at first; none if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digits_12_at: Option<usize>,
    /// The same for 1e-22.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digits_22_at: Option<usize>,
    /// The factor by which the gap shrinks in an iteration, by a fit between those two; none without them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_factor: Option<f64>,
    /// The KKT residual of the last iterate, as a part of λ.
    pub last_kkt_residual: f64,
    /// The duality gap of the last iterate.
    pub last_duality_gap: f64,
    /// The objective of the last iterate.
    pub last_objective: f64,
}

/// The regularisation path, from the weight at which the first entry joins down to the end.
#[derive(Debug, Serialize, Deserialize)]
pub struct Weights {
    /// Knots from the first to the weight λ.
    pub knots_to_lambda: usize,
    /// Knots down to the end.
    pub knots: usize,
    /// The weights λ of the knots shown, falling: all of them, or evenly chosen ones.
    pub shown: Vec<f64>,
    /// The coordinates shown, those of the signal first.
    pub coordinates: Vec<Coordinate>,
    /// What is found at weights from the first knot to the end, falling; λ is one of them.
    pub stops: Vec<Stop>,
}

/// A weight at which the path is looked at, knot or not.
#[derive(Debug, Serialize, Deserialize)]
pub struct Stop {
    /// The weight λ.
    pub lambda: f64,
    /// The places where x(λ) is not zero, from 0.
    pub places: Vec<usize>,
    /// x(λ) there.
    pub values: Vec<f64>,
    /// Least squares on these places.
    pub refit: Vec<f64>,
    /// Entries of the signal that are zero in x(λ).
    pub missed: usize,
    /// Entries of x(λ) that are zero in the signal.
    pub false_entries: usize,
    /// ‖x(λ) − x₀‖/‖x₀‖.
    pub error: f64,
    /// The same after least squares.
    pub refit_error: f64,
    /// ‖y − Ax(λ)‖/‖y‖.
    pub residual: f64,
    /// The duality gap of x(λ), which certifies it.
    pub duality_gap: f64,
}

/// A coordinate along the path.
#[derive(Debug, Serialize, Deserialize)]
pub struct Coordinate {
    /// Its place in x.
    pub place: usize,
    /// Whether the signal is not zero there.
    pub is_true: bool,
    /// Its value at each of the knots shown.
    pub values: Vec<f64>,
}

/// How often the support is found, over further instances.
#[derive(Debug, Serialize, Deserialize)]
pub struct Instances {
    /// How many further instances there are.
    pub count: usize,
    /// The share of them whose support is exact.
    pub exact: f64,
    /// The share with an entry missed.
    pub missing: f64,
    /// The share whose support is exact with some weight on the path, had one known which.
    pub exact_with_some_weight: f64,
    /// The share in which the entries kept are the signal's.
    pub kept_exact: f64,
    /// False entries of an instance, on average.
    pub mean_false_entries: f64,
    /// The largest KKT residual, as a part of λ.
    pub largest_kkt_residual: f64,
}
