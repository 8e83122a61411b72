//! What was found.

use serde::{Deserialize, Serialize};

use crate::ground::{estimate::Estimate, pixels::Pixels};

/// The landscape in three dimensions, its balanced points in more, and how often a descent ends at an atom.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The objective for three atoms, over the sphere.
    pub landscape: Landscape,
    /// The points with equal weight on k atoms, k from 1 on.
    pub balanced: Vec<Balanced>,
    /// Numbers of samples N.
    pub samples: Vec<usize>,
    /// One list per dimension, one share per number of samples.
    pub by_samples: Vec<Vec<Share>>,
    /// One share per value of θ.
    pub by_theta: Vec<Share>,
}

/// The objective over the sphere 𝕊², seen from (1, 1, 1) turned a little, for the dictionary I.
#[derive(Debug, Serialize, Deserialize)]
pub struct Landscape {
    /// Pixels along each side of the square picture.
    pub size: usize,
    /// The population objective, one byte per pixel in base64: 1 the lowest value, 255 the highest, 0 off the sphere.
    pub pixels: Pixels,
    /// The balanced points that are seen.
    pub marks: Vec<Mark>,
    /// Descents on the sampled objective, as far as they are seen.
    pub paths: Vec<Path>,
}

/// A balanced point as the picture shows it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Mark {
    /// How many atoms have equal weight.
    pub atoms: usize,
    /// To the right and upward, in radii.
    pub place: [f64; 2],
}

/// A descent as the picture shows it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Path {
    /// To the right, in radii.
    pub xs: Vec<f64>,
    /// Upward, in radii.
    pub ys: Vec<f64>,
    /// The sampled objective at every step.
    pub values: Vec<f64>,
}

/// The point with equal weight on k atoms, and the directions in which the objective falls from it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Balanced {
    /// k, the atoms with equal weight.
    pub atoms: usize,
    /// The population ℓ₁ objective there.
    pub population: f64,
    /// Its second difference toward one of the k atoms and away from another; 0 for k = 1, which has none.
    pub within: f64,
    /// Its slope toward an atom that has no weight, one-sided; 0 for k = n, which has none.
    pub outward_slope: f64,
    /// Descent directions of the sampled smooth objective: negative eigenvalues of its Hessian on the sphere.
    pub descents: usize,
    /// The length of the sampled objective's gradient along the sphere: 0 at a critical point of it.
    pub gradient: f64,
}

/// How many descents end at an atom.
#[derive(Debug, Serialize, Deserialize)]
pub struct Share {
    /// The dimension n, and the number of atoms.
    pub dimension: usize,
    /// The number of samples N.
    pub samples: usize,
    /// θ, the share of nonzero entries.
    pub theta: f64,
    /// Descents that ended within `ARRIVED_RAD` = 0.1 rad of an atom or its opposite.
    pub hits: usize,
    /// How many descents were begun.
    pub trials: usize,
    /// `hits` over `trials`, with the 95 % interval of Clopper and Pearson.
    pub share: Estimate,
    /// The median distance to the nearest atom at the end, radians.
    pub median_distance_rad: f64,
    /// Descents whose gradient fell below the threshold.
    pub settled: usize,
}
