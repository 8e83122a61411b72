//! How large a bank must be: templates placed at random, counted, and tried on signals between them.

use rand::Rng;
use rayon::prelude::*;
use rustfft::num_complex::Complex64;
use serde::{Deserialize, Serialize};

use super::{Config, share::Share};
use crate::{
    data::{streams::stream, torus_family::TorusFamily},
    figure::Context,
    math::{
        statistics::fit,
        waves::{
            chirp_family::{ChirpFamily, Place},
            covering::{best_lattice_thickness, covering_number},
            match_metric::Matcher,
            stochastic_bank::{Placed, promised_share, stochastic_bank},
        },
    },
};

/// Banks of one family, one a minimal match.
#[derive(Debug, Serialize, Deserialize)]
pub struct Covering {
    /// The banks, minimal matches rising.
    pub banks: Vec<Bank>,
    /// The slope of ln N against ln(1 − MM), over the banks with a minimal match of 0.8 or more.
    pub exponent: f64,
    /// That slope as the theory of a surface without edges has it, −d/2 with d = 2.
    pub exponent_of_a_surface: f64,
    /// That slope as the theory of a curve has it.
    pub exponent_of_a_curve: f64,
    /// The family's area in the metric of the match.
    pub area: f64,
    /// Its length along its longest direction.
    pub length: f64,
}

/// A bank of templates that was placed at random.
#[derive(Debug, Serialize, Deserialize)]
pub struct Bank {
    /// The minimal match.
    pub minimal_match: f64,
    /// The radius √(1 − MM) of a template's reach, in lengths of the match.
    pub reach: f64,
    /// Templates kept.
    pub templates: usize,
    /// Templates proposed.
    pub proposals: usize,
    /// Whether the row of matched proposals that ends the placement came before the most templates.
    pub complete: bool,
    /// Templates of the thinnest lattice known, on a flat surface of the same area without edges.
    pub of_a_surface: f64,
    /// Templates of a row on a curve of the same length.
    pub of_a_curve: f64,
    /// Share of signals whose best match is below the minimal match.
    pub below: Share,
    /// The share that the placement promises not to exceed, at 95 % confidence.
    pub promised: f64,
}

/// A chirp in a bank.
#[derive(Debug)]
struct Chirp {
    place: Place,
    spectrum: Vec<Complex64>,
}

impl Chirp {
    fn at(family: &ChirpFamily, place: Place) -> Self {
        Self { place, spectrum: family.template(place) }
    }
}

/// No bank is larger: its templates fit into the memory.
const MOST_TEMPLATES: usize = 2_000;
/// The theory is one of small losses, for which the match falls off as a square.
pub(super) const FITTED_FROM: f64 = 0.8;
/// Confidence of the promised share.
const LEVEL: f64 = 0.95;
/// A pair whose metric says that more than so many times the allowed match is lost is not compared.
const FAR: f64 = 8.0;

/// Banks of chirps, with the places of the templates of each.
pub(super) fn of_chirps(family: &ChirpFamily, config: &Config, context: &Context) -> (Covering, Vec<Vec<Place>>) {
    let matcher = Matcher::new(family.bins(), family.step_hz());
    let (length, area) = size(family);
    let mut task = context.progress.task("banks of chirps", 2);
    let matches = |minimal_match: f64| {
        let (family, matcher) = (family, &matcher);
        move |a: &Chirp, b: &Chirp| {
            let far = FAR * (1.0 - minimal_match);
            if loss(family, a.place, b.place) > far { 0.0 } else { matcher.best(&a.spectrum, &b.spectrum).value }
        }
    };
    let place = |&minimal_match: &f64| {
        let mut rng = stream(config.seed, &format!("template search chirps {minimal_match}"));
        let propose = || Chirp::at(family, family.draw(&mut rng));
        stochastic_bank(minimal_match, config.chirps.patience, MOST_TEMPLATES, propose, matches(minimal_match))
    };
    // The finest takes longest: first.
    let mut placed: Vec<_> = config.chirps.minimal_matches.par_iter().rev().map(place).collect();
    placed.reverse();
    task.step();
    let below: Vec<Share> = (config.chirps.minimal_matches.par_iter())
        .zip(&placed)
        .map(|(&minimal_match, bank)| {
            let mut rng = stream(config.seed, &format!("template search chirps between {minimal_match}"));
            let propose = || Chirp::at(family, family.draw(&mut rng));
            share_below(bank, minimal_match, config.injections, propose, matches(minimal_match))
        })
        .collect();
    task.step();
    let covering =
        Covering::of(&placed, &config.chirps.minimal_matches, &below, config.chirps.patience, (length, area));
    let places = |bank: Placed<Chirp>| bank.templates.into_iter().map(|chirp| chirp.place).collect();
    (covering, placed.into_iter().map(places).collect())
}

/// Banks of the family on a torus of two dimensions, which is flat and has no edge.
pub(super) fn of_torus(config: &Config, context: &Context) -> Covering {
    const DIMENSION: usize = 2;
    let matches_wanted = &config.torus.placed_matches;
    let mut task = context.progress.task("banks on a torus", 1);
    let mut rng = stream(config.seed, &format!("template search torus {DIMENSION}"));
    let family = TorusFamily::new(DIMENSION, config.torus.waves, config.torus.spread, &mut rng);
    let draw = |rng: &mut rand_chacha::ChaCha8Rng| {
        let theta: Vec<f64> = (0..DIMENSION).map(|_| rng.gen_range(0.0..1.0)).collect();
        family.signal(&theta)
    };
    let product = |a: &Vec<f64>, b: &Vec<f64>| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let place = |&minimal_match: &f64| {
        let mut rng = stream(config.seed, &format!("template search placed {minimal_match}"));
        let bank = stochastic_bank(minimal_match, config.chirps.patience, MOST_TEMPLATES, || draw(&mut rng), product);
        let mut rng = stream(config.seed, &format!("template search between {minimal_match}"));
        let below = share_below(&bank, minimal_match, config.injections, || draw(&mut rng), product);
        (bank, below)
    };
    let (placed, below): (Vec<_>, Vec<_>) = matches_wanted.par_iter().map(place).unzip();
    task.step();
    let metric = family.metric();
    let area = (metric[(0, 0)] * metric[(1, 1)] - metric[(0, 1)] * metric[(1, 0)]).sqrt();
    let length = metric[(0, 0)].max(metric[(1, 1)]).sqrt();
    Covering::of(&placed, matches_wanted, &below, config.chirps.patience, (length, area))
}

/// 1 − M between two places, time maximised, by the metric half way.
fn loss(family: &ChirpFamily, a: Place, b: Place) -> f64 {
    let middle: Place = std::array::from_fn(|i| f64::midpoint(a[i], b[i]));
    let metric = family.mass_metric(middle);
    let by = [b[1] - a[1], b[2] - a[2]];
    (0..4).map(|ij| metric[ij / 2][ij % 2] * by[ij / 2] * by[ij % 2]).sum()
}

/// The length of the strip of chirps along its middle, and its area, in the metric of the match.
fn size(family: &ChirpFamily) -> (f64, f64) {
    const PIECES: usize = 400;
    let [from, to] = family.along();
    let piece = (to - from) / PIECES as f64;
    let middles = (0..PIECES).map(|i| from + (i as f64 + 0.5) * piece);
    middles.fold((0.0, 0.0), |(length, area), along| {
        let [equal, unequal] = family.across(along);
        let [[a, b], [_, c]] = family.mass_metric([0.0, along, f64::midpoint(equal, unequal)]);
        (length + a.sqrt() * piece, area + (a * c - b * b).max(0.0).sqrt() * piece * (unequal - equal))
    })
}

/// The share of proposals whose best match in the bank is below the minimal one.
fn share_below<T>(
    bank: &Placed<T>,
    minimal_match: f64,
    injections: usize,
    mut propose: impl FnMut() -> T,
    matches: impl Fn(&T, &T) -> f64,
) -> Share {
    let below = (0..injections)
        .filter(|_| {
            let signal = propose();
            !bank.templates.iter().any(|template| matches(template, &signal) >= minimal_match)
        })
        .count();
    Share::of(below, injections)
}

impl Covering {
    fn of<T>(
        placed: &[Placed<T>],
        minimal_matches: &[f64],
        below: &[Share],
        patience: usize,
        (length, area): (f64, f64),
    ) -> Self {
        let bank = |((bank, &minimal_match), below): ((&Placed<T>, &f64), &Share)| {
            let radius = (1.0 - minimal_match).sqrt();
            Bank {
                minimal_match,
                reach: radius,
                templates: bank.templates.len(),
                proposals: bank.proposals,
                complete: bank.complete,
                of_a_surface: covering_number(area, best_lattice_thickness(2), 2, radius),
                of_a_curve: covering_number(length, best_lattice_thickness(1), 1, radius),
                below: *below,
                promised: promised_share(patience, LEVEL),
            }
        };
        let banks: Vec<Bank> = placed.iter().zip(minimal_matches).zip(below).map(bank).collect();
        let exponent = |number: &dyn Fn(&Bank) -> f64| {
            let fine = || banks.iter().filter(|bank| bank.minimal_match >= FITTED_FROM);
            let lost: Vec<f64> = fine().map(|bank| 1.0 - bank.minimal_match).collect();
            fit::order(&lost, &fine().map(number).collect::<Vec<_>>())
        };
        Self {
            exponent: exponent(&|bank| bank.templates as f64),
            exponent_of_a_surface: exponent(&|bank| bank.of_a_surface),
            exponent_of_a_curve: exponent(&|bank| bank.of_a_curve),
            banks,
            area,
            length,
        }
    }
}
