//! What a model is: parameters by name, and a function of them and an input.

use super::{
    device::{Device, Tensor},
    parameters::{Parameters, Weights},
    windows::Extent,
};

/// A model: its sizes and the names of its parameters, without their numbers and without a device.
pub trait Module: Send + Sync {
    /// Everything it learns.
    fn parameters(&self) -> &Parameters;

    /// The extent of one input example.
    fn input(&self) -> Extent;

    /// The extent of one output example.
    fn output(&self) -> Extent;

    /// The output `[examples · output positions, output channels]` for an input
    /// `[examples · input positions, input channels]`.
    fn forward<D: Device>(&self, weights: &Weights<D>, x: Tensor<D>) -> Tensor<D>;
}
