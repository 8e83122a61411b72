//! The settings.

use anyhow::{Result, ensure};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    figure::{
        Settings,
        settings::{in_range, rising},
    },
    ground::scale::Scale,
};

/// What a reader can turn.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Seed of every random stream.
    pub seed: u64,
    /// Measurements of a signal, m, at most n.
    #[schemars(range(min = 2, max = 1_000))]
    pub measurements: usize,
    /// Entries of a signal, n.
    #[schemars(range(min = 2, max = 2_000))]
    pub unknowns: usize,
    /// The probability p that an entry of a signal is not zero, in training and in tests.
    #[schemars(range(min = 1e-3, max = 0.5))]
    pub probability: f64,
    /// The ratio of signal to noise in the second half of the experiment, dB; the first half has no noise.
    #[schemars(range(min = -20.0, max = 100.0))]
    pub snr_db: f64,
    /// Layers of every network, and iterations of the algorithms beside them.
    #[schemars(range(min = 2, max = 32))]
    pub layers: usize,
    /// λ of the ISTA that the networks start from.
    #[schemars(range(min = 0.0, max = 10.0))]
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
    #[schemars(range(min = 1, max = 100_000))]
    pub validation_signals: usize,
    /// Unseen signals that the NMSE is measured on.
    #[schemars(range(min = 1, max = 100_000))]
    pub test_signals: usize,
    /// Unseen signals at each of the other sparsities.
    #[schemars(range(min = 1, max = 100_000))]
    pub sparsity_signals: usize,
    /// The long run of FISTA.
    pub long: Long,
    /// Probabilities p of the tests at other sparsities, rising; `probability` and a larger one are among them.
    #[schemars(length(min = 2, max = 40), inner(range(min = 1e-3, max = 1.0)))]
    pub test_probabilities: Vec<f64>,
}

/// How a network is trained: a stage for each number of layers, in which first the new layer learns, from where the one
/// before it has arrived, and then all layers together.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Signals per step, drawn afresh.
    #[schemars(range(min = 1, max = 4_096))]
    pub batch: usize,
    /// Steps of the new layer.
    #[schemars(range(min = 0, max = 100_000))]
    pub new_steps: usize,
    /// Adam's rate in them.
    #[schemars(range(min = 0.0, max = 10.0))]
    pub new_rate: f64,
    /// Steps of all layers.
    #[schemars(range(min = 0, max = 100_000))]
    pub all_steps: usize,
    /// Adam's rate in the first of them; it falls to 0 along half a cosine.
    #[schemars(range(min = 0.0, max = 10.0))]
    pub all_rate: f64,
}

/// How a network whose coupling was undone is trained: all layers together.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Freed {
    /// Signals per step, drawn afresh.
    #[schemars(range(min = 1, max = 4_096))]
    pub batch: usize,
    /// Steps of the optimizer.
    #[schemars(range(min = 0, max = 100_000))]
    pub steps: usize,
    /// Adam's rate in the first of them; it falls to 0 along half a cosine.
    #[schemars(range(min = 0.0, max = 10.0))]
    pub rate: f64,
}

/// Weights of the ℓ₁ norm, evenly on a logarithmic scale.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lambdas {
    /// The smallest λ of those tried.
    #[schemars(range(min = 1e-8, max = 10.0))]
    pub least: f64,
    /// The largest λ of those tried.
    #[schemars(range(min = 1e-8, max = 10.0))]
    pub most: f64,
    /// How many there are, both ends among them.
    #[schemars(range(min = 1, max = 100))]
    pub count: usize,
}

/// The long run of FISTA.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Long {
    /// Test signals, and as many validation signals; no more than there are of each.
    #[schemars(range(min = 1, max = 100_000))]
    pub signals: usize,
    /// Iterations in all, no fewer than there are layers.
    #[schemars(range(min = 2, max = 100_000))]
    pub iterations: usize,
    /// The ratio of two numbers of iterations at which it is looked at.
    #[schemars(range(min = 1.01, max = 10.0))]
    pub growth: f64,
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        match scale {
            Scale::Book => Self {
                seed: 1,
                measurements: 250,
                unknowns: 500,
                probability: 0.1,
                snr_db: 20.0,
                layers: 16,
                start_lambda: 0.1,
                lista: Plan { batch: 160, new_steps: 24, new_rate: 1e-3, all_steps: 32, all_rate: 1e-3 },
                lista_cp: Plan { batch: 160, new_steps: 30, new_rate: 3e-3, all_steps: 30, all_rate: 2e-3 },
                freed: Freed { batch: 160, steps: 300, rate: 2e-4 },
                alista: Plan { batch: 160, new_steps: 20, new_rate: 2e-2, all_steps: 30, all_rate: 1e-2 },
                lambdas: Lambdas { least: 3e-4, most: 1.0, count: 16 },
                validation_signals: 500,
                test_signals: 10_000,
                sparsity_signals: 1_000,
                long: Long { signals: 128, iterations: 800, growth: 1.1 },
                test_probabilities: vec![0.02, 0.05, 0.1, 0.15, 0.2, 0.25],
            },
            Scale::Quick => Self {
                measurements: 50,
                unknowns: 100,
                layers: 6,
                lista: Plan { batch: 64, new_steps: 40, new_rate: 3e-3, all_steps: 40, all_rate: 2e-3 },
                lista_cp: Plan { batch: 64, new_steps: 40, new_rate: 3e-3, all_steps: 40, all_rate: 2e-3 },
                freed: Freed { batch: 64, steps: 60, rate: 2e-4 },
                alista: Plan { batch: 64, new_steps: 40, new_rate: 2e-2, all_steps: 40, all_rate: 1e-2 },
                lambdas: Lambdas { least: 3e-3, most: 1.0, count: 6 },
                validation_signals: 200,
                test_signals: 1_000,
                sparsity_signals: 500,
                long: Long { signals: 128, iterations: 300, growth: 1.3 },
                test_probabilities: vec![0.05, 0.1, 0.2],
                ..Self::at(Scale::Book)
            },
        }
    }

    fn check(&self) -> Result<()> {
        in_range("unknowns", self.unknowns, self.measurements..=2_000)?;
        in_range("lambdas.most", self.lambdas.most, self.lambdas.least..=10.0)?;
        let fewest = self.validation_signals.min(self.test_signals).min(self.sparsity_signals);
        in_range("long.signals", self.long.signals, 1..=fewest)?;
        in_range("long.iterations", self.long.iterations, self.layers..=100_000)?;
        let own = self.test_probabilities.iter().position(|&p| p.to_bits() == self.probability.to_bits());
        ensure!(
            own.is_some_and(|own| own + 1 < self.test_probabilities.len()),
            "`test_probabilities` must hold `probability`, {}, and a larger one",
            self.probability
        );
        rising("test_probabilities", &self.test_probabilities)
    }
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
