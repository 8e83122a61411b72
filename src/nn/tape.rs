//! What a forward pass remembers, so that gradients can be had.

use dfdx::{
    tensor::{Gradients, Merge, NoneTape, OwnedTape, PutTape, SplitTape, Storage, Tape, Tensor, Trace},
    tensor_ops::{Backward, Device},
};

/// A tape that may be absent: a tensor that carries one wants a gradient, a tensor without is a constant.
///
/// dfdx decides by type whether a computation is recorded. This decides at run time, so that a layer is one function
/// for training and for use, and no gradient is computed that nobody asked for (such as that of the first layer's
/// input).
#[derive(Debug)]
pub struct Recorder<D: Storage<f32>>(Option<OwnedTape<f32, D>>);

impl<D: Storage<f32>> Recorder<D> {
    /// No tape: what is computed with this is a constant.
    #[must_use]
    pub fn off() -> Self {
        Self(None)
    }

    /// A second tape for a second use of the same tensor: it records if this one does.
    #[must_use]
    pub fn fork(&self) -> Self {
        if self.records() { Self::default() } else { Self::off() }
    }

    /// Whether a gradient is wanted.
    #[must_use]
    pub fn records(&self) -> bool {
        self.0.is_some()
    }
}

/// A tape that records: what dfdx gives to the branches inside its own operations.
impl<D: Storage<f32>> Default for Recorder<D> {
    fn default() -> Self {
        Self(Some(OwnedTape::default()))
    }
}

impl<D: Storage<f32>> Merge<NoneTape> for Recorder<D> {
    fn merge(self, _: NoneTape) -> Self {
        self
    }
}

impl<D: Storage<f32>> Merge<Self> for Recorder<D> {
    fn merge(self, other: Self) -> Self {
        match (self.0, other.0) {
            (Some(one), Some(other)) => Self(Some(one.merge(other))),
            (one, other) => Self(one.or(other)),
        }
    }
}

impl<D: Storage<f32>> Tape<f32, D> for Recorder<D> {
    const OWNS_TAPE: bool = true;

    fn add_backward_op<F>(&mut self, operation: F)
    where
        F: 'static + FnOnce(&mut Gradients<f32, D>) -> Result<(), D::Err>,
    {
        if let Some(tape) = &mut self.0 {
            tape.add_backward_op(operation);
        }
    }
}

/// All gradients of `loss`, added to the gradients there are.
///
/// # Panics
///
/// If nothing that `loss` depends on wants a gradient.
pub(super) fn backward<D: Device<f32>>(
    loss: Tensor<(), f32, D, Recorder<D>>,
    gradients: Gradients<f32, D>,
) -> Gradients<f32, D> {
    let (loss, recorder) = loss.split_tape();
    let (_, before) = loss.clone().traced(gradients).split_tape();
    let tape = recorder.0.expect("a loss that depends on something that wants a gradient");
    loss.put_tape(tape.merge(before)).backward()
}
