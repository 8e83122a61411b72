//! A differentiable operation given as two functions of plain slices.

use std::mem;

use dfdx::{
    shapes::HasShape,
    tensor::{Cpu, Gradients, Merge, PutTape, SplitTape, Tape, TensorFromVec},
    tensor_ops::ReshapeTo,
};

use super::thread::processor;
use crate::nn::{
    device::zeros,
    tape::Recorder,
    tensor::{Numbers, Tensor},
};

/// Numbers in memory that goes back to the device's cache when dropped.
pub(super) type Buffer = Numbers<Cpu>;

/// The tensor of `shape` that `forward` writes.
///
/// `forward` is given copies of the inputs and a slice of zeros, and returns what `backward` will need. `backward` is
/// given that, the gradient at the output to use up, and for each input the slice to add its gradient to, `None` where none is
/// wanted.
pub(super) fn custom<const N: usize, State: 'static>(
    inputs: [Tensor<Cpu>; N],
    shape: (usize, usize),
    forward: impl FnOnce([Buffer; N], &mut [f32]) -> State,
    backward: impl FnOnce(State, &mut [f32], [Option<&mut [f32]>; N]) + 'static,
) -> Tensor<Cpu> {
    let device = processor();
    let mut recorder = Recorder::off();
    let mut wanted = [false; N];
    let mut at = 0;
    let inputs = inputs.map(|input| {
        let (input, tape) = input.contiguous().split_tape();
        wanted[at] = tape.records();
        at += 1;
        recorder = mem::replace(&mut recorder, Recorder::off()).merge(tape);
        input
    });
    let copies = inputs.each_ref().map(|input| {
        let mut copy = zeros(&device, input.shape().0 * input.shape().1);
        input.copy_into(&mut copy);
        copy
    });
    // The empty shell must not be dropped: the cache would keep it as an allocation of nothing.
    let mut shell = mem::ManuallyDrop::new(zeros(&device, shape.0 * shape.1));
    let mut values: Vec<f32> = mem::take(&mut **shell);
    let state = forward(copies, &mut values);
    let output = device.tensor_from_vec(values, shape);
    let (ghosts, ghost) = (inputs.each_ref().map(dfdx::tensor::Tensor::ghost), output.ghost());
    recorder.add_backward_op(move |gradients: &mut Gradients<f32, Cpu>| {
        let mut lend = |tensor| Ok(mem::replace(gradients.get_or_alloc_mut(tensor)?, zeros(&device, 0)));
        let mut output: Buffer = lend(&ghost)?;
        let mut lent = Vec::with_capacity(N);
        for (ghost, wanted) in ghosts.iter().zip(wanted) {
            lent.push(if wanted { Some(lend(ghost)?) } else { None });
        }
        let mut slices = lent.iter_mut().map(|buffer| buffer.as_mut().map(|buffer| buffer.as_mut_slice()));
        backward(state, &mut output, std::array::from_fn(|_| slices.next().flatten()));
        drop(slices);
        for (ghost, buffer) in ghosts.iter().zip(lent) {
            if let Some(buffer) = buffer {
                *gradients.get_or_alloc_mut(ghost)? = buffer;
            }
        }
        Ok(())
    });
    output.put_tape(recorder)
}
