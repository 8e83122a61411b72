//! The settings.

use anyhow::{Result, ensure};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{covering::FITTED_FROM, growth::radius};
use crate::{
    figure::settings::{in_range, rising},
    ground::scale::Scale,
    math::waves::{chirp::Binary, riemannian_ascent::Limits},
};

/// The settings.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The chirps.
    pub chirps: Chirps,
    /// The family on a torus.
    pub torus: Torus,
    /// Signals that are tried on each bank of the counts.
    pub injections: usize,
    /// How many of the coarse bank's best templates ascents start from, rising.
    pub starts: Vec<usize>,
    /// The most steps of an ascent.
    pub steps: usize,
    /// The longest step of an ascent, in lengths of the match.
    pub longest_step: f64,
    /// An ascent ends when a step gains less than this part of the height.
    pub least_gain: f64,
    /// The probability that noise alone gives an alarm.
    pub false_alarm: f64,
    /// How much less than the finest bank a search may detect and still count as equal.
    pub margin: f64,
    /// Real multiplications that making one entry of a template takes.
    pub products_per_entry: f64,
    /// Seed of every random stream.
    pub seed: u64,
}

/// Chirps of a range of masses, in the detector's noise.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Chirps {
    /// The lightest body, suns.
    pub lightest: f64,
    /// The heaviest body, suns.
    pub heaviest: f64,
    /// Where the band begins, hertz.
    pub from_hz: f64,
    /// From a frequency to the next, hertz; its inverse is the length of the data in seconds.
    pub step_hz: f64,
    /// Minimal matches of the banks, rising.
    pub minimal_matches: Vec<f64>,
    /// Ascents start from banks of no larger minimal match.
    pub ascents_up_to: f64,
    /// A bank ends after so many proposals in a row that it matches.
    pub patience: usize,
    /// The signal-to-noise ratio ρ.
    pub snr: f64,
    /// Trials with noise alone.
    pub noises: usize,
    /// Trials with a signal.
    pub signals: usize,
    /// Starts of the basin of attraction.
    pub basin_starts: usize,
    /// Pixels along a side of the example's map.
    pub map_pixels: usize,
}

/// The orbit of a random signal under the shifts of a torus.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Torus {
    /// Dimensions d, rising.
    pub dimensions: Vec<usize>,
    /// Waves m; a signal has 2m entries.
    pub waves: usize,
    /// Deviation of the waves' numbers of turns.
    pub spread: f64,
    /// Minimal matches of the banks, rising.
    pub minimal_matches: Vec<f64>,
    /// Ascents start from banks of no larger minimal match.
    pub ascents_up_to: f64,
    /// Minimal matches of the banks that are placed at random in two dimensions, rising.
    pub placed_matches: Vec<f64>,
    /// How far the signal-to-noise ratio lies above the finest bank's threshold.
    pub above_threshold: f64,
    /// Trials with noise alone.
    pub noises: usize,
    /// Trials with a signal.
    pub signals: usize,
}

/// A spectrum has no more frequencies than this.
const MOST_BINS: usize = 4_000;
/// A grid on the torus has no more templates than this, or about.
const MOST_TEMPLATES: f64 = 1e5;

/// Frequencies times trials, each with every template of every bank: some minutes.
const MOST_FILTERED: usize = 8_000_000;
/// Multiplications for the finest bank on the torus: some minutes.
const MOST_PRODUCTS: f64 = 2e11;

impl Config {
    /// The settings of a scale.
    pub(super) fn of(scale: Scale) -> Self {
        let book = Config {
            chirps: Chirps {
                lightest: 6.0,
                heaviest: 20.0,
                from_hz: 20.0,
                step_hz: 0.0625,
                minimal_matches: vec![0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.97],
                ascents_up_to: 0.8,
                patience: 300,
                snr: 7.0,
                noises: 1_000,
                signals: 600,
                basin_starts: 800,
                map_pixels: 56,
            },
            torus: Torus {
                dimensions: vec![1, 2, 3, 4],
                waves: 64,
                spread: 1.0,
                minimal_matches: vec![0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9],
                ascents_up_to: 0.7,
                placed_matches: vec![0.8, 0.85, 0.9, 0.93, 0.95, 0.97],
                above_threshold: 1.5,
                noises: 4_000,
                signals: 2_000,
            },
            injections: 1_000,
            starts: vec![1, 2, 4],
            steps: 12,
            longest_step: 0.5,
            least_gain: 1e-3,
            false_alarm: 0.01,
            margin: 0.03,
            products_per_entry: 20.0,
            seed: 11,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Config {
                chirps: Chirps {
                    lightest: 10.0,
                    step_hz: 0.125,
                    minimal_matches: vec![0.5, 0.8, 0.9, 0.95],
                    patience: 60,
                    noises: 100,
                    signals: 60,
                    basin_starts: 100,
                    map_pixels: 24,
                    ..book.chirps
                },
                torus: Torus {
                    dimensions: vec![1, 2, 3],
                    minimal_matches: vec![0.3, 0.5, 0.7, 0.9],
                    placed_matches: vec![0.8, 0.9],
                    noises: 200,
                    signals: 200,
                    ..book.torus
                },
                injections: 200,
                starts: vec![1, 4],
                false_alarm: 0.05,
                margin: 0.1,
                ..book
            },
        }
    }

    /// Refuses settings out of range.
    pub(super) fn check(&self) -> Result<()> {
        self.chirps.check()?;
        self.torus.check()?;
        in_range("injections", self.injections, 10..=20_000)?;
        crate::figure::settings::count_in_range("starts", &self.starts, 1..=usize::MAX)?;
        rising("starts", &self.starts)?;
        in_range("the number of starts", self.starts.len(), 1..=5)?;
        for &starts in &self.starts {
            in_range("starts", starts, 1..=64)?;
        }
        in_range("steps", self.steps, 1..=100)?;
        in_range("longest_step", self.longest_step, 1e-3..=10.0)?;
        in_range("least_gain", self.least_gain, 1e-9..=0.1)?;
        in_range("false_alarm", self.false_alarm, 1e-4..=0.5)?;
        for (name, noises) in [("chirps.noises", self.chirps.noises), ("torus.noises", self.torus.noises)] {
            ensure!(
                noises as f64 * self.false_alarm >= 1.0,
                "`{name}` is {noises}: of so few trials none has a probability of {}",
                self.false_alarm
            );
        }
        in_range("margin", self.margin, 0.0..=1.0)?;
        in_range("products_per_entry", self.products_per_entry, 0.0..=1e4)
    }

    /// When ascents end.
    pub(super) fn limits(&self) -> Limits {
        Limits { steps: self.steps, longest: self.longest_step, gain: self.least_gain }
    }
}

impl Chirps {
    fn check(&self) -> Result<()> {
        in_range("chirps.lightest", self.lightest, 1.0..=50.0)?;
        in_range("chirps.heaviest", self.heaviest, 1.2 * self.lightest..=60.0)?;
        let to_hz = Binary { m1: self.heaviest, m2: self.heaviest }.last_frequency();
        in_range("chirps.from_hz", self.from_hz, 10.0..=0.8 * to_hz)?;
        in_range("chirps.step_hz", self.step_hz, 0.01..=1.0)?;
        let bins = ((to_hz - self.from_hz) / self.step_hz) as usize;
        in_range("the frequencies in the band of chirps", bins, 64..=MOST_BINS)?;
        matches("chirps.minimal_matches", &self.minimal_matches, 0.99)?;
        fitted("chirps.minimal_matches", &self.minimal_matches)?;
        in_range("chirps.ascents_up_to", self.ascents_up_to, 0.0..=1.0)?;
        in_range("chirps.patience", self.patience, 5..=2_000)?;
        in_range("chirps.snr", self.snr, 0.0..=100.0)?;
        in_range("chirps.noises", self.noises, 10..=20_000)?;
        in_range("chirps.signals", self.signals, 10..=20_000)?;
        let work = bins * (self.noises + self.signals);
        in_range("frequencies · (chirps.noises + chirps.signals)", work, 1..=MOST_FILTERED)?;
        in_range("chirps.basin_starts", self.basin_starts, 10..=5_000)?;
        in_range("chirps.map_pixels", self.map_pixels, 8..=64)
    }
}

impl Torus {
    fn check(&self) -> Result<()> {
        crate::figure::settings::count_in_range("torus.dimensions", &self.dimensions, 2..=usize::MAX)?;
        rising("torus.dimensions", &self.dimensions)?;
        for &dimension in &self.dimensions {
            in_range("torus.dimensions", dimension, 1..=4)?;
        }
        in_range("torus.waves", self.waves, 64..=512)?;
        ensure!(self.waves.is_multiple_of(4), "`torus.waves` is {}, and must be a multiple of 4", self.waves);
        in_range("torus.spread", self.spread, 1.0..=3.0)?;
        matches("torus.minimal_matches", &self.minimal_matches, 0.99)?;
        matches("torus.placed_matches", &self.placed_matches, 0.98)?;
        fitted("torus.placed_matches", &self.placed_matches)?;
        in_range("torus.ascents_up_to", self.ascents_up_to, 0.0..=1.0)?;
        in_range("torus.above_threshold", self.above_threshold, 0.0..=100.0)?;
        in_range("torus.noises", self.noises, 10..=20_000)?;
        in_range("torus.signals", self.signals, 10..=20_000)?;
        let dimension = *self.dimensions.last().unwrap_or(&1);
        let finest = *self.minimal_matches.last().unwrap_or(&0.5);
        // Half of the diagonal of a cell, along axes of length √(½) 2πσ with the variance that rounding adds.
        let side = std::f64::consts::TAU * (0.5 * (self.spread.powi(2) + 1.0 / 12.0)).sqrt();
        let along = side * (dimension as f64).sqrt() / (2.0 * radius(finest));
        let templates = along.powf(dimension as f64);
        in_range("the templates of the finest bank on the torus, about", templates, 0.0..=MOST_TEMPLATES)?;
        let work = templates * (2 * self.waves * (self.noises + self.signals)) as f64;
        in_range("those templates · 2 torus.waves · (torus.noises + torus.signals)", work, 0.0..=MOST_PRODUCTS)
    }
}

/// Refuses minimal matches that do not rise from 0.05 or more to `most` or less.
fn matches(name: &str, values: &[f64], most: f64) -> Result<()> {
    crate::figure::settings::count_in_range(name, values, 2..=usize::MAX)?;
    rising(name, values)?;
    in_range(&format!("the number of {name}"), values.len(), 2..=8)?;
    values.iter().try_for_each(|&value| in_range(name, value, 0.05..=most))
}

/// Refuses minimal matches of which fewer than two are so high that an exponent is fitted to them.
fn fitted(name: &str, values: &[f64]) -> Result<()> {
    let fine = values.iter().filter(|value| **value >= FITTED_FROM).count();
    ensure!(fine >= 2, "`{name}` has {fine} of {FITTED_FROM} or more, and must have two, for the exponent");
    Ok(())
}
