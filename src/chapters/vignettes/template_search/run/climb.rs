//! One ascent, drawn, and from how far away an ascent finds its way.

use rand::Rng as _;
use rayon::prelude::*;
use rustfft::num_complex::Complex64;

use super::{
    super::{Basin, Config, Example},
    chirp_search::{filter, height_and_time, in_noise, single},
    share::share_among,
};
use crate::{
    data::streams::stream,
    figure::Context,
    math::{
        vectors::{largest, smallest},
        waves::{
            chirp::Binary,
            chirp_family::{ChirpFamily, Place, correlation::Correlation},
            riemannian_ascent::{Ascent, Landscape as _, Limits, ascend},
        },
    },
};

/// The ascent of the example, from the best template of `coarse`.
pub(super) fn example(
    family: &ChirpFamily,
    coarse: &[Place],
    finest: &[Place],
    config: &Config,
    context: &Context,
) -> Example {
    let chirps = &config.chirps;
    let mut rng = stream(config.seed, "template search example");
    // Off the edge of equal masses and off the heaviest: the range's geometric mean, and a part of it.
    let middle = (chirps.lightest * chirps.heaviest).sqrt();
    let binary = Binary { m1: middle.min(chirps.heaviest), m2: (0.75 * middle).max(chirps.lightest) };
    let place = family.place(binary, 0.5 / family.step_hz());
    let data = in_noise(&family.template(place), chirps.snr, &mut rng);
    let best = |bank: &[Place]| {
        let peaks = filter(family, bank.iter().copied()).peaks(&single(&data));
        let highest = peaks.into_iter().map(|peak| height_and_time(family, peak)).zip(bank.iter().copied());
        highest.max_by(|a, b| a.0.0.total_cmp(&b.0.0)).expect("a template")
    };
    let ((_, time_s), start) = best(coarse);
    let landscape = Correlation { family, data: &data };
    let ascent = ascend(&landscape, family.at_time(start, time_s).to_vec(), config.limits());
    let masses = |at: &Vec<f64>| {
        let Binary { m1, m2 } = family.binary([at[0], at[1], at[2]]);
        [m1, m2]
    };
    let path: Vec<[f64; 2]> = ascent.path.iter().map(masses).collect();
    let (from_msun, to_msun) = window(&path, binary, config);
    let mut task = context.progress.task("the map of the example", 1);
    let pixels = chirps.map_pixels;
    let pixel = (to_msun - from_msun) / pixels as f64;
    let mass = |index: usize| from_msun + (index as f64 + 0.5) * pixel;
    // Row by row, so that the templates of one row are held at a time.
    let row = |row: usize| {
        let places = (0..pixels).map(|column| family.place(Binary { m1: mass(column), m2: mass(row) }, 0.0));
        let peaks = filter(family, places).peaks(&single(&data));
        peaks.into_iter().map(|peak| rounded(f64::from(peak.modulus))).collect::<Vec<f64>>()
    };
    let surface = (0..pixels).rev().flat_map(row).collect();
    task.step();
    Example {
        injected: [binary.m1, binary.m2],
        from_msun,
        to_msun,
        pixels,
        surface,
        at_injected: landscape.slope(&place).0,
        finest_bank: best(finest).0.0,
        evaluations: ascent.evaluations,
        arrived: ascent.arrived,
        reached: ascent.highest(),
        values: ascent.values,
        path,
    }
}

/// A square of masses around the path and the injected chirp, within the range.
fn window(path: &[[f64; 2]], injected: Binary, config: &Config) -> (f64, f64) {
    const MARGIN: f64 = 0.1;
    let all = || path.iter().flatten().copied().chain([injected.m1, injected.m2]);
    let (least, most) = (smallest(all()), largest(all()));
    let margin = MARGIN * most;
    ((least - margin).max(config.chirps.lightest), (most + margin).min(config.chirps.heaviest))
}

fn rounded(x: f64) -> f64 {
    (x * 1e3).round() / 1e3
}

/// How close to the highest an ascent must come to count as arrived: a hundredth of the height.
const ARRIVED: f64 = 0.01;
/// Here it counts where ascents end, not how soon.
const PATIENT: Limits = Limits { steps: 100, longest: f64::INFINITY, gain: 1e-6 };
/// Bins of the match at the start.
const BINS: usize = 10;
/// Starts lie up to so many lengths of the match to either side.
const REACH: f64 = 5.0;

/// What became of the ascents from one start, without noise and with it.
struct Start {
    matched: f64,
    quiet: bool,
    noisy: bool,
    steps: usize,
}

/// Ascents from random places around random chirps.
pub(super) fn basin(family: &ChirpFamily, config: &Config, context: &Context) -> Basin {
    let mut task = context.progress.task("basin of attraction", 1);
    let starts: Vec<Start> = (0..config.chirps.basin_starts)
        .into_par_iter()
        .map(|number| from_a_random_start(family, number, config))
        .collect();
    task.step();
    let bin = |start: &Start| ((start.matched * BINS as f64) as usize).min(BINS - 1);
    let mut basin =
        Basin { starting_match: Vec::new(), starts: Vec::new(), quiet: Vec::new(), noisy: Vec::new(), steps: 0.0 };
    for number in 0..BINS {
        let inside: Vec<&Start> = starts.iter().filter(|start| bin(start) == number).collect();
        if inside.is_empty() {
            continue;
        }
        let arrived =
            |which: &dyn Fn(&Start) -> bool| share_among(&inside.iter().map(|start| which(start)).collect::<Vec<_>>());
        basin.starting_match.push((number as f64 + 0.5) / BINS as f64);
        basin.starts.push(inside.len());
        basin.quiet.push(arrived(&|start| start.quiet));
        basin.noisy.push(arrived(&|start| start.noisy));
    }
    let arrived: Vec<usize> = starts.iter().filter(|start| start.quiet).map(|start| start.steps).collect();
    basin.steps = arrived.iter().sum::<usize>() as f64 / arrived.len().max(1) as f64;
    basin
}

fn from_a_random_start(family: &ChirpFamily, number: usize, config: &Config) -> Start {
    let mut rng = stream(config.seed, &format!("template search basin {number}"));
    let place = family.at_time(family.draw(&mut rng), 0.5 / family.step_hz());
    let template = family.template(place);
    let [from, to] = family.along();
    let along = (place[1] + rng.gen_range(-REACH..=REACH)).clamp(from, to);
    let [equal, unequal] = family.across(along);
    let start = [0.0, along, rng.gen_range(equal..=unequal)];
    let of_start = filter(family, [family.at_time(start, 0.0)]);
    let climb = |data: &[Complex64], from: Place| -> Ascent {
        ascend(&Correlation { family, data }, from.to_vec(), Limits { longest: config.longest_step, ..PATIENT })
    };
    let from_start = |data: &[Complex64]| {
        let (height, time_s) = height_and_time(family, of_start.peaks(&single(data))[0]);
        (height, climb(data, family.at_time(start, time_s)))
    };
    let (matched, quiet) = from_start(&template);
    let noisy_data = in_noise(&template, config.chirps.snr, &mut rng);
    let (_, noisy) = from_start(&noisy_data);
    let highest = climb(&noisy_data, place).highest();
    Start {
        matched,
        quiet: quiet.highest() >= 1.0 - ARRIVED,
        noisy: noisy.highest() >= (1.0 - ARRIVED) * highest,
        steps: quiet.values.len() - 1,
    }
}
