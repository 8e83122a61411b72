//! What can be asked of a model and its weights, and what may be done to them, wherever they are.
//!
//! A device is chosen at run time, while what is computed on it is generic over it by type. A closure cannot be generic;
//! these traits are closures that are. A model brings its own: its tangent kernel, the start of a new layer.

use super::{device::Device, parameters::Weights};

/// Something that can be read off a model and its weights.
pub(super) trait Question<M> {
    /// Plain numbers, which are on no device.
    type Answer;

    /// The answer, computed on the weights' device.
    fn answer<D: Device>(self, model: &M, weights: &Weights<D>) -> Self::Answer;
}

/// Something that changes the weights of a model.
pub(super) trait Amendment<M> {
    /// What there is to say of it afterwards, in plain numbers.
    type Report;

    /// Changes the weights, on their device.
    fn amend<D: Device>(self, model: &M, weights: &mut Weights<D>) -> Self::Report;
}
