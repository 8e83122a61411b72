//! What was found.

use serde::{Deserialize, Serialize};

use crate::ground::estimate::Estimate;

/// Every number that the drawing, the claims and the page use. Estimates are means over draws with 95 % intervals by Student.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// Subspaces K.
    pub heads: usize,
    /// Their dimension p.
    pub width: usize,
    /// Tokens N.
    pub tokens: usize,
    /// Precision ε².
    pub epsilon_squared: f64,
    /// The mean share with which a token belongs to its own subspace.
    pub membership: Estimate,
    /// The bound, in the first subspace.
    pub turned: Turned,
    /// Steps s.
    pub steps: Vec<f64>,
    /// What they change of R^var.
    pub variational: Changes,
    /// What they change of R^c, which attention over pairs compresses.
    pub pairwise: Changes,
    /// What they change of ΔR = R − R^c with lengths kept, nats a token.
    pub reduction_unit: Vec<Estimate>,
    /// The largest change of R^var by a step of at most 2, over all draws, nats a token.
    pub largest_to_two: f64,
    /// How much of a small step is length.
    pub length: Length,
    /// Tokens of almost no length.
    pub short: Short,
    /// The directions of the first subspace.
    pub directions: Directions,
    /// The share of the tokens' energy that lies in their own subspaces.
    pub own: Own,
    /// Multiplications.
    pub products: Products,
}

/// The rate of the first subspace's second moment by a diagonal, less that by eigenvalues, nats.
#[derive(Debug, Serialize, Deserialize)]
pub struct Turned {
    /// Angles between pairs of eigenvectors and the basis, degrees, from 0 to 90.
    pub angles_deg: Vec<f64>,
    /// The excess at each.
    pub excess: Vec<Estimate>,
    /// At 45°.
    pub halfway: Estimate,
    /// In a random basis.
    pub random: Estimate,
    /// In the subspace's own basis, along which its variances fall.
    pub own: Estimate,
    /// If all diagonal entries were alike, the most that a basis can give.
    pub most: Estimate,
    /// The least over all draws, angles and random bases.
    pub least: f64,
    /// The largest distance from 0 at 0° and at 90°, over all draws.
    pub at_eigenvectors: f64,
}

/// Changes of a rate by a step, for each size, nats a token.
#[derive(Debug, Serialize, Deserialize)]
pub struct Changes {
    /// The rate before.
    pub before: Estimate,
    /// By the step.
    pub step: Vec<Estimate>,
    /// By tokens shrunk to the lengths they have after the step, without a change of direction.
    pub shrunk: Vec<Estimate>,
    /// By the step with tokens put back at length 1.
    pub unit: Vec<Estimate>,
    /// The second over the first, for steps of at most 2.
    pub shrunk_share: Vec<Estimate>,
}

/// How much of the smallest step's fall of R^var shrinking alone gives, by how steeply variances fall.
#[derive(Debug, Serialize, Deserialize)]
pub struct Length {
    /// Powers by which they fall.
    pub decays: Vec<f64>,
    /// The change by shrinking alone over that by the step.
    pub measured: Vec<Estimate>,
    /// The squared cosine between the gradient and the tokens, which this is for a step of no size.
    pub radial: Vec<Estimate>,
}

/// Tokens so short that the rate is their energy.
#[derive(Debug, Serialize, Deserialize)]
pub struct Short {
    /// Their length.
    pub length: f64,
    /// Change of R^var over R^var, for each step.
    pub relative: Vec<Estimate>,
    /// (1 − s)² − 1, if each token belonged to one subspace whole and to no other.
    pub limit: Vec<f64>,
}

/// The directions of the first subspace, by its own basis.
#[derive(Debug, Serialize, Deserialize)]
pub struct Directions {
    /// Second moments `m_i`.
    pub moments: Vec<Estimate>,
    /// What a step of s = 1 leaves of each direction of a token that belongs there whole: `1 − 1/(1 + (d/ε²)m_i)`.
    pub left: Vec<Estimate>,
}

/// Shares of energy.
#[derive(Debug, Serialize, Deserialize)]
pub struct Own {
    /// Before the step.
    pub before: Estimate,
    /// After each step.
    pub after: Vec<Estimate>,
    /// The second less the first, draw by draw.
    pub change: Vec<Estimate>,
}

/// Multiplications of one step.
#[derive(Debug, Serialize, Deserialize)]
pub struct Products {
    /// Width d of a token.
    pub dimension: usize,
    /// Numbers of tokens N.
    pub counts: Vec<usize>,
    /// By attention over pairs.
    pub pairwise: Vec<usize>,
    /// By attention over token statistics.
    pub statistics: Vec<usize>,
    /// The first over the second.
    pub ratios: Vec<f64>,
}
