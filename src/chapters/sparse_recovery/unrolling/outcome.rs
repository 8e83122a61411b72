//! What was found.

use serde::{Deserialize, Serialize};

/// Every number that the drawing, the claims and the page use.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// Measurements m of a signal.
    pub measurements: usize,
    /// Entries n of a signal.
    pub unknowns: usize,
    /// Layers of every network.
    pub layers: usize,
    /// The sparsity that the networks were trained at.
    pub probability: f64,
    /// L = ‖A‖².
    pub lipschitz: f64,
    /// The root mean square of the off-diagonal entries of A*A.
    pub interference_of_columns: f64,
    /// The same of W*A, with the analytic weights W.
    pub interference_of_weights: f64,
    /// Numbers of iterations at which FISTA's long run was looked at.
    pub long_iterations: Vec<usize>,
    /// The sparsities of the test signals.
    pub test_probabilities: Vec<f64>,
    /// Without noise, and with.
    pub worlds: [Found; 2],
}

/// What was found at one level of noise.
#[derive(Debug, Serialize, Deserialize)]
pub struct Found {
    /// "no noise", or the ratio of signal to noise.
    pub name: String,
    /// σ, the deviation of the noise in each measurement.
    pub noise_deviation: f64,
    /// What no method can go below on average, dB; −200 without noise.
    pub floor_db: f64,
    /// NMSE of the ISTA that LISTA and LISTA-CP start from, dB.
    pub start_db: f64,
    /// ISTA after each of as many iterations as there are layers.
    pub ista: Tuned,
    /// FISTA after each of them.
    pub fista: Tuned,
    /// FISTA run longer, on fewer signals.
    pub fista_long: Tuned,
    /// Its runs at each λ.
    pub fista_runs: Vec<Run>,
    /// FISTA's NMSE at each of the test sparsities after as many iterations as there are layers, at the λ chosen for
    /// them at the sparsity of training, dB.
    pub fista_by_sparsity_db: Vec<f64>,
    /// The same after the long run.
    pub fista_long_by_sparsity_db: Vec<f64>,
    /// NMSE of LISTA-CP after as many further steps as the freed LISTA has had, dB.
    pub coupled_longer_db: f64,
    /// The lowest NMSE of FISTA's long run, dB.
    pub fista_lowest_db: f64,
    /// LISTA, LISTA-CP, ALISTA, and the LISTA that starts from the trained LISTA-CP.
    pub learnt: [Learnt; 4],
}

/// An algorithm whose λ is chosen anew for every number of iterations, on signals that are not those it is measured on.
#[derive(Debug, Serialize, Deserialize)]
pub struct Tuned {
    /// The λ that is best on the validation signals, one per number of iterations.
    pub lambda: Vec<f64>,
    /// NMSE at that λ, dB.
    pub nmse_db: Vec<f64>,
}

/// One λ, run to the end.
#[derive(Debug, Serialize, Deserialize)]
pub struct Run {
    /// The λ of all iterations.
    pub lambda: f64,
    /// NMSE on the test signals, one per number of iterations, dB.
    pub nmse_db: Vec<f64>,
}

/// What a learnt network turned out to be.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Learnt {
    /// "LISTA", "LISTA-CP", "ALISTA" or "LISTA, freed".
    pub name: String,
    /// How many numbers are learnt.
    pub parameters: usize,
    /// Steps of the optimizer, over all stages.
    pub steps: usize,
    /// Whether training met a number that is none, after which nothing was trained, or ended with an estimate that is worse
    /// than none: above 0 dB.
    pub diverged: bool,
    /// The layers whose stages ended well: all, unless it diverged.
    pub trained_layers: usize,
    /// NMSE before training, dB.
    pub start_db: f64,
    /// NMSE of the estimate after each layer of the whole network, on the test signals, dB.
    pub nmse_db: Vec<f64>,
    /// The threshold θ of each layer at the end.
    pub thresholds: Vec<f64>,
    /// NMSE of the whole network on the signals of FISTA's long run, dB.
    pub nmse_on_long_db: f64,
    /// The first number of iterations, of those looked at, at which FISTA with the λ chosen for it is no worse on these
    /// signals; 0 if there is none.
    pub caught_up_at: usize,
    /// The same at each fixed λ of the long run.
    pub caught_up_at_lambda: Vec<usize>,
    /// NMSE of the whole network at each of the test sparsities, dB.
    pub nmse_by_sparsity_db: Vec<f64>,
}
