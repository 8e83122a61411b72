//! What is computed in every layer of an iteration, and what it remembers between layers.

use dfdx::{
    shapes::{Axes2, HasShape},
    tensor::{PutTape, SplitTape},
    tensor_ops::{PermuteTo, TryMatMul},
};

use super::rule::Correlation;
use crate::nn::{
    device::Device,
    tape::Recorder,
    tensor::{Constant, Tensor},
};

/// What every layer is given, without a tape.
pub(super) struct Given<D: Device> {
    /// y: `[signals, m]`.
    measurements: Constant<D>,
    /// W*y: `[signals, n]`, where W is given.
    correlation: Option<Constant<D>>,
}

impl<D: Device> Given<D> {
    pub(super) fn new(y: Tensor<D>, correlation: Option<&Correlation>) -> Self {
        let (measurements, _) = y.split_tape();
        let of_measurements = |Correlation { weights, .. }: &Correlation| {
            let shape = (weights.rows(), weights.columns());
            let weights = measurements.device().tensor_from_vec(weights.values().to_vec(), shape);
            measurements.clone().matmul(weights)
        };
        let correlation = correlation.map(of_measurements);
        Self { measurements, correlation }
    }

    pub(super) fn measurements(&self) -> Tensor<D> {
        self.measurements.clone().put_tape(Recorder::off())
    }

    /// The estimate before the first layer: `[signals, columns]`.
    pub(super) fn zero(&self, columns: usize) -> Tensor<D> {
        let rows = self.measurements.shape().0;
        let device = self.measurements.device();
        device.tensor_from_vec(vec![0.0; rows * columns], (rows, columns)).put_tape(Recorder::off())
    }

    pub(super) fn correlation(&self) -> Tensor<D> {
        self.correlation.clone().expect("a rule with a given W").put_tape(Recorder::off())
    }
}

/// FISTA's memory. Nothing is learnt where it is used, so it keeps no tape.
pub(super) struct Momentum<D: Device> {
    t: f64,
    before: Option<Constant<D>>,
}

impl<D: Device> Momentum<D> {
    pub(super) fn new() -> Self {
        Self { t: 1.0, before: None }
    }

    /// z from x and the x before it.
    pub(super) fn carry(&mut self, x: Tensor<D>) -> Tensor<D> {
        let (x, _) = x.split_tape();
        let carried = match self.before.take() {
            None => x.clone(),
            Some(before) => {
                let t = f64::midpoint(1.0, (1.0 + 4.0 * self.t * self.t).sqrt());
                let share = ((self.t - 1.0) / t) as f32;
                self.t = t;
                x.clone() * (1.0 + share) - before * share
            }
        };
        self.before = Some(x);
        carried.put_tape(Recorder::off())
    }
}

/// Two uses of the same tensor.
pub(super) fn fork<D: Device>(x: Tensor<D>) -> (Tensor<D>, Tensor<D>) {
    let (x, recorder) = x.split_tape();
    (x.clone().put_tape(recorder.fork()), x.put_tape(recorder))
}

/// x weightᵀ.
pub(super) fn times<D: Device>(x: Tensor<D>, weight: Tensor<D>) -> Tensor<D> {
    x.matmul(weight.permute::<_, Axes2<1, 0>>())
}
