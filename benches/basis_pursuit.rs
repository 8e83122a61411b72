//! Basis pursuit on problems of the plane of `sparse_recovery/phase_transition`.
//!
//! `benches/peers/basis_pursuit.py` solves problems of the same sizes with other programs and runs this one, by turns.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use faer::{ColRef, Mat};
use ground_up::{
    data::{
        sparse_signals::{gaussian_matrix, sparse_signal},
        streams::stream,
    },
    math::sparse::homotopy::basis_pursuit,
};

/// Entries of a signal.
const N: usize = 160;

/// A name, nonzero entries, and measurements.
const SIZES: [(&str, usize, usize); 3] = [("recovered", 16, 96), ("border", 40, 92), ("lost", 80, 64)];

/// Problems of one size, in a row.
const PROBLEMS: u64 = 20;

/// One problem: A and y.
fn problem(k: usize, m: usize, number: u64) -> (Mat<f64>, Vec<f64>) {
    let mut rng = stream(number, "bench basis pursuit");
    let matrix = gaussian_matrix(m, N, &mut rng);
    let signal = sparse_signal(N, k, &mut rng);
    let measured = (&matrix * ColRef::from_slice(&signal)).iter().copied().collect();
    (matrix, measured)
}

/// `PROBLEMS` problems of each size; the time of one is that over their number.
fn sizes(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("basis_pursuit");
    for (name, k, m) in SIZES {
        let problems: Vec<_> = (0..PROBLEMS).map(|number| problem(k, m, number)).collect();
        group.bench_function(BenchmarkId::from_parameter(name), |bencher| {
            bencher.iter(|| problems.iter().map(|(a, y)| black_box(basis_pursuit(a.as_ref(), y)).steps).sum::<usize>());
        });
    }
}

criterion_group!(benches, sizes);
criterion_main!(benches);
