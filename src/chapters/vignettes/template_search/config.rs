//! The settings.

use anyhow::{Result, ensure};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    data::torus_family::TorusFamily,
    figure::{
        Settings,
        settings::{in_range, multiple_of, rising, work_within},
    },
    ground::scale::Scale,
    math::waves::{chirp::Binary, riemannian_ascent::Limits},
};

/// The heaviest body allowed, suns: two of them end near 37 Hz.
const HEAVIEST: f64 = 60.0;
/// The lowest frequency at which a band may begin, hertz.
const LOWEST_HZ: f64 = 10.0;
/// The theory of growth is one of small losses, for which the match falls off as a square: from this minimal match on.
pub(super) const FITTED_FROM: f64 = 0.8;
/// A spectrum has no more frequencies than this.
const MOST_BINS: usize = 4_000;
/// A grid on the torus has no more templates than this, or about.
const MOST_TEMPLATES: f64 = 1e5;
/// Frequencies times trials, each with every template of every bank: some minutes.
const MOST_FILTERED: usize = 8_000_000;
/// Multiplications for the finest bank on the torus: some minutes.
const MOST_PRODUCTS: f64 = 2e11;

/// What a reader can turn.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The chirps over two masses, and what is tried on them.
    pub chirps: Chirps,
    /// The family on a torus.
    pub torus: Torus,
    /// Signals that are tried on each bank of the counts.
    #[schemars(range(min = 10, max = 20_000))]
    pub injections: usize,
    /// How many of the coarse bank's best templates ascents start from, rising.
    #[schemars(length(min = 1, max = 5), inner(range(min = 1, max = 64)))]
    pub starts: Vec<usize>,
    /// The most steps of an ascent.
    #[schemars(range(min = 1, max = 100))]
    pub steps: usize,
    /// The longest step of an ascent, in lengths of the match.
    #[schemars(range(min = 1e-3, max = 10.0))]
    pub longest_step: f64,
    /// An ascent ends when a step gains less than this part of the height.
    #[schemars(range(min = 1e-9, max = 0.1))]
    pub least_gain: f64,
    /// The probability that noise alone gives an alarm.
    #[schemars(range(min = 1e-4, max = 0.5))]
    pub false_alarm: f64,
    /// How much less than the finest bank a search may detect and still count as equal.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub margin: f64,
    /// Real multiplications that making one entry of a template takes.
    #[schemars(range(min = 0.0, max = 1e4))]
    pub products_per_entry: f64,
    /// Seed of every random stream. Kept from the first record, with no reason for its number but that another moves every number.
    pub seed: u64,
}

/// Chirps of a range of masses, in the detector's noise.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Chirps {
    /// The lightest body, suns.
    #[schemars(range(min = 1.0, max = 50.0))]
    pub lightest: f64,
    /// The heaviest body, suns; at least 1.2 times the lightest.
    #[schemars(range(min = 1.0, max = HEAVIEST))]
    pub heaviest: f64,
    /// Where the band begins, hertz; at most 0.8 of the last frequency of the heaviest pair.
    #[schemars(range(min = LOWEST_HZ))]
    pub from_hz: f64,
    /// From a frequency to the next, hertz; its inverse is the length of the data in seconds.
    #[schemars(range(min = 0.01, max = 1.0))]
    pub step_hz: f64,
    /// Minimal matches of the banks, rising.
    #[schemars(length(min = 2, max = 8), inner(range(min = 0.05, max = 0.99)))]
    pub minimal_matches: Vec<f64>,
    /// Ascents start from banks of no larger minimal match.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub ascents_up_to: f64,
    /// A bank ends after so many proposals in a row that it matches.
    #[schemars(range(min = 5, max = 2_000))]
    pub patience: usize,
    /// The signal-to-noise ratio ρ.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub snr: f64,
    /// Trials with noise alone.
    #[schemars(range(min = 10, max = 20_000))]
    pub noises: usize,
    /// Trials with a signal.
    #[schemars(range(min = 10, max = 20_000))]
    pub signals: usize,
    /// Starts of the basin of attraction.
    #[schemars(range(min = 10, max = 5_000))]
    pub basin_starts: usize,
    /// Pixels along a side of the example's map.
    #[schemars(range(min = 8, max = 64))]
    pub map_pixels: usize,
}

/// The orbit of a random signal under the shifts of a torus.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Torus {
    /// Dimensions d of the tori that searches are compared on, rising.
    #[schemars(length(min = 2, max = 4), inner(range(min = 1, max = 4)))]
    pub dimensions: Vec<usize>,
    /// Waves m; a signal has 2m entries.
    #[schemars(range(min = 64, max = 512))]
    pub waves: usize,
    /// Deviation of the waves' numbers of turns.
    #[schemars(range(min = 1.0, max = 3.0))]
    pub spread: f64,
    /// Minimal matches of the banks, rising.
    #[schemars(length(min = 2, max = 8), inner(range(min = 0.05, max = 0.99)))]
    pub minimal_matches: Vec<f64>,
    /// Ascents start from banks of no larger minimal match.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub ascents_up_to: f64,
    /// Minimal matches of the banks that are placed at random in two dimensions, rising.
    #[schemars(length(min = 2, max = 8), inner(range(min = 0.05, max = 0.98)))]
    pub placed_matches: Vec<f64>,
    /// How far the signal-to-noise ratio lies above the finest bank's threshold.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub above_threshold: f64,
    /// Trials with noise alone.
    #[schemars(range(min = 10, max = 20_000))]
    pub noises: usize,
    /// Trials with a signal.
    #[schemars(range(min = 10, max = 20_000))]
    pub signals: usize,
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
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

    fn check(&self) -> Result<()> {
        self.chirps.check()?;
        self.torus.check()?;
        rising("starts", &self.starts)?;
        for (name, noises) in [("chirps.noises", self.chirps.noises), ("torus.noises", self.torus.noises)] {
            ensure!(
                noises as f64 * self.false_alarm >= 1.0,
                "`{name}` is {noises}: of so few trials none has a probability of {}",
                self.false_alarm
            );
        }
        Ok(())
    }
}

impl Config {
    /// When the ascents of a search end, and how far they may leap.
    pub(super) fn limits(&self) -> Limits {
        Limits { steps: self.steps, longest: self.longest_step, gain: self.least_gain }
    }
}

impl Chirps {
    /// The last frequency of the heaviest pair, at which the band ends, hertz.
    pub(super) fn to_hz(&self) -> f64 {
        Binary { m1: self.heaviest, m2: self.heaviest }.last_frequency()
    }

    fn check(&self) -> Result<()> {
        in_range("chirps.heaviest", self.heaviest, 1.2 * self.lightest..=HEAVIEST)?;
        let to_hz = self.to_hz();
        in_range("chirps.from_hz", self.from_hz, LOWEST_HZ..=0.8 * to_hz)?;
        let bins = ((to_hz - self.from_hz) / self.step_hz) as usize;
        ensure!(
            (64..=MOST_BINS).contains(&bins),
            "the band of chirps has {bins} frequencies, and must have from 64 to {MOST_BINS}: change `chirps.step_hz` or \
             `chirps.from_hz`"
        );
        rising("chirps.minimal_matches", &self.minimal_matches)?;
        fitted("chirps.minimal_matches", &self.minimal_matches)?;
        let filtered = bins * (self.noises + self.signals);
        in_range("frequencies · (chirps.noises + chirps.signals)", filtered, 1..=MOST_FILTERED)
    }
}

impl Torus {
    fn check(&self) -> Result<()> {
        rising("torus.dimensions", &self.dimensions)?;
        multiple_of("torus.waves", self.waves, 4)?;
        rising("torus.minimal_matches", &self.minimal_matches)?;
        rising("torus.placed_matches", &self.placed_matches)?;
        fitted("torus.placed_matches", &self.placed_matches)?;
        let dimension = *self.dimensions.last().unwrap_or(&1);
        let finest = *self.minimal_matches.last().unwrap_or(&0.5);
        // Half of the diagonal of a cell, along axes of length √(½) 2πσ with the variance that rounding adds.
        let side = std::f64::consts::TAU * (0.5 * (self.spread.powi(2) + 1.0 / 12.0)).sqrt();
        let along = side * (dimension as f64).sqrt() / (2.0 * TorusFamily::radius(finest));
        let templates = along.powf(dimension as f64);
        ensure!(
            templates <= MOST_TEMPLATES,
            "the finest bank on the torus would have about {templates:.1e} templates, and at most {MOST_TEMPLATES:.0e} are \
             allowed: lower the last of `torus.minimal_matches` or of `torus.dimensions`, or `torus.spread`"
        );
        work_within(
            templates * (2 * self.waves * (self.noises + self.signals)) as f64,
            MOST_PRODUCTS,
            "lower the last of `torus.minimal_matches`, or take fewer `torus.noises`, `torus.signals` or `torus.waves`",
        )
    }
}

/// Refuses minimal matches of which fewer than two are so high that an exponent is fitted to them.
fn fitted(name: &str, values: &[f64]) -> Result<()> {
    let fine = values.iter().filter(|value| **value >= FITTED_FROM).count();
    ensure!(fine >= 2, "`{name}` has {fine} of {FITTED_FROM} or more, and must have two, for the exponent");
    Ok(())
}
