//! What a reader can turn, and what is refused.

use anyhow::{Result, ensure};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    figure::settings::{in_range, rising},
    math::waves::{
        chirp::{Binary, SUN_S},
        newtonian_chirp::time_left,
    },
    nn::Along,
};

/// The settings.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Seed of every random stream.
    pub seed: u64,
    /// Signal-to-noise ratios ρ at which signals are looked for, rising.
    pub snr: Vec<f64>,
    /// The false-alarm probability at which detectors are compared.
    pub false_alarm: f64,
    /// The signals, and the detector that hears them.
    pub family: Signals,
    /// The bank.
    pub bank: Bank,
    /// The transients of the noise with glitches.
    pub glitches: Transients,
    /// Degrees of freedom of the noise with heavy tails.
    pub freedom: f64,
    /// Segments of noise, in each kind of noise.
    pub noise_draws: usize,
    /// Segments with a signal, at each signal-to-noise ratio in each kind of noise.
    pub signal_draws: usize,
    /// Signals that the family does not have.
    pub beyond: Beyond,
    /// How networks learn.
    pub learning: Learning,
    /// The convolutional network.
    pub series: Series,
    /// Coverage of all intervals.
    pub level: f64,
}

/// The family of chirps, and the segment they are looked for in.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Signals {
    /// The least and the largest mass of a body, in units of the sun's.
    pub masses: [f64; 2],
    /// Where the band begins, hertz; it ends at the lowest last frequency of the family.
    pub from_hz: f64,
    /// Seconds of a segment.
    pub seconds: f64,
    /// Samples a second.
    pub rate_hz: f64,
    /// Places of the family's fine grid along the chirp mass.
    pub grid_chirps: usize,
    /// Places of the fine grid along the ratio of the masses.
    pub grid_ratios: usize,
}

/// The template bank.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bank {
    /// Every place of the fine grid has a template with at least this match, the phase being free.
    pub minimal_match: f64,
    /// Phases of each.
    pub phases: usize,
}

/// Glitches.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Transients {
    /// The probability that a segment has one.
    pub probability: f64,
    /// That probability in the lessons: networks that saw as few as there are would have to wait long for each.
    pub taught: f64,
    /// The least and the largest signal-to-noise ratio.
    pub snr: [f64; 2],
    /// The least and the largest quality factor.
    pub quality: [f64; 2],
}

/// Three ways out of the family, each with its strengths, rising.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Beyond {
    /// The term in v³ of the phase is larger by this part of itself.
    pub coefficient: Vec<f64>,
    /// The amplitude is modulated over frequency by this part of itself.
    pub modulation: Vec<f64>,
    /// Both masses exceed the family's largest by this part of it.
    pub heavier: Vec<f64>,
    /// Segments for each strength.
    pub draws: usize,
}

/// How networks learn.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Learning {
    /// Signal-to-noise ratio of the signals they see.
    pub snr: f64,
    /// Segments a step, half of them with a signal.
    pub batch: usize,
    /// Steps of the network that begins as the bank.
    pub bank_steps: usize,
    /// Its rate at the start of half a cosine.
    pub bank_rate: f64,
    /// Steps of the convolutional network.
    pub series_steps: usize,
    /// Its rate at the start of half a cosine.
    pub series_rate: f64,
    /// Trainings of each kind, with other draws.
    pub repetitions: usize,
}

/// The convolutional network's sizes.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Series {
    /// Its convolutions.
    pub layers: Vec<Along>,
    /// Units of the hidden layer after them.
    pub hidden: usize,
}

/// Where in a segment a chirp ends, as a part of it: a segment is a period, and the band's edges ring a little past the end.
pub(super) const END: f64 = 0.95;

impl Config {
    /// At book scale.
    pub(super) fn book() -> Self {
        Self {
            seed: 1,
            snr: vec![4.0, 6.0, 8.0],
            false_alarm: 1e-3,
            family: Signals {
                masses: [15.0, 30.0],
                from_hz: 24.0,
                seconds: 2.0,
                rate_hz: 160.0,
                grid_chirps: 240,
                grid_ratios: 4,
            },
            bank: Bank { minimal_match: 0.93, phases: 8 },
            glitches: Transients { probability: 0.03, taught: 0.3, snr: [5.0, 100.0], quality: [4.0, 16.0] },
            freedom: 5.0,
            noise_draws: 100_000,
            signal_draws: 10_000,
            beyond: Beyond {
                coefficient: vec![0.05, 0.1, 0.2, 0.4],
                modulation: vec![0.25, 0.5, 1.0, 2.0],
                heavier: vec![0.05, 0.1, 0.2, 0.4],
                draws: 4_000,
            },
            learning: Learning {
                snr: 6.0,
                batch: 128,
                bank_steps: 1_000,
                bank_rate: 3e-4,
                series_steps: 2_000,
                series_rate: 1e-3,
                repetitions: 2,
            },
            series: Series {
                layers: vec![
                    Along { filters: 8, taps: 16, stride: 2 },
                    Along { filters: 16, taps: 8, stride: 2 },
                    Along { filters: 16, taps: 8, stride: 2 },
                ],
                hidden: 32,
            },
            level: 0.95,
        }
    }

    /// At quick scale.
    pub(super) fn quick() -> Self {
        let book = Self::book();
        Self {
            snr: vec![4.0, 6.0],
            false_alarm: 1e-2,
            family: Signals { masses: [24.0, 30.0], seconds: 1.0, grid_chirps: 40, grid_ratios: 3, ..book.family },
            bank: Bank { minimal_match: 0.9, phases: 8 },
            noise_draws: 6_000,
            signal_draws: 1_000,
            beyond: Beyond {
                coefficient: vec![0.1, 0.4],
                modulation: vec![0.5, 2.0],
                heavier: vec![0.1, 0.4],
                draws: 500,
            },
            learning: Learning { bank_steps: 100, bank_rate: 1e-3, series_steps: 200, repetitions: 1, ..book.learning },
            ..book
        }
    }

    /// Refuses what cannot be run, or not in sensible time.
    pub(super) fn check(&self) -> Result<()> {
        let lists = [
            ("snr", &self.snr, 3, 1.0..=20.0),
            ("beyond.coefficient", &self.beyond.coefficient, 6, 0.0..=2.0),
            ("beyond.modulation", &self.beyond.modulation, 6, 0.0..=10.0),
            ("beyond.heavier", &self.beyond.heavier, 6, 0.0..=1.0),
        ];
        for (name, values, most, range) in lists {
            in_range(&format!("the number of {name}"), values.len(), 1..=most)?;
            crate::figure::settings::count_in_range(name, values, 1..=usize::MAX)?;
            rising(name, values)?;
            values.iter().try_for_each(|&value| in_range(name, value, range.clone()))?;
        }
        in_range("false_alarm", self.false_alarm, 1e-5..=0.2)?;
        in_range("noise_draws", self.noise_draws, 500..=1_000_000)?;
        // Fewer than ten alarms would not fix a threshold.
        in_range("noise_draws · false_alarm", self.noise_draws as f64 * self.false_alarm, 10.0..=1e6)?;
        in_range("signal_draws", self.signal_draws, 100..=100_000)?;
        in_range("beyond.draws", self.beyond.draws, 100..=20_000)?;
        in_range("freedom", self.freedom, 2.1..=1_000.0)?;
        in_range("level", self.level, 0.5..=0.999)?;
        in_range("glitches.probability", self.glitches.probability, 0.0..=1.0)?;
        in_range("glitches.taught", self.glitches.taught, 0.0..=1.0)?;
        pair("glitches.snr", self.glitches.snr, 0.1, 1_000.0)?;
        pair("glitches.quality", self.glitches.quality, 1.0, 100.0)?;
        in_range("bank.minimal_match", self.bank.minimal_match, 0.3..=0.98)?;
        in_range("bank.phases", self.bank.phases, 3..=16)?;
        self.family.check()?;
        self.learning.check()?;
        self.series.check(self.family.samples())?;
        // At a thousand million products a second, a quarter of an hour.
        let products = self.series.products(self.family.samples());
        let learnt = (self.learning.series_steps * self.learning.batch * self.learning.repetitions) as f64 * products;
        in_range("learning.series_steps · batch · repetitions · products of a segment", learnt, 0.0..=1e12)?;
        in_range("noise_draws · products of a segment", self.noise_draws as f64 * products, 0.0..=1e12)
    }
}

impl Signals {
    /// Samples of a segment.
    pub(super) fn samples(&self) -> usize {
        (self.seconds * self.rate_hz).round() as usize
    }

    /// Where the band ends, hertz.
    pub(super) fn to_hz(&self) -> f64 {
        Binary { m1: self.masses[1], m2: self.masses[1] }.last_frequency()
    }

    fn check(&self) -> Result<()> {
        pair("family.masses", self.masses, 5.0, 60.0)?;
        in_range("family.from_hz", self.from_hz, 10.0..=100.0)?;
        in_range("family.seconds", self.seconds, 0.25..=4.0)?;
        in_range("family.rate_hz", self.rate_hz, 40.0..=512.0)?;
        in_range("family.grid_chirps", self.grid_chirps, 2..=400)?;
        in_range("family.grid_ratios", self.grid_ratios, 1..=12)?;
        in_range("family.grid_chirps · family.grid_ratios", self.grid_chirps * self.grid_ratios, 2..=1_600)?;
        in_range("the samples of a segment", self.samples(), 64..=1_024)?;
        ensure!(self.samples().is_multiple_of(2), "`family.seconds` · `family.rate_hz` must be even");
        let to_hz = self.to_hz();
        ensure!(
            to_hz < 0.5 * self.rate_hz - 1.0 / self.seconds,
            "the band ends at {to_hz:.1} Hz, and `family.rate_hz` must be more than twice that"
        );
        ensure!(
            (to_hz - self.from_hz) * self.seconds >= 8.0,
            "the band, from {} to {to_hz:.1} Hz, must have 8 frequencies or more: choose a lower `family.from_hz`, lower \
             `family.masses` or more `family.seconds`",
            self.from_hz
        );
        let lightest = Binary { m1: self.masses[0], m2: self.masses[0] };
        let longest = time_left(lightest.chirp_mass() * SUN_S, self.from_hz);
        ensure!(
            longest <= END * self.seconds,
            "the longest chirp lasts {longest:.2} s from `family.from_hz` on, and there are {:.2} s before its end: choose more \
             `family.seconds` or a higher `family.from_hz`",
            END * self.seconds
        );
        Ok(())
    }
}

impl Learning {
    fn check(&self) -> Result<()> {
        in_range("learning.snr", self.snr, 1.0..=20.0)?;
        in_range("learning.batch", self.batch, 2..=512)?;
        ensure!(self.batch.is_multiple_of(2), "`learning.batch` must be even: half of it has a signal");
        in_range("learning.bank_steps", self.bank_steps, 1..=5_000)?;
        in_range("learning.bank_rate", self.bank_rate, 0.0..=1.0)?;
        in_range("learning.series_steps", self.series_steps, 1..=20_000)?;
        in_range("learning.series_rate", self.series_rate, 0.0..=1.0)?;
        in_range("learning.repetitions", self.repetitions, 1..=5)
    }
}

impl Series {
    /// Products that the convolutions take for one segment.
    fn products(&self, samples: usize) -> f64 {
        let (mut length, mut channels, mut products) = (samples, 1, 0);
        for layer in &self.layers {
            length = (length - layer.taps) / layer.stride + 1;
            products += length * layer.taps * channels * layer.filters;
            channels = layer.filters;
        }
        products as f64
    }

    fn check(&self, samples: usize) -> Result<()> {
        in_range("the number of series.layers", self.layers.len(), 1..=4)?;
        in_range("series.hidden", self.hidden, 1..=128)?;
        let mut length = samples;
        for layer in &self.layers {
            in_range("series.layers, filters", layer.filters, 1..=32)?;
            in_range("series.layers, taps", layer.taps, 1..=length.min(64))?;
            in_range("series.layers, stride", layer.stride, 1..=16)?;
            length = (length - layer.taps) / layer.stride + 1;
        }
        Ok(())
    }
}

/// Refuses two values that are not a range within `least` and `most`.
fn pair(name: &str, values: [f64; 2], least: f64, most: f64) -> Result<()> {
    values.iter().try_for_each(|&value| in_range(name, value, least..=most))?;
    ensure!(values[0] <= values[1], "`{name}` is {} and {}, and must not fall", values[0], values[1]);
    Ok(())
}
