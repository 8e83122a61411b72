//! What was found.

use serde::{Deserialize, Serialize};

use crate::ground::estimate::Estimate;

/// What was found. Intervals are those of 95 %, from repetitions of the counts.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// k/n: one per column of `success`.
    pub sparsity: Vec<f64>,
    /// m/n: one per row of `success`.
    pub measurements: Vec<f64>,
    /// The share of signals that came back, `[grid, grid]`: a row for each m, a column for each k.
    pub success: Vec<Vec<f64>>,
    /// m/n at which half of the signals come back, by a logistic fit: one per column.
    pub contour50: Vec<f64>,
    /// δ(k/n), the statistical dimension over n: one per column.
    pub theory: Vec<f64>,
    /// Of n and of the smaller size: the contour with its intervals, and the width of the transition.
    pub contours: Vec<Contour>,
    /// The largest distance of `contour50` from `theory` where k/n ≤ .5.
    pub largest_deviation: f64,
    /// The exponent of n in the width of the transition, the mean over 0.05 ≤ k/n ≤ 0.5.
    pub width_exponent: Estimate,
    /// The transition at one sparsity, for n and for the smaller size.
    pub cuts: Vec<Cut>,
    /// How many problems were solved.
    pub solves: usize,
    /// Knots of a path from beginning to end, on average.
    pub mean_steps: f64,
    /// The largest duality gap of a solve, as a part of ‖x̂‖₁.
    pub largest_gap: f64,
    /// The largest ‖Ax̂ − y‖/‖y‖ of a solve.
    pub largest_infeasibility: f64,
}

/// Where half of the signals come back, and over how many measurements the change takes place.
#[derive(Debug, Serialize, Deserialize)]
pub struct Contour {
    /// Entries of a signal, n.
    pub n: usize,
    /// k/n: one per column.
    pub sparsity: Vec<f64>,
    /// m/n at which half of the signals come back, by a logistic fit.
    pub middle: Vec<Estimate>,
    /// δ(k/n), the statistical dimension over n.
    pub theory: Vec<f64>,
    /// `middle` − `theory`.
    pub deviation: Vec<Estimate>,
    /// From 10 % success to 90 %, in m/n, by the same fit.
    pub width: Vec<f64>,
    /// The same of the logistic curve with the variance of the intrinsic volumes.
    pub width_theory: Vec<f64>,
    /// The mean of `width` over `width_theory`, for .05 ≤ k/n ≤ .5.
    pub width_ratio: f64,
    /// The mean of n·`deviation`, for k/n ≤ .5: in measurements.
    pub shift: f64,
    /// The mean over k/n ≤ .5 of the correction to δn, in measurements: what `shift` should be.
    pub shift_theory: f64,
    /// The root mean square, for k/n ≤ .5, of what is left of `deviation` after this correction, in units of its standard
    /// error: about 1 if that is chance.
    pub deviation_in_errors: f64,
}

/// The transition at one sparsity.
#[derive(Debug, Serialize, Deserialize)]
pub struct Cut {
    /// Entries of a signal, n.
    pub n: usize,
    /// The sparsity k/n of the signals.
    pub sparsity: f64,
    /// m/n: one per place of the grid.
    pub measurements: Vec<f64>,
    /// The share of signals that came back.
    pub success: Vec<f64>,
    /// m/n: finer places, for the fitted curve.
    pub fit_measurements: Vec<f64>,
    /// The fitted probability there.
    pub fit: Vec<f64>,
}
