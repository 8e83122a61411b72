//! What a model is: parameters by name, and a function of them and an input.

use super::{
    device::Device,
    parameters::{Parameters, Weights},
    tensor::Tensor,
    windows::Extent,
};

/// A model: its sizes and the names of its parameters, without their numbers and without a device.
pub trait Module: Send + Sync {
    /// The names, the shapes and the beginnings of everything that it learns.
    fn parameters(&self) -> &Parameters;

    /// The extent of one input example.
    fn input(&self) -> Extent;

    /// The extent of one output example.
    fn output(&self) -> Extent;

    /// The output `[examples · output positions, output channels]` for an input
    /// `[examples · input positions, input channels]`.
    fn forward<D: Device>(&self, weights: &Weights<D>, x: Tensor<D>) -> Tensor<D>;
}
