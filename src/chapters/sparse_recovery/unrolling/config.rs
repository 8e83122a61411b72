//! The settings.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a reader can turn.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Of every random draw.
    pub seed: u64,
    /// Measurements of a signal, m.
    pub measurements: usize,
    /// Entries of a signal, n.
    pub unknowns: usize,
    /// The probability p that an entry of a signal is not zero, in training and in tests.
    pub probability: f64,
    /// The ratio of signal to noise in the second half of the experiment, dB; the first half has no noise.
    pub snr_db: f64,
    /// Layers of every network, and iterations of the algorithms beside them.
    pub layers: usize,
    /// λ of the ISTA that the networks start from.
    pub start_lambda: f64,
    /// How LISTA is trained.
    pub lista: Plan,
    /// How LISTA-CP is trained.
    pub lista_cp: Plan,
    /// How LISTA is trained that starts from the trained LISTA-CP.
    pub freed: Freed,
    /// How ALISTA is trained.
    pub alista: Plan,
    /// The λ that ISTA and FISTA choose from.
    pub lambdas: Lambdas,
    /// Signals that λ is chosen on; the noise floor is computed from as many of the test signals.
    pub validation_signals: usize,
    /// Unseen signals that the NMSE is measured on.
    pub test_signals: usize,
    /// Unseen signals at each of the other sparsities.
    pub sparsity_signals: usize,
    /// The long run of FISTA.
    pub long: Long,
    /// Probabilities p of the tests at other sparsities.
    pub test_probabilities: Vec<f64>,
}

/// How a network is trained: a stage for each number of layers, in which first the new layer learns, from where the one
/// before it has arrived, and then all layers together.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Signals a step, drawn afresh.
    pub batch: usize,
    /// Steps of the new layer.
    pub new_steps: usize,
    /// Adam's rate in them.
    pub new_rate: f64,
    /// Steps of all layers.
    pub all_steps: usize,
    /// Adam's rate in the first of them; it falls to 0 along half a cosine.
    pub all_rate: f64,
}

/// How a network whose coupling was undone is trained: all layers together.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Freed {
    /// Signals a step, drawn afresh.
    pub batch: usize,
    /// Steps.
    pub steps: usize,
    /// Adam's rate in the first of them; it falls to 0 along half a cosine.
    pub rate: f64,
}

/// Weights of the ℓ₁ norm, evenly on a logarithmic scale.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lambdas {
    /// The least.
    pub least: f64,
    /// The largest.
    pub most: f64,
    /// How many.
    pub count: usize,
}

/// The long run of FISTA.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Long {
    /// Test signals, and as many validation signals.
    pub signals: usize,
    /// Iterations.
    pub iterations: usize,
    /// The ratio of two numbers of iterations at which it is looked at.
    pub growth: f64,
}

impl Lambdas {
    /// All of them, rising.
    pub(super) fn all(&self) -> Vec<f64> {
        let last = self.count.saturating_sub(1).max(1) as f64;
        (0..self.count).map(|i| self.least * (self.most / self.least).powf(i as f64 / last)).collect()
    }
}

impl Long {
    /// 1, 2, … and then in steps of the ratio, up to the last.
    pub(super) fn numbers_of_iterations(&self) -> Vec<usize> {
        let next = |&at: &usize| Some(((at as f64 * self.growth) as usize).max(at + 1));
        let mut numbers: Vec<usize> =
            std::iter::successors(Some(1), next).take_while(|&at| at < self.iterations).collect();
        numbers.push(self.iterations);
        numbers
    }
}
