//! The exact score of 10,000 points in 784 dimensions at 100 places, and one large product to hold it against.
//!
//! `benches/peers/exact_score.py` does the same in `NumPy` and runs this one, by turns.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use faer::{Accum, Mat, Par, linalg::matmul::matmul};
use ground_up::{
    data::streams::stream,
    math::diffusion::{empirical::EmpiricalDenoiser, ornstein_uhlenbeck::Transition, samplers::score},
};
use rand::Rng;
use rand_distr::StandardNormal;

/// Points of the data.
const POINTS: usize = 10_000;
/// Places at which the score is wanted.
const PLACES: usize = 100;
/// Pixels of a digit.
const PIXELS: usize = 784;
/// The time of the noise.
const TIME: f64 = 1.5;
/// Side of the matrices of the large product.
const SIDE: usize = 2_000;

fn exact_score(criterion: &mut Criterion) {
    let mut rng = stream(1, "bench exact score");
    let mut normals = |count: usize| (0..count).map(|_| rng.sample(StandardNormal)).collect::<Vec<f64>>();
    let denoiser = EmpiricalDenoiser::new(normals(POINTS * PIXELS), PIXELS);
    let x = normals(PLACES * PIXELS);
    let transition = Transition::over(TIME);
    let mut group = criterion.benchmark_group("exact_score");
    group.bench_function("score", |bencher| {
        bencher.iter(|| {
            let guesses = denoiser.denoise(&x, TIME);
            black_box(x.iter().zip(guesses).map(|(&x, guess)| score(x, guess, transition)).collect::<Vec<f64>>())
        });
    });
    let [left, right] = [0, 1].map(|_| {
        let numbers = normals(SIDE * SIDE);
        Mat::from_fn(SIDE, SIDE, |i, j| numbers[i * SIDE + j])
    });
    let mut product = Mat::zeros(SIDE, SIDE);
    group.bench_function("product", |bencher| {
        bencher.iter(|| {
            // The library is built without threads: each of two halves of the rows on a thread of the pool.
            let (upper, lower) = product.as_mut().split_at_row_mut(SIDE / 2);
            let half = |part, rows| {
                matmul(part, Accum::Replace, left.as_ref().subrows(rows, SIDE / 2), right.as_ref(), 1.0, Par::Seq);
            };
            rayon::join(|| half(upper, 0), || half(lower, SIDE / 2));
        });
    });
}

criterion_group!(benches, exact_score);
criterion_main!(benches);
