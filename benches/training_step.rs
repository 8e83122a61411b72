//! The hot loops: the matrix product, and training steps of the kinds of network in the book.
//!
//! `cargo bench --bench training_step -- --profile NAME` says where the time of one of them goes.
//!
//! `benches/peers/torch_step.py` times the same steps in PyTorch; `benches/peers/training_step.py` runs both by turns.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use criterion::{Criterion, criterion_group};
use dfdx::{
    tensor::{Cache, Cpu, Tensor, ZerosTensor},
    tensor_ops::TryMatMul,
};
use ground_up::{
    data::streams::stream,
    ground::device::DeviceKind,
    nn::{Extent, Matrix, Module, Network, Optimizer, Padding, SquareLoss, Stack, Training, Whole, unet},
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

/// A network that is trained, and on how many examples at a time.
struct Case {
    name: &'static str,
    model: Stack,
    batch: usize,
    /// Multiplications and additions of a step, forward and backward; no gradient is wanted of the inputs.
    operations: f64,
}

fn cases() -> [Case; 6] {
    // Two operations a product; forward, and backward to weights and to inputs.
    let layer = |inputs: bool, positions: usize, weights: usize| {
        2.0 * if inputs { 3.0 } else { 2.0 } * (positions * weights) as f64
    };
    let layers = (0..9).fold(Stack::vectors(512), |stack, layer| stack.linear(&format!("fc{layer}"), 512).relu());
    let mlp = layers.linear("fc9", 512);
    let convolution = Stack::images(28, 28, 32).conv2d("conv1", 32, 3, 1, Padding::Zeros(1)).relu();
    let convolution = convolution.conv2d("conv2", 32, 3, 1, Padding::Zeros(1));
    let strided = Stack::images(40, 40, 1).conv2d("conv1", 8, 5, 2, Padding::Circular(2)).relu();
    let strided = strided.conv2d("conv2", 16, 3, 2, Padding::Circular(1)).relu();
    let strided = strided.conv2d("conv3", 16, 3, 2, Padding::Circular(1)).relu();
    let strided = strided.global_average().linear("classes", 10);
    let (tokens, width, hidden) = (64 * 50, 192, 768);
    // Of attention two products forward and four backward, of all tokens of an example with each other.
    let attention =
        |examples: usize, tokens: usize, width: usize| 6.0 * (2 * examples * tokens * tokens * width) as f64;
    let pixels = Extent { height: 14, width: 14, channels: 21 };
    let perceptron = (0..3).fold(Stack::vectors(9), |stack, layer| stack.linear(&format!("fc{layer}"), 128).gelu());
    [
        // Ten linear layers of 512 with a ReLU between each two.
        Case {
            name: "mlp",
            model: mlp,
            batch: 256,
            operations: layer(false, 256, 512 * 512) + 9.0 * layer(true, 256, 512 * 512),
        },
        // 3 × 3 convolutions of 32 channels to 32, on 28 × 28 pixels.
        Case {
            name: "convolution",
            model: convolution,
            batch: 64,
            operations: layer(false, 64 * 784, 9 * 32 * 32) + layer(true, 64 * 784, 9 * 32 * 32),
        },
        // The strided network of the figure `vignettes/shift_invariance`.
        Case {
            name: "strided_network",
            model: strided,
            batch: 64,
            operations: layer(false, 64 * 400, 25 * 8)
                + layer(true, 64 * 100, 9 * 8 * 16)
                + layer(true, 64 * 25, 9 * 16 * 16)
                + layer(true, 64, 160),
        },
        // 64 sequences of 50 tokens of 192 numbers, 3 heads, 768 hidden units.
        Case {
            name: "transformer_block",
            model: Stack::tokens(50, width).transformer_block("block", 3, hidden),
            batch: 64,
            operations: layer(true, tokens, 4 * width * width + 2 * width * hidden) + attention(64, 50, width),
        },
        // The network of the figure `representation/digit_diffusion`: 5 fine convolutions, of which the first needs no
        // gradient of what it sees, and on the coarse grid one from the fine, 4 of its own, and the maps of the attention
        // and back.
        Case {
            name: "unet",
            model: unet(pixels, 4, 48, 4),
            batch: 64,
            operations: layer(false, 64 * 196, 9 * 21 * 48)
                + layer(true, 64 * 196, 9 * (4 * 48 * 48 + 48 * 4))
                + layer(true, 64 * 49, 9 * (48 * 96 + 4 * 96 * 96) + 4 * 96 * 96 + 96 * 192)
                + attention(64, 49, 96),
        },
        // The network of the figure `representation/score_matching`.
        Case {
            name: "score_perceptron",
            model: perceptron.linear("out", 2),
            batch: 256,
            operations: layer(false, 256, 9 * 128) + layer(true, 256, 2 * 128 * 128 + 128 * 2),
        },
    ]
}

/// Forward, backward and a step of Adam on the square loss.
fn training_steps(criterion: &mut Criterion) {
    for case in cases() {
        let mut lesson = Lesson::new(case);
        lesson.steps(2, Optimizer::ADAM);
        let name = lesson.name;
        criterion.bench_function(name, |bencher| bencher.iter_custom(|steps| lesson.steps(steps, Optimizer::ADAM)));
    }
}

/// A network with a batch to learn.
struct Lesson {
    name: &'static str,
    network: Network<Stack>,
    inputs: Matrix,
    targets: Matrix,
}

impl Lesson {
    fn new(Case { name, model, batch, .. }: Case) -> Self {
        let mut rng = stream(1, "benches/examples");
        let mut random = |columns| Matrix::from_fn(batch, columns, |_, _| rng.gen_range(-1.0..1.0));
        let (inputs, targets) = (random(model.input().len()), random(model.output().len()));
        Self { name, network: Network::new(model, DeviceKind::Cpu, 1).expect("the processor"), inputs, targets }
    }

    fn steps(&mut self, steps: u64, optimizer: Optimizer) -> Duration {
        let mut batches = Whole { inputs: &self.inputs, targets: &self.targets };
        let training = Training { optimizer, ..Training::adam(steps as usize, 1e-4) };
        let network = &mut self.network;
        timed(|| network.train(&mut batches, &SquareLoss, &training, &mut |_, _| ()).map(drop).expect("the processor"))
    }

    fn forward(&self) -> Duration {
        timed(|| drop(self.network.apply(&self.inputs).expect("the processor")))
    }
}

fn timed(work: impl FnOnce()) -> Duration {
    #[expect(clippy::disallowed_methods, reason = "this program measures time")]
    let start = Instant::now();
    work();
    start.elapsed()
}

/// Of one network the operations of a step, and the fastest milliseconds of a forward pass, of a step of gradient descent and
/// of a step of Adam, and the megabytes that the process grew by: a line of JSON.
fn profile(name: &str) {
    let resident = || {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"));
        peak.and_then(|kilobytes| kilobytes.parse::<f64>().ok()).unwrap_or(f64::NAN) / 1024.0
    };
    let Some(case) = cases().into_iter().find(|case| case.name == name) else {
        let names = cases().map(|case| case.name);
        eprintln!("no network is called {name}; there are {}", names.join(", "));
        std::process::exit(2);
    };
    let (operations, before) = (case.operations, resident());
    let mut lesson = Lesson::new(case);
    lesson.steps(5, Optimizer::ADAM);
    let grown = resident() - before;
    let fastest = |of: &mut dyn FnMut() -> Duration| {
        let times = (0..20).map(|_| of());
        1e3 * times.min().unwrap_or_default().as_secs_f64()
    };
    let forward = fastest(&mut || lesson.forward());
    // Of a training's beginning and end each of its steps has a small part.
    let descent = fastest(&mut || lesson.steps(20, Optimizer::SGD) / 20);
    let adam = fastest(&mut || lesson.steps(20, Optimizer::ADAM) / 20);
    let found = serde_json::json!({
        "operations": operations, "forward_ms": forward, "descent_ms": descent, "adam_ms": adam, "peak_mb": grown,
    });
    #[expect(clippy::print_stdout, reason = "what it found is its output")]
    {
        println!("{found}");
    }
}

criterion_group!(benches, matrix_product, training_steps);

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "--profile") {
        profile(arguments.get(at + 1).map_or("", String::as_str));
    } else {
        benches();
        Criterion::default().configure_from_args().final_summary();
    }
}
