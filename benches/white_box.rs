//! The networks of chapter 4 that nobody trains: digits scattered, a dictionary learnt, a ReduNet built.
//!
//! `cargo bench --bench white_box -- --missed` says how much the learnt dictionary misses.
//!
//! `benches/peers/white_box.py` does the same in other programs and runs this one, by turns.

use std::hint::black_box;

use criterion::{Criterion, criterion_group};
use faer::Mat;
use ground_up::{
    data::{sparse_signals::with_unit_columns, streams::stream},
    math::{
        rates::{
            classes::Classes,
            membership::Membership,
            redunet::{ReduNet, Settings},
        },
        scattering::{
            network::{Network, Paths, Sampling},
            plane_morlets,
        },
        sparse::dictionary_learning::{codes, learnt_dictionary},
    },
};
use rand::{Rng, seq::index::sample};
use rand_distr::StandardNormal;
use rayon::prelude::*;

/// Images, and their side with what is mirrored at the edges: 28 and 4 on each side.
const IMAGES: usize = 200;
const SIDE: usize = 36;
/// Scales J and directions L.
const SCALES: usize = 2;
const DIRECTIONS: usize = 8;
/// Signals to learn from, their length, the atoms, how many of them a signal has, and the rounds.
const SIGNALS: usize = 4_000;
const LENGTH: usize = 64;
const ATOMS: usize = 128;
const SPARSITY: usize = 4;
const ROUNDS: usize = 10;
/// A class's vectors in so many dimensions, classes, and layers.
const EACH: usize = 500;
const DIMENSION: usize = 3;
const CLASSES: usize = 3;
const LAYERS: usize = 200;
/// The noise of a signal, a coefficient's deviation being 1.
const NOISE: f64 = 0.02;

fn scattering(criterion: &mut Criterion) {
    let mut rng = stream(1, "bench scattering");
    let bank = plane_morlets::bank(SIDE, SCALES, DIRECTIONS).scaled();
    let network = Network::new(&bank, 2, Sampling::Critical { folded: false }, Paths::Rising);
    let images: Vec<Vec<f64>> = (0..IMAGES).map(|_| (0..SIDE * SIDE).map(|_| rng.r#gen()).collect()).collect();
    criterion.benchmark_group("white_box").bench_function("scattering", |bencher| {
        bencher.iter(|| images.par_iter().map(|image| network.scatter(image).coefficients).collect::<Vec<_>>());
    });
}

/// Signals of a dictionary that is drawn, too: to learn from, and held out.
fn signals() -> [Mat<f64>; 2] {
    let mut rng = stream(1, "bench dictionary");
    let planted = with_unit_columns(Mat::from_fn(LENGTH, ATOMS, |_, _| rng.sample(StandardNormal)));
    [SIGNALS, SIGNALS / 4].map(|count| {
        let mut code = Mat::<f64>::zeros(ATOMS, count);
        for j in 0..count {
            for i in sample(&mut rng, ATOMS, SPARSITY) {
                code[(i, j)] = rng.sample(StandardNormal);
            }
        }
        &planted * code + Mat::from_fn(LENGTH, count, |_, _| NOISE * rng.sample::<f64, _>(StandardNormal))
    })
}

fn learnt(signals: &Mat<f64>) -> Mat<f64> {
    learnt_dictionary(signals.as_ref(), ATOMS, SPARSITY, ROUNDS, &mut stream(1, "bench dictionary start"))
}

fn dictionary(criterion: &mut Criterion) {
    let [signals, _] = signals();
    let mut group = criterion.benchmark_group("white_box");
    group.sample_size(10).bench_function("dictionary", |bencher| bencher.iter(|| black_box(learnt(&signals))));
}

fn redunet(criterion: &mut Criterion) {
    let mut rng = stream(1, "bench redunet");
    // Around the axes, one a class.
    let inputs = Mat::from_fn(DIMENSION, CLASSES * EACH, |i, j| {
        f64::from(u8::from(i == j / EACH)) + 0.3 * rng.sample::<f64, _>(StandardNormal)
    });
    let labels: Vec<usize> = (0..CLASSES * EACH).map(|j| j / EACH).collect();
    let classes = Classes::of_labels(&labels, CLASSES);
    let settings = Settings { epsilon_squared: 0.1, step: 0.5, sharpness: 500.0 };
    criterion.benchmark_group("white_box").bench_function("redunet", |bencher| {
        bencher.iter(|| ReduNet::built(inputs.as_ref(), &classes, LAYERS, settings, Membership::Known(&labels)));
    });
}

/// Prints the share of held-out signals' energy that codes over the learnt dictionary miss.
#[expect(clippy::print_stdout, reason = "a script reads it")]
fn missed() {
    let [signals, held_out] = signals();
    let codes = codes(learnt(&signals).as_ref(), held_out.as_ref(), SPARSITY);
    let energy = |at: fn(&[f64]) -> f64| codes.iter().map(|code| at(&code.squared_errors)).sum::<f64>();
    println!("{}", energy(|errors| errors[errors.len() - 1]) / energy(|errors| errors[0]));
}

criterion_group!(benches, scattering, dictionary, redunet);

fn main() {
    if std::env::args().any(|argument| argument == "--missed") {
        missed();
    } else {
        benches();
        Criterion::default().configure_from_args().final_summary();
    }
}
