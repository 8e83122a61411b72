//! A training step takes no memory for tensors: what the step before used is used again.

use allocation_counter::measure;
use ground_up::{
    data::streams::stream,
    ground::device::DeviceKind,
    nn::{Matrix, Module as _, Network, Padding, SquareLoss, Stack, Training, Whole},
};
use rand::Rng as _;
use rayon::ThreadPoolBuilder;

const FEW: usize = 2;
const MANY: usize = 12;

/// What the memory of a step was.
struct Taken {
    /// Bytes that a step after the second takes in all, some of them again and again.
    step: u64,
    /// Bytes that many steps hold at once beyond those that few do.
    more_at_once: u64,
    /// Those of the activation with which the network begins.
    activation: u64,
}

fn taken(model: &Stack, batch: usize) -> Taken {
    let mut rng = stream(1, "tests/examples");
    let mut random = |columns| Matrix::from_fn(batch, columns, |_, _| rng.gen_range(-1.0..1.0));
    let (inputs, targets) = (random(model.input().len()), random(model.output().len()));
    let train = |steps: usize| {
        let mut network = Network::new(model.clone(), DeviceKind::Cpu, 1).unwrap();
        let mut batches = Whole { inputs: &inputs, targets: &targets };
        let training = Training::adam(steps, 1e-3);
        network.train(&mut batches, &SquareLoss, &training, &mut |_, _| ()).unwrap();
    };
    // Memory is counted by thread: on one thread all of it is seen.
    ThreadPoolBuilder::new().num_threads(1).build().unwrap().install(|| {
        train(FEW);
        let (few, many) = (measure(|| train(FEW)), measure(|| train(MANY)));
        Taken {
            step: (many.bytes_total - few.bytes_total) / (MANY - FEW) as u64,
            more_at_once: many.bytes_max.saturating_sub(few.bytes_max),
            activation: 4 * (batch * model.input().len()) as u64,
        }
    })
}

/// What a step takes is for lists, closures, partial sums, and what gemm packs of each product: less in all than one
/// activation, of which it has dozens. The bound is so close that the four gradients of the weights would break it.
#[test]
fn a_step_takes_no_memory_for_tensors() {
    let perceptron = (0..4).fold(Stack::vectors(128), |stack, layer| stack.linear(&format!("fc{layer}"), 128).relu());
    let Taken { step, more_at_once, activation } = taken(&perceptron, 1_000);
    assert!(step < activation, "{step} bytes a step, of activations of {activation}");
    assert!(step + 4 * 4 * 128 * 128 > activation, "{step} bytes a step: gradients of weights would go unseen");
    assert!(more_at_once < activation / 100, "{more_at_once}");
}

/// Convolutions and attention make many small products, for each of which gemm takes a little memory and gives it back.
#[test]
fn many_steps_hold_no_more_memory_than_two() {
    let convolutions = (0..3).fold(Stack::images(24, 24, 8), |stack, layer| {
        stack.conv2d(&format!("conv{layer}"), 8, 3, 1, Padding::Zeros(1)).relu()
    });
    let block = Stack::tokens(20, 48).transformer_block("block", 3, 96);
    for (name, model, batch) in [("convolutions", convolutions, 40), ("block", block, 80)] {
        let Taken { more_at_once, activation, .. } = taken(&model, batch);
        assert!(more_at_once < activation / 100, "{name}: {more_at_once}, of activations of {activation}");
    }
}
