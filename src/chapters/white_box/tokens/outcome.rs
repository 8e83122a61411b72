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
    /// The four kinds of tokens.
    pub measured: Vec<Measured>,
    /// Patches less Gaussian vectors, draw by draw.
    pub beyond_gaussian: Difference,
    /// Patches less Gaussian vectors of length 1, draw by draw.
    pub beyond_unit_gaussian: Difference,
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
    /// The same vectors, each divided by its length.
    UnitGaussian,
    /// Patches whose pixels are shuffled, each in its own way.
    Shuffled,
}

impl Ensemble {
    /// All, in the order of the outcome.
    pub const ALL: [Self; 4] = [Self::Patches, Self::Gaussian, Self::UnitGaussian, Self::Shuffled];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Patches => "patches",
            Self::Gaussian => "Gaussian, equal covariance",
            Self::UnitGaussian => "the same, of length 1",
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

/// What the patches have more than a control.
#[derive(Debug, Serialize, Deserialize)]
pub struct Difference {
    /// Of the share that K subspaces explain of held-out tokens, for each K.
    pub explained: Vec<Estimate>,
    /// Of the gain of this share from one subspace to K, for each K.
    pub gain: Vec<Estimate>,
    /// Of the local dimension.
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
