//! What was found.

use serde::{Deserialize, Serialize};

use crate::ground::{estimate::Estimate, pixels::Pixels};

/// Every number that the drawing, the claims and the page use. Estimates are means over draws with 95 % intervals by Student.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// Side of a patch, pixels.
    pub side: usize,
    /// Dimension q of each subspace.
    pub dimension: usize,
    /// Numbers of subspaces K.
    pub subspaces: Vec<usize>,
    /// The three kinds of tokens.
    pub measured: Vec<Measured>,
    /// What patches' explained shares exceed those of Gaussian vectors by, draw by draw, for each K.
    pub beyond_gaussian: Vec<Estimate>,
    /// The same of the gain from one subspace to K.
    pub gain_beyond_gaussian: Vec<Estimate>,
    /// Patches' local dimension less that of Gaussian vectors, draw by draw.
    pub dimension_less: Estimate,
    /// How alike tokens of one photograph are.
    pub likeness: Likeness,
    /// Tokens of the first draw, some side by side: `[rows of patches, patches]` with a pixel between.
    pub tokens: Picture,
    /// The first two directions of each of the most subspaces.
    pub directions: Picture,
}

/// What tokens are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ensemble {
    /// Patches of photographs.
    Patches,
    /// Gaussian vectors with the patches' covariance.
    Gaussian,
    /// Patches whose pixels are shuffled, each in its own way.
    Shuffled,
}

impl Ensemble {
    /// All, in the order of the outcome.
    pub const ALL: [Self; 3] = [Self::Patches, Self::Gaussian, Self::Shuffled];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Patches => "patches",
            Self::Gaussian => "Gaussian, equal covariance",
            Self::Shuffled => "pixels shuffled",
        }
    }
}

/// Numbers of one kind of tokens.
#[derive(Debug, Serialize, Deserialize)]
pub struct Measured {
    /// The kind.
    pub ensemble: Ensemble,
    /// Share of the energy along each principal direction of the first draw, falling.
    pub spectrum: Vec<f64>,
    /// Share of held-out tokens' energy that K subspaces explain, for each K.
    pub explained: Vec<Estimate>,
    /// The same of the tokens that were fitted.
    pub explained_fitted: Vec<Estimate>,
    /// Local dimension, by the distances to the nearest neighbours.
    pub local_dimension: Estimate,
}

/// Mean |cos| of the angle between two tokens.
#[derive(Debug, Serialize, Deserialize)]
pub struct Likeness {
    /// Distances in patches along a row.
    pub distances: Vec<usize>,
    /// Of two tokens of one photograph at each distance: the mean over photographs, with a 95 % interval by Student over them.
    pub within: Vec<Estimate>,
    /// Of two tokens of different photographs, with the interval over pairs of photographs.
    pub between: Estimate,
    /// At the smallest distance less between, photograph by photograph.
    pub excess: Estimate,
}

/// Grey patches.
#[derive(Debug, Serialize, Deserialize)]
pub struct Picture {
    /// Pixels in a row.
    pub width: usize,
    /// The values.
    pub pixels: Pixels,
}
