//! Images as rows of patches.

use dfdx::{
    shapes::{Axes4, HasShape},
    tensor::Cpu,
    tensor_ops::{PermuteTo, ReshapeTo},
};

use super::Operation;
use crate::nn::{cpu::tokens, device::Device, tape::Recorder, tensor::Tensor, windows::Extent};

type Tensor4<D> = dfdx::tensor::Tensor<(usize, usize, usize, usize), f32, D, Recorder<D>>;

/// Cuts images into squares of `side` × `side` pixels, left to right and top to bottom. The numbers of a patch lie in the
/// order (row, column, channel). `[images · height · width, channels]` becomes
/// `[images · patches, side · side · channels]`.
#[derive(Debug, Clone, Copy)]
pub(in crate::nn) struct CutPatches {
    /// The extent of an image; `side` divides its height and its width.
    pub(in crate::nn) image: Extent,
    /// Pixels along each side of a patch.
    pub(in crate::nn) side: usize,
}

impl Operation<1> for CutPatches {
    fn composed<D: Device>(self, [x]: [Tensor<D>; 1]) -> Tensor<D> {
        let Extent { width, channels, .. } = self.image;
        let (rows, run) = (x.shape().0, self.side * channels);
        let strips: Tensor4<D> = x.reshape_like(&(rows / (width * self.side), self.side, width / self.side, run));
        let patches: Tensor4<D> = strips.permute::<_, Axes4<0, 2, 1, 3>>();
        patches.reshape_like(&(rows / (self.side * self.side), self.side * run))
    }

    fn fused(self, [x]: [Tensor<Cpu>; 1]) -> Tensor<Cpu> {
        tokens::cut_patches(x, self.image, self.side)
    }
}
