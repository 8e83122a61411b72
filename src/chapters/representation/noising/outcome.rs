//! What was found.

use serde::{Deserialize, Serialize};

use crate::{
    ground::pixels::Pixels,
    math::diffusion::{
        euler_maruyama::WeakError,
        ornstein_uhlenbeck::{Moments, Point},
    },
};

/// Every number that the drawing, the claims and the page use.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The times t₀ = 0, t₁, … of the frames.
    pub times: Vec<f64>,
    /// The densities show coordinates from −this to this.
    pub view_half_width: f64,
    /// Pixels along each side of a density.
    pub pixels: usize,
    /// The sine curve, then the circle.
    pub curves: Vec<NoisedCurve>,
    /// The order of Euler–Maruyama's error in E‖x‖², as measured over paths.
    pub weak_order_slope: f64,
    /// The same from the moments of its distribution, which are known.
    pub weak_order_exact: f64,
    /// The errors that the slope is fitted to, the longest step first.
    pub weak_errors: Vec<WeakError>,
}

/// A curve, dissolving. Lists that begin with t₁ leave out the start, which has no density.
#[derive(Debug, Serialize, Deserialize)]
pub struct NoisedCurve {
    /// Which curve it is: "sine" or "circle".
    pub name: String,
    /// Mean and covariance of its points.
    pub moments: Moments,
    /// A cloud per time, one path from each of `min(N, 240)` points evenly along the curve, `[times, min(N, 240), 2]`,
    /// rounded to thousandths.
    pub frames: Vec<Vec<Point>>,
    /// ρₜ over its largest value, from t₁: 0 to 255: `[pixels, pixels]`, the top row first.
    pub densities: Vec<Pixels>,
    /// The largest value of ρₜ among the pixels, from t₁.
    pub largest_density: Vec<f64>,
    /// KL(ρₜ‖γ) in nats, from t₁.
    pub kl_to_normal: Vec<f64>,
    /// exp(−2(t − t₀)) KL at t₀, from t₀, the first time after the start.
    pub kl_bound: Vec<f64>,
    /// The largest KL(ρₜ‖γ) over its bound, after t₁.
    pub largest_of_bound: f64,
    /// The largest KL(ρₜ‖γ) over the bound by the second moment alone, from t₁.
    pub largest_of_coupling_bound: f64,
    /// The slope of ln KL from each of the times to the next, from t₁.
    pub log_slopes: Vec<f64>,
    /// The last of these slopes.
    pub late_slope: f64,
    /// That slope as mean and covariance of the start predict it.
    pub late_slope_predicted: f64,
    /// The largest relative change of KL when the quadrature's cells are halved.
    pub quadrature_error: f64,
    /// KL(ρₜ‖γ) as the mean of ln(ρₜ/γ) over all paths, from t₁.
    pub kl_sampled: Vec<f64>,
    /// The largest distance of `kl_sampled` from `kl_to_normal`, in standard errors.
    pub sampled_deviation: f64,
}
