//! What was found.

use serde::{Deserialize, Serialize};

use crate::ground::estimate::Estimate;

/// Every number that the drawing, the claims and the page use. Estimates are means over draws with 95 % intervals by Student.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// Width d of a token.
    pub width: usize,
    /// Tokens N.
    pub tokens: usize,
    /// Share of nonzero entries of the codes that one kind of tokens is made of.
    pub true_nonzeros: f64,
    /// λ.
    pub lambda: f64,
    /// η.
    pub eta: f64,
    /// Step sizes in units of 1/‖D‖².
    pub curvatures: Vec<f64>,
    /// Numbers of steps, from 1.
    pub steps: Vec<usize>,
    /// Squared precisions ε².
    pub epsilon_squared: Vec<f64>,
    /// Both kinds of tokens in each kind of dictionary.
    pub cases: Vec<Case>,
    /// How near to orthogonal dictionaries are, by kind and width.
    pub incoherence: Vec<Incoherence>,
}

/// What tokens are; their entries have the mean square 1, as after a normalisation of the layer's input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ensemble {
    /// u = Dz with a sparse z that is not negative.
    Coded,
    /// u ~ N(0, I).
    Normal,
}

impl Ensemble {
    /// Both, in the order of the outcome.
    pub const ALL: [Self; 2] = [Self::Coded, Self::Normal];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Coded => "tokens with a sparse code",
            Self::Normal => "Gaussian tokens",
        }
    }
}

/// What dictionaries are, all square.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dictionary {
    /// D*D = I.
    Orthogonal,
    /// Entries N(0, 1/d).
    Gaussian,
    /// Entries even between ±√(6/d): how the released code begins.
    Kaiming,
}

impl Dictionary {
    /// All, in the order of the outcome.
    pub const ALL: [Self; 3] = [Self::Orthogonal, Self::Gaussian, Self::Kaiming];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Orthogonal => "orthogonal D",
            Self::Gaussian => "Gaussian D",
            Self::Kaiming => "Kaiming D",
        }
    }
}

/// Where a step starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Start {
    /// At the token u itself, as the layer does.
    Token,
    /// At ReLU(u).
    Rectified,
    /// At 0, as ISTA usually does.
    Zero,
}

impl Start {
    /// All, in the order of the outcome.
    pub const ALL: [Self; 3] = [Self::Token, Self::Rectified, Self::Zero];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Token => "a step from u",
            Self::Rectified => "a step from ReLU(u)",
            Self::Zero => "a step from 0",
        }
    }
}

/// Tokens of one kind in dictionaries of one kind. Objectives are F over F(ReLU(u)), both summed over the tokens of a draw.
#[derive(Debug, Serialize, Deserialize)]
pub struct Case {
    /// The tokens.
    pub ensemble: Ensemble,
    /// The dictionary.
    pub dictionary: Dictionary,
    /// ‖D‖².
    pub squared_norm: Estimate,
    /// F(ReLU(u)) per token, in its own unit.
    pub rectified_objective: Estimate,
    /// F(0).
    pub zero_objective: Estimate,
    /// One step from each start.
    pub by_size: Vec<BySize>,
    /// What ReLU(u), one layer, one step from 0 and the solution are like.
    pub codes: Codes,
    /// The part of the way from F(ReLU(u)) to F* that one layer goes.
    pub closed: Estimate,
    /// F after one layer less F after one step of the same size from 0, draw by draw.
    pub warm_less_cold: Estimate,
    /// Share of nonzero entries after one layer less that of ReLU(u), draw by draw.
    pub nonzeros_gained: Estimate,
    /// After several steps from u.
    pub after_steps: AfterSteps,
    /// How rates of codes compare with those of what they stand for.
    pub rates: RateRatios,
    /// How well the problem was solved.
    pub solved: Solved,
}

/// One step from one start.
#[derive(Debug, Serialize, Deserialize)]
pub struct BySize {
    /// The start.
    pub start: Start,
    /// F after a step, for each step size.
    pub objectives: Vec<Estimate>,
    /// F after a step over F at the start, the largest of all draws, for each step size; a start at u has none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub most_raised: Vec<f64>,
}

/// Four codes of the same tokens.
#[derive(Debug, Serialize, Deserialize)]
pub struct Codes {
    /// ReLU(u).
    pub rectified: Quality,
    /// After one layer.
    pub layer: Quality,
    /// After one step of the same size from 0.
    pub cold: Quality,
    /// The minimiser.
    pub solution: Quality,
}

/// What a code is like.
#[derive(Debug, Serialize, Deserialize)]
pub struct Quality {
    /// F.
    pub objective: Estimate,
    /// Share of nonzero entries.
    pub nonzeros: Estimate,
    /// Distance from the solution over the solution's length.
    pub distance: Estimate,
}

/// After each number of steps.
#[derive(Debug, Serialize, Deserialize)]
pub struct AfterSteps {
    /// F.
    pub objectives: Vec<Estimate>,
    /// Share of nonzero entries.
    pub nonzeros: Vec<Estimate>,
}

/// Ratios of rates, for each ε²; Z is scaled to tokens of mean squared length 1, and what it is held against with it.
#[derive(Debug, Serialize, Deserialize)]
pub struct RateRatios {
    /// R(DZ)/R(Z) for Z after one layer.
    pub layer: Vec<Estimate>,
    /// R(DZ)/R(Z) for the solution Z.
    pub solution: Vec<Estimate>,
    /// R(U)/R(Z) for Z after one layer: the tokens that it stands for.
    pub token: Vec<Estimate>,
}

/// How the solver ended.
#[derive(Debug, Serialize, Deserialize)]
pub struct Solved {
    /// Whether the duality gap came below 10⁻⁹ of the objective in every draw.
    pub converged: bool,
    /// The largest duality gap over the objective.
    pub largest_gap: f64,
    /// The largest violation of the conditions of Karush, Kuhn and Tucker, over λ.
    pub largest_violation: f64,
    /// The most steps that a draw took.
    pub most_steps: usize,
}

/// Dictionaries of one kind, for each width.
#[derive(Debug, Serialize, Deserialize)]
pub struct Incoherence {
    /// The kind.
    pub dictionary: Dictionary,
    /// Widths d.
    pub widths: Vec<usize>,
    /// ‖D*D − I‖ over √d, in the Frobenius norm.
    pub departures: Vec<Estimate>,
    /// The largest |cos| between two columns.
    pub coherences: Vec<Estimate>,
    /// ‖D‖².
    pub squared_norms: Vec<Estimate>,
    /// R(DZ)/R(Z) of d Gaussian tokens at the least ε².
    pub fine_ratios: Vec<Estimate>,
    /// And at the greatest.
    pub coarse_ratios: Vec<Estimate>,
}
