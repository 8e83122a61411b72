//! A flattening network built: a hundred neighbourhoods of a sine of fifty points, with the published settings.
//!
//! `benches/peers/flattening.py` times the authors' program beside it.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use ground_up::{
    data::{
        bent_shapes::{sine, standardised},
        streams::stream,
    },
    math::manifolds::flatnet::{FlatNet, construction::Construction},
};

/// One construction after another, each of other neighbourhoods.
fn build(criterion: &mut Criterion) {
    let points = standardised(&sine(50));
    let mut seed = 0;
    criterion.bench_function("flattening_sine", |bencher| {
        bencher.iter(|| {
            seed += 1;
            let mut rng = stream(seed, "benches/neighbourhoods");
            black_box(FlatNet::build(points.as_ref(), &Construction::published(100), &mut rng, |_| {}))
        });
    });
}

criterion_group!(benches, build);
criterion_main!(benches);
