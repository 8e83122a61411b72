//! The settings.

use anyhow::{Result, ensure};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    figure::{
        Settings,
        settings::{in_range, multiple_of, rising, work_within},
    },
    ground::scale::Scale,
    math::waves::{
        chirp::{Binary, SUN_S},
        newtonian_chirp::time_left,
    },
    nn::Along,
};

/// What a reader can turn.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Seed of every random stream.
    pub seed: u64,
    /// Signal-to-noise ratios ρ at which signals are looked for, rising.
    #[schemars(length(min = 1, max = 3), inner(range(min = 1.0, max = 20.0)))]
    pub snr: Vec<f64>,
    /// The false-alarm probability at which detectors are compared.
    #[schemars(range(min = 1e-5, max = 0.2))]
    pub false_alarm: f64,
    /// The signals, and the detector that hears them.
    pub family: Signals,
    /// The template bank, whose products are what matched filtering is.
    pub bank: Bank,
    /// The transients of the noise with glitches.
    pub glitches: Transients,
    /// Degrees of freedom of the noise with heavy tails.
    #[schemars(range(min = 2.1, max = 1_000.0))]
    pub freedom: f64,
    /// Segments of noise, in each kind of noise.
    #[schemars(range(min = 500, max = 1_000_000))]
    pub noise_draws: usize,
    /// Segments with a signal, at each signal-to-noise ratio in each kind of noise.
    #[schemars(range(min = 100, max = 100_000))]
    pub signal_draws: usize,
    /// Signals that the family does not have.
    pub beyond: Beyond,
    /// From what, and for how long, networks learn.
    pub learning: Learning,
    /// The convolutional network, which starts from random weights.
    pub series: Series,
    /// Coverage of all intervals.
    #[schemars(range(min = 0.5, max = 0.999))]
    pub level: f64,
}

/// The family of chirps, and the segment they are looked for in.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Signals {
    /// The least and the largest mass of a body, in units of the sun's mass.
    #[schemars(inner(range(min = 5.0, max = 60.0)))]
    pub masses: [f64; 2],
    /// Where the band begins, hertz; it ends at the lowest last frequency of the family.
    #[schemars(range(min = 10.0, max = 100.0))]
    pub from_hz: f64,
    /// How long a segment lasts, seconds.
    #[schemars(range(min = 0.25, max = 4.0))]
    pub seconds: f64,
    /// Samples per second, hertz; with the seconds an even number of samples per segment, from 64 to 1,024.
    #[schemars(range(min = 40.0, max = 512.0))]
    pub rate_hz: f64,
    /// Places of the family's fine grid along the chirp mass.
    #[schemars(range(min = 2, max = 400))]
    pub grid_chirps: usize,
    /// Places of the fine grid along the ratio of the masses.
    #[schemars(range(min = 1, max = 12))]
    pub grid_ratios: usize,
}

/// A bank of templates over masses and phases.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bank {
    /// Every place of the fine grid has a template with at least this match, the phase being free.
    #[schemars(range(min = 0.3, max = 0.98))]
    pub minimal_match: f64,
    /// Templates for each pair of masses: phases at equal steps around the circle.
    #[schemars(range(min = 3, max = 16))]
    pub phases: usize,
}

/// Transients that are no signals: sine-Gaussians of random strength and width.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Transients {
    /// The probability that a segment has one.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub probability: f64,
    /// That probability in the lessons: networks that saw as few as there are would have to wait long for each.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub taught: f64,
    /// The least and the largest signal-to-noise ratio.
    #[schemars(inner(range(min = 0.1, max = 1_000.0)))]
    pub snr: [f64; 2],
    /// The least and the largest quality factor.
    #[schemars(inner(range(min = 1.0, max = 100.0)))]
    pub quality: [f64; 2],
}

/// Three ways out of the family, each with its strengths, rising.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Beyond {
    /// The term in v³ of the phase is larger by this part of itself.
    #[schemars(length(min = 1, max = 6), inner(range(min = 0.0, max = 2.0)))]
    pub coefficient: Vec<f64>,
    /// The amplitude is modulated over frequency by this part of itself.
    #[schemars(length(min = 1, max = 6), inner(range(min = 0.0, max = 10.0)))]
    pub modulation: Vec<f64>,
    /// Both masses exceed the family's largest by this part of it.
    #[schemars(length(min = 1, max = 6), inner(range(min = 0.0, max = 1.0)))]
    pub heavier: Vec<f64>,
    /// Segments for each strength.
    #[schemars(range(min = 100, max = 20_000))]
    pub draws: usize,
}

/// The lessons: the same for both kinds of network but for steps and rates.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Learning {
    /// Signal-to-noise ratio of the signals they see.
    #[schemars(range(min = 1.0, max = 20.0))]
    pub snr: f64,
    /// Segments per training step, an even number: half of them with a signal.
    #[schemars(range(min = 2, max = 512))]
    pub batch: usize,
    /// Steps of the network that begins as the bank.
    #[schemars(range(min = 1, max = 5_000))]
    pub bank_steps: usize,
    /// Its rate at the start of half a cosine.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub bank_rate: f64,
    /// Steps of the convolutional network.
    #[schemars(range(min = 1, max = 20_000))]
    pub series_steps: usize,
    /// Its rate at the start of half a cosine.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub series_rate: f64,
    /// Trainings of each kind, with other draws.
    #[schemars(range(min = 1, max = 5))]
    pub repetitions: usize,
}

/// The convolutional network's sizes.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Series {
    /// Its convolutions, from the input on.
    #[schemars(length(min = 1, max = 4))]
    pub layers: Vec<Along>,
    /// Units of the hidden layer after them.
    #[schemars(range(min = 1, max = 128))]
    pub hidden: usize,
}

/// Products that a training, or the scoring of all noise, may take: a quarter of an hour at a thousand million a second.
const MOST_PRODUCTS: f64 = 1e12;
/// Where in a segment a chirp ends, as a part of it: a segment is a period, and the band's edges ring a little past the end.
pub(super) const END: f64 = 0.95;

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let book = Config {
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
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Config {
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
                learning: Learning {
                    bank_steps: 100,
                    bank_rate: 1e-3,
                    series_steps: 200,
                    repetitions: 1,
                    ..book.learning
                },
                ..book
            },
        }
    }

    fn check(&self) -> Result<()> {
        rising("snr", &self.snr)?;
        rising("beyond.coefficient", &self.beyond.coefficient)?;
        rising("beyond.modulation", &self.beyond.modulation)?;
        rising("beyond.heavier", &self.beyond.heavier)?;
        // Fewer than ten alarms would not fix a threshold.
        in_range("noise_draws · false_alarm", self.noise_draws as f64 * self.false_alarm, 10.0..=1e6)?;
        not_falling("glitches.snr", self.glitches.snr)?;
        not_falling("glitches.quality", self.glitches.quality)?;
        self.family.check()?;
        multiple_of("learning.batch", self.learning.batch, 2)?;
        self.series.check(self.family.samples())?;
        let products = self.series.products(self.family.samples());
        let learnt = (self.learning.series_steps * self.learning.batch * self.learning.repetitions) as f64 * products;
        work_within(
            learnt,
            MOST_PRODUCTS,
            "take fewer `learning.series_steps` or `learning.repetitions`, a smaller `learning.batch` or smaller `series`",
        )?;
        work_within(self.noise_draws as f64 * products, MOST_PRODUCTS, "take fewer `noise_draws` or smaller `series`")
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
        not_falling("family.masses", self.masses)?;
        in_range("family.grid_chirps · family.grid_ratios", self.grid_chirps * self.grid_ratios, 2..=1_600)?;
        in_range("family.seconds · family.rate_hz", self.samples(), 64..=1_024)?;
        multiple_of("family.seconds · family.rate_hz", self.samples(), 2)?;
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
        let mut length = samples;
        for (i, layer) in self.layers.iter().enumerate() {
            in_range(&format!("series.layers[{i}].taps"), layer.taps, 1..=length)?;
            length = (length - layer.taps) / layer.stride + 1;
        }
        Ok(())
    }
}

/// Refuses a range whose end lies below its start.
fn not_falling(name: &str, [start, end]: [f64; 2]) -> Result<()> {
    ensure!(start <= end, "`{name}` is {start} and {end}, and must not fall");
    Ok(())
}
