//! How networks learn to detect.

use anyhow::Result;

use super::{
    super::{Config, Learning},
    detectors::{Learner, largest_products},
    segments::Source,
};
use crate::{
    ground::{device::DeviceKind, progress::Task},
    nn::{History, LogisticLoss, Matrix, Network, Schedule, SeriesNetwork, TemplateBank, Training},
};

/// Segments by which the bank's scale and offset are set before training.
const FIRST_LOOK: usize = 512;

/// What is learnt, and from what.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lesson<'a> {
    pub(super) config: &'a Config,
    /// Noise alone, with whatever disturbs it.
    pub(super) noise: Source<'a>,
    /// Its name, and that of the training.
    pub(super) purpose: &'a str,
    /// The number of the training.
    pub(super) repetition: usize,
    pub(super) device: DeviceKind,
}

impl Lesson<'_> {
    /// The bank, trained on.
    pub(super) fn teach_bank(&self, templates: &Matrix, task: &mut Task) -> Result<(Learner, History)> {
        let learning = &self.config.learning;
        let (look, _) = batch(self, FIRST_LOOK, "first look", 0);
        let statistics = largest_products(&look, templates);
        let mean = |statistics: &[f32]| statistics.iter().sum::<f32>() / statistics.len() as f32;
        let (noise, signals) = statistics.split_at(FIRST_LOOK / 2);
        // The log likelihood ratio of one template is ρ⟨x, t⟩ plus a constant; even odds midway between the two means.
        let scale = learning.snr as f32;
        let offset = -scale * f32::midpoint(mean(noise), mean(signals));
        let mut network = Network::new(TemplateBank::new(templates, scale, offset), self.device, self.config.seed)?;
        let mut batches = self.batches(learning, "bank");
        let training = training(learning.bank_steps, learning.bank_rate);
        let history = network.train(&mut batches, &LogisticLoss, &training, &mut |_, _| task.step())?;
        Ok((Learner::Bank(network), history))
    }

    /// A convolutional network, from its first weights on.
    pub(super) fn teach_series(&self, task: &mut Task) -> Result<(Learner, History)> {
        let Config { learning, series, seed, .. } = self.config;
        let model = SeriesNetwork::new(self.noise.detector.samples, &series.layers, series.hidden);
        let mut network = Network::new(model, self.device, seed.wrapping_add(self.repetition as u64))?;
        let mut batches = self.batches(learning, "series");
        let training = training(learning.series_steps, learning.series_rate);
        let history = network.train(&mut batches, &LogisticLoss, &training, &mut |_, _| task.step())?;
        Ok((Learner::Series(network), history))
    }

    /// New segments every step.
    fn batches<'a>(&'a self, learning: &'a Learning, what: &'a str) -> impl FnMut() -> (Matrix, Matrix) + 'a {
        let mut step = 0;
        move || {
            step += 1;
            batch(self, learning.batch, what, step)
        }
    }
}

/// Half noise, half signals: the segments, and 0 or 1 for each.
fn batch(lesson: &Lesson, size: usize, what: &str, step: usize) -> (Matrix, Matrix) {
    let Lesson { config, noise, purpose, repetition, .. } = lesson;
    let half = size / 2;
    let name = |kind: &str| format!("{purpose}/{repetition}/{what}/{kind}/{step}");
    let without = noise.draw(config.seed, &name("noise"), 0, half);
    let with = Source { snr: config.learning.snr, ..*noise }.draw(config.seed, &name("signals"), 0, half);
    let values = [without.series.values(), with.series.values()].concat();
    let targets = Matrix::from_fn(2 * half, 1, |row, _| f32::from(u8::from(row >= half)));
    (Matrix::new(2 * half, noise.detector.samples, values), targets)
}

fn training(steps: usize, rate: f64) -> Training {
    Training { schedule: Schedule::Cosine { warm_up: 0 }, ..Training::adam(steps, rate) }
}
