//! What was found.

use serde::{Deserialize, Serialize};

use crate::ground::estimate::Estimate;

/// Every number that the drawing, the claims and the page use. Rates are in nats a token.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The three pictures of the first draw: oblique lines with noise, orthogonal lines, the axes.
    pub pictures: Vec<Picture>,
    /// ε² of their rates.
    pub epsilon_squared: f64,
    /// ΔR of the second picture less that of the first: the mean over draws, with a 95 % interval by Student.
    pub rise: Estimate,
    /// The largest |ΔR of the third − ΔR of the second| over draws.
    pub turn_changes: f64,
    /// The largest relative difference of the rates by ZZ* and by Z*Z over all pictures and draws.
    pub forms_differ: f64,
    /// The second picture, scaled.
    pub scaled: Scaled,
    /// The second picture's region in balls.
    pub balls: Balls,
    /// Tokens of length 1.
    pub unit: UnitRates,
    /// Problems of regularised rate reduction.
    pub problems: Vec<Problem>,
    /// The first of them with other λ.
    pub beyond: Beyond,
}

/// Tokens of a plane.
#[derive(Debug, Serialize, Deserialize)]
pub struct Picture {
    /// What it is.
    pub name: String,
    /// The tokens, to a thousandth, those of the first line first.
    pub places: Vec<[f64; 2]>,
    /// Two points of each of the two lines, beyond the tokens on either side.
    pub lines: [[[f64; 2]; 2]; 2],
    /// R(Z).
    pub rate: f64,
    /// R^c(Z; U) against the two lines.
    pub subspace_rate: f64,
    /// ΔR.
    pub reduction: f64,
    /// ‖Z‖₀.
    pub nonzero: usize,
}

/// Tokens times c.
#[derive(Debug, Serialize, Deserialize)]
pub struct Scaled {
    /// c.
    pub scales: Vec<f64>,
    /// R(cZ).
    pub rates: Vec<f64>,
    /// R^c(cZ).
    pub subspace_rates: Vec<f64>,
    /// ΔR(cZ).
    pub reductions: Vec<f64>,
    /// (d/2) ln(d/p), to which ΔR tends.
    pub limit: f64,
}

/// Balls of the allowed error.
#[derive(Debug, Serialize, Deserialize)]
pub struct Balls {
    /// ε².
    pub errors: Vec<f64>,
    /// e^R.
    pub expected: Vec<f64>,
    /// Squares of a lattice, as large as a ball each, with their middles in the region.
    pub counted: Vec<usize>,
    /// ε² of the squares that are drawn.
    pub shown_error: f64,
    /// Their middles, to a thousandth.
    pub cells: Vec<[f64; 2]>,
}

/// Rates of tokens of length 1, for each N.
#[derive(Debug, Serialize, Deserialize)]
pub struct UnitRates {
    /// p.
    pub width: usize,
    /// ε².
    pub epsilon_squared: f64,
    /// N.
    pub counts: Vec<usize>,
    /// All parallel.
    pub floor: f64,
    /// All directions alike.
    pub ceilings: Vec<f64>,
    /// The limit for random directions.
    pub limits: Vec<f64>,
    /// Random directions: means over draws, with 95 % intervals by Student.
    pub drawn: Vec<Estimate>,
}

/// A problem of regularised rate reduction.
#[derive(Debug, Serialize, Deserialize)]
pub struct Problem {
    /// d.
    pub dimension: usize,
    /// ε².
    pub epsilon_squared: f64,
    /// λ.
    pub lambda: f64,
    /// The theorem's largest λ.
    pub largest_lambda: f64,
    /// The λ at which the largest class gains nothing, as a part of that.
    pub gainless_part: f64,
    /// The same of the class that has the last of min(N, d) dimensions if smaller classes are filled first.
    pub filling_part: f64,
    /// The classes, the smallest first.
    pub classes: Vec<ClassFound>,
    /// The largest Σ `r_k` `g_k`.
    pub best: f64,
    /// Its ranks.
    pub best_ranks: Vec<usize>,
    /// Where ascents end, start after start of each deviation.
    pub ends: Vec<End>,
    /// Deviations of the starts, in units of the best closed form's root mean square entry.
    pub deviations: Vec<f64>,
    /// For each deviation the share of ends that reach the best, with a 95 % interval by Clopper and Pearson.
    pub global_shares: Vec<Estimate>,
    /// The largest `|σ − σ_k|` over the nonzero singular values of all ends.
    pub singular_values_off: f64,
    /// The largest `|z_i*z_j|` over vectors of two classes.
    pub cross_products: f64,
    /// The largest |F − Σ `r_k` `g_k`|.
    pub value_off: f64,
    /// λ as parts of the largest.
    pub lambda_parts: Vec<f64>,
    /// g of the largest class there.
    pub gains: Vec<f64>,
}

/// One class.
#[derive(Debug, Serialize, Deserialize)]
pub struct ClassFound {
    /// `N_k`.
    pub size: usize,
    /// `σ_k` of the closed form.
    pub singular_value: f64,
    /// `g_k`.
    pub gain: f64,
    /// The smallest and the largest nonzero singular value over all ends; nothing where there are none.
    pub found: Vec<f64>,
}

/// Where an ascent ended.
#[derive(Debug, Serialize, Deserialize)]
pub struct End {
    /// Deviation of its start.
    pub deviation: f64,
    /// F.
    pub objective: f64,
    /// `r_k`, nonzero singular values of each class.
    pub ranks: Vec<usize>,
    /// Whether the gradient vanished.
    pub converged: bool,
    /// Whether F is the best.
    pub global: bool,
}

/// Ascents with other λ.
#[derive(Debug, Serialize, Deserialize)]
pub struct Beyond {
    /// λ as parts of the theorem's largest.
    pub lambda_parts: Vec<f64>,
    /// F of each end.
    pub objectives: Vec<Vec<f64>>,
    /// Σ `r_k` of each end.
    pub ranks: Vec<Vec<usize>>,
    /// Whether every ascent converged.
    pub converged: bool,
    /// The largest |F − Σ `r_k` `g_k`|, with the closed form's `g_k` at the λ in question, 0 where it has none.
    pub value_off: f64,
}
