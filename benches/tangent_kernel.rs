//! The hot loop of chapter 2: the empirical neural tangent kernel of a deep, wide network over many points, and beside it a
//! matrix product, to see how near the kernel comes to the product's rate.
//!
//! `benches/peers/tangent_kernel.py` times the same kernel in neural-tangents and in PyTorch.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use dfdx::{
    tensor::{Cache, Cpu, Tensor, ZerosTensor},
    tensor_ops::TryMatMul,
};
use ground_up::{
    data::streams::stream,
    ground::device::DeviceKind,
    nn::{Matrix, Network, ReluNetwork},
};
use rand::Rng as _;
use rand_distr::StandardNormal;

const DEPTH: usize = 20;
const WIDTH: usize = 1024;

/// Θ between every two of 64 and of 256 points of 𝕊², for 20 layers of 1,024.
fn tangent_kernel(criterion: &mut Criterion) {
    let network = Network::new(ReluNetwork::new(3, WIDTH, DEPTH), DeviceKind::Cpu, 1).expect("the processor");
    for count in [64, 256] {
        let mut rng = stream(1, "benches/points");
        let mut points = Vec::new();
        for _ in 0..count {
            let x: [f32; 3] = std::array::from_fn(|_| rng.sample(StandardNormal));
            let norm = x.iter().map(|x| x * x).sum::<f32>().sqrt();
            points.extend(x.map(|x| x / norm));
        }
        let points = Matrix::new(count, 3, points);
        criterion.bench_function(&format!("tangent_kernel_{count}"), |bencher| {
            bencher.iter(|| black_box(network.tangent_kernel(&points)));
        });
    }
}

/// C = A B of as many multiplications as one layer's forward pass for 256 points: [256, 1024] by [1024, 1024].
fn layer_product(criterion: &mut Criterion) {
    let device = Cpu::default();
    device.enable_cache();
    let random = |rows| {
        let mut matrix: Tensor<(usize, usize), f32, Cpu> = device.zeros_like(&(rows, WIDTH));
        matrix.fill_with_distr(StandardNormal);
        matrix
    };
    let (left, right) = (random(256), random(WIDTH));
    criterion.bench_function("layer_product", |bencher| {
        bencher.iter(|| black_box(left.clone().matmul(right.clone())));
    });
}

criterion_group!(benches, tangent_kernel, layer_product);
criterion_main!(benches);
