//! What is found out: every number that the drawing, the claims and the page use.

use serde::{Deserialize, Serialize};

use super::Times;
use crate::{ground::estimate::Estimate, math::diffusion::prediction::Prediction};

/// What a network is trained on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Objective {
    /// ‖v̂ − v‖².
    Velocity,
    /// ‖ε̂ − ε‖².
    Noise,
    /// ‖x̂₀ − x₀‖².
    Clean,
    /// s² ‖F + ε/s‖².
    WeightedScore,
    /// ‖F + ε/s‖², as the lecture has it.
    Score,
}

impl Objective {
    /// All, in the order of the book.
    pub(super) const ALL: [Self; 5] = [Self::Velocity, Self::Noise, Self::Clean, Self::WeightedScore, Self::Score];

    /// Its name, as the figure has it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Velocity => "v",
            Self::Noise => "noise ε",
            Self::Clean => "clean x₀",
            Self::WeightedScore => "score, weight s²",
            Self::Score => "score, the lecture's loss",
        }
    }

    /// What the network predicts.
    pub(super) fn prediction(self) -> Prediction {
        match self {
            Self::Velocity => Prediction::Velocity,
            Self::Noise => Prediction::Noise,
            Self::Clean => Prediction::Clean,
            Self::WeightedScore | Self::Score => Prediction::Score,
        }
    }
}

/// Every number that the drawing, the claims and the page use.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// Times at which errors are measured.
    pub times: Vec<f64>,
    /// Networks of each objective.
    pub seeds: usize,
    /// The earliest time that is trained at.
    pub t_min: f64,
    /// How the times of training were drawn.
    pub drawn: Times,
    /// On the circle, what the best linear guess loses above the least, in dimensions, at the times of the outcome.
    pub linear: Vec<f64>,
    /// And what the exact scores of random points of it lose.
    pub of_points: Vec<OfPoints>,
    /// What networks learnt of the circle with times drawn the other way, by objective.
    pub otherwise: Vec<Taught>,
    /// The circle, the sine and the spiral, which has only the first objective.
    pub curves: Vec<Curve>,
    /// The fields of the first network for v and the exact ones, on the circle, at the pictured times.
    pub fields: Vec<Arrows>,
    /// The circle for the pictures: its radius.
    pub radius: f64,
    /// The least value of the lecture's loss on the circle, under times uniform from t to `t_max`, by falling t.
    pub divergence: Vec<Divergence>,
    /// The largest difference between v's guess of a clean point and EDM's, over all points of the pictured fields.
    pub edm_difference: f64,
}

/// The exact score of random points of the circle.
#[derive(Debug, Serialize, Deserialize)]
pub struct OfPoints {
    /// How many.
    pub count: usize,
    /// snr E‖x̂₀ − E[x₀|xₜ]‖² at the times of the outcome, the mean over as many sets as there are networks.
    pub excess: Vec<Estimate>,
}

/// The least value of the lecture's loss.
#[derive(Debug, Serialize, Deserialize)]
pub struct Divergence {
    /// The earliest time.
    pub t_min: f64,
    /// The least mean of ‖F + ε/s‖² over times uniform from there.
    pub least: f64,
    /// ln(1/`t_min`)/2(`t_max` − `t_min`), the law of its growth for a curve.
    pub law: f64,
}

/// A curve and the networks that learnt its score.
#[derive(Debug, Serialize, Deserialize)]
pub struct Curve {
    /// "circle", "sine" or "spiral".
    pub name: String,
    /// The least loss in dimensions, snr E‖x₀ − E[x₀|xₜ]‖², at the times of the outcome.
    pub floor: Vec<f64>,
    /// What was learnt, by objective.
    pub taught: Vec<Taught>,
    /// The sliced Wasserstein distance of two fresh samples of the noised curve at `t_min`.
    pub fresh_wasserstein: Estimate,
    /// That of a fresh sample and another that is a tenth too small: what the distance can see.
    pub shrunk_wasserstein: Estimate,
    /// The squared maximum mean discrepancy of two fresh samples.
    pub fresh_mmd: Estimate,
    /// Points drawn with the first network of the first objective, `[at most 250, 2]`, thousandths.
    pub drawn: Vec<[f64; 2]>,
    /// Fresh points as many, thousandths.
    pub fresh: Vec<[f64; 2]>,
    /// The median distance to the curve of points drawn with networks of the first objective.
    pub distance: Estimate,
    /// The same of fresh points, which is the noise at `t_min`.
    pub fresh_distance: f64,
    /// And of points spread evenly over the disc that holds the curve: what it would be without a curve.
    pub disc_distance: f64,
}

/// What the networks of one objective learnt. Estimates are means over the networks with Student's intervals.
#[derive(Debug, Serialize, Deserialize)]
pub struct Taught {
    /// What they were trained on.
    pub objective: Objective,
    /// snr E‖x̂₀ − E[x₀|xₜ]‖², what their loss in dimensions is above the floor, at the times of the outcome.
    pub excess: Vec<Estimate>,
    /// The root mean square error of their guesses of the clean point at the same places.
    pub error: Vec<f64>,
    /// The training loss over the exact score's on the same batches, in windows of steps, the mean over the networks.
    pub learning: Vec<f64>,
    /// The last step of each window.
    pub steps: Vec<usize>,
    /// The sliced Wasserstein distance of drawn points from fresh ones.
    pub wasserstein: Estimate,
    /// The same of points that the reverse SDE draws, as the lecture has it.
    pub walked_wasserstein: Estimate,
    /// Their squared maximum mean discrepancy.
    pub mmd: Estimate,
    /// Networks whose training met a number that is none.
    pub diverged: usize,
}

/// Where two fields point: x ↦ a E[x₀ | xₜ = x], which is s² times the score from x; thousandths.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Arrows {
    /// The time.
    pub t: f64,
    /// Where the arrows start.
    pub from: Vec<[f64; 2]>,
    /// Where the exact field leads.
    pub exact: Vec<[f64; 2]>,
    /// Where the network's leads.
    pub learnt: Vec<[f64; 2]>,
}
