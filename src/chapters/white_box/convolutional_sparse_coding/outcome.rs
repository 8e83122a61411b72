//! What was found.

use serde::{Deserialize, Serialize};

use crate::ground::{estimate::Estimate, pixels::Pixels};

/// Every number that the drawing, the claims and the page use.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The spikes and what was found of them.
    pub spiked: Spiked,
    /// The layers.
    pub layered: Layered,
    /// Dictionaries of patches.
    pub dictionary: Dictionary,
}

/// A spike of one filter.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Spike {
    /// Which filter, from 0.
    pub filter: usize,
    /// At which sample.
    pub place: usize,
    /// Its height.
    pub height: f64,
}

/// Spikes through filters.
#[derive(Debug, Serialize, Deserialize)]
pub struct Spiked {
    /// Filters.
    pub filters: usize,
    /// The noisy signal: `[samples]`.
    pub signal: Vec<f64>,
    /// The signal of the code that was found: `[samples]`.
    pub rebuilt: Vec<f64>,
    /// The spikes that made it.
    pub spikes: Vec<Spike>,
    /// The nonzero entries of the code by FISTA with Fourier transforms.
    pub found: Vec<Spike>,
    /// The largest difference between that code and the minimiser by homotopy with the matrix.
    pub difference: f64,
    /// How far the code is from the conditions of Karush, Kuhn and Tucker, checked with the matrix, as a part of λ.
    pub kkt_residual: f64,
    /// Spikes that were found: at their place or beside it, by their filter.
    pub recovered: usize,
}

/// Layered thresholding against convolution, bias and rectifier.
#[derive(Debug, Serialize, Deserialize)]
pub struct Layered {
    /// The largest difference of any entry of any layer, over the layer's largest.
    pub largest_difference: f64,
    /// The share of entries that are not 0, layer by layer.
    pub active: Vec<f64>,
}

/// Errors of sparse codes of held-out patches.
#[derive(Debug, Serialize, Deserialize)]
pub struct Dictionary {
    /// Side of a patch.
    pub side: usize,
    /// Numbers of atoms of a code.
    pub sparsities: Vec<usize>,
    /// The dictionaries, the learnt one last.
    pub approximated: Vec<Approximated>,
    /// Pixels in a row of the picture of atoms.
    pub width: usize,
    /// The first draw's atoms, those first that most codes use.
    pub atoms: Pixels,
}

/// One dictionary. Estimates are means over draws with 95 % intervals by Student.
#[derive(Debug, Serialize, Deserialize)]
pub struct Approximated {
    /// Its name.
    pub name: String,
    /// Its atoms.
    pub atoms: usize,
    /// The share of held-out patches' energy that codes miss, for each number of atoms.
    pub errors: Vec<Estimate>,
    /// The learnt dictionary's error less this one's, draw by draw.
    pub learnt_less: Vec<Estimate>,
}
