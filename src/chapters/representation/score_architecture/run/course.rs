//! How samples are drawn, with any denoiser, and how they are compared.

use anyhow::Result;
use rand::Rng as _;
use rand_distr::StandardNormal;

use super::super::Config;
use crate::{
    data::{digits::halved::HALF_PIXELS, streams::stream},
    ground::estimate::Estimate,
    math::{
        diffusion::{
            samplers::{Sampler, sample},
            signal_to_noise::log_ratio_times,
        },
        statistics::{LEVEL, bootstrap::RESAMPLES, correlation::correlation, median::median_estimate},
    },
};

/// Shared noise, and the times at which a sampler asks its denoiser.
pub(super) struct Course {
    pub(super) times: Vec<f64>,
    /// `[samples, 14, 14]`
    noise: Vec<f64>,
    seed: u64,
}

impl Course {
    pub(super) fn new(config: &Config) -> Self {
        let mut rng = stream(config.seed, "score architecture noise");
        let noise = (0..config.samples * HALF_PIXELS).map(|_| rng.sample(StandardNormal)).collect();
        Self { times: log_ratio_times(config.latest, config.earliest, config.steps - 1), noise, seed: config.seed }
    }

    /// The guesses of a denoiser at each of the times on its way from the noise. The last guess is the sample: a step of
    /// DDIM to t = 0 takes the guess for what there is.
    ///
    /// `guess` is given the number of the time, what the sampler is at, and the time.
    pub(super) fn guesses(
        &self,
        mut guess: impl FnMut(usize, &[f64], f64) -> Result<Vec<f64>>,
    ) -> Result<Vec<Vec<f64>>> {
        let mut guesses: Vec<Vec<f64>> = Vec::new();
        let last = self.times.len() - 1;
        let mut denoise = |x: &[f64], t: f64| {
            let found = guess(guesses.len(), x, t)?;
            guesses.push(found.clone());
            anyhow::Ok(found)
        };
        let x = sample(Sampler::ExponentialEuler, self.noise.clone(), &self.times, &mut denoise, &mut || 0.0)?;
        guesses.push(guess(last, &x, self.times[last])?);
        Ok(guesses)
    }

    /// The median of a number of each sample, with a bootstrap interval over samples.
    pub(super) fn median(&self, of_each: &[f64]) -> Estimate {
        median_estimate(of_each, LEVEL, RESAMPLES, &mut stream(self.seed, "score architecture bootstrap"))
    }
}

/// The squared correlation of the pixels of each image of `a` with those of the image of `b` that lies `later` images after.
pub(super) fn squared_correlations(a: &[f64], b: &[f64], later: usize) -> Vec<f64> {
    let count = b.len() / HALF_PIXELS;
    let each = a.chunks_exact(HALF_PIXELS).enumerate();
    each.map(|(at, image)| correlation(image, &b[(at + later) % count * HALF_PIXELS..][..HALF_PIXELS]).powi(2))
        .collect()
}

/// The mean of lists as long, number by number.
pub(super) fn mean_of(lists: &[Vec<f64>]) -> Vec<f64> {
    let at = |i: usize| lists.iter().map(|list| list[i]).sum::<f64>() / lists.len() as f64;
    (0..lists[0].len()).map(at).collect()
}
