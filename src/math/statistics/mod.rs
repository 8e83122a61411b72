//! Statistics: what a sample says of a mean, a share, a power law or a slope, and how sure it is.

pub mod binomial;
pub mod bootstrap;
pub mod correlation;
pub mod fit;
pub mod frechet;
pub mod jackknife;
pub mod kolmogorov;
pub mod logistic;
pub mod median;
pub mod power_law;
pub mod proportion;
pub mod ridge;
pub mod sampling;
pub mod student;
pub mod two_samples;

/// The level of the book's confidence intervals, unless a figure says otherwise.
pub const LEVEL: f64 = 0.95;
