//! Networks as the chapters use them: training, reproducibility, and files of parameters.

use std::{collections::BTreeMap, path::Path};

use approx::assert_abs_diff_eq;
use ground_up::{
    data::streams::stream,
    ground::{device::DeviceKind, files::write_whole},
    nn::{
        CheckpointError, CrossEntropy, History, Initializer, Matrix, Module, Network, Optimizer, Padding, Schedule,
        Shuffled, SquareLoss, Stack, Training,
    },
};
use rand::Rng;

/// Every kind of layer, the products large enough to be cut among threads.
fn every_layer() -> Stack {
    Stack::images(12, 12, 1)
        .conv2d("conv1", 16, 3, 1, Padding::Circular(1))
        .relu()
        .low_pass(3, 2, Padding::Zeros(1))
        .max_pool(3, 1, Padding::Circular(1))
        .transformer_block("block", 2, 24)
        .average_pool(2, 2, Padding::Zeros(0))
        .flatten()
        .linear("hidden", 512)
        .relu()
        .linear("wide", 512)
        .relu()
        .linear("fc", 3)
}

/// Images and the classes that a hidden pattern gives them.
fn examples(count: usize) -> (Matrix, Matrix) {
    let mut rng = stream(3, "tests/examples");
    let images = Matrix::from_fn(count, 144, |_, _| rng.gen_range(-1.0..1.0));
    let class = |image: &[f32]| -> u8 { (0..3).max_by(|&a, &b| image[a].total_cmp(&image[b])).unwrap_or(0) as u8 };
    let labels: Vec<u8> = (0..count).map(|row| class(images.row(row))).collect();
    (images, Matrix::one_hot(&labels, 3))
}

fn train(network: &mut Network<Stack>, training: &Training) -> History {
    let (images, classes) = examples(128);
    network.train(&mut Shuffled::new(&images, &classes, 64, 1), &CrossEntropy, training, &mut |_, _| ()).unwrap()
}

fn bits(network: &Network<Stack>) -> Vec<u32> {
    network.weights().flat_map(|(_, values)| values).map(f32::to_bits).collect()
}

#[test]
fn the_same_seed_gives_the_same_bits_on_one_thread_and_on_two() {
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            assert_eq!(rayon::current_num_threads(), threads);
            let mut network = Network::new(every_layer(), DeviceKind::Cpu, 1).unwrap();
            let history = train(&mut network, &Training::adam(6, 1e-3));
            (history, bits(&network))
        })
    };
    let (one, two) = (run(1), run(2));
    assert_eq!(one.0.losses.len(), 6);
    assert!(one == two, "losses {:?} and {:?}", one.0.losses, two.0.losses);
}

/// Second road: least squares has a closed form; on y = 2x₁ − x₂ + ½ the minimum is exact.
#[test]
fn every_optimizer_finds_a_line() {
    let mut rng = stream(5, "tests/line");
    let inputs = Matrix::from_fn(64, 2, |_, _| rng.gen_range(-1.0..1.0));
    let targets = Matrix::from_fn(64, 1, |row, _| 2.0 * inputs.row(row)[0] - inputs.row(row)[1] + 0.5);
    let momentum = Optimizer::Sgd { momentum: 0.9 };
    for (optimizer, rate) in [(Optimizer::SGD, 0.5), (momentum, 0.05), (Optimizer::ADAM, 0.05)] {
        let schedule = Schedule::Cosine { warm_up: 5 };
        let training = Training { optimizer, schedule, ..Training::adam(400, rate) };
        let mut network = Network::new(Stack::vectors(2).linear("line", 1), DeviceKind::Cpu, 2).unwrap();
        network.train(&mut || (inputs.clone(), targets.clone()), &SquareLoss, &training, &mut |_, _| ()).unwrap();
        let found: Vec<f32> = network.weights().flat_map(|(_, values)| values).collect();
        for (found, expected) in found.into_iter().zip([2.0, -1.0, 0.5]) {
            // Full batches and a rate that goes to 0: what is left is the last steps of a geometric approach.
            assert_abs_diff_eq!(found, expected, epsilon = 2e-3);
        }
    }
}

#[test]
fn a_network_learns_what_it_is_shown() {
    let mut network = Network::new(every_layer(), DeviceKind::Cpu, 4).unwrap();
    let history = train(&mut network, &Training::adam(60, 1e-3));
    assert_eq!(history.diverged_at, None);
    assert!(history.recent(5) < 0.1 * history.losses[0], "{:?}", history.losses);
    let (images, classes) = examples(128);
    let (found, shown) = (network.apply(&images).unwrap().argmax(), classes.argmax());
    let right = found.iter().zip(&shown).filter(|(found, shown)| found == shown).count();
    assert!(right > 120, "{right} of 128");
}

/// Two halves of a batch, their gradients added, make the step of the whole batch.
#[test]
fn accumulated_gradients_are_those_of_the_larger_batch() {
    let (images, classes) = examples(64);
    let weights = |size: usize, accumulate: usize| {
        let mut network = Network::new(every_layer(), DeviceKind::Cpu, 1).unwrap();
        let training = Training { accumulate, optimizer: Optimizer::SGD, ..Training::adam(1, 0.1) };
        let mut batches = Shuffled::new(&images, &classes, size, 1);
        network.train(&mut batches, &CrossEntropy, &training, &mut |_, _| ()).unwrap();
        network.weights().flat_map(|(_, values)| values).collect::<Vec<_>>()
    };
    for (whole, halves) in weights(64, 1).into_iter().zip(weights(32, 2)) {
        // The same sums in another order: roundings of 2⁻²⁴ on weights of the size of 1.
        assert_abs_diff_eq!(whole, halves, epsilon = 2e-6);
    }
}

/// The first step keeps 1/10 of the mean and the second the share that is asked, since 2/11 is more.
#[test]
fn the_average_of_the_weights_forgets_geometrically() {
    let weights = |steps: usize, average: Option<f64>| {
        let mut network = Network::new(every_layer(), DeviceKind::Cpu, 1).unwrap();
        train(&mut network, &Training { average, ..Training::adam(steps, 1e-2) });
        network.weights().flat_map(|(_, values)| values).collect::<Vec<_>>()
    };
    let [first, second, third] = [0, 1, 2].map(|steps| weights(steps, None));
    for (at, average) in weights(2, Some(0.15)).into_iter().enumerate() {
        let expected = 0.15 * (0.1 * first[at] + 0.9 * second[at]) + 0.85 * third[at];
        assert_abs_diff_eq!(average, expected, epsilon = 1e-6);
    }
}

#[test]
fn divergence_is_data() {
    let mut network = Network::new(every_layer(), DeviceKind::Cpu, 1).unwrap();
    let history = train(&mut network, &Training { optimizer: Optimizer::SGD, ..Training::adam(40, 1e12) });
    let step = history.diverged_at.expect("a rate of 1e12 to diverge");
    assert_eq!(history.losses.len(), step);
    assert!(history.losses.iter().all(|loss| loss.is_finite()));
}

/// No loss is computed after the last step, so that what it broke shows in the weights alone.
#[test]
fn a_last_step_that_breaks_the_weights_is_seen() {
    for average in [None, Some(0.5)] {
        let mut network = Network::new(every_layer(), DeviceKind::Cpu, 1).unwrap();
        let history = train(&mut network, &Training { average, ..Training::adam(1, 1e300) });
        assert!(history.losses.len() == 1 && history.losses[0].is_finite());
        assert_eq!(history.diverged_at, Some(0));
    }
}

/// Limit: as many draws as a wide layer has show the stated variance.
#[test]
fn layers_begin_with_the_stated_variance() {
    for (initializer, variance) in
        [(Initializer::Kaiming, 2.0 / 300.0), (Initializer::LeCun, 1.0 / 300.0), (Initializer::PyTorch, 1.0 / 900.0)]
    {
        let stack = Stack::vectors(300).initializer(initializer).linear("wide", 400);
        let network = Network::new(stack, DeviceKind::Cpu, 1).unwrap();
        let (_, values) = network.weights().next().unwrap();
        let mean = values.iter().map(|value| f64::from(*value)).sum::<f64>() / values.len() as f64;
        let found = values.iter().map(|value| (f64::from(*value) - mean).powi(2)).sum::<f64>() / values.len() as f64;
        // Of n = 120 000 draws a Gaussian's variance has a relative standard error of √(2/n) = 0.4 %; four of them.
        assert_abs_diff_eq!(found / variance, 1.0, epsilon = 0.0165);
    }
}

#[test]
fn a_layer_more_changes_no_other_layers_start() {
    let start = |stack: Stack| {
        let network = Network::new(stack, DeviceKind::Cpu, 1).unwrap();
        network.weights().next().unwrap().1
    };
    assert_eq!(start(Stack::vectors(4).linear("first", 4)), start(Stack::vectors(4).linear("first", 4).linear("b", 9)));
}

/// The tape would add both gradients of x + x to one tensor and lose one.
#[test]
#[should_panic(expected = "around no layers")]
fn a_residual_connection_needs_layers() {
    let _ = Stack::vectors(3).residual(|stack| stack);
}

#[test]
fn parameters_have_the_names_and_shapes_of_a_state_dict() {
    let stack = every_layer();
    let shapes: BTreeMap<_, _> = stack.parameters().all().iter().map(|p| (p.name.as_str(), p.shape.clone())).collect();
    assert_eq!(shapes["conv1.weight"], [16, 1, 3, 3]);
    assert_eq!(shapes["conv1.bias"], [16]);
    assert_eq!(shapes["block.attn.qkv.weight"], [48, 16]);
    assert_eq!(shapes["block.norm2.weight"], [16]);
    assert_eq!(shapes["block.mlp.fc2.weight"], [16, 24]);
    assert_eq!(shapes["fc.weight"], [3, 512]);
}

#[test]
fn saved_parameters_give_the_same_network() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("network.safetensors");
    let network = Network::new(every_layer(), DeviceKind::Cpu, 1).unwrap();
    network.save(&path).unwrap();
    let mut other = Network::new(every_layer(), DeviceKind::Cpu, 2).unwrap();
    assert_ne!(bits(&network), bits(&other));
    other.load(&path).unwrap();
    assert_eq!(bits(&network), bits(&other));
    let images = examples(5).0;
    assert_eq!(network.apply(&images).unwrap(), other.apply(&images).unwrap());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "only the file itself");
}

#[test]
fn a_file_that_does_not_fit_is_refused_by_name_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("network.safetensors");
    let saved = |stack: Stack| Network::new(stack, DeviceKind::Cpu, 1).unwrap().save(&path).unwrap();
    let load = |path: &Path| {
        let mut network = Network::new(Stack::vectors(4).linear("a", 3).linear("b", 2), DeviceKind::Cpu, 2).unwrap();
        let before = bits(&network);
        let error = network.load(path).unwrap_err();
        assert_eq!(bits(&network), before);
        assert!(error.to_string().contains("network.safetensors"));
        error
    };
    saved(Stack::vectors(4).linear("a", 5).linear("c", 2));
    let CheckpointError::Tensors { faults, .. } = load(&path) else { panic!("another fault") };
    let expected = [
        "a.weight is [5, 4] in the file and [3, 4] in the model",
        "a.bias is [5] in the file and [3] in the model",
        "b.weight is missing",
        "b.bias is missing",
        "c.bias is unexpected",
        "c.weight is unexpected",
    ];
    assert_eq!(faults, expected);

    let whole = std::fs::read(&path).unwrap();
    for length in [0, 4, 40, whole.len() - 1] {
        write_whole(&path, &whole[..length]).unwrap();
        assert!(matches!(load(&path), CheckpointError::Format { .. }), "{length} bytes");
    }
    std::fs::remove_file(&path).unwrap();
    assert!(matches!(load(&path), CheckpointError::File(_)));
}

#[cfg(not(feature = "cuda"))]
#[test]
fn cuda_without_cuda_says_what_to_do() {
    let error = Network::new(Stack::vectors(2).linear("fc", 2), DeviceKind::Cuda, 1).unwrap_err().to_string();
    assert!(error.contains("--features cuda") && error.contains("--device cpu"), "{error}");
}
