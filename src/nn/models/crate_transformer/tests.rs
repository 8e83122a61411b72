//! The released module's outputs, gradients and steps; gradients of every variant; files.

use std::path::{Path, PathBuf};

use approx::{assert_abs_diff_eq, assert_relative_eq};
use dfdx::tensor::{Cpu, Gradients};
use rand::Rng as _;
use rand_distr::StandardNormal;
use safetensors::SafeTensors;

use super::{Crate, CrateSizes, Projection, released_rates};
use crate::{
    data::streams::stream,
    ground::{device::DeviceKind, files},
    nn::{
        CrossEntropy, Extent, Loss as _, Matrix, Module as _, Network, Optimizer, Patches, Pool, StateDict, TensorFile,
        Told, Training, after_attention, after_layer, cpu::processor, images_of_planes, parameters::Weights,
        tape::backward,
    },
};

const IMAGE: Extent = Extent { height: 16, width: 16, channels: 3 };

fn oracle(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracles").join(name)
}

/// Numbers that the released module gave: see `tests/oracles/README.md`.
fn given(file: &str, name: &str) -> Vec<f32> {
    TensorFile::read(&oracle(file)).unwrap().numbers(name).unwrap()
}

fn released() -> (Network<Crate>, Matrix) {
    let dict = StateDict::read(&oracle("crate_rgb16.safetensors")).unwrap();
    let network = Network::<Crate>::from_state_dict(&dict, IMAGE, Told::default(), DeviceKind::Cpu).unwrap();
    (network, images_of_planes(&given("crate_rgb16.safetensors", "io.images"), IMAGE))
}

/// Class probabilities with label smoothing .1 for the labels of the fixture.
fn smoothed_targets() -> Matrix {
    let bytes = files::read(&oracle("crate_rgb16_gradients.safetensors")).unwrap();
    let labels = SafeTensors::deserialize(&bytes).unwrap().tensor("io.labels").unwrap();
    let labels: Vec<u8> = labels.data().as_chunks().0.iter().map(|label| i64::from_le_bytes(*label) as u8).collect();
    let hot = Matrix::one_hot(&labels, 10);
    Matrix::from_fn(labels.len(), 10, |row, class| 0.9 * hot.row(row)[class] + 0.01)
}

/// The loss, and its gradient at every parameter.
fn loss_and_gradients(model: &Crate, values: &[Vec<f32>], x: &Matrix, target: &Matrix) -> (f32, Vec<Vec<f32>>) {
    let weights: Weights<Cpu> = Weights::new(processor(), model.parameters(), values.to_vec());
    let output = model.forward(&weights.watched(model.parameters()), weights.examples(x, model.input()));
    let loss = CrossEntropy.of(output, weights.constant(target, model.output()));
    let value = loss.as_vec()[0];
    let all = backward(loss, Gradients::leaky());
    (value, weights.tensors.iter().map(|tensor| all.get(tensor).as_vec()).collect())
}

fn largest(numbers: &[f32]) -> f32 {
    numbers.iter().fold(0.0, |most, x| most.max(x.abs()))
}

/// Holds numbers against those of the fixture: their greatest difference in units of the largest, or of 1 if that is less.
fn hold(what: &str, ours: &[f32], theirs: &[f32]) {
    assert_eq!(ours.len(), theirs.len(), "{what}");
    let off = ours.iter().zip(theirs).fold(0.0_f32, |off, (a, b)| off.max((a - b).abs()));
    assert!(off < 1e-5 * largest(theirs).max(1.0), "{what}: {off}");
}

/// Literals: the released module, 674408f, under torch 2.5.1. Single precision in another order; both sides round at 6e-8.
#[test]
fn outputs_are_the_released_modules() {
    let (network, images) = released();
    let given = |name: &str| given("crate_rgb16.safetensors", name);
    hold("logits", network.apply(&images).unwrap().values(), &given("io.logits"));
    let depth = network.model().sizes().depth;
    let mut seen = vec![Matrix::new(0, 0, Vec::new()); after_attention(depth) + 1];
    let numbers: Vec<usize> = (0..seen.len()).collect();
    network.iterates(&images, &numbers, &mut |number, _, values| seen[number] = values.clone()).unwrap();
    for layer in 0..depth {
        hold("half", seen[after_attention(layer)].values(), &given(&format!("io.half.{layer}")));
        hold("tokens", seen[after_layer(layer)].values(), &given(&format!("io.tokens.{layer}")));
        let entering = &seen[layer.checked_sub(1).map_or(0, after_layer)];
        let rates = released_rates(&network.seen_by_heads(layer, entering).unwrap(), 17, 4);
        let mean = rates.iter().sum::<f64>() / rates.len() as f64;
        // The released code takes determinants in single precision.
        assert_relative_eq!(mean, f64::from(given(&format!("io.rate.{layer}"))[0]), max_relative = 1e-4);
    }
    hold("logits by layer", seen[after_attention(depth)].values(), &given("io.logits"));
}

/// Literals: the same under torch 2.15.0.
#[test]
fn gradients_and_three_steps_are_the_released_modules() {
    let (mut network, images) = released();
    let targets = smoothed_targets();
    let gradient = |name: &str| given("crate_rgb16_gradients.safetensors", &format!("grad.{name}"));
    let values: Vec<Vec<f32>> = network.weights().map(|(_, values)| values).collect();
    let (loss, ours) = loss_and_gradients(network.model(), &values, &images, &targets);
    assert_abs_diff_eq!(loss, given("crate_rgb16_gradients.safetensors", "io.loss")[0], epsilon = 1e-5);
    let theirs: Vec<Vec<f32>> =
        network.model().parameters().all().iter().map(|parameter| gradient(&parameter.name)).collect();
    let most = theirs.iter().fold(0.0_f32, |most, theirs| most.max(largest(theirs)));
    for ((parameter, ours), theirs) in network.model().parameters().all().iter().zip(&ours).zip(&theirs) {
        let off = ours.iter().zip(theirs).fold(0.0_f32, |off, (a, b)| off.max((a - b).abs()));
        assert!(ours.len() == theirs.len() && off < 1e-5 * most, "{}: {off} of {most}", parameter.name);
    }

    let training = Training { optimizer: Optimizer::adam_w(0.05), ..Training::adam(3, 1e-3) };
    let mut batches = || (images.clone(), targets.clone());
    let history = network.train(&mut batches, &CrossEntropy, &training, &mut |_, _| ()).unwrap();
    assert_eq!(history.losses.len(), 3);
    for (ours, theirs) in history.losses.iter().zip(given("crate_rgb16_adamw3.safetensors", "io.losses")) {
        assert_abs_diff_eq!(*ours, theirs, epsilon = 1e-5);
    }
    for ((parameter, ours), slopes) in network.weights().zip(&theirs) {
        let weights = given("crate_rgb16_adamw3.safetensors", &parameter.name);
        // A step of Adam has the length of the rate whatever the gradient is: where that is rounding alone, so is the step.
        for ((ours, theirs), _) in ours.iter().zip(weights).zip(slopes).filter(|(_, slope)| slope.abs() > 1e-4) {
            assert!((ours - theirs).abs() < 1e-5, "{}: {ours}, not {theirs}", parameter.name);
        }
    }
}

/// Images that are higher than wide, two channels, and heads that together are not as wide as a token.
fn small(projection: Projection, pool: Pool) -> CrateSizes {
    let patches = Patches { image: Extent { height: 12, width: 8, channels: 2 }, side: 4 };
    let (heads, width) = if projection == Projection::Absent { (1, 10) } else { (3, 4) };
    CrateSizes { patches, dim: 10, depth: 2, heads, width, classes: 5, pool, projection, ..CrateSizes::TINY }
}

const VARIANTS: [(Projection, Pool); 4] = [
    (Projection::Free, Pool::Mean),
    (Projection::Free, Pool::Cls),
    (Projection::Tied, Pool::Cls),
    (Projection::Absent, Pool::Mean),
];

/// Second road: the slope of the loss along the gradient at each parameter, by central differences. A threshold of −10 lies
/// below every code, so that no difference straddles a kink.
#[test]
fn gradients_of_every_variant_are_those_of_differences() {
    const STEP: f64 = 1e-2;
    for (projection, pool) in VARIANTS {
        let model = Crate::new(CrateSizes { lambda: -100.0, ..small(projection, pool) });
        let mut rng = stream(1, "tests/crate");
        let x = Matrix::from_fn(4, model.input().len(), |_, _| rng.sample(StandardNormal));
        let target = Matrix::one_hot(&[0, 3, 1, 4], 5);
        let values = model.parameters().draw(2);
        let (_, gradients) = loss_and_gradients(&model, &values, &x, &target);
        for (slot, slopes) in gradients.iter().enumerate() {
            let name = &model.parameters().all()[slot].name;
            let length = slopes.iter().map(|x| f64::from(*x).powi(2)).sum::<f64>().sqrt();
            assert!(length > 0.0, "{projection:?}: no slope at {name}");
            let moved = |by: f64| {
                let mut values = values.clone();
                values[slot].iter_mut().zip(slopes).for_each(|(x, slope)| *x += (by / length) as f32 * slope);
                f64::from(loss_and_gradients(&model, &values, &x, &target).0)
            };
            let slope = (moved(STEP) - moved(-STEP)) / (2.0 * STEP);
            // Losses of the size of 1 are known to 1e-6, and the difference to 1e-4 times a third derivative.
            assert!((slope - length).abs() < 0.03 * length + 1e-3, "{projection:?}, {name}: {slope}, not {length}");
        }
    }
}

/// Second road: the closed form against the parameters that are named, and the numbers of the paper's table, of the released
/// code, and of small ones.
#[test]
fn parameters_are_as_many_as_published() {
    let count = |sizes: CrateSizes| {
        assert_eq!(Crate::new(sizes).parameters().count(), sizes.parameters());
        sizes.parameters()
    };
    let presets = [CrateSizes::TINY, CrateSizes::SMALL, CrateSizes::BASE, CrateSizes::LARGE];
    assert_eq!(presets.map(count), [6_090_856, 13_116_328, 22_796_008, 77_641_192]);
    let tied = presets.map(|sizes| count(CrateSizes { projection: Projection::Tied, ..sizes }));
    // 4.32, 9.13, 15.71 and 52.45 M.
    assert_eq!(tied.map(|count| (count + 5_000) / 10_000), [432, 913, 1_571, 5_245]);
    for (projection, pool) in VARIANTS {
        count(small(projection, pool));
    }
    let digits = |dim: usize, depth: usize| {
        let patches = Patches { image: Extent { height: 28, width: 28, channels: 1 }, side: 4 };
        count(CrateSizes { patches, dim, depth, heads: 4, width: dim / 4, classes: 10, ..CrateSizes::TINY })
    };
    assert_eq!([digits(48, 4), digits(64, 6), digits(96, 6)], [32_586, 80_938, 176_682]);
}

#[test]
fn what_is_saved_loads_in_every_variant_and_has_the_released_names() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("crate.safetensors");
    for (projection, pool) in VARIANTS {
        let sizes = CrateSizes { step_size: 0.2, lambda: 0.3, ..small(projection, pool) };
        let network = Network::new(Crate::new(sizes), DeviceKind::Cpu, 3).unwrap();
        network.save_state_dict(&path).unwrap();
        let dict = StateDict::read(&path).unwrap();
        let again =
            Network::<Crate>::from_state_dict(&dict, sizes.patches.image, Told::default(), DeviceKind::Cpu).unwrap();
        assert_eq!(again.model().sizes(), &sizes);
        assert!(again.weights().map(|(_, values)| values).eq(network.weights().map(|(_, values)| values)));
    }
    let (network, _) = released();
    network.save_state_dict(&path).unwrap();
    let (ours, theirs) =
        (TensorFile::read(&path).unwrap(), TensorFile::read(&oracle("crate_rgb16.safetensors")).unwrap());
    let names: Vec<String> = theirs.names().into_iter().filter(|name| !name.starts_with("io.")).collect();
    assert_eq!(ours.names(), names);
    for name in names {
        assert_eq!(ours.shape(&name), theirs.shape(&name));
        assert_eq!(ours.numbers(&name).unwrap(), theirs.numbers(&name).unwrap());
    }
}
