//! What was found.

use serde::{Deserialize, Serialize};

use crate::ground::estimate::Estimate;

/// What banks and ascents find and cost. The estimates are shares of trials with 95 % intervals (Clopper and Pearson).
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// How much less a search may detect than the finest bank and count as equal.
    pub margin: f64,
    /// Frequencies of a chirp's spectrum.
    pub bins: usize,
    /// The band's last frequency, hertz.
    pub to_hz: f64,
    /// Banks of chirps over two masses, placed at random.
    pub chirps: Covering,
    /// Banks on a torus of two dimensions, placed at random.
    pub torus: Covering,
    /// The ascent of the map, from the best template of the coarsest bank.
    pub example: Example,
    /// From where ascents arrive.
    pub basin: Basin,
    /// Both ways to search for chirps.
    pub chirp_search: Comparison,
    /// Both ways to search on a torus, one per dimension.
    pub growth: Vec<InDimension>,
    /// The largest share of signals that a bank leaves below its minimal match.
    pub worst_uncovered: f64,
    /// By what a dimension more multiplies the cost of the cheapest bank that detects as much, fitted over the dimensions.
    pub bank_growth: f64,
    /// The same of the cheapest such ascent, if there is one in every dimension.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ascent_growth: Option<f64>,
    /// The same of the cheapest ascent that is as high as the finest bank, if there is one in every dimension.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_high_growth: Option<f64>,
    /// By what a dimension more multiplies the finest bank's templates, fitted.
    pub templates_growth: f64,
    /// The same by the theory of a cubic lattice.
    pub templates_growth_by_theory: f64,
    /// The first dimension in which an ascent detects as much as the cheapest bank for less, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detects_cheaper_from: Option<usize>,
    /// The first dimension in which an ascent is as high as the finest bank for less, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_high_cheaper_from: Option<usize>,
}

/// Banks of one family, one per minimal match.
#[derive(Debug, Serialize, Deserialize)]
pub struct Covering {
    /// The banks, minimal matches rising.
    pub banks: Vec<Bank>,
    /// The slope of ln N against ln(1 − MM), over the banks with a minimal match of 0.8 or more.
    pub exponent: f64,
    /// That slope as the theory of a surface without edges has it, −d/2 with d = 2.
    pub exponent_of_a_surface: f64,
    /// That slope as the theory of a curve has it.
    pub exponent_of_a_curve: f64,
    /// The family's area in the metric of the match.
    pub area: f64,
    /// Its length along its longest direction.
    pub length: f64,
}

/// A bank of templates that was placed at random.
#[derive(Debug, Serialize, Deserialize)]
pub struct Bank {
    /// The match that every signal should have with some template of the bank.
    pub minimal_match: f64,
    /// The radius √(1 − MM) of a template's reach, in lengths of the match.
    pub reach: f64,
    /// How many templates the bank has.
    pub templates: usize,
    /// How many templates were proposed until the placement ended.
    pub proposals: usize,
    /// Whether the row of matched proposals that ends the placement came before the most templates.
    pub complete: bool,
    /// Templates of the thinnest lattice known, on a flat surface of the same area without edges.
    pub of_a_surface: f64,
    /// Templates of a row on a curve of the same length.
    pub of_a_curve: f64,
    /// Share of signals whose best match is below the minimal match.
    pub below: Estimate,
    /// The share that the placement promises not to exceed, at 95 % confidence.
    pub promised: f64,
}

/// An ascent over the masses, in noise.
#[derive(Debug, Serialize, Deserialize)]
pub struct Example {
    /// The masses of the chirp in the data, suns, the heavier first.
    pub injected: [f64; 2],
    /// The corner of the map with the smallest masses, suns.
    pub from_msun: f64,
    /// The corner with the largest masses, suns.
    pub to_msun: f64,
    /// Pixels along a side of the map.
    pub pixels: usize,
    /// The largest product over phase and time, rows of m₂ falling, m₁ rising along each; symmetric.
    pub surface: Vec<f64>,
    /// The masses along the path, [m₁, m₂], from the coarse bank's best template.
    pub path: Vec<[f64; 2]>,
    /// The product along the path.
    pub values: Vec<f64>,
    /// The product where it ends.
    pub reached: f64,
    /// Evaluations of the product and its derivatives.
    pub evaluations: usize,
    /// Whether it arrived within the steps it was given.
    pub arrived: bool,
    /// The product with the injected chirp's own template, phase maximised.
    pub at_injected: f64,
    /// The largest product with a template of the finest bank.
    pub finest_bank: f64,
}

/// Which share of ascents comes to the injected chirp, against the match at their start.
#[derive(Debug, Serialize, Deserialize)]
pub struct Basin {
    /// The middles of the bins of the match at the start, those that some start fell into.
    pub starting_match: Vec<f64>,
    /// Starts in each bin.
    pub starts: Vec<usize>,
    /// Share that arrives without noise.
    pub quiet: Vec<Estimate>,
    /// Share that arrives with noise: as high as an ascent from the injected chirp.
    pub noisy: Vec<Estimate>,
    /// Steps that those without noise took which arrived, on average over all bins.
    pub steps: f64,
}

/// Searches of one kind of signal, on the same noise.
#[derive(Debug, Serialize, Deserialize)]
pub struct Comparison {
    /// The signal-to-noise ratio ρ of the signals.
    pub snr: f64,
    /// The searches: banks, and ascents from them.
    pub searches: Vec<Search>,
    /// The finest bank, which the others are held against.
    pub finest: Chosen,
    /// The cheapest bank that detects as much.
    pub bank: Chosen,
    /// The cheapest ascent that detects as much, if one does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ascent: Option<Chosen>,
    /// The cheapest ascent whose largest product is as high on nearly every signal, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_high: Option<Chosen>,
}

/// One way to search.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Search {
    /// Minimal match of its bank.
    pub minimal_match: f64,
    /// Ascents that start from the bank's best templates; 0 for the bank alone.
    pub starts: usize,
    /// Templates of the bank.
    pub templates: usize,
    /// Evaluations of the product and its derivatives in all ascents, on average over the noise.
    pub evaluations: f64,
    /// Real multiplications for products with the data.
    pub products: f64,
    /// Real multiplications for templates that are made while searching.
    pub generation: f64,
    /// The value that the largest product exceeds in noise with the false-alarm probability.
    pub threshold: f64,
    /// Share of signals detected.
    pub detected: Estimate,
    /// Share of signals on which the largest product is at least the finest bank's.
    pub as_high: f64,
}

/// A search that was chosen by one half of the signals. What it finds is counted on the other half.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Chosen {
    /// Its place among the searches.
    pub search: usize,
    /// Minimal match of its bank.
    pub minimal_match: f64,
    /// Templates of its bank.
    pub templates: usize,
    /// How many ascents it makes; 0 for a bank alone.
    pub starts: usize,
    /// Its real multiplications, of both kinds.
    pub cost: f64,
    /// The share of signals that it detects.
    pub detected: Estimate,
    /// By how much the finest bank detects more.
    pub shortfall: f64,
    /// On which share of signals its largest product is at least the finest bank's.
    pub as_high: Estimate,
}

impl Search {
    /// Real multiplications, of both kinds.
    pub(super) fn cost(&self) -> f64 {
        self.products + self.generation
    }
}

/// Both ways to search in one dimension.
#[derive(Debug, Serialize, Deserialize)]
pub struct InDimension {
    /// The dimension d of the torus.
    pub dimension: usize,
    /// The family's volume in the metric of the match.
    pub volume: f64,
    /// Templates that a cubic lattice of the finest bank's radius has on a flat family of this volume.
    pub templates_by_theory: f64,
    /// Banks, and ascents from them, on the same noise and signals.
    pub comparison: Comparison,
}
