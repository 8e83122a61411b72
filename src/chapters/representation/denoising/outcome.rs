//! What was found.

use serde::{Deserialize, Serialize};

use crate::{ground::pixels::Pixels, math::diffusion::ornstein_uhlenbeck::Point};

/// Every number that the drawing, the claims and the page use.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The times of the frames, from the first to the last of the way back.
    pub times: Vec<f64>,
    /// The clouds show coordinates from −this to this.
    pub view_half_width: f64,
    /// Pixels along each side of a density.
    pub pixels: usize,
    /// What is drawn: points of the circle by the reverse process, and of the sine by the probability flow.
    pub clouds: Vec<Cloud>,
    /// The radius on the way back to the circle's points, by the reverse process.
    pub radii: Radii,
    /// The five times at which distributions are compared.
    pub compared: Vec<f64>,
    /// The comparisons.
    pub laws: Vec<Law>,
    /// What one in a hundred perfect sets of this many comparisons exceeds at most, by Bonferroni.
    pub critical: f64,
    /// The largest difference between the score by the denoiser and by finite differences of the log density, in units of 1/s.
    pub tweedie_difference: f64,
    /// Part of the reverse process's samples at the last time that are within a tenth of the spacing of the circle's points.
    pub on_a_point: f64,
    /// The longer way back to the circle's points.
    pub collapse: Collapsed,
    /// The cost of starting from N(0, I) too early.
    pub early_starts: Vec<EarlyStart>,
    /// The first of them by sampling.
    pub arcs: Vec<Arc>,
}

/// One cloud on its way.
#[derive(Debug, Serialize, Deserialize)]
pub struct Cloud {
    /// The curve and the sampler.
    pub name: String,
    /// Positions of some of the paths at each time.
    pub frames: Vec<Vec<Point>>,
    /// The exact density at each time, of 255 at its largest, the top row first.
    pub densities: Vec<Pixels>,
}

/// Quantiles of the radius over time.
#[derive(Debug, Serialize, Deserialize)]
pub struct Radii {
    /// The shares below the quantiles.
    pub shares: Vec<f64>,
    /// The quantiles of the samples at each time, a list a share.
    pub sampled: Vec<Vec<f64>>,
    /// Those of Rice's distribution.
    pub exact: Vec<Vec<f64>>,
}

/// One number of the samples against its exact distribution, at each of the compared times.
#[derive(Debug, Serialize, Deserialize)]
pub struct Law {
    /// The curve, as points or as a whole.
    pub data: String,
    /// The sampler.
    pub sampler: String,
    /// The number that is compared.
    pub number: String,
    /// √n times the Kolmogorov–Smirnov distance of n samples.
    pub distances: Vec<f64>,
    /// The mean of the samples.
    pub means: Vec<f64>,
    /// Their standard deviation.
    pub deviations: Vec<f64>,
    /// The exact mean.
    pub exact_means: Vec<f64>,
    /// The exact standard deviation.
    pub exact_deviations: Vec<f64>,
}

/// How samples come to sit on the points.
#[derive(Debug, Serialize, Deserialize)]
pub struct Collapsed {
    /// Times, falling.
    pub times: Vec<f64>,
    /// Part of the samples within a tenth of the points' spacing of a point.
    pub on_a_point: Vec<f64>,
    /// The same part of noised points drawn at that time.
    pub on_a_point_forward: Vec<f64>,
    /// The largest distance of a last sample from its nearest point, in units of the spacing.
    pub farthest: f64,
    /// The spacing of the points, the distance between neighbours.
    pub spacing: f64,
}

/// A start from N(0, I) at one time.
#[derive(Debug, Serialize, Deserialize)]
pub struct EarlyStart {
    /// The time T.
    pub time: f64,
    /// The relative entropy of the even distribution to the reached one, nats.
    pub cost: f64,
    /// The relative entropy of the noised sine to N(0, I) at T, nats.
    pub bound: f64,
}

/// A piece of the sine.
#[derive(Debug, Serialize, Deserialize)]
pub struct Arc {
    /// The part of the exact reverse process, started too early, that ends in it.
    pub reached: f64,
    /// The same part of the sampled paths.
    pub sampled: f64,
    /// Their difference in standard errors of a binomial part, which a sampled one has at most.
    pub deviation: f64,
}
