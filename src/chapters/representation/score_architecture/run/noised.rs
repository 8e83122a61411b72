//! Noised images at each of a list of times, and what denoisers lose of them.

use rand::Rng as _;
use rand_distr::StandardNormal;

use crate::{
    data::{digits::halved::HALF_PIXELS, streams::stream},
    ground::estimate::Estimate,
    math::{
        diffusion::ornstein_uhlenbeck::Transition,
        statistics::{LEVEL, bootstrap},
    },
};

/// Images, and what became of them at each of some times.
pub(super) struct Noised<'a> {
    clean: &'a [f64],
    times: Vec<f64>,
    /// By time, all images.
    seen: Vec<Vec<f64>>,
    seed: u64,
}

impl<'a> Noised<'a> {
    /// Noise of its own for each image and each time, from the stream `purpose`.
    pub(super) fn of(clean: &'a [f64], times: &[f64], seed: u64, purpose: &str) -> Self {
        let mut rng = stream(seed, purpose);
        let mut at = |&t: &f64| {
            let transition = Transition::over(t);
            clean.iter().map(|&x| transition.step(x, rng.sample(StandardNormal))).collect()
        };
        let seen = times.iter().map(&mut at).collect();
        Self { clean, times: times.to_vec(), seen, seed }
    }

    /// Each time with all images.
    pub(super) fn by_time(&self) -> impl Iterator<Item = (f64, &[f64])> {
        self.times.iter().copied().zip(self.seen.iter().map(Vec::as_slice))
    }

    /// snr·‖x₀ − D(xₜ)‖² by time, the mean over images with its interval; `guesses` by time, the mean over several denoisers.
    ///
    /// ```text
    /// (a²/s²) E‖x₀ − D(xₜ)‖²                                  book eq. denoising-dimension
    /// ```
    pub(super) fn losses(&self, denoisers: &[&[Vec<f64>]]) -> Vec<Estimate> {
        let at = |(time, &t): (usize, &f64)| {
            let of = |guess: &[f64], image: usize| -> f64 {
                let pixels = image * HALF_PIXELS..(image + 1) * HALF_PIXELS;
                self.clean[pixels.clone()].iter().zip(&guess[pixels]).map(|(x, d)| (x - d).powi(2)).sum()
            };
            let each = |image: usize| {
                let sum: f64 = denoisers.iter().map(|guesses| of(&guesses[time], image)).sum();
                Transition::over(t).snr() * sum / denoisers.len() as f64
            };
            let losses: Vec<f64> = (0..self.clean.len() / HALF_PIXELS).map(each).collect();
            let mut rng = stream(self.seed, "score architecture bootstrap of losses");
            bootstrap::mean_estimate(&losses, LEVEL, bootstrap::RESAMPLES, &mut rng)
        };
        self.times.iter().enumerate().map(at).collect()
    }
}
