//! A differentiable operation given as two functions of plain slices.

use std::mem;

use dfdx::{
    optim::UnusedTensors,
    tensor::{Cpu, Gradients, Merge, PutTape, SplitTape, Tape, ZerosTensor},
    tensor_ops::ReshapeTo,
};

use super::thread::processor;
use crate::nn::{
    device::zeros,
    tape::Recorder,
    tensor::{Constant, Numbers, Tensor},
};

/// The tensor of `shape` that `forward` writes.
///
/// `forward` is given the inputs and an output of zeros, and returns what `backward` will need: inputs and output are held by
/// their memory, so that keeping one is no copy. `backward` is given that, the gradient at the output to use up, and for each
/// input the slice to add its gradient to, `None` where none is wanted.
pub(super) fn custom<const N: usize, State: 'static>(
    inputs: [Tensor<Cpu>; N],
    shape: (usize, usize),
    forward: impl FnOnce([Constant<Cpu>; N], &mut Constant<Cpu>) -> State,
    backward: impl FnOnce(State, &mut [f32], [Option<&mut [f32]>; N]) + 'static,
) -> Tensor<Cpu> {
    let device = processor();
    let mut recorder = Recorder::off();
    let mut wanted = [false; N];
    // dfdx tells which tensors are the same by this list alone.
    let mut ids = UnusedTensors::default();
    let mut at = 0;
    let inputs = inputs.map(|input| {
        let (input, tape) = input.contiguous().split_tape();
        wanted[at] = tape.records();
        if wanted[at] {
            ids.add(&input);
        }
        at += 1;
        recorder = mem::replace(&mut recorder, Recorder::off()).merge(tape);
        input
    });
    let distinct = (1..ids.ids.len()).all(|at| !ids.ids[..at].contains(&ids.ids[at]));
    assert!(distinct, "one tensor is two inputs: its gradient would be lent twice");
    let ghosts = inputs.each_ref().map(dfdx::tensor::Tensor::ghost);
    let mut output: Constant<Cpu> = device.zeros_like(&shape);
    let state = forward(inputs, &mut output);
    let ghost = output.ghost();
    recorder.add_backward_op(move |gradients: &mut Gradients<f32, Cpu>| {
        let mut lend = |tensor| Ok(mem::replace(gradients.get_or_alloc_mut(tensor)?, zeros(&device, 0)));
        let mut output: Numbers<Cpu> = lend(&ghost)?;
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
