//! What was found.

use serde::{Deserialize, Serialize};

use crate::ground::estimate::Estimate;

/// Every number that the drawing, the claims and the page use. Estimates are means over draws with 95 % intervals by Student.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// Heads K.
    pub heads: usize,
    /// Width d of a token.
    pub width: usize,
    /// Tokens N of the single steps.
    pub tokens: usize,
    /// The part κa.
    pub part: f64,
    /// Squared precisions ε².
    pub epsilon_squared: Vec<f64>,
    /// Single steps, for both kinds of tokens.
    pub audits: Vec<Audit>,
    /// Many steps.
    pub layered: Layered,
    /// Two tokens of one number under one head.
    pub by_hand: ByHand,
}

/// What tokens are, all of length 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ensemble {
    /// Directions as likely as any other.
    Isotropic,
    /// Each near one of the subspaces.
    Mixture,
}

impl Ensemble {
    /// Both, in the order of the outcome.
    pub const ALL: [Self; 2] = [Self::Isotropic, Self::Mixture];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Isotropic => "isotropic tokens",
            Self::Mixture => "tokens of a mixture",
        }
    }
}

/// A step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Down the exact gradient.
    Gradient,
    /// Down its expansion to first order.
    Neumann,
    /// (1 − κa) Z + κa MSSA(Z).
    Convex,
    /// Z + MSSA(Z).
    Simplified,
    /// Z + MSSA(Z)/a.
    Unscaled,
    /// The tokens in their old directions, each as long as the convex step makes it.
    Shrunk,
    /// Z + MSSA(Z)/a with scores over √p, as the released code has them.
    Tempered,
    /// Z and the mean of all tokens: attention with all scores alike.
    Averaging,
    /// Z + Attn(LN(Z)) with scores over √p, in the released code's order: LN gives what attention sees the length √d, and the
    /// tokens keep theirs.
    Normalised,
}

impl Step {
    /// Those taken once, in the order of the outcome.
    pub const AUDITED: [Self; 6] =
        [Self::Gradient, Self::Neumann, Self::Convex, Self::Simplified, Self::Unscaled, Self::Shrunk];
    /// Those taken many times.
    pub const LAYERED: [Self; 8] = [
        Self::Gradient,
        Self::Neumann,
        Self::Convex,
        Self::Simplified,
        Self::Unscaled,
        Self::Tempered,
        Self::Averaging,
        Self::Normalised,
    ];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Gradient => "exact gradient",
            Self::Neumann => "Neumann",
            Self::Convex => "convex",
            Self::Simplified => "Z + MSSA",
            Self::Unscaled => "Z + MSSA/a",
            Self::Shrunk => "shrinking alone",
            Self::Tempered => "Z + MSSA/a, scores over √p",
            Self::Averaging => "Z + mean",
            Self::Normalised => "Z + Attn(LN Z)",
        }
    }
}

/// Single steps on tokens of one kind.
#[derive(Debug, Serialize, Deserialize)]
pub struct Audit {
    /// The kind.
    pub ensemble: Ensemble,
    /// For each ε².
    pub at: Vec<AtPrecision>,
}

/// Single steps at one precision.
#[derive(Debug, Serialize, Deserialize)]
pub struct AtPrecision {
    /// ε².
    pub epsilon_squared: f64,
    /// a = p/(Nε²).
    pub a: f64,
    /// The largest a‖`G_k`‖.
    pub gram: Estimate,
    /// The rates before a step.
    pub before: Rates,
    /// What each of [`Step::AUDITED`] does.
    pub steps: Vec<Stepped>,
    /// The part of the convex step's fall of R^c that shrinking alone has; none where it does not fall in every draw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shrinkage: Option<Estimate>,
}

/// Rates, nats.
#[derive(Debug, Serialize, Deserialize)]
pub struct Rates {
    /// R^c.
    pub subspace_rate: Estimate,
    /// R.
    pub rate: Estimate,
    /// ΔR = R − R^c.
    pub reduction: Estimate,
}

/// What one step does.
#[derive(Debug, Serialize, Deserialize)]
pub struct Stepped {
    /// The step.
    pub step: Step,
    /// Mean length of a token after it.
    pub length: Estimate,
    /// How rates change, with the tokens as the step leaves them.
    pub as_is: Changes,
    /// The same with the tokens back at length 1.
    pub at_length_one: Changes,
    /// Cosine between the step and the exact gradient's.
    pub cosine: Estimate,
    /// Distance from the exact gradient's step over that step's length.
    pub error: Estimate,
}

/// After less before.
#[derive(Debug, Serialize, Deserialize)]
pub struct Changes {
    /// Of R^c, nats.
    pub subspace_rate: Estimate,
    /// Of R^c, as a part of it.
    pub relative: Estimate,
    /// Of R, nats.
    pub rate: Estimate,
    /// Of ΔR, nats.
    pub reduction: Estimate,
    /// Draws in which R^c falls, by more than rounding.
    pub falls: usize,
}

/// Many steps on tokens of the mixture, back at length 1 after each but [`Step::Normalised`].
#[derive(Debug, Serialize, Deserialize)]
pub struct Layered {
    /// Steps taken: 0, 1, 2, …
    pub layers: Vec<usize>,
    /// Tokens N.
    pub tokens: usize,
    /// ε².
    pub epsilon_squared: f64,
    /// What each of [`Step::LAYERED`] does.
    pub layerings: Vec<Layering>,
}

/// One kind of step, many times.
#[derive(Debug, Serialize, Deserialize)]
pub struct Layering {
    /// The step.
    pub step: Step,
    /// Mean energy of a token in its own subspace, after each layer; 1/K of tokens that are all alike.
    pub energy: Vec<Estimate>,
    /// Mean cosine of two tokens; 1 of tokens that are all alike.
    pub cosine: Vec<Estimate>,
    /// R^c, nats.
    pub subspace_rate: Vec<Estimate>,
    /// ΔR, nats.
    pub reduction: Vec<Estimate>,
    /// The energy in the end less that at first, draw by draw.
    pub energy_gained: Estimate,
}

/// Two tokens of one number each, and one head that sees it: p = d = 1.
#[derive(Debug, Serialize, Deserialize)]
pub struct ByHand {
    /// The tokens.
    pub tokens: [f64; 2],
    /// ε².
    pub epsilon_squared: f64,
    /// a = p/(Nε²).
    pub a: f64,
    /// a‖G‖.
    pub gram: f64,
    /// R^c, nats.
    pub subspace_rate: f64,
    /// After the steps.
    pub steps: Vec<HandStep>,
}

/// The two tokens after a step.
#[derive(Debug, Serialize, Deserialize)]
pub struct HandStep {
    /// The step.
    pub step: Step,
    /// The tokens.
    pub tokens: [f64; 2],
    /// R^c, nats.
    pub subspace_rate: f64,
}
