//! A network whose output is multiplied by a number that comes with each input.

use dfdx::{
    shapes::{Axis, HasShape},
    tensor::{PutTape, SplitTape},
    tensor_ops::{BroadcastTo, ReshapeTo},
};

use crate::nn::{Device, Extent, Module, Parameters, Stack, Tensor, Weights};

/// F(x) · c, where c is the last number of each input: a loss weighted example by example is a plain one of this.
#[derive(Debug, Clone)]
pub(super) struct Scaled {
    inner: Stack,
}

impl Scaled {
    /// `inner`: a stack on vectors.
    pub(super) fn new(inner: Stack) -> Self {
        Self { inner }
    }
}

impl Module for Scaled {
    fn parameters(&self) -> &Parameters {
        self.inner.parameters()
    }

    fn input(&self) -> Extent {
        Extent { channels: self.inner.input().channels + 1, ..self.inner.input() }
    }

    fn output(&self) -> Extent {
        self.inner.output()
    }

    fn forward<D: Device>(&self, weights: &Weights<D>, x: Tensor<D>) -> Tensor<D> {
        let (rows, last) = (x.shape().0, self.inner.input().channels);
        let (x, recorder) = x.split_tape();
        let factors = x.clone().put_tape(recorder.fork()).slice((0..rows, last..last + 1));
        let shape = (rows, self.inner.output().channels);
        let factors = factors.reshape_like(&(rows,)).broadcast_like::<_, Axis<1>>(&shape);
        self.inner.forward(weights, x.put_tape(recorder).slice((0..rows, 0..last))) * factors
    }
}
