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

    /// Of the Gaussian with the mean and covariance of all training digits.
    pub(super) fn of_gaussian(&self, gaussian: &GaussianDenoiser) -> Result<Losses> {
        self.of(|x, t| Ok(gaussian.denoise(x, t)))
    }

    /// Of the exact score of the first training digits.
    pub(super) fn of_empirical(&self) -> Result<Losses> {
        let size = self.digits.size();
        let points = self.digits.train.pixels[..self.config.memorised * size].to_vec();
        let empirical = EmpiricalDenoiser::new(points, size);
        self.of(|x, t| Ok(empirical.denoise(x, t)))
    }

    /// Of a network.
    pub(super) fn of_network(&self, network: &Student, told: bool) -> Result<Losses> {
        self.of(|x, t| Ok(network.denoise(x, t, told.then_some(self.classes), 0.0)?))
    }

    /// snr ‖x₀ − x̂₀‖² of each digit at each time.
    fn of(&self, denoise: impl Fn(&[f64], f64) -> Result<Vec<f64>>) -> Result<Losses> {
        let size = self.digits.size();
        let at = |(&t, x): (&f64, &Vec<f64>)| -> Result<Vec<f64>> {
            let (guesses, snr) = (denoise(x, t)?, Transition::over(t).snr());
            let pairs = guesses.chunks_exact(size).zip(self.clean.chunks_exact(size));
            let loss = |(guess, clean): (&[f64], &[f64])| {
                snr * guess.iter().zip(clean).map(|(a, b)| (a - b).powi(2)).sum::<f64>()
            };
            Ok(pairs.map(loss).collect())
        };
        let of_digits = self.config.times.iter().zip(&self.noised).map(at).collect::<Result<_>>()?;
        Ok(Losses { of_digits, seed: self.config.seed })
    }
}

/// A denoiser's losses on the held-out digits, in dimensions.
pub(super) struct Losses {
    /// At each time, one a digit.
    of_digits: Vec<Vec<f64>>,
    seed: u64,
}

impl Losses {
    /// Their means at each time.
    pub(super) fn means(&self) -> Vec<Estimate> {
        self.of_digits.iter().map(|of_digits| self.estimate(of_digits)).collect()
    }

    /// By how much another's are larger on the same digits with the same noise, at each time.
    pub(super) fn lead_over(&self, other: &Self) -> Vec<Estimate> {
        let pairs = self.of_digits.iter().zip(&other.of_digits);
        pairs
            .map(|(own, other)| self.estimate(&other.iter().zip(own).map(|(b, a)| b - a).collect::<Vec<_>>()))
            .collect()
    }

    fn estimate(&self, of_digits: &[f64]) -> Estimate {
        let mut rng = stream(self.seed, "digit diffusion bootstrap");
        bootstrap::mean_estimate(of_digits, LEVEL, bootstrap::RESAMPLES, &mut rng)
    }
}
