//! What was found.

use serde::{Deserialize, Serialize};

use crate::ground::{estimate::Estimate, pixels::Pixels};

/// Every number that the drawing, the claims and the page use.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The pairs of curves of the first diagram, and last the one at the fixed separation.
    pub pairs: Vec<Pair>,
    /// Depth against separation, width and samples being fixed.
    pub separation: Diagram,
    /// Depth against width, separation and samples being fixed.
    pub width: Diagram,
    /// Depth against samples, separation and width being fixed.
    pub samples: Diagram,
    /// A trained function on the sphere, of the shallowest, a middle and the deepest network.
    pub portraits: Vec<Portrait>,
    /// Of all networks of the diagrams, how many were perfect; how many fitted their samples and had a wrong label all the
    /// same; how many did not reach the goal; how many of these ended with a loss that is no finite number. Networks that
    /// are in several diagrams count once.
    pub all: Tally,
    /// The same of the shallowest networks in the first diagram.
    pub shallowest: Tally,
    /// The same of the deepest networks in the first diagram.
    pub deepest: Tally,
    /// Success of each depth over all separations, from the shallowest.
    pub success_by_depth: Vec<f64>,
    /// The share of wrong test points of each depth in the infinite-width limit, at the fixed separation and samples.
    pub limit_wrong_by_depth: Vec<f64>,
}

/// Two parallel waves, one above the other on the sphere.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Pair {
    /// Their distance along every meridian, radians.
    pub along_meridian_rad: f64,
    /// Their separation Δ, radians: the smallest angle between a point of one and a point of the other.
    pub separation_rad: f64,
    /// The larger of their curvatures κ.
    pub curvature: f64,
}

/// Success over depth (rows) and something else (columns).
#[derive(Debug, Serialize, Deserialize)]
pub struct Diagram {
    /// Hidden layers L, one per row.
    pub depths: Vec<usize>,
    /// What varies, one per column.
    pub columns: Vec<f64>,
    /// Trained networks, `[depths, columns]`.
    pub networks: Vec<Vec<Cell>>,
    /// The infinite-width limit, `[depths, columns]`; one column where the width is what varies.
    pub limit: Vec<Vec<Cell>>,
}

/// The trials of one cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// How many networks were trained.
    pub trials: usize,
    /// How many of them labelled every test point rightly.
    pub perfect: usize,
    /// Their share, with its interval of 95 %.
    pub success: Estimate,
    /// How many fitted their samples to the goal.
    pub fitted: usize,
    /// How many fitted their samples and had a wrong label all the same.
    pub fitted_wrong: usize,
    /// How many ended with a loss that is no finite number.
    pub diverged: usize,
    /// The share of test points with a wrong label, the mean over the trials.
    pub wrong: f64,
    /// Steps taken, the mean over the trials.
    pub steps: f64,
}

/// The trials of several cells together.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Tally {
    /// How many networks were trained.
    pub trials: usize,
    /// How many labelled every test point rightly.
    pub perfect: usize,
    /// How many fitted their samples and had a wrong label all the same.
    pub fitted_wrong: usize,
    /// How many did not fit their samples.
    pub unfitted: usize,
    /// How many of these ended with a loss that is no finite number.
    pub diverged: usize,
}

impl Tally {
    /// The sums over `cells`.
    pub(super) fn from_cells<'a>(cells: impl IntoIterator<Item = &'a Cell>) -> Self {
        let none = Self { trials: 0, perfect: 0, fitted_wrong: 0, unfitted: 0, diverged: 0 };
        cells.into_iter().fold(none, |sum, cell| Self {
            trials: sum.trials + cell.trials,
            perfect: sum.perfect + cell.perfect,
            fitted_wrong: sum.fitted_wrong + cell.fitted_wrong,
            unfitted: sum.unfitted + cell.trials - cell.fitted,
            diverged: sum.diverged + cell.diverged,
        })
    }
}

/// A trained function f, seen along the first axis, from where θ = 0.
#[derive(Debug, Serialize, Deserialize)]
pub struct Portrait {
    /// Hidden layers L of the network.
    pub depth: usize,
    /// The share of test points with a wrong label.
    pub wrong: f64,
    /// Steps taken until training ended.
    pub steps: usize,
    /// Pixels of a side.
    pub side: usize,
    /// f, the top row first: 128 + 80 f, within 1 to 255; 0 outside the sphere.
    pub pixels: Pixels,
    /// The curves' points on the side that is seen, `[curves, points, 2]`: right and up, the sphere of radius 1.
    pub curves: Vec<Vec<[f64; 2]>>,
    /// Samples on that side, of each curve: all, or every second, third and so on where they are many.
    pub samples: Vec<Vec<[f64; 2]>>,
}

/// How many levels of a pixel a step of f by 1 is.
const STEP: f64 = 80.0;
/// The pixel of f = 0.
const ZERO: f64 = 128.0;

impl Portrait {
    /// The pixel of a value of f.
    pub(super) fn pixel(value: f64) -> u8 {
        (ZERO + STEP * value).round().clamp(1.0, 255.0) as u8
    }

    /// f at each pixel; not a number outside the sphere.
    pub(super) fn values(&self) -> Vec<f64> {
        let value = |&pixel: &u8| if pixel == 0 { f64::NAN } else { (f64::from(pixel) - ZERO) / STEP };
        self.pixels.0.iter().map(value).collect()
    }
}
