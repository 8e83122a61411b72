//! Operations that one kind of model needs: fused on the processor, composed of stock operations on any other device.
//!
//! What many models need is a method of [`Device`]. A model that finds its operation here changes no file that older
//! networks are computed by, so their figures stay fresh.

mod cut_patches;
mod sparse_step;
mod start_tokens;

use std::any::Any;

use dfdx::tensor::Cpu;

use super::{device::Device, tensor::Tensor};

pub(super) use cut_patches::CutPatches;
pub(super) use sparse_step::SparseStep;
pub(super) use start_tokens::StartTokens;

/// An operation on N tensors.
pub(super) trait Operation<const N: usize> {
    /// As a composition of operations that every device has.
    fn composed<D: Device>(self, inputs: [Tensor<D>; N]) -> Tensor<D>;

    /// As the processor's own kernel, with a backward pass of its own.
    fn fused(self, inputs: [Tensor<Cpu>; N]) -> Tensor<Cpu>;
}

/// What `operation` makes of `inputs`, by the better of its two ways. Which device D is, is asked at run time: as a method
/// of [`Device`] this would be a line in a file that all figures with a network are made from.
pub(super) fn perform<D: Device, const N: usize>(operation: impl Operation<N>, inputs: [Tensor<D>; N]) -> Tensor<D> {
    let inputs: Box<dyn Any> = Box::new(inputs);
    match inputs.downcast::<[Tensor<Cpu>; N]>() {
        Ok(inputs) => {
            let output: Box<dyn Any> = Box::new(operation.fused(*inputs));
            *output.downcast().expect("D is the processor")
        }
        Err(inputs) => operation.composed(*inputs.downcast().expect("the tensors that were put in")),
    }
}
