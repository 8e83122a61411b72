//! What was found.

use serde::{Deserialize, Serialize};

use crate::{
    ground::estimate::Estimate,
    math::diffusion::{ornstein_uhlenbeck::Point, samplers::Sampler},
};

/// Every number that the drawing, the claims and the page use.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// Numbers of steps.
    pub steps: Vec<usize>,
    /// The deterministic samplers.
    pub curves: Vec<Curve>,
    /// The straight path of flow matching.
    pub flow_matching: FlowMatching,
    /// The ancestral sampler.
    pub ancestral: Ancestral,
    /// The largest error of one DDIM step over several starts, for a single data point.
    pub one_point_error: f64,
    /// Whether every sampler ends in numbers for every number of steps, there and back.
    pub all_finite: bool,
    /// Where the exact flow ends, of the starts that are shown.
    pub exact_ends: Vec<Point>,
    /// Where two of the samplers end.
    pub pictures: Vec<Picture>,
    /// Half the width of the pictures.
    pub view_half_width: f64,
}

/// One sampler's errors.
#[derive(Debug, Serialize, Deserialize)]
pub struct Curve {
    /// Which one.
    pub sampler: Sampler,
    /// Its name in the literature.
    pub name: String,
    /// Guesses of the clean point that a step asks for.
    pub guesses_per_step: usize,
    /// The root of the mean square distance from where the exact flow ends, for each number of steps.
    pub errors: Vec<f64>,
    /// The order by the last three.
    pub order: f64,
    /// The same distance from the start, after the way up to T and down again.
    pub round_trips: Vec<f64>,
    /// Its order by the last three.
    pub round_trip_order: f64,
}

/// Heun's rule along the straight path.
#[derive(Debug, Serialize, Deserialize)]
pub struct FlowMatching {
    /// The distance from where the exact probability flow ends, for each number of steps.
    pub errors: Vec<f64>,
    /// The order by the last three.
    pub order: f64,
}

/// The ancestral sampler, whose paths have no exact end but whose distribution has.
#[derive(Debug, Serialize, Deserialize)]
pub struct Ancestral {
    /// Numbers of steps.
    pub steps: Vec<usize>,
    /// The error of E r², with its 95 % interval.
    pub errors: Vec<Estimate>,
    /// The weak order, with its 95 % interval by the bootstrap.
    pub order: Estimate,
}

/// Ends of one sampler.
#[derive(Debug, Serialize, Deserialize)]
pub struct Picture {
    /// The sampler's name.
    pub name: String,
    /// The ends for each number of steps.
    pub ends: Vec<Vec<Point>>,
}
