//! The hot loops: the matrix product, and training steps of the kinds of network in the book.
//!
//! `benches/peers/torch_step.py` times the same steps in PyTorch; `benches/peers/training_step.py` runs both by turns.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use criterion::{Criterion, criterion_group, criterion_main};
use dfdx::{
    tensor::{Cache, Cpu, Tensor, ZerosTensor},
    tensor_ops::TryMatMul,
};
use ground_up::{
    data::streams::stream,
    ground::device::DeviceKind,
    nn::{Matrix, Module, Network, Padding, SquareLoss, Stack, Training},
};
use rand::Rng;

/// C = A B of 1024 × 1024 matrices.
fn matrix_product(criterion: &mut Criterion) {
    let device = Cpu::default();
    device.enable_cache();
    let random = || {
        let mut matrix: Tensor<(usize, usize), f32, Cpu> = device.zeros_like(&(1024, 1024));
        matrix.fill_with_distr(rand_distr::StandardNormal);
        matrix
    };
    let (left, right) = (random(), random());
    criterion.bench_function("matrix_product", |bencher| {
        bencher.iter(|| black_box(left.clone().matmul(right.clone())));
    });
}

/// Ten linear layers of 512 with a ReLU between each two, batches of 256.
fn mlp(criterion: &mut Criterion) {
    let layers = (0..9).fold(Stack::vectors(512), |stack, layer| stack.linear(&format!("fc{layer}"), 512).relu());
    training_step(criterion, "mlp", layers.linear("fc9", 512), 256);
}

/// A 3 × 3 convolution of 32 channels to 32, on 28 × 28 pixels, batches of 64.
fn convolution(criterion: &mut Criterion) {
    let stack = Stack::images(28, 28, 32).conv2d("conv1", 32, 3, 1, Padding::Zeros(1)).relu();
    training_step(criterion, "convolution", stack.conv2d("conv2", 32, 3, 1, Padding::Zeros(1)), 64);
}

/// The strided network of the figure `vignettes/shift_invariance`, batches of 64.
fn strided_network(criterion: &mut Criterion) {
    let stack = Stack::images(40, 40, 1).conv2d("conv1", 8, 5, 2, Padding::Circular(2)).relu();
    let stack = stack.conv2d("conv2", 16, 3, 2, Padding::Circular(1)).relu();
    let stack = stack.conv2d("conv3", 16, 3, 2, Padding::Circular(1)).relu();
    training_step(criterion, "strided_network", stack.global_average().linear("classes", 10), 64);
}

/// A transformer block on 64 sequences of 50 tokens of 192 numbers, 3 heads, 768 hidden units.
fn transformer_block(criterion: &mut Criterion) {
    training_step(criterion, "transformer_block", Stack::tokens(50, 192).transformer_block("block", 3, 768), 64);
}

/// Forward, backward and a step of Adam on the square loss.
fn training_step(criterion: &mut Criterion, name: &str, model: Stack, batch: usize) {
    let mut rng = stream(1, "benches/examples");
    let mut random = |columns| Matrix::from_fn(batch, columns, |_, _| rng.gen_range(-1.0..1.0));
    let (inputs, targets) = (random(model.input().len()), random(model.output().len()));
    let mut network = Network::new(model, DeviceKind::Cpu, 1).expect("the processor");
    let mut batches = || (inputs.clone(), targets.clone());
    let mut time = |steps: u64| -> Duration {
        let training = Training::adam(steps as usize, 1e-4);
        #[expect(clippy::disallowed_methods, reason = "this program measures time")]
        let start = Instant::now();
        black_box(network.train(&mut batches, &SquareLoss, &training, &mut |_, _| ())).expect("the processor");
        start.elapsed()
    };
    time(2);
    criterion.bench_function(name, |bencher| bencher.iter_custom(&mut time));
}

criterion_group!(benches, matrix_product, mlp, convolution, strided_network, transformer_block);
criterion_main!(benches);
