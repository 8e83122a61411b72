//! Every operation's gradient by finite differences, and every fused operation against its stock composition.

use std::sync::Arc;

use dfdx::{
    shapes::HasShape,
    tensor::{Cpu, Gradients, NoneTape, PutTape, TensorFromVec},
    tensor_ops::SumTo,
};
use rand::{Rng, seq::SliceRandom};

use super::{
    CrossEntropy, Device, Extent, Heads, Loss, Matrix, Padding, SquareLoss, Windows,
    cpu::processor,
    operations::{CutPatches, Operation, SparseStep, StartTokens, perform},
    stock,
    tape::{Recorder, backward},
    tensor::{Constant, Tensor},
};
use crate::data::streams::stream;

/// Half the distance between the two points of a central difference.
const STEP: f32 = 1.0 / 64.0;

/// Rounding of f32 over the distance, 2⁻²⁴ · 32 a term, and the third-order error of the difference, STEP²/6 = 4e-5 in
/// units of a third derivative that stays below 20 for the operations and sizes here.
const TOLERANCE: f32 = 1e-3;

const IMAGE: Extent = Extent { height: 5, width: 4, channels: 3 };

/// Numbers up to 2, or more if there are many, in random order and at least 2.5 STEP apart and from 0, so that no
/// difference straddles a kink.
fn numbers(rows: usize, columns: usize, seed: u64) -> Matrix {
    let half = (rows * columns).div_ceil(2);
    let mut ladder: Vec<f32> = (1..=half).flat_map(|rung| [rung as f32, -(rung as f32)]).collect();
    ladder.shuffle(&mut stream(seed, "tests/gradients"));
    let scale = (2.0 / half as f32).max(2.5 * STEP);
    Matrix::from_fn(rows, columns, |row, column| scale * ladder[row * columns + column])
}

fn constant(matrix: &Matrix) -> Constant<Cpu> {
    processor().tensor_from_vec(matrix.values().to_vec(), (matrix.rows(), matrix.columns()))
}

/// What an operation gives: its output, and the gradients of Σ slope · output for some fixed slopes.
struct Found {
    output: Matrix,
    slopes: Matrix,
    gradients: Vec<Vec<f32>>,
}

fn evaluate<const N: usize>(inputs: &[Matrix; N], operation: &impl Fn([Tensor<Cpu>; N]) -> Tensor<Cpu>) -> Matrix {
    let output = operation(inputs.each_ref().map(|input| constant(input).put_tape(Recorder::off())));
    Matrix::new(output.shape().0, output.shape().1, output.as_vec())
}

fn differentiate<const N: usize>(inputs: &[Matrix; N], operation: &impl Fn([Tensor<Cpu>; N]) -> Tensor<Cpu>) -> Found {
    let leaves = inputs.each_ref().map(constant);
    let output = operation(leaves.each_ref().map(|leaf| leaf.clone().put_tape(Recorder::default())));
    let (rows, columns) = *output.shape();
    let mut rng = stream(1, "tests/slopes");
    let slopes = Matrix::from_fn(rows, columns, |_, _| rng.gen_range(-1.0..1.0));
    let values = Matrix::new(rows, columns, output.retaped::<NoneTape>().as_vec());
    let all = backward((output * constant(&slopes)).sum(), Gradients::leaky());
    Found { output: values, slopes, gradients: leaves.iter().map(|leaf| all.get(leaf).as_vec()).collect() }
}

/// Holds the gradient at every number of every input against a central difference.
fn check<const N: usize>(inputs: &[Matrix; N], operation: impl Fn([Tensor<Cpu>; N]) -> Tensor<Cpu>) {
    let found = differentiate(inputs, &operation);
    assert_eq!(found.output, evaluate(inputs, &operation), "with and without a tape");
    let loss = |inputs: &[Matrix; N]| -> f64 {
        let output = evaluate(inputs, &operation);
        output.values().iter().zip(found.slopes.values()).map(|(y, slope)| f64::from(*y) * f64::from(*slope)).sum()
    };
    for (which, gradient) in found.gradients.iter().enumerate() {
        for (at, slope) in gradient.iter().enumerate() {
            let moved = |by: f32| {
                let mut moved = inputs.clone();
                let (rows, columns) = (inputs[which].rows(), inputs[which].columns());
                let value = |row: usize, column: usize| {
                    inputs[which].row(row)[column] + if row * columns + column == at { by } else { 0.0 }
                };
                moved[which] = Matrix::from_fn(rows, columns, value);
                loss(&moved)
            };
            let difference = ((moved(STEP) - moved(-STEP)) / f64::from(2.0 * STEP)) as f32;
            let allowed = TOLERANCE * (1.0 + slope.abs());
            assert!((difference - slope).abs() < allowed, "input {which}, number {at}: {slope}, not {difference}");
        }
    }
}

/// Holds a fused operation against its stock composition, output and gradients.
fn agree<const N: usize>(
    inputs: &[Matrix; N],
    fused: impl Fn([Tensor<Cpu>; N]) -> Tensor<Cpu>,
    stock: impl Fn([Tensor<Cpu>; N]) -> Tensor<Cpu>,
) {
    let (fused, stock) = (differentiate(inputs, &fused), differentiate(inputs, &stock));
    let pairs = [(fused.output.values(), stock.output.values())].into_iter();
    let gradients = fused.gradients.iter().zip(&stock.gradients).map(|(one, other)| (&one[..], &other[..]));
    for (which, (one, other)) in pairs.chain(gradients).enumerate() {
        // Both are f32, summed in another order: a few hundred roundings of 2⁻²⁴, relative to the largest.
        let size = other.iter().fold(1.0_f32, |size, x| size.max(x.abs()));
        let off = one.iter().zip(other).fold(0.0_f32, |off, (x, y)| off.max((x - y).abs()));
        assert!(one.len() == other.len() && off < 2e-5 * size, "output or gradient {which}: {off} of {size}");
    }
}

fn windows(side: usize, stride: usize, padding: Padding) -> Arc<Windows> {
    Arc::new(Windows::new(IMAGE, side, stride, padding).0)
}

const PADDINGS: [(usize, Padding); 5] = [
    (1, Padding::Zeros(0)),
    (1, Padding::Zeros(1)),
    (2, Padding::Zeros(1)),
    (1, Padding::Circular(1)),
    (2, Padding::Circular(1)),
];

#[test]
fn linear() {
    for rectified in [false, true] {
        let fused = |[x, weight, bias]: [_; 3]| Cpu::linear(x, weight, bias, rectified);
        check(&[numbers(4, 5, 1), numbers(3, 5, 2), numbers(1, 3, 3)], fused);
        // Large enough to be shared among threads.
        let mut rng = stream(2, "tests/linear");
        let mut matrix = |rows, columns| Matrix::from_fn(rows, columns, |_, _| rng.gen_range(-0.1..0.1));
        let inputs = [matrix(270, 250), matrix(256, 250), matrix(1, 256)];
        agree(&inputs, fused, |[x, weight, bias]| stock::linear(x, weight, bias, rectified));
    }
    check(&[numbers(6, 7, 4), numbers(1, 7, 5)], |[x, bias]| Cpu::add_bias(x, bias));
    agree(
        &[numbers(40, 7, 4), numbers(1, 7, 5)],
        |[x, bias]| Cpu::add_bias(x, bias),
        |[x, bias]| stock::add_bias(x, bias),
    );
}

#[test]
fn relu_gate_and_sum() {
    check(&[numbers(6, 7, 1)], |[x]| Cpu::relu(x));
    check(&[numbers(6, 7, 1), numbers(6, 7, 2)], |[x, y]| Cpu::add(x, y));
    agree(&[numbers(9, 7, 3)], |[x]| Cpu::relu(x), |[x]| x.relu());
    let x = constant(&numbers(9, 7, 4));
    check(&[numbers(9, 7, 1)], |[y]| Cpu::gate(&x, y));
    agree(&[numbers(9, 7, 3)], |[y]| Cpu::gate(&x, y), |[y]| stock::gate(&x, y));
}

#[test]
fn gaussian_error_linear_units() {
    check(&[numbers(6, 7, 1)], |[x]| Cpu::gelu(x));
    agree(&[numbers(30, 40, 2)], |[x]| Cpu::gelu(x), |[x]| stock::gelu(x));
}

#[test]
fn channels_become_blocks_of_pixels() {
    let extent = Extent { height: 2, width: 3, channels: 8 };
    check(&[numbers(2 * 6, 8, 1)], |[x]| Cpu::depth_to_space(x, extent, 2));
    let fused = |[x]: [_; 1]| Cpu::depth_to_space(x, extent, 2);
    agree(&[numbers(5 * 6, 8, 2)], fused, |[x]| stock::depth_to_space(x, extent, 2));
    // The second pixel's channels are the block at columns 2 and 3.
    let image = Matrix::from_fn(6, 8, |pixel, channel| (10 * pixel + channel) as f32);
    let blocks = evaluate(&[image], &fused);
    let place = |row: usize, column: usize| blocks.row(row * 6 + column);
    assert_eq!([place(0, 2), place(0, 3), place(1, 2), place(1, 3)], [[10., 11.], [12., 13.], [14., 15.], [16., 17.]]);
}

#[test]
fn convolution() {
    for (stride, padding) in PADDINGS {
        let windows = windows(3, stride, padding);
        let inputs = [numbers(2 * IMAGE.positions(), 3, 1), numbers(2, 3 * 9, 2), numbers(1, 2, 3)];
        check(&inputs, |[x, w, b]| Cpu::convolve(x, w, b, false, &windows));
        let inputs = [numbers(20 * IMAGE.positions(), 3, 4), numbers(5, 3 * 9, 5), numbers(1, 5, 6)];
        for rectified in [false, true] {
            let fused = |[x, w, b]: [_; 3]| Cpu::convolve(x, w, b, rectified, &windows);
            agree(&inputs, fused, |[x, w, b]| stock::convolve(x, w, b, rectified, &windows));
        }
    }
    for padding in [Padding::Zeros(2), Padding::Circular(2)] {
        let windows = windows(5, 1, padding);
        let inputs = [numbers(20 * IMAGE.positions(), 3, 4), numbers(4, 3 * 25, 5), numbers(1, 4, 6)];
        let fused = |[x, w, b]: [_; 3]| Cpu::convolve(x, w, b, true, &windows);
        agree(&inputs, fused, |[x, w, b]| stock::convolve(x, w, b, true, &windows));
    }
}

/// A kernel of one pixel, one larger than its image, and a torus seen once around.
#[test]
fn convolution_at_the_edges() {
    let tiny = Extent { height: 2, width: 1, channels: 2 };
    for (side, padding) in [(1, Padding::Zeros(0)), (5, Padding::Zeros(2)), (3, Padding::Circular(1))] {
        let windows = Arc::new(Windows::new(tiny, side, 1, padding).0);
        let inputs = [numbers(3 * 2, 2, 1), numbers(3, 2 * side * side, 2), numbers(1, 3, 3)];
        let fused = |[x, w, b]: [_; 3]| Cpu::convolve(x, w, b, false, &windows);
        check(&inputs, fused);
        agree(&inputs, fused, |[x, w, b]| stock::convolve(x, w, b, false, &windows));
    }
}

#[test]
#[should_panic(expected = "one tensor is two inputs")]
fn a_tensor_is_not_lent_twice() {
    let x = constant(&numbers(2, 2, 1));
    let leaf = || x.clone().put_tape(Recorder::default());
    let _ = Cpu::add(leaf(), leaf());
}

#[test]
#[should_panic(expected = "outputs and targets")]
fn targets_of_another_shape_are_refused() {
    let _ = Cpu::square_loss(constant(&numbers(4, 2, 1)).put_tape(Recorder::off()), &constant(&numbers(2, 4, 2)));
}

#[test]
fn filters_and_pooling() {
    let kernel: Arc<[f32]> = (1..=9_u8).map(|tap| f32::from(tap) / 45.0).collect();
    for (stride, padding) in PADDINGS {
        let windows = windows(3, stride, padding);
        let images = [numbers(2 * IMAGE.positions(), 3, 1)];
        check(&images, |[x]| Cpu::filter(x, &kernel, &windows));
        check(&images, |[x]| Cpu::max_pool(x, &windows));
        agree(&images, |[x]| Cpu::filter(x, &kernel, &windows), |[x]| stock::filter(x, &kernel, &windows));
        agree(&images, |[x]| Cpu::max_pool(x, &windows), |[x]| stock::max_pool(x, &windows));
    }
}

/// `f32::max` gives the other number where one is NaN: a rectifier or a pooling made of it would hide a NaN.
#[test]
fn no_operation_swallows_a_nan() {
    let spoilt = |rows, columns| {
        let sound = numbers(rows, columns, 1);
        Matrix::from_fn(rows, columns, |row, column| if row + column == 0 { f32::NAN } else { sound.row(row)[column] })
    };
    let sound = |rows, columns| numbers(rows, columns, 2);
    let windows = windows(3, 1, Padding::Circular(1));
    let pixels = IMAGE.positions();
    let spoils = |output: &Matrix| output.values().iter().any(|x| x.is_nan());
    assert!(spoils(&evaluate(&[spoilt(4, 3)], &|[x]| Cpu::relu(x))));
    assert!(spoils(&evaluate(&[spoilt(pixels, 3)], &|[x]| Cpu::max_pool(x, &windows))));
    assert!(spoils(&evaluate(&[spoilt(4, 3)], &|[x]| Cpu::softmax(x))));
    let shrunk = |[x, along, step, threshold]: [_; 4]| Cpu::shrink(x, along, step, threshold);
    for place in 0..4 {
        let mut inputs = [sound(4, 3), sound(4, 3), sound(1, 1), sound(1, 1)];
        inputs[place] = spoilt(inputs[place].rows(), inputs[place].columns());
        assert!(spoils(&evaluate(&inputs, &shrunk)), "{place}");
    }
    let matrix = Arc::new(sound(5, 3));
    let left = |[y, x]: [_; 2]| Cpu::residual(y, x, &matrix);
    assert!(spoils(&evaluate(&[spoilt(4, 5), sound(4, 3)], &left)));
    assert!(spoils(&evaluate(&[sound(4, 5), spoilt(4, 3)], &left)));
    for rectified in [false, true] {
        let mapped = |[x, w, bias]: [_; 3]| Cpu::linear(x, w, bias, rectified);
        assert!(spoils(&evaluate(&[spoilt(4, 3), sound(2, 3), sound(1, 2)], &mapped)));
        assert!(spoils(&evaluate(&[sound(4, 3), spoilt(2, 3), sound(1, 2)], &mapped)));
        assert!(spoils(&evaluate(&[sound(4, 3), sound(2, 3), spoilt(1, 2)], &mapped)));
        let convolved = |[x, w, b]: [_; 3]| Cpu::convolve(x, w, b, rectified, &windows);
        assert!(spoils(&evaluate(&[spoilt(pixels, 3), sound(2, 27), sound(1, 2)], &convolved)));
        assert!(spoils(&evaluate(&[sound(pixels, 3), spoilt(2, 27), sound(1, 2)], &convolved)));
        assert!(spoils(&evaluate(&[sound(pixels, 3), sound(2, 27), spoilt(1, 2)], &convolved)));
    }
}

#[test]
fn layer_norm() {
    check(&[numbers(3, 10, 1), numbers(1, 10, 2), numbers(1, 10, 3)], |[x, scale, shift]| {
        Cpu::layer_norm(x, scale, shift, 1e-5)
    });
    let fused = |[x, scale, shift]: [_; 3]| Cpu::layer_norm(x, scale, shift, 1e-5);
    let stock = |[x, scale, shift]: [_; 3]| stock::layer_norm(x, scale, shift, 1e-5);
    agree(&[numbers(37, 21, 4), numbers(1, 21, 5), numbers(1, 21, 6)], fused, stock);
}

#[test]
fn softmax() {
    check(&[numbers(4, 9, 1)], |[x]| Cpu::softmax(x));
    agree(&[numbers(30, 11, 2)], |[x]| Cpu::softmax(x), |[x]| x.softmax::<dfdx::shapes::Axis<1>>());
}

#[test]
fn attention() {
    for shared in [false, true] {
        let heads = Heads { tokens: 4, heads: 2, width: 3, shared };
        check(&[numbers(8, heads.columns(), 1)], |[x]| Cpu::attend(x, heads));
        let heads = Heads { tokens: 5, heads: 3, width: 9, shared };
        agree(&[numbers(15, heads.columns(), 2)], |[x]| Cpu::attend(x, heads), |[x]| stock::attend(x, heads));
    }
    // One projection is the three of which each is a copy of it.
    let [x, thrice] = [1, 3].map(|times: usize| {
        let x = numbers(8, 6, 3);
        Matrix::from_fn(8, 6 * times, |row, column| x.row(row)[column % 6])
    });
    let shared = Heads { tokens: 4, heads: 2, width: 3, shared: true };
    let apart = Heads { shared: false, ..shared };
    assert_eq!(evaluate(&[x], &|[x]| Cpu::attend(x, shared)), evaluate(&[thrice], &|[x]| Cpu::attend(x, apart)));
}

/// Sums of multiples of one spacing lie half of it from a threshold of one and a half: no difference straddles a kink.
#[test]
fn shrinkage() {
    let one = |value: f32| Matrix::new(1, 1, vec![value]);
    let inputs = [numbers(6, 7, 1), numbers(6, 7, 2)];
    let spacing = inputs[0].values().iter().fold(f32::MAX, |least, x| least.min(x.abs()));
    for threshold in [1.5 * spacing, -1.5 * spacing] {
        let [x, along] = inputs.clone();
        check(&[x, along, one(2.0), one(threshold)], |[x, along, step, threshold]| {
            Cpu::shrink(x, along, step, threshold)
        });
        let inputs = [numbers(40, 31, 3), numbers(40, 31, 4), one(0.7), one(threshold)];
        let fused = |[x, along, step, threshold]: [_; 4]| Cpu::shrink(x, along, step, threshold);
        agree(&inputs, fused, |[x, along, step, threshold]| stock::shrink(x, along, step, threshold));
    }
}

#[test]
fn residuals() {
    let matrix = Arc::new(numbers(5, 6, 1));
    check(&[numbers(4, 5, 2), numbers(4, 6, 3)], |[y, x]| Cpu::residual(y, x, &matrix));
    // Large enough to be shared among threads.
    let mut rng = stream(2, "tests/residuals");
    let mut matrix = |rows, columns| Matrix::from_fn(rows, columns, |_, _| rng.gen_range(-0.1..0.1));
    let (inputs, given) = ([matrix(270, 256), matrix(270, 250)], Arc::new(matrix(256, 250)));
    agree(&inputs, |[y, x]| Cpu::residual(y, x, &given), |[y, x]| stock::residual(y, x, &given));
}

/// Holds an operation of one kind of model in both of its ways.
fn check_and_agree<const N: usize>(small: &[Matrix; N], large: &[Matrix; N], operation: impl Operation<N> + Copy) {
    check(small, |inputs| operation.fused(inputs));
    agree(large, |inputs| operation.fused(inputs), |inputs| operation.composed(inputs));
    // By way of any device.
    assert_eq!(
        evaluate(small, &|inputs| perform(operation, inputs)),
        evaluate(small, &|inputs| operation.fused(inputs))
    );
}

#[test]
fn patches_and_tokens() {
    let cut = CutPatches { image: Extent { height: 4, width: 6, channels: 3 }, side: 2 };
    check_and_agree(&[numbers(24, 3, 1)], &[numbers(5 * 24, 3, 2)], cut);
    // The first patch of an image, by rows of pixels and then by channels.
    let numbered = Matrix::from_fn(24, 3, |pixel, channel| (3 * pixel + channel) as f32);
    let first = evaluate(&[numbered], &|[x]| cut.fused([x])).row(0).to_vec();
    assert_eq!(first, [0_u8, 1, 2, 3, 4, 5, 18, 19, 20, 21, 22, 23].map(f32::from));
    let [small, large] = [2, 17].map(|images| [numbers(4 * images, 3, 3), numbers(1, 3, 4), numbers(1, 15, 5)]);
    check_and_agree(&small, &large, StartTokens);
}

/// A threshold of ∓8 lies beyond every value: the step is then linear in u, or 0. Kinks are held by the stock composition.
#[test]
fn sparse_steps() {
    let mut rng = stream(8, "tests/sparse_step");
    let mut matrix = |rows, columns, bound: f32| Matrix::from_fn(rows, columns, |_, _| rng.gen_range(-bound..bound));
    let small = [matrix(3, 4, 1.0), matrix(4, 4, 1.0)];
    // Large enough to be shared among threads.
    let large = [matrix(270, 250, 1.0), matrix(250, 250, 0.1)];
    let step = SparseStep { step: 0.3, threshold: 0.2 };
    for inputs in [&small, &large] {
        agree(inputs, |inputs| perform(step, inputs), |inputs| step.composed(inputs));
    }
    check(&small, |inputs| SparseStep { threshold: -8.0, ..step }.fused(inputs));
    let none = evaluate(&small, &|inputs| SparseStep { threshold: 8.0, ..step }.fused(inputs));
    assert!(none.values().iter().all(|z| z.abs() <= 0.0));
    for place in 0..2 {
        let mut inputs = small.clone();
        inputs[place] = Matrix::from_fn(inputs[place].rows(), 4, |row, _| if row == 0 { f32::NAN } else { 0.5 });
        assert!(evaluate(&inputs, &|inputs| step.fused(inputs)).values().iter().any(|z| z.is_nan()), "{place}");
    }
}

#[test]
fn losses() {
    let target = Matrix::from_fn(5, 4, |row, column| [0.1, 0.2, 0.3, 0.4][(row + column) % 4]);
    check(&[numbers(5, 4, 1)], |[x]| as_matrix(CrossEntropy.of(x, constant(&target))));
    check(&[numbers(5, 4, 2)], |[x]| as_matrix(SquareLoss.of(x, constant(&target))));
    // More than one block.
    let (output, target) = (numbers(40, 1_000, 3), constant(&numbers(40, 1_000, 4)));
    let stock = |[x]: [_; 1]| as_matrix(stock::square_loss(x, &target));
    agree(&[output], |[x]| as_matrix(Cpu::square_loss(x, &target)), stock);
}

fn as_matrix(loss: super::Scalar<Cpu>) -> Tensor<Cpu> {
    use dfdx::tensor_ops::ReshapeTo;
    loss.reshape_like(&(1, 1))
}
