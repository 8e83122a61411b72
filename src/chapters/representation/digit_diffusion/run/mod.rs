//! Networks that learn the score of digits, what they lose, and what is drawn with them.

mod judge;
mod losses;
mod neighbours;

use anyhow::Result;
use faer::Mat;
use rand::Rng as _;
use rand_distr::StandardNormal;

use super::{
    super::{
        digit_collection::Collection,
        digit_student::{Student, model},
    },
    Config, Drawn, Film, Outcome, Trained,
};
use crate::{
    data::streams::stream,
    figure::Context,
    ground::pixels::Pixels,
    math::{
        diffusion::{
            gaussian::GaussianDenoiser,
            samplers::{Sampler, sample},
            signal_to_noise::log_ratio_times,
        },
        statistics::{LEVEL, frechet::GaussianFit, proportion},
        vectors::mean,
    },
    nn::Module as _,
};
use judge::Judge;
use losses::Test;

/// Digits of the film, and the most of its frames.
const FILMED: usize = 6;
const FRAMES: usize = 11;
/// Grey levels of the film, few so that its files are small.
const GREYS: f64 = 7.0;

/// Trains and measures all networks.
pub(super) fn run(config: &Config, context: &Context) -> Result<Outcome> {
    let digits = Collection::read(config.side, config.train, config.seed, context)?;
    let steps = config.networks * (config.learning.steps + 1);
    let mut progress = context.progress.task("digit diffusion", steps);
    let test = Test::new(&digits, config);
    let gaussian = GaussianDenoiser::of_points(&digits.train.pixels, digits.size());
    let judge = Judge::taught(&digits, config, context.device)?;
    let count = config.sampling.count;
    let held_out = |from: usize| &digits.test.pixels[from * digits.size()..(from + count) * digits.size()];
    let reference = judge.fit(held_out(0))?;
    let studio = Studio { config, digits: &digits, judge: &judge, reference: &reference };
    let found = judge.classes(&digits.test.pixels)?;
    let right = found.iter().zip(&digits.test.labels).filter(|(found, label)| found == label).count();
    let (of_gaussian, of_empirical) = (test.of_gaussian(&gaussian)?, test.of_empirical()?);
    let mut trained = Vec::new();
    let mut first = None;
    let times = [config.t_max, config.t_min];
    for number in 0..config.networks {
        let network = Student::taught(
            &digits,
            &config.learning,
            times,
            config.seed + number as u64,
            context.device,
            &mut progress,
        )?;
        let unconditional = test.of_network(&network, false)?;
        let conditional = test.of_network(&network, true)?;
        let (of_network, drawn) = studio.draws(&network, number)?;
        trained.push(Trained {
            over_gaussian: unconditional.lead_over(&of_gaussian),
            over_empirical: unconditional.lead_over(&of_empirical),
            unconditional: unconditional.means(),
            conditional: conditional.means(),
            ..of_network
        });
        if number == 0 {
            first = Some((studio.film(&network)?, neighbours::neighbours(&digits, &drawn, config)));
        }
        progress.step();
    }
    let (film, neighbours) = first.expect("the settings ask for a network at least");
    Ok(Outcome {
        side: config.side,
        weights: model(config.side, config.learning.channels, config.learning.heads).parameters().count(),
        times: config.times.clone(),
        gaussian: of_gaussian.means(),
        empirical: of_empirical.means(),
        trained,
        classifier_accuracy: right as f64 / found.len() as f64,
        real_frechet: judge.fit(held_out(count))?.distance(&reference),
        gaussian_frechet: judge.fit(&studio.of_gaussian(&gaussian))?.distance(&reference),
        real_ink: studio.ink(held_out(0)),
        film,
        neighbours,
    })
}

/// Where digits are drawn and looked at.
struct Studio<'a> {
    config: &'a Config,
    digits: &'a Collection,
    judge: &'a Judge,
    /// Held-out digits, as many as are drawn.
    reference: &'a GaussianFit,
}

impl Studio<'_> {
    fn noise(&self, count: usize, purpose: &str) -> Vec<f64> {
        let mut rng = stream(self.config.seed, &format!("digit diffusion {purpose}"));
        (0..count * self.digits.size()).map(|_| rng.sample(StandardNormal)).collect()
    }

    fn draw(&self, network: &Student, noise: Vec<f64>, classes: Option<&[u8]>, guidance: f64) -> Result<Vec<f64>> {
        let config = self.config;
        let times = log_ratio_times(config.t_max, config.t_min, config.sampling.steps);
        let mut denoise = |x: &[f64], t: f64| network.denoise(x, t, classes, guidance);
        Ok(sample(Sampler::DpmSolver2M, noise, &times, &mut denoise, &mut || 0.0)?)
    }

    /// What is drawn with a network, and the digits that are drawn without a class.
    fn draws(&self, network: &Student, number: usize) -> Result<(Trained, Vec<f64>)> {
        let sampling = &self.config.sampling;
        let noise = self.noise(sampling.count, &format!("draws {number}"));
        let free = self.draw(network, noise.clone(), None, 0.0)?;
        // The classes that the held-out digits have, so that theirs are as frequent.
        let classes = &self.digits.test.labels[..sampling.count];
        let mut guided = Vec::new();
        for &guidance in &sampling.guidance {
            let drawn = self.draw(network, noise.clone(), Some(classes), guidance)?;
            let found = self.judge.classes(&drawn)?;
            let right = found.iter().zip(classes).filter(|(found, asked)| found == asked).count();
            guided.push(Drawn {
                guidance,
                frechet: self.judge.fit(&drawn)?.distance(self.reference),
                asked: proportion::estimate(right, classes.len(), LEVEL),
                ink: self.ink(&drawn),
            });
        }
        let ink = |x: &f64| self.digits.ink(*x);
        let beyond = free.iter().map(ink).filter(|ink| !(-0.1..=1.1).contains(ink)).count();
        let losses: Vec<f64> = network.history.losses.iter().map(|&loss| f64::from(loss)).collect();
        let trained = Trained {
            over_gaussian: Vec::new(),
            over_empirical: Vec::new(),
            unconditional: Vec::new(),
            conditional: Vec::new(),
            learning: losses.chunks(losses.len().div_ceil(20).max(1)).map(mean).collect(),
            diverged: network.history.diverged_at.is_some(),
            frechet: self.judge.fit(&free)?.distance(self.reference),
            ink: self.ink(&free),
            beyond: beyond as f64 / free.len() as f64,
            guided,
        };
        Ok((trained, free))
    }

    /// Draws from the Gaussian.
    fn of_gaussian(&self, gaussian: &GaussianDenoiser) -> Vec<f64> {
        let (count, size) = (self.config.sampling.count, self.digits.size());
        let noise = self.noise(count, "draws from the Gaussian");
        let along = Mat::from_fn(count, size, |i, k| gaussian.variances[k].sqrt() * noise[i * size + k]);
        let drawn = along * gaussian.axes.transpose();
        (0..count * size).map(|place| gaussian.mean[place % size] + drawn[(place / size, place % size)]).collect()
    }

    /// The mean ink.
    fn ink(&self, pixels: &[f64]) -> f64 {
        self.digits.ink(mean(pixels))
    }

    /// Digits 0, 1, … on their way from noise, and what the network guesses at each time.
    fn film(&self, network: &Student) -> Result<Film> {
        let config = self.config;
        let classes: Vec<u8> = (0..FILMED as u8).collect();
        let times = log_ratio_times(config.t_max, config.t_min, config.sampling.steps);
        let mut seen: Vec<(f64, Vec<f64>, Vec<f64>)> = Vec::new();
        let mut denoise = |x: &[f64], t: f64| -> Result<Vec<f64>> {
            let guess = network.denoise(x, t, Some(&classes), 0.0)?;
            seen.push((t, x.to_vec(), guess.clone()));
            Ok(guess)
        };
        sample(Sampler::DpmSolver2M, self.noise(FILMED, "film"), &times, &mut denoise, &mut || 0.0)?;
        let frames = seen.len().min(FRAMES);
        let kept = (0..frames).map(|k| if frames > 1 { k * (seen.len() - 1) / (frames - 1) } else { 0 });
        let (times, frames) = kept
            .map(|k| {
                let (t, x, guess) = &seen[k];
                let strips = [x, guess].map(|images| self.digits.strip(images, GREYS));
                (*t, Pixels(strips.concat()))
            })
            .unzip();
        Ok(Film { times, frames, digits: FILMED })
    }
}
