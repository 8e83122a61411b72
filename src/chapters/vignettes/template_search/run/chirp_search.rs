//! Both ways to search for chirps in noise.

use rand::Rng;
use rand_distr::{Distribution as _, StandardNormal};
use rayon::prelude::*;
use rustfft::num_complex::{Complex32, Complex64};

use super::{
    super::{Comparison, Config},
    detection::{Costs, Tried},
    growth::insert,
};
use crate::{
    data::streams::stream,
    figure::Context,
    math::{
        vectors::largest,
        waves::{
            chirp_family::{ChirpFamily, Place, correlation::Correlation},
            matched_filter::{MatchedFilter, Peak},
            riemannian_ascent::ascend,
        },
    },
};

/// Times to one of the data's own, or more.
const FINER: usize = 4;

/// Samples per segment: times close enough for a peak.
pub(super) fn samples(family: &ChirpFamily) -> usize {
    (FINER * family.bins()).next_power_of_two()
}

/// The filter of the templates at these places, which are made one by one. The band begins at the filter's frequency 0:
/// this turns a product's phase and leaves its modulus.
pub(super) fn filter(family: &ChirpFamily, places: impl IntoIterator<Item = Place>) -> MatchedFilter {
    MatchedFilter::new(samples(family), places.into_iter().map(|place| single(&family.template(place))))
}

/// The spectrum in single precision, as the filter takes it.
pub(super) fn single(spectrum: &[Complex64]) -> Vec<Complex32> {
    spectrum.iter().map(|x| Complex32::new(x.re as f32, x.im as f32)).collect()
}

/// The largest product over phase and time, and its time in seconds.
pub(super) fn height_and_time(family: &ChirpFamily, peak: Peak) -> (f64, f64) {
    (f64::from(peak.modulus), peak.sample as f64 / (samples(family) as f64 * family.step_hz()))
}

/// Real multiplications of the filter for a template: four per complex product, of which a transform of N times takes
/// ½ N log₂ N.
fn filter_cost(family: &ChirpFamily) -> f64 {
    let times = samples(family) as f64;
    4.0 * (family.bins() as f64 + 0.5 * times * times.log2())
}

/// Noise, and a chirp of this signal-to-noise ratio and a random phase in it.
pub(super) fn in_noise(template: &[Complex64], snr: f64, rng: &mut impl Rng) -> Vec<Complex64> {
    let turn = Complex64::from_polar(snr, rng.gen_range(0.0..std::f64::consts::TAU));
    let noisy = |a: &Complex64| {
        let (re, im): (f64, f64) = (StandardNormal.sample(rng), StandardNormal.sample(rng));
        turn * a + Complex64::new(re, im)
    };
    template.iter().map(noisy).collect()
}

/// A random chirp of the family that arrives at a random time.
pub(super) fn random_place(family: &ChirpFamily, rng: &mut impl Rng) -> Place {
    let place = family.draw(rng);
    family.at_time(place, rng.gen_range(0.0..1.0 / family.step_hz()))
}

/// Where each bank's best template is for one trial, and what ascents from its best templates reach.
struct Found {
    highest: f64,
    /// The height that each ascent reaches, and its evaluations.
    climbed: Vec<(f64, usize)>,
}

/// Banks, and ascents from the coarse ones, on chirps in noise.
pub(super) fn compare(family: &ChirpFamily, banks: &[Vec<Place>], config: &Config, context: &Context) -> Comparison {
    let chirps = &config.chirps;
    let filters: Vec<MatchedFilter> = banks.iter().map(|bank| filter(family, bank.iter().copied())).collect();
    let mut task = context.progress.task("chirps in noise", 2);
    let mut search = |purpose: &str, trials: usize, snr: f64| -> Vec<Vec<Found>> {
        let of = |trial: usize| {
            let mut rng = stream(config.seed, &format!("template search chirps {purpose} {trial}"));
            let template = family.template(random_place(family, &mut rng));
            let data = in_noise(&template, snr, &mut rng);
            filters
                .iter()
                .zip(banks)
                .zip(&chirps.minimal_matches)
                .map(|((filter, bank), &minimal_match)| {
                    let starts = if minimal_match <= chirps.ascents_up_to { config.starts.last() } else { None };
                    search_one(family, filter, bank, &data, starts.copied().unwrap_or_default(), config)
                })
                .collect()
        };
        let found = (0..trials).into_par_iter().map(of).collect();
        task.step();
        found
    };
    let noise = search("noise", chirps.noises, 0.0);
    let signals = search("signal", chirps.signals, chirps.snr);
    let mut tried = Vec::new();
    for (number, (bank, &minimal_match)) in banks.iter().zip(&chirps.minimal_matches).enumerate() {
        let reached = |trials: &[Vec<Found>], starts: usize| -> Vec<f64> {
            let highest = |found: &Found| {
                let climbed = found.climbed.iter().take(starts).map(|climbed| climbed.0);
                largest(climbed.chain([found.highest]))
            };
            trials.iter().map(|found| highest(&found[number])).collect()
        };
        let ascents = if minimal_match <= chirps.ascents_up_to { config.starts.as_slice() } else { &[] };
        for &starts in [0].iter().chain(ascents) {
            let evaluations: usize =
                noise.iter().flat_map(|found| found[number].climbed.iter().take(starts).map(|climbed| climbed.1)).sum();
            tried.push(Tried {
                minimal_match,
                starts,
                templates: bank.len(),
                evaluations: evaluations as f64 / noise.len() as f64,
                noise: reached(&noise, starts),
                signals: reached(&signals, starts),
            });
        }
    }
    // Masses and time; four multiplications per complex product, two numbers per entry to be made.
    let (entries, derivatives) = (family.bins() as f64, 3.0);
    let costs = Costs {
        template: filter_cost(family),
        evaluation: 4.0 * entries * (1.0 + derivatives),
        generation: 2.0 * entries * (config.products_per_entry + derivatives),
    };
    Comparison::from_trials(&tried, costs, chirps.snr, config.false_alarm, config.margin)
}

/// One bank on one trial's data, and the ascents from its `starts` best templates.
fn search_one(
    family: &ChirpFamily,
    filter: &MatchedFilter,
    bank: &[Place],
    data: &[Complex64],
    starts: usize,
    config: &Config,
) -> Found {
    let mut best = Vec::new();
    let peaks = filter.peaks(&single(data));
    for (number, peak) in peaks.iter().enumerate() {
        insert(&mut best, starts.max(1), (f64::from(peak.modulus), number));
    }
    let landscape = Correlation { family, data };
    let climb = |&(_, number): &(f64, usize)| {
        let (_, time_s) = height_and_time(family, peaks[number]);
        let ascent = ascend(&landscape, family.at_time(bank[number], time_s).to_vec(), config.limits());
        (ascent.highest(), ascent.evaluations)
    };
    Found { highest: best[0].0, climbed: best.iter().take(starts).map(climb).collect() }
}
