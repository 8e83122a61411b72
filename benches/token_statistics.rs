//! One step of attention over pairs of tokens and one over token statistics, against the number of tokens: 384 numbers a
//! token, six heads, memberships given.
//!
//! `benches/peers/token_statistics.py` runs this one and writes the times that the book prints.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use faer::Mat;
use ground_up::{
    data::{streams::stream, subspaces::orthonormal_frame},
    math::rates::{
        subspace_denoising::{Attention, attention_only_layer},
        subspace_rate::Heads,
        token_statistics::{VariationalRate, memberships},
        unit_tokens::unit_tokens,
    },
};
use rand::Rng;
use rand_distr::StandardNormal;

const DIMENSION: usize = 384;
const HEADS: usize = 6;
const COUNTS: [usize; 5] = [64, 197, 512, 1_024, 4_096];

fn steps(criterion: &mut Criterion) {
    let mut rng = stream(1, "bench token statistics");
    let heads = Heads::split(orthonormal_frame(DIMENSION, DIMENSION, &mut rng).as_ref(), HEADS);
    let mut group = criterion.benchmark_group("token_statistics");
    group.sample_size(10);
    for count in COUNTS {
        let tokens = Mat::from_fn(DIMENSION, count, |_, _| rng.sample::<f64, _>(StandardNormal));
        let tokens = unit_tokens(tokens.as_ref());
        let memberships = memberships(&heads, tokens.as_ref(), 0.05);
        let rate = VariationalRate { heads: &heads, memberships, epsilon_squared: 0.5 };
        group.bench_function(BenchmarkId::from_parameter(format!("pairs, N = {count}")), |bencher| {
            bencher.iter(|| black_box(attention_only_layer(&heads, tokens.as_ref(), 0.5, Attention::Softmax)));
        });
        group.bench_function(BenchmarkId::from_parameter(format!("statistics, N = {count}")), |bencher| {
            bencher.iter(|| black_box(rate.step(tokens.as_ref(), 1.0)));
        });
    }
    group.finish();
}

criterion_group!(benches, steps);
criterion_main!(benches);
