//! The local fit of a flattening layer on the twos, against the number of points and the dimension of the space: from the
//! plane of principal components, ten steps of the descent, twelve dimensions within three tenths of the diameter.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use faer::Mat;
use ground_up::{
    data::digits::{Shelf, twos::train_twos},
    math::{
        manifolds::{
            extent::Extent,
            flatnet::local_fit::{Descent, Neighbourhood},
        },
        subspaces::principal_components::PrincipalComponents,
    },
};

const D: usize = 12;
const DESCENT: Descent = Descent { steps: 10, tolerance: 1e-3, bend: true };

/// The first `samples` twos along their leading `components`.
fn twos(samples: usize, components: usize) -> Mat<f64> {
    let digits = train_twos(&Shelf::new(None, false), samples).expect("the committed twos");
    let pixels = Mat::from_fn(784, samples, |i, j| f64::from(digits.image(j)[i]) / 255.0);
    PrincipalComponents::from_points(pixels.as_ref()).coordinates(pixels.as_ref(), components)
}

/// Points at a fixed dimension of the space, then dimensions at a fixed number of points.
fn fit(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("flatnet_layer");
    group.sample_size(10);
    for (samples, components) in
        [(500, 50), (1_000, 50), (2_000, 50), (4_000, 50), (1_000, 25), (1_000, 100), (1_000, 200)]
    {
        let points = twos(samples, components);
        let near = Neighbourhood::about(points.as_ref(), points.col(0), 0.3 * Extent::of(points.as_ref()).diameter);
        let start = PrincipalComponents::from_points(near.displacements.as_ref());
        group.bench_function(BenchmarkId::from_parameter(format!("N = {samples}, D = {components}")), |bencher| {
            bencher.iter(|| black_box(near.fit(start.basis(D), &DESCENT)));
        });
    }
    group.finish();
}

criterion_group!(benches, fit);
criterion_main!(benches);
