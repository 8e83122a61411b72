//! Losses of denoisers on held-out digits.

use anyhow::Result;
use rand::Rng as _;
use rand_distr::StandardNormal;

use super::super::{
    super::denoised_digits::{Collection, Student},
    Config,
};
use crate::{
    data::streams::stream,
    ground::estimate::Estimate,
    math::{
        diffusion::{empirical::EmpiricalDenoiser, gaussian::GaussianDenoiser, ornstein_uhlenbeck::Transition},
        statistics::{LEVEL, bootstrap},
    },
};

/// Held-out digits, noised.
pub(super) struct Test<'a> {
    config: &'a Config,
    digits: &'a Collection,
    clean: &'a [f64],
    classes: &'a [u8],
    /// At each time, the digits with noise.
    noised: Vec<Vec<f64>>,
}

impl<'a> Test<'a> {
    pub(super) fn new(digits: &'a Collection, config: &'a Config) -> Self {
        let clean = &digits.test.pixels[..config.held_out * digits.size()];
        let mut rng = stream(config.seed, "digit diffusion losses");
        let noised = config
            .times
            .iter()
            .map(|&t| clean.iter().map(|&x| Transition::over(t).step(x, rng.sample(StandardNormal))).collect())
            .collect();
        Self { config, digits, clean, classes: &digits.test.labels[..config.held_out], noised }
    }

    /// The Gaussian's with the mean and covariance of all training digits.
    pub(super) fn of_gaussian(&self, gaussian: &GaussianDenoiser) -> Result<Vec<Estimate>> {
        self.of(|x, t| Ok(gaussian.denoise(x, t)))
    }

    /// The exact score's of the first training digits.
    pub(super) fn of_empirical(&self) -> Result<Vec<Estimate>> {
        let size = self.digits.size();
        let points = self.digits.train.pixels[..self.config.memorised * size].to_vec();
        let empirical = EmpiricalDenoiser::new(points, size);
        self.of(|x, t| Ok(empirical.denoise(x, t)))
    }

    /// A network's.
    pub(super) fn of_network(&self, network: &Student, told: bool) -> Result<Vec<Estimate>> {
        self.of(|x, t| Ok(network.denoise(x, t, told.then_some(self.classes), 0.0)?))
    }

    /// snr E‖x₀ − x̂₀‖² at each time.
    fn of(&self, denoise: impl Fn(&[f64], f64) -> Result<Vec<f64>>) -> Result<Vec<Estimate>> {
        let size = self.digits.size();
        let mut losses = Vec::new();
        for (&t, x) in self.config.times.iter().zip(&self.noised) {
            let guesses = denoise(x, t)?;
            let snr = Transition::over(t).snr();
            let pairs = guesses.chunks_exact(size).zip(self.clean.chunks_exact(size));
            let of_each: Vec<f64> = pairs
                .map(|(guess, clean)| snr * guess.iter().zip(clean).map(|(a, b)| (a - b).powi(2)).sum::<f64>())
                .collect();
            let mut rng = stream(self.config.seed, "digit diffusion bootstrap");
            losses.push(bootstrap::mean_estimate(&of_each, LEVEL, bootstrap::RESAMPLES, &mut rng));
        }
        Ok(losses)
    }
}
