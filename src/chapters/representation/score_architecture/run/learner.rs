//! A network that learns to denoise.

use rand::{Rng as _, distributions::Uniform};
use rand_distr::StandardNormal;

use super::super::{Architecture, Config};
use crate::{
    data::{digits::halved::HALF_PIXELS, streams::stream},
    ground::device::{DeviceError, DeviceKind},
    math::diffusion::ornstein_uhlenbeck::Transition,
    nn::{Matrix, Module as _, Network, SquareLoss, Stack},
};

/// No pixel of a guess is farther from 0 than this: a trained network's are a few units, and what a network whose training
/// diverged answers must stay a number.
const FARTHEST: f64 = 1e3;

/// A network after its training.
pub(super) struct Learner {
    architecture: Architecture,
    network: Network<Stack>,
    order: Vec<usize>,
    bumps: Bumps,
    /// Mean square error of v over the last tenth of the training.
    pub(super) loss: f64,
    pub(super) diverged: bool,
}

impl Learner {
    /// A network that has learnt from `images`, `[N, 14, 14]`.
    pub(super) fn taught(
        architecture: Architecture,
        images: &[f64],
        seed: u64,
        config: &Config,
        device: DeviceKind,
    ) -> Result<Self, DeviceError> {
        let mut network = Network::new(architecture.stack(config), device, seed)?;
        let (order, bumps) = (architecture.order(), Bumps::new(config));
        let learning = &config.learning;
        let [lowest, highest] = config.log_ratios();
        let mut rng = stream(seed, "score architecture batches");
        let among = Uniform::from(0..images.len() / HALF_PIXELS);
        let mut batches = || {
            let (mut inputs, mut targets) = (Vec::new(), Vec::new());
            for _ in 0..learning.batch {
                let clean = &images[rng.sample(among) * HALF_PIXELS..][..HALF_PIXELS];
                let drawn: f64 = rng.sample(StandardNormal);
                let log_ratio = (learning.log_ratio_mean + learning.log_ratio_deviation * drawn).clamp(lowest, highest);
                let transition = Transition::at_log_ratio(log_ratio);
                let (a, s) = (transition.contraction, transition.noise());
                let noise: Vec<f64> = (0..HALF_PIXELS).map(|_| rng.sample(StandardNormal)).collect();
                let noised: Vec<f64> = clean.iter().zip(&noise).map(|(x, z)| a * x + s * z).collect();
                architecture.write(&noised, &bumps.at(log_ratio), &mut inputs);
                targets.extend(order.iter().map(|&pixel| (a * noise[pixel] - s * clean[pixel]) as f32));
            }
            let rows = |values: Vec<f32>| Matrix::new(learning.batch, values.len() / learning.batch, values);
            (rows(inputs), rows(targets))
        };
        let history = network.train(&mut batches, &SquareLoss, &learning.training(), &mut |_, _| ())?;
        let loss = f64::from(history.recent((learning.steps / 10).min(history.losses.len().max(1))));
        let diverged = history.diverged_at.is_some();
        let loss = if loss.is_finite() { loss } else { FARTHEST };
        Ok(Self { architecture, network, order, bumps, loss, diverged })
    }

    /// Numbers that it learnt.
    pub(super) fn weights(&self) -> usize {
        self.network.model().parameters().all().iter().map(crate::nn::Parameter::len).sum()
    }

    /// Its guess at E[x₀ | xₜ] for each image of `x`, `[images, 14, 14]`.
    ///
    /// ```text
    /// D(x) = a x − s v(x)                                     book eq. denoiser-of-v
    /// ```
    pub(super) fn denoise(&self, x: &[f64], t: f64) -> Result<Vec<f64>, DeviceError> {
        let transition = Transition::over(t);
        let (a, s) = (transition.contraction, transition.noise());
        let features = self.bumps.at(transition.log_ratio());
        let images = x.len() / HALF_PIXELS;
        let mut inputs = Vec::new();
        x.chunks_exact(HALF_PIXELS).for_each(|image| self.architecture.write(image, &features, &mut inputs));
        let answer = self.network.apply(&Matrix::new(images, inputs.len() / images, inputs))?;
        let mut guess = vec![0.0; x.len()];
        for (image, answer) in answer.values().chunks_exact(HALF_PIXELS).enumerate() {
            for (&pixel, &v) in self.order.iter().zip(answer) {
                let at = image * HALF_PIXELS + pixel;
                let number = a * x[at] - s * f64::from(v);
                guess[at] = if number.is_finite() { number.clamp(-FARTHEST, FARTHEST) } else { 0.0 };
            }
        }
        Ok(guess)
    }
}

/// Bumps evenly along λ, each as wide as the next is far: exp(−(λ − cₖ)²/2w²).
#[derive(Debug, Clone, Copy)]
struct Bumps {
    first: f64,
    apart: f64,
    count: usize,
}

impl Bumps {
    fn new(config: &Config) -> Self {
        let [first, last] = config.log_ratios();
        let count = config.learning.features;
        Self { first, apart: (last - first) / (count - 1) as f64, count }
    }

    fn at(self, log_ratio: f64) -> Vec<f32> {
        let bump = |k: usize| {
            let off = (log_ratio - self.first) / self.apart - k as f64;
            (-0.5 * off * off).exp() as f32
        };
        (0..self.count).map(bump).collect()
    }
}
