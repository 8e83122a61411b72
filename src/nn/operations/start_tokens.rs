//! The tokens that a transformer begins with.

use dfdx::{
    shapes::{Axes2, Axis, HasShape},
    tensor::Cpu,
    tensor_ops::{BroadcastTo, ReshapeTo, TryConcatAlong},
};

use super::Operation;
use crate::nn::{cpu::tokens, device::Device, tape::Recorder, tensor::Tensor};

type Tensor3<D> = dfdx::tensor::Tensor<(usize, usize, usize), f32, D, Recorder<D>>;

/// Puts the class token before the patches of every image and adds to each token what is learnt for its position.
/// Patches: `[images · N, d]`, class token: `[1, d]`, positions: `[1, (N + 1) · d]`; returns `[images · (N + 1), d]`.
#[derive(Debug, Clone, Copy)]
pub(in crate::nn) struct StartTokens;

impl Operation<3> for StartTokens {
    fn composed<D: Device>(self, [patches, class, positions]: [Tensor<D>; 3]) -> Tensor<D> {
        let (rows, width) = *patches.shape();
        let tokens = positions.shape().1 / width;
        let images = rows / (tokens - 1);
        let class: Tensor3<D> = class.reshape_like(&(width,)).broadcast_like::<_, Axes2<0, 1>>(&(images, 1, width));
        let patches: Tensor3<D> = patches.reshape_like(&(images, tokens - 1, width));
        let joined: Tensor3<D> = (class, patches).concat_along(Axis::<1>);
        let positions = positions.reshape_like(&(tokens, width));
        let positions: Tensor3<D> = positions.broadcast_like::<_, Axis<0>>(&(images, tokens, width));
        (joined + positions).reshape_like(&(images * tokens, width))
    }

    fn fused(self, [patches, class, positions]: [Tensor<Cpu>; 3]) -> Tensor<Cpu> {
        tokens::start_tokens(patches, class, positions)
    }
}
