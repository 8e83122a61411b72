//! What was found.

use serde::{Deserialize, Serialize};

use crate::ground::estimate::Estimate;

/// Every number that the drawing, the claims and the page use.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The success rate that was asked for.
    pub rate: f64,
    /// One n after the other, for each the ks in order.
    pub series: Vec<Series>,
    /// The lecture's rule, m = c k ln(m/k).
    pub lecture: Fitted,
    /// The classical rule, m = c k ln(n/k).
    pub classical: Fitted,
    /// The X with X = c ln X for the lecture's c: by its rule m = Xk for every k and n.
    pub lecture_ratio: f64,
    /// The smallest measured m/k.
    pub smallest_ratio: f64,
    /// The largest measured m/k.
    pub largest_ratio: f64,
    /// The largest distance of measured over predicted from 1, prediction being that of the statistical dimension.
    pub largest_prediction_error: f64,
    /// The k at which the largest and the smallest n are compared.
    pub compared_k: usize,
    /// Measurements at this k for the largest n over those for the smallest.
    pub growth: f64,
    /// What the classical rule says of this growth: the ratio of the logarithms.
    pub classical_growth: f64,
    /// How many problems were solved.
    pub solves: usize,
    /// The largest duality gap of a solve, as a part of ‖x̂‖₁.
    pub largest_gap: f64,
}

/// The measurements needed at one n.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Series {
    /// Entries of a signal, n.
    pub n: usize,
    /// Nonzero entries k: one per point.
    pub k: Vec<f64>,
    /// Measurements at which the rate is reached, by a logistic fit, with their intervals of 95 %.
    pub needed: Vec<Estimate>,
    /// Statistical dimension δ(k/n)·n.
    pub dimension: Vec<f64>,
    /// Measurements at which the rate is reached by the normal limit of the intrinsic volumes.
    pub predicted: Vec<f64>,
    /// `needed` over `predicted`.
    pub over_predicted: Vec<f64>,
    /// `needed` over the fitted lecture's rule.
    pub over_lecture: Vec<f64>,
    /// `needed` over the fitted classical rule.
    pub over_classical: Vec<f64>,
}

/// A rule with the constant that fits all points best.
#[derive(Debug, Serialize, Deserialize)]
pub struct Fitted {
    /// c, the factor before the logarithm.
    pub constant: f64,
    /// The smallest constant that one point alone would ask for.
    pub smallest: f64,
    /// The largest constant that one point alone would ask for.
    pub largest: f64,
    /// The largest distance of measured over fitted from 1.
    pub largest_residual: f64,
}
