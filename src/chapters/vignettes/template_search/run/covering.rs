//! How large a bank must be: templates placed at random, counted, and tried on signals between them.

use rand::Rng;
use rayon::prelude::*;
use rustfft::num_complex::Complex64;

use super::{
    super::{Bank, Config, Covering, config::FITTED_FROM},
    share::share_of,
};
use crate::{
    data::{streams::stream, torus_family::TorusFamily},
    figure::Context,
    ground::estimate::Estimate,
    math::{
        statistics::fit,
        vectors::dot,
        waves::{
            chirp_family::{ChirpFamily, Place},
            covering::{best_lattice_thickness, covering_number},
            match_metric::Matcher,
            stochastic_bank::{Placed, promised_share, stochastic_bank},
        },
    },
};

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
/// Confidence of the promised share.
const LEVEL: f64 = 0.95;
/// A pair whose metric says that more than so many times the allowed match is lost is not compared.
const FAR: f64 = 8.0;

/// Banks of chirps, with the places of the templates of each.
pub(super) fn of_chirps(family: &ChirpFamily, config: &Config, context: &Context) -> (Covering, Vec<Vec<Place>>) {
    let matcher = Matcher::new(family.bins(), family.step_hz());
    let size = Size::of_strip(family);
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
    let below: Vec<Estimate> = (config.chirps.minimal_matches.par_iter())
        .zip(&placed)
        .map(|(&minimal_match, bank)| {
            let mut rng = stream(config.seed, &format!("template search chirps between {minimal_match}"));
            let propose = || Chirp::at(family, family.draw(&mut rng));
            share_below(bank, minimal_match, config.injections, propose, matches(minimal_match))
        })
        .collect();
    task.step();
    let covering = Covering::from_banks(&placed, &config.chirps.minimal_matches, &below, config.chirps.patience, size);
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
    let product = |a: &Vec<f64>, b: &Vec<f64>| dot(a, b);
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
    let size = Size {
        area: (metric[(0, 0)] * metric[(1, 1)] - metric[(0, 1)] * metric[(1, 0)]).sqrt(),
        length: metric[(0, 0)].max(metric[(1, 1)]).sqrt(),
    };
    Covering::from_banks(&placed, matches_wanted, &below, config.chirps.patience, size)
}

/// 1 − M between two places, time maximised, by the metric half way.
fn loss(family: &ChirpFamily, a: Place, b: Place) -> f64 {
    let middle: Place = std::array::from_fn(|i| f64::midpoint(a[i], b[i]));
    let metric = family.mass_metric(middle);
    let by = [b[1] - a[1], b[2] - a[2]];
    (0..4).map(|ij| metric[ij / 2][ij % 2] * by[ij / 2] * by[ij % 2]).sum()
}

/// How large a family is, in the metric of the match.
#[derive(Clone, Copy)]
struct Size {
    /// Along its longest direction.
    length: f64,
    area: f64,
}

impl Size {
    /// The length of the strip of chirps along its middle, and its area.
    fn of_strip(family: &ChirpFamily) -> Self {
        const PIECES: usize = 400;
        let [from, to] = family.along();
        let piece = (to - from) / PIECES as f64;
        let middles = (0..PIECES).map(|i| from + (i as f64 + 0.5) * piece);
        middles.fold(Self { length: 0.0, area: 0.0 }, |Self { length, area }, along| {
            let [equal, unequal] = family.across(along);
            let [[a, b], [_, c]] = family.mass_metric([0.0, along, f64::midpoint(equal, unequal)]);
            Self {
                length: length + a.sqrt() * piece,
                area: area + (a * c - b * b).max(0.0).sqrt() * piece * (unequal - equal),
            }
        })
    }
}

/// The share of proposals whose best match in the bank is below the minimal one.
fn share_below<T>(
    bank: &Placed<T>,
    minimal_match: f64,
    injections: usize,
    mut propose: impl FnMut() -> T,
    matches: impl Fn(&T, &T) -> f64,
) -> Estimate {
    let below = (0..injections)
        .filter(|_| {
            let signal = propose();
            !bank.templates.iter().any(|template| matches(template, &signal) >= minimal_match)
        })
        .count();
    share_of(below, injections)
}

impl Covering {
    /// What banks that were `placed` in a family of this size say of its covering.
    fn from_banks<T>(
        placed: &[Placed<T>],
        minimal_matches: &[f64],
        below: &[Estimate],
        patience: usize,
        Size { length, area }: Size,
    ) -> Self {
        let bank = |((bank, &minimal_match), below): ((&Placed<T>, &f64), &Estimate)| {
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
