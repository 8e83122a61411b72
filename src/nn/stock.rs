//! The operations that dfdx lacks as compositions of those that it has, for any device.

use dfdx::{
    shapes::{Axes2, Axes3, Axes4, Axes5, Axis, HasShape},
    tensor::{PutTape, SplitTape},
    tensor_ops::{
        BroadcastTo, ChooseFrom, Device, GatherTo, MaxTo, MeanTo, PermuteTo, ReshapeTo, SumTo, TryConcatAlong, TryGt,
        TryMatMul,
    },
};

use super::{
    matrix::Matrix,
    normal_tail::{COEFFICIENTS, SLOPE},
    tape::Recorder,
    tensor::{Constant, Heads, Scalar, Tensor},
    windows::{Extent, Windows},
};

type Tensor3<D> = dfdx::tensor::Tensor<(usize, usize, usize), f32, D, Recorder<D>>;
type Tensor5<D> = dfdx::tensor::Tensor<(usize, usize, usize, usize, usize), f32, D, Recorder<D>>;
type Tensor4<D> = dfdx::tensor::Tensor<(usize, usize, usize, usize), f32, D, Recorder<D>>;

pub(super) fn gate<D: Device<f32>>(x: &Constant<D>, y: Tensor<D>) -> Tensor<D> {
    let nothing: Constant<D> = y.device().zeros_like(y.shape());
    x.gt(0.0).choose(y, nothing)
}

pub(super) fn linear<D: Device<f32>>(x: Tensor<D>, weight: Tensor<D>, bias: Tensor<D>, rectified: bool) -> Tensor<D> {
    rectify(add_bias(x.matmul(weight.permute::<_, Axes2<1, 0>>()), bias), rectified)
}

pub(super) fn add_bias<D: Device<f32>>(x: Tensor<D>, bias: Tensor<D>) -> Tensor<D> {
    let bias = on_every_row(bias, *x.shape());
    x + bias
}

pub(super) fn convolve<D: Device<f32>>(
    x: Tensor<D>,
    weight: Tensor<D>,
    bias: Tensor<D>,
    rectified: bool,
    windows: &Windows,
) -> Tensor<D> {
    let (channels, filters) = (x.shape().1, weight.shape().0);
    let patches = under(x, windows, 0.0);
    let flat = (patches.shape().0, windows.taps * channels);
    let weight = weight.reshape_like(&(filters, channels, windows.taps));
    let weight: Tensor3<D> = weight.permute::<_, Axes3<2, 1, 0>>();
    let products = patches.reshape_like(&flat).matmul(weight.reshape_like(&(flat.1, filters)));
    rectify(add_bias(products, bias), rectified)
}

pub(super) fn filter<D: Device<f32>>(x: Tensor<D>, kernel: &[f32], windows: &Windows) -> Tensor<D> {
    let patches = under(x, windows, 0.0);
    let kernel = patches.device().tensor_from_vec(kernel.to_vec(), (windows.taps,));
    let kernel = kernel.broadcast_like::<_, Axes2<0, 2>>(&patches);
    (patches * kernel).sum::<_, Axis<1>>()
}

pub(super) fn max_pool<D: Device<f32>>(x: Tensor<D>, windows: &Windows) -> Tensor<D> {
    under(x, windows, f32::MIN).max::<_, Axis<1>>()
}

pub(super) fn layer_norm<D: Device<f32>>(x: Tensor<D>, scale: Tensor<D>, shift: Tensor<D>, epsilon: f32) -> Tensor<D> {
    let shape = *x.shape();
    x.normalize::<Axis<1>>(epsilon) * on_every_row(scale, shape) + on_every_row(shift, shape)
}

pub(super) fn attend<D: Device<f32>>(x: Tensor<D>, heads: Heads) -> Tensor<D> {
    let (rows, model) = (x.shape().0, heads.model());
    let (x, recorder) = x.split_tape();
    let by_head = |part: usize, recorder| -> Tensor4<D> {
        let (start, whole) = (heads.start(part), x.clone().put_tape(recorder));
        // The gradient of a slice replaces what was there: of slices that overlap one alone would be left. And a product
        // of a tensor with itself is refused; times 1 it is another.
        let part = if heads.shared { whole * 1.0 } else { whole.slice((0..rows, start..start + model)) };
        let lie = (rows / heads.tokens, heads.tokens, heads.heads, heads.width);
        part.reshape_like(&lie).permute::<_, Axes4<0, 2, 1, 3>>()
    };
    let (queries, keys, values) = (by_head(0, recorder.fork()), by_head(1, recorder.fork()), by_head(2, recorder));
    let scores = queries.matmul(keys.permute::<_, Axes4<0, 1, 3, 2>>()) / (heads.width as f32).sqrt();
    let answers: Tensor4<D> = scores.softmax::<Axis<3>>().matmul(values);
    answers.permute::<_, Axes4<0, 2, 1, 3>>().reshape_like(&(rows, model))
}

/// x Φ(x) = max(x, 0) − |x| Φ(−|x|).
pub(super) fn gelu<D: Device<f32>>(x: Tensor<D>) -> Tensor<D> {
    let (x, recorder) = x.split_tape();
    let again = || x.clone().put_tape(recorder.fork());
    let bell = (again().square() * -0.5).exp();
    let (t, of_t) = (again().abs() * SLOPE + 1.0).recip().split_tape();
    let horner = |sum: Tensor<D>, coefficient: f32| (sum + coefficient) * t.clone().put_tape(of_t.fork());
    let nothing: Constant<D> = t.device().zeros_like(t.shape());
    let [others @ .., last] = COEFFICIENTS;
    let sum = others.into_iter().fold(nothing.put_tape(Recorder::off()), horner);
    let beyond = (sum + last) * t.put_tape(of_t);
    let tail = again().abs() * (beyond * bell);
    x.put_tape(recorder).relu() - tail
}

pub(super) fn depth_to_space<D: Device<f32>>(x: Tensor<D>, extent: Extent, side: usize) -> Tensor<D> {
    let Extent { height, width, channels } = extent;
    let (images, channels) = (x.shape().0 / extent.positions(), channels / (side * side));
    let blocks: Tensor5<D> = x.reshape_like(&(images * height, width, side, side, channels));
    let rows: Tensor5<D> = blocks.permute::<_, Axes5<0, 2, 1, 3, 4>>();
    rows.reshape_like(&(images * extent.positions() * side * side, channels))
}

pub(super) fn residual<D: Device<f32>>(y: Tensor<D>, x: Tensor<D>, matrix: &Matrix) -> Tensor<D> {
    let shape = (matrix.rows(), matrix.columns());
    let matrix = x.device().tensor_from_vec(matrix.values().to_vec(), shape);
    y - x.matmul(matrix.permute::<_, Axes2<1, 0>>())
}

pub(super) fn shrink<D: Device<f32>>(
    x: Tensor<D>,
    along: Tensor<D>,
    step: Tensor<D>,
    threshold: Tensor<D>,
) -> Tensor<D> {
    let shape = *x.shape();
    let everywhere = |number: Tensor<D>| number.reshape_like(&()).broadcast_like::<_, Axes2<0, 1>>(&shape);
    let (moved, recorder) = (x + along * everywhere(step)).split_tape();
    let (threshold, of_threshold) = threshold.split_tape();
    let up = moved.clone().put_tape(recorder.fork()) - everywhere(threshold.clone().put_tape(of_threshold.fork()));
    let down = moved.put_tape(recorder).negate() - everywhere(threshold.put_tape(of_threshold));
    up.relu() - down.relu()
}

pub(super) fn square_loss<D: Device<f32>>(output: Tensor<D>, target: &Constant<D>) -> Scalar<D> {
    (output - target.clone()).square().mean()
}

/// The pixels under each window: `[images · outputs, taps, channels]`, with `beyond` on padding of zeros.
fn under<D: Device<f32>>(x: Tensor<D>, windows: &Windows, beyond: f32) -> Tensor3<D> {
    let (rows, channels) = *x.shape();
    let images = rows / windows.inputs;
    let index = (0..images)
        .flat_map(|image| windows.table.iter().map(move |at| at.map_or(rows, |at| image * windows.inputs + at)));
    let device = x.device().clone();
    let index = device.tensor_from_vec(index.collect::<Vec<usize>>(), (images * windows.outputs, windows.taps));
    let edge = device.tensor_from_vec(vec![beyond; channels], (1, channels));
    (x, edge).concat_along(Axis::<0>).gather(index)
}

fn rectify<D: Device<f32>>(x: Tensor<D>, rectified: bool) -> Tensor<D> {
    if rectified { x.relu() } else { x }
}

fn on_every_row<D: Device<f32>>(row: Tensor<D>, shape: (usize, usize)) -> Tensor<D> {
    row.reshape_like(&(shape.1,)).broadcast_like::<_, Axis<0>>(&shape)
}
