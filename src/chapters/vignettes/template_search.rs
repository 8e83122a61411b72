//! Covering against optimising: a bank of templates on a surface of signals, or a coarse bank and a climb along it.

mod chirp_search;
mod climb;
mod covering;
mod detection;
mod drawing;
mod growth;
mod share;

use anyhow::{Result, ensure};
use serde::{Deserialize, Serialize};

use crate::{
    data::detector_noise::{ADVANCED_LIGO, Sensitivity},
    figure::{
        Claim, Context, Drawing, Experiment, Scale, Tolerance,
        settings::{in_range, rising},
    },
    math::{chirp::Binary, chirp_family::ChirpFamily, extremes::largest, fit, riemannian_ascent::Limits},
};

pub use self::{
    climb::{Basin, Example},
    covering::{Bank, Covering},
    detection::{Chosen, Comparison, Search},
    growth::InDimension,
    share::Share,
};

/// The figure.
#[derive(Debug)]
pub struct TemplateSearch;

/// The settings.
#[derive(Debug, Serialize, Deserialize)]
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
#[derive(Debug, Serialize, Deserialize)]
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
#[derive(Debug, Serialize, Deserialize)]
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

/// What was found.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// Frequencies of a chirp's spectrum.
    pub bins: usize,
    /// The band's last frequency, hertz.
    pub to_hz: f64,
    /// Banks of chirps.
    pub chirps: Covering,
    /// Banks on a torus of two dimensions.
    pub torus: Covering,
    /// One ascent.
    pub example: Example,
    /// From where ascents arrive.
    pub basin: Basin,
    /// Both ways to search for chirps.
    pub chirp_search: Comparison,
    /// Both ways to search on a torus, one a dimension.
    pub growth: Vec<InDimension>,
    /// The largest share of signals that a bank leaves below its minimal match.
    pub worst_uncovered: f64,
    /// By what a dimension more multiplies the cost of the cheapest bank that detects as much, fitted over the dimensions.
    pub bank_growth: f64,
    /// The same of the cheapest such ascent, if there is one in every dimension.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ascent_growth: Option<f64>,
    /// The same of the cheapest ascent that is as high as the finest bank, if there is one in every dimension.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_high_growth: Option<f64>,
    /// By what a dimension more multiplies the finest bank's templates, fitted.
    pub templates_growth: f64,
    /// The same by the theory of a cubic lattice.
    pub templates_growth_by_theory: f64,
    /// The first dimension in which an ascent detects as much as the cheapest bank for less, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detects_cheaper_from: Option<usize>,
    /// The first dimension in which an ascent is as high as the finest bank for less, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_high_cheaper_from: Option<usize>,
}

/// A spectrum has no more frequencies than this.
const MOST_BINS: usize = 4_000;
/// A grid on the torus has no more templates than this, or about.
const MOST_TEMPLATES: f64 = 1e5;

impl Config {
    fn limits(&self) -> Limits {
        Limits { steps: self.steps, longest: self.longest_step, gain: self.least_gain }
    }
}

impl Experiment for TemplateSearch {
    const ID: &'static str = "vignettes/template_search";
    const TITLE: &'static str = "Covering a surface of signals with templates, or climbing along it";
    const DATA: &'static [&'static str] = &[ADVANCED_LIGO.path];
    type Config = Config;
    type Outcome = Outcome;

    fn config(scale: Scale) -> Config {
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
                basin_starts: 1_500,
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
            injections: 2_000,
            starts: vec![1, 2, 4, 8],
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

    fn check(config: &Config) -> Result<()> {
        check_chirps(&config.chirps)?;
        check_torus(&config.torus)?;
        in_range("injections", config.injections, 10..=20_000)?;
        rising("starts", &config.starts, 1)?;
        in_range("the number of starts", config.starts.len(), 1..=5)?;
        for &starts in &config.starts {
            in_range("starts", starts, 1..=64)?;
        }
        in_range("steps", config.steps, 1..=100)?;
        in_range("longest_step", config.longest_step, 1e-3..=10.0)?;
        in_range("least_gain", config.least_gain, 1e-9..=0.1)?;
        in_range("false_alarm", config.false_alarm, 1e-4..=0.5)?;
        for (name, noises) in [("chirps.noises", config.chirps.noises), ("torus.noises", config.torus.noises)] {
            ensure!(
                noises as f64 * config.false_alarm >= 1.0,
                "`{name}` is {noises}: of so few trials none has a probability of {}",
                config.false_alarm
            );
        }
        in_range("margin", config.margin, 0.0..=1.0)?;
        in_range("products_per_entry", config.products_per_entry, 0.0..=1e4)
    }

    fn run(config: &Config, context: &Context) -> Result<Outcome> {
        let sensitivity = Sensitivity::advanced_ligo()?;
        let chirps = &config.chirps;
        let family = ChirpFamily::new(chirps.lightest..=chirps.heaviest, chirps.from_hz, chirps.step_hz, |f| {
            sensitivity.power_density(f)
        });
        let (covering, banks) = covering::of_chirps(&family, config, context);
        let (coarse, finest) = (&banks[0], &banks[banks.len() - 1]);
        let torus = covering::of_torus(config, context);
        let growth: Vec<InDimension> = (config.torus.dimensions.iter())
            .map(|&dimension| growth::in_dimension(dimension, config, context))
            .collect();
        let grows = |number: &dyn Fn(&InDimension) -> Option<f64>| -> Option<f64> {
            let dimensions: Vec<f64> = growth.iter().map(|at| at.dimension as f64).collect();
            let logs: Option<Vec<f64>> = growth.iter().map(|at| number(at).map(f64::ln)).collect();
            logs.map(|logs| fit::slope(&dimensions, &logs).exp())
        };
        let bank = |at: &InDimension| at.comparison.bank.cost;
        let ascent = |at: &InDimension| at.comparison.ascent.map(|ascent| ascent.cost);
        let as_high = |at: &InDimension| at.comparison.as_high.map(|ascent| ascent.cost);
        let first =
            |cheaper: &dyn Fn(&InDimension) -> bool| growth.iter().find(|at| cheaper(at)).map(|at| at.dimension);
        Ok(Outcome {
            bins: family.bins(),
            to_hz: Binary { m1: chirps.heaviest, m2: chirps.heaviest }.last_frequency(),
            example: climb::example(&family, coarse, finest, config, context),
            basin: climb::basin(&family, config, context),
            chirp_search: chirp_search::compare(&family, &banks, config, context),
            worst_uncovered: largest(covering.banks.iter().chain(&torus.banks).map(|bank| bank.below.share)),
            chirps: covering,
            torus,
            bank_growth: grows(&|at| Some(bank(at))).unwrap_or_default(),
            ascent_growth: grows(&ascent),
            as_high_growth: grows(&as_high),
            templates_growth: grows(&|at| Some(at.comparison.finest.templates as f64)).unwrap_or_default(),
            templates_growth_by_theory: grows(&|at| Some(at.templates_by_theory)).unwrap_or_default(),
            detects_cheaper_from: first(&|at| ascent(at).is_some_and(|cost| cost < bank(at))),
            as_high_cheaper_from: first(&|at| as_high(at).is_some_and(|cost| cost < at.comparison.finest.cost)),
            growth,
        })
    }

    fn claims(outcome: &Outcome) -> Vec<Claim> {
        claims(outcome)
    }

    fn draw(outcome: &Outcome) -> Result<Drawing> {
        drawing::draw(outcome)
    }

    fn tolerance(pointer: &str) -> Tolerance {
        let is_of = |names: &[&str]| names.iter().any(|name| pointer.contains(name));
        if is_of(&["detected", "as_high", "shortfall", "quiet", "noisy", "below"]) {
            return Tolerance { relative: 0.0, absolute: 0.03, because: "a trial on an edge may fall to either side" };
        }
        if is_of(&["evaluations", "products", "generation", "cost", "_growth", "steps"]) {
            return Tolerance { relative: 0.05, absolute: 0.0, because: "rounding may end an ascent a step sooner" };
        }
        if is_of(&["surface"]) {
            return Tolerance { relative: 0.0, absolute: 1.5e-3, because: "rounded to thousandths: one unit" };
        }
        Tolerance { relative: 1e-6, absolute: 1e-8, because: "rounding, and where it ends an ascent" }
    }
}

fn check_chirps(chirps: &Chirps) -> Result<()> {
    in_range("chirps.lightest", chirps.lightest, 1.0..=50.0)?;
    in_range("chirps.heaviest", chirps.heaviest, 1.2 * chirps.lightest..=60.0)?;
    let to_hz = Binary { m1: chirps.heaviest, m2: chirps.heaviest }.last_frequency();
    in_range("chirps.from_hz", chirps.from_hz, 10.0..=0.8 * to_hz)?;
    in_range("chirps.step_hz", chirps.step_hz, 0.01..=1.0)?;
    let bins = ((to_hz - chirps.from_hz) / chirps.step_hz) as usize;
    in_range("the frequencies in the band of chirps", bins, 64..=MOST_BINS)?;
    matches("chirps.minimal_matches", &chirps.minimal_matches, 0.99)?;
    fitted("chirps.minimal_matches", &chirps.minimal_matches)?;
    in_range("chirps.ascents_up_to", chirps.ascents_up_to, 0.0..=1.0)?;
    in_range("chirps.patience", chirps.patience, 5..=2_000)?;
    in_range("chirps.snr", chirps.snr, 0.0..=100.0)?;
    in_range("chirps.noises", chirps.noises, 10..=20_000)?;
    in_range("chirps.signals", chirps.signals, 10..=20_000)?;
    in_range("chirps.basin_starts", chirps.basin_starts, 10..=20_000)?;
    in_range("chirps.map_pixels", chirps.map_pixels, 8..=64)
}

fn check_torus(torus: &Torus) -> Result<()> {
    rising("torus.dimensions", &torus.dimensions, 2)?;
    for &dimension in &torus.dimensions {
        in_range("torus.dimensions", dimension, 1..=4)?;
    }
    in_range("torus.waves", torus.waves, 64..=512)?;
    ensure!(torus.waves.is_multiple_of(4), "`torus.waves` is {}, and must be a multiple of 4", torus.waves);
    in_range("torus.spread", torus.spread, 1.0..=3.0)?;
    matches("torus.minimal_matches", &torus.minimal_matches, 0.99)?;
    matches("torus.placed_matches", &torus.placed_matches, 0.98)?;
    fitted("torus.placed_matches", &torus.placed_matches)?;
    in_range("torus.ascents_up_to", torus.ascents_up_to, 0.0..=1.0)?;
    in_range("torus.above_threshold", torus.above_threshold, 0.0..=100.0)?;
    in_range("torus.noises", torus.noises, 10..=20_000)?;
    in_range("torus.signals", torus.signals, 10..=20_000)?;
    let dimension = *torus.dimensions.last().unwrap_or(&1);
    let finest = *torus.minimal_matches.last().unwrap_or(&0.5);
    // Half of the diagonal of a cell, along axes of length √(½) 2πσ with the variance that rounding adds.
    let side = std::f64::consts::TAU * (0.5 * (torus.spread.powi(2) + 1.0 / 12.0)).sqrt();
    let along = side * (dimension as f64).sqrt() / (2.0 * growth::radius(finest));
    in_range("the templates of the finest bank on the torus, about", along.powi(dimension as i32), 0.0..=MOST_TEMPLATES)
}

/// Refuses minimal matches that do not rise from 0.05 or more to `most` or less.
fn matches(name: &str, values: &[f64], most: f64) -> Result<()> {
    rising(name, values, 2)?;
    in_range(&format!("the number of {name}"), values.len(), 2..=8)?;
    values.iter().try_for_each(|&value| in_range(name, value, 0.05..=most))
}

/// Refuses minimal matches of which fewer than two are so high that an exponent is fitted to them.
fn fitted(name: &str, values: &[f64]) -> Result<()> {
    let from = covering::FITTED_FROM;
    let fine = values.iter().filter(|value| **value >= from).count();
    ensure!(fine >= 2, "`{name}` has {fine} of {from} or more, and must have two, for the exponent");
    Ok(())
}

fn claims(outcome: &Outcome) -> Vec<Claim> {
    const BOOK: &str = "this book";
    const OWEN: &str = "Owen 1996";
    const TPOPT: &str = "Yan et al. 2023";
    let banks = || outcome.chirps.banks.iter().chain(&outcome.torus.banks);
    let excess = banks().map(|bank| bank.below.low - bank.promised).fold(f64::MIN, f64::max);
    let mut claims = vec![
        Claim::near(
            "On a flat surface without edges a bank grows as (1 − MM)⁻¹: the fitted exponent, d = 2",
            OWEN,
            outcome.torus.exponent,
            outcome.torus.exponent_of_a_surface,
            0.1,
        ),
        Claim::near(
            "So does a bank of chirps over two masses",
            OWEN,
            outcome.chirps.exponent,
            outcome.chirps.exponent_of_a_surface,
            0.1,
        ),
        Claim::near(
            "The strip of chirps is narrower than a template reaches, and its bank grows as that of a curve, (1 − MM)^(−1/2)",
            BOOK,
            outcome.chirps.exponent,
            outcome.chirps.exponent_of_a_curve,
            0.1,
        ),
        Claim::at_most(
            "Signals below the minimal match are no more than the placement promises: the largest excess of a share's \
             lower end over the promise",
            "Harry, Allen & Sathyaprakash 2009",
            excess,
            0.0,
        ),
        Claim::is_true(
            "The pictured ascent never falls, and ends above the finest bank's best template",
            BOOK,
            outcome.example.values.windows(2).all(|pair| pair[0] <= pair[1])
                && outcome.example.values.last().is_some_and(|last| *last >= outcome.example.finest_bank),
        ),
        Claim::near(
            "On the torus the finest bank grows with the dimension as a cubic lattice's covering does: the factor a \
             dimension, over that of theory",
            OWEN,
            outcome.templates_growth / outcome.templates_growth_by_theory,
            1.0,
            0.1,
        ),
    ];
    let cheaper = |at: &InDimension| at.comparison.ascent.map(|ascent| at.comparison.bank.cost / ascent.cost);
    if let [first, .., last] = outcome.growth.as_slice() {
        claims.extend([
            Claim::at_most(
                format!("In {} dimension(s) a bank is cheaper: its products over the ascent's", first.dimension),
                BOOK,
                cheaper(first).unwrap_or(0.0),
                1.0,
            ),
            Claim::at_least(
                format!(
                    "In {} dimensions an ascent detects as much for less: the bank's products over its own",
                    last.dimension
                ),
                TPOPT,
                cheaper(last).unwrap_or(0.0),
                1.0,
            ),
            Claim::at_least(
                format!(
                    "In {} dimensions an ascent is as high as the finest bank for less: the bank's products over its own",
                    last.dimension
                ),
                TPOPT,
                last.comparison.as_high.map_or(0.0, |ascent| last.comparison.finest.cost / ascent.cost),
                1.0,
            ),
        ]);
    }
    claims.push(Claim::at_least(
        "A dimension more multiplies the bank's products by more than the ascent's: the ratio of the two factors",
        TPOPT,
        outcome.ascent_growth.map_or(0.0, |growth| outcome.bank_growth / growth),
        1.0,
    ));
    claims.push(Claim::at_least(
        "Chirps over two masses: the cheapest bank's products over those of the cheapest ascent that detects as much",
        TPOPT,
        outcome.chirp_search.ascent.map_or(0.0, |ascent| outcome.chirp_search.bank.cost / ascent.cost),
        1.0,
    ));
    claims
}
