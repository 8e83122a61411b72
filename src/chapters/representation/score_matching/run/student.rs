//! One network: how it is taught, and the denoiser that it then is.

use anyhow::Result;
use rand::Rng as _;
use rand_chacha::ChaCha8Rng;

use super::{
    super::{Config, Objective, Times},
    problem::{Noised, Problem},
    scaled::Scaled,
};
use crate::{
    data::streams::stream,
    ground::device::{DeviceError, DeviceKind},
    math::diffusion::{ornstein_uhlenbeck::Transition, signal_to_noise::time_at_log_ratio},
    nn::{History, Matrix, Network, SquareLoss, Stack},
};

/// Windows of steps in which learning is told.
const WINDOWS: usize = 20;

/// What to teach, how to draw the times, and which of the networks it is.
pub(super) type Lesson = (Objective, Times, usize);

/// A network and what it was taught.
pub(super) struct Student {
    network: Network<Scaled>,
    objective: Objective,
    /// In each window the sum of the losses over that of the exact score's, on the same batches; empty without a closed form.
    pub(super) learning: Vec<f64>,
    pub(super) diverged: bool,
}

impl Student {
    /// A network that has been taught.
    pub(super) fn taught(
        problem: &Problem,
        (objective, drawn, number): Lesson,
        config: &Config,
        device: DeviceKind,
    ) -> Result<Self, DeviceError> {
        let learning = &config.learning;
        let purpose = format!("score matching {} {} {}", problem.name, objective.name(), drawn.name());
        let seed = config.seed + number as u64;
        let mut rng = stream(seed, &purpose);
        let mut network = Network::new(model(&learning.hidden), device, seed)?;
        let mut least = Vec::with_capacity(learning.steps);
        let mut batch = || {
            let batch = batch(problem, (objective, drawn), config, &mut rng);
            least.extend(batch.least);
            (batch.inputs, batch.targets)
        };
        let history = network.train(&mut batch, &SquareLoss, &learning.training(), &mut |_, _| ())?;
        Ok(Self { network, objective, learning: windows(&history, &least), diverged: history.diverged_at.is_some() })
    }

    /// E[x₀ | xₜ = x] as the network has it, for each row of `x`.
    pub(super) fn denoise(&self, x: &[f64], t: f64) -> Result<Vec<f64>, DeviceError> {
        let at = Transition::over(t);
        let rows: Vec<Vec<f64>> = x.chunks_exact(2).map(|x| input(x, at, 1.0)).collect();
        let outputs = self.network.apply(&Matrix::from_points(&rows))?;
        let pairs = x.iter().zip(outputs.values());
        Ok(pairs.map(|(&x, &output)| self.objective.prediction().clean(x, f64::from(output), at)).collect())
    }
}

/// A perceptron of Gaussian error linear units on a point and its time.
fn model(hidden: &[usize]) -> Scaled {
    let start = Stack::vectors(input(&[0.0; 2], Transition::over(1.0), 1.0).len() - 1);
    let body = hidden
        .iter()
        .enumerate()
        .fold(start, |stack, (layer, &units)| stack.linear(&format!("fc{layer}"), units).gelu());
    Scaled::new(body.linear("out", 2))
}

/// What a network sees: the point, its time by λ and three waves of it, and the factor of its output.
fn input(x: &[f64], at: Transition, factor: f64) -> Vec<f64> {
    let log_ratio = at.log_ratio();
    let waves = [0.5, 1.0, 2.0].into_iter().flat_map(|frequency| {
        let (sine, cosine) = (frequency * log_ratio).sin_cos();
        [sine, cosine]
    });
    x.iter().copied().chain([log_ratio / 4.0]).chain(waves).chain([factor]).collect()
}

struct Batch {
    inputs: Matrix,
    targets: Matrix,
    /// The loss of the exact score, if it has a closed form: else it would cost more than the training.
    least: Option<f64>,
}

/// Noised points at times from `t_min` to `t_max`.
fn batch(problem: &Problem, (objective, drawn): (Objective, Times), config: &Config, rng: &mut ChaCha8Rng) -> Batch {
    let [low, high] = [config.t_max, config.t_min].map(|t| Transition::over(t).log_ratio());
    let time = |_| match drawn {
        Times::LogRatio => time_at_log_ratio(rng.gen_range(low..high)),
        Times::Uniform => rng.gen_range(config.t_min..config.t_max),
    };
    let times: Vec<f64> = (0..config.learning.batch).map(time).collect();
    let transitions: Vec<Transition> = times.iter().map(|&t| Transition::over(t)).collect();
    let Noised { clean, noise, x } = problem.noised(&transitions, rng);
    let prediction = objective.prediction();
    let factor = |at: Transition| if objective == Objective::WeightedScore { at.noise() } else { 1.0 };
    let mut inputs = Vec::with_capacity(times.len());
    let mut targets = Vec::with_capacity(times.len());
    let mut least = 0.0;
    for (i, (&at, &t)) in transitions.iter().zip(&times).enumerate() {
        let row = &x[2 * i..2 * i + 2];
        inputs.push(input(row, at, factor(at)));
        let target = |clean: f64, noise: f64| factor(at) * prediction.target(clean, noise, at);
        let shown: Vec<f64> = (2 * i..2 * i + 2).map(|j| target(clean[j], noise[j])).collect();
        let exact = problem.closed_form(row, t).unwrap_or_default();
        for j in 0..exact.len() {
            // The noise that goes with the exact guess of the clean point.
            let noise = (row[j] - at.contraction * exact[j]) / at.noise();
            least += (shown[j] - target(exact[j], noise)).powi(2);
        }
        targets.push(shown);
    }
    let least = problem.has_closed_form().then_some(least / (2 * times.len()) as f64);
    Batch { inputs: Matrix::from_points(&inputs), targets: Matrix::from_points(&targets), least }
}

/// The loss over the exact score's, in windows of steps; what was not trained any more is left out.
fn windows(history: &History, least: &[f64]) -> Vec<f64> {
    let length = least.len().div_ceil(WINDOWS).max(1);
    let pairs = history.losses.chunks(length).zip(least.chunks(length));
    pairs
        .map(|(losses, least)| losses.iter().map(|&loss| f64::from(loss)).sum::<f64>() / least.iter().sum::<f64>())
        .collect()
}

/// The last step of each window of a training.
pub(super) fn window_ends(steps: usize) -> Vec<usize> {
    let length = steps.div_ceil(WINDOWS).max(1);
    (0..steps.div_ceil(length)).map(|window| ((window + 1) * length).min(steps)).collect()
}
