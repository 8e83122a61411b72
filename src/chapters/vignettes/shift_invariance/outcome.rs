//! What is found out about the three networks.

use anyhow::{Context as _, Result};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use serde::{Deserialize, Serialize};

use super::{
    Config,
    networks::{Subsampling, learn, model, products},
    shifts::{AllShifts, OnePixel, finite, paths},
};
use crate::{
    data::{digits::Digits, streams::stream},
    figure::Context,
    math::statistics::bootstrap::mean_interval,
    nn::{Module as _, Network},
};

/// What was found.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// Weights and biases, the same number in each network.
    pub parameters: usize,
    /// s, the product of the strides, pixels.
    pub total_stride: usize,
    /// How many shifts the exact statements were checked on: all of the canvas.
    pub shifts_checked: usize,
    /// Strided, anti-aliased, stride-free.
    pub networks: [Findings; 3],
    /// How much more often the strided network flips than the anti-aliased one, on the same digits and shifts.
    pub flips_more: Interval,
    /// How far the mean of the strided network's scores over its s² classes of shifts is from the scores of the
    /// stride-free network with the same weights, in units of the largest score.
    pub mean_over_shifts_error: f64,
    /// The digits of the path.
    pub shown: Vec<Shown>,
}

/// What was found of one network.
#[derive(Debug, Serialize, Deserialize)]
pub struct Findings {
    /// How it subsamples.
    pub name: String,
    /// Multiplications for one image.
    pub products: usize,
    /// Training steps taken.
    pub steps: usize,
    /// Whether training ended early because the loss was no number any more; what cannot be measured then is 0.
    pub diverged: bool,
    /// Mean loss of the last tenth of the steps, nats.
    pub loss: f64,
    /// Share of test digits, at random places, whose most probable class is the true one.
    pub accuracy: f64,
    /// Probability that a shift by one pixel changes the most probable class.
    pub flips: Interval,
    /// Mean change of the true class's probability under such a shift.
    pub probability_change: f64,
    /// How far the scores of the first shown digit are from those of an empty canvas, in units of the largest score; 0
    /// if the network diverged, or says the same of everything.
    pub seen: f64,
    /// Largest change of a score, in units of the largest score, over all shifts by multiples of s.
    pub moved_at_multiples: f64,
    /// The same over all shifts by multiples of s/2.
    pub moved_at_half_multiples: f64,
    /// Smallest such change over all shifts that are no multiples of s.
    pub least_moved_elsewhere: f64,
    /// Largest such change over these.
    pub most_moved_elsewhere: f64,
    /// Lowest probability on the map.
    pub lowest_on_map: f64,
    /// Highest probability on the map.
    pub highest_on_map: f64,
    /// Probability of the true class along the path: `[shown digits, path_shifts + 1]`.
    pub paths: Vec<Vec<f64>>,
    /// Probability of the true class of the first shown digit, shifted from the centre by −`map_reach` to `map_reach`
    /// pixels: `[down, right]`.
    pub map: Vec<Vec<f64>>,
}

/// A mean and its bootstrap interval.
#[derive(Debug, Serialize, Deserialize)]
pub struct Interval {
    /// The mean.
    pub mean: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// A digit of the path.
#[derive(Debug, Serialize, Deserialize)]
pub struct Shown {
    /// Its place in the test set.
    pub index: usize,
    /// The true class.
    pub label: u8,
    /// Its pixels: 28 × 28 bytes as base64, black 0 and white 255.
    pub pixels: String,
}

/// Trains the three networks and asks each the same questions.
pub(super) fn investigate(train: &Digits, test: &Digits, config: &Config, context: &Context) -> Result<Outcome> {
    let first = *config.shown.first().context("a digit to follow")?;
    let stride = config.total_stride();
    let mut found = Vec::with_capacity(3);
    let mut mean_over_shifts_error = 0.0;
    for subsampling in Subsampling::ALL {
        let mut network = Network::new(model(config, subsampling), context.device, config.seed)?;
        let mut task = context.progress.task(subsampling.name(), config.steps());
        let history = learn(&mut network, train, config, &mut task)?;
        drop(task);
        let all = AllShifts::of(&network, test, first, config);
        if subsampling == Subsampling::Strided {
            let free = network.with_model(model(config, Subsampling::StrideFree));
            mean_over_shifts_error = all.mean_against(&AllShifts::of(&free, test, first, config), stride);
        }
        let pixel = OnePixel::of(&network, test, config);
        let elsewhere = all.movement(stride, false);
        let map = all.map(test.labels[first], config.map_reach);
        let on_map = || map.iter().flatten().copied();
        let findings = Findings {
            name: subsampling.name().to_owned(),
            products: products(config, subsampling),
            steps: history.losses.len(),
            diverged: history.diverged_at.is_some(),
            loss: finite(f64::from(history.recent(config.steps().div_ceil(10)))),
            accuracy: mean(&pixel.right),
            flips: Interval::of(&pixel.flips, config),
            probability_change: mean(&pixel.changes),
            seen: all.seen(&network),
            moved_at_multiples: *all.movement(stride, true).end(),
            moved_at_half_multiples: *all.movement(stride / 2, true).end(),
            least_moved_elsewhere: *elsewhere.start(),
            most_moved_elsewhere: *elsewhere.end(),
            paths: paths(&network, test, config),
            lowest_on_map: on_map().fold(1.0, f64::min),
            highest_on_map: on_map().fold(0.0, f64::max),
            map,
        };
        found.push((findings, pixel.flips));
    }
    let more: Vec<f64> = found[0].1.iter().zip(&found[1].1).map(|(strided, low_passed)| strided - low_passed).collect();
    let shown = |&index: &usize| {
        let (label, pixels) = (test.labels[index], BASE64.encode(test.image(index)));
        Shown { index, label, pixels }
    };
    Ok(Outcome {
        parameters: model(config, Subsampling::Strided).parameters().count(),
        total_stride: stride,
        shifts_checked: config.canvas * config.canvas,
        flips_more: Interval::of(&more, config),
        mean_over_shifts_error,
        shown: config.shown.iter().map(shown).collect(),
        networks: <[_; 3]>::try_from(found.into_iter().map(|(findings, _)| findings).collect::<Vec<_>>())
            .expect("a finding a network"),
    })
}

impl Interval {
    fn of(samples: &[f64], config: &Config) -> Self {
        let mut rng = stream(config.seed, "shift_invariance/bootstrap");
        let (low, high) = mean_interval(samples, config.level, config.resamples, &mut rng);
        Self { mean: mean(samples), low, high }
    }
}

fn mean(samples: &[f64]) -> f64 {
    samples.iter().sum::<f64>() / samples.len() as f64
}
