//! A step of sparse coding with nonnegative codes, in a dictionary that is learnt.

use dfdx::{
    shapes::Axes2,
    tensor::{Cpu, PutTape, SplitTape},
    tensor_ops::{PermuteTo, TryMatMul},
};

use super::Operation;
use crate::nn::{cpu::sparse_step, device::Device, tensor::Tensor};

/// On every row u, a step of proximal gradient descent on ½‖u − Dz‖² + λΣz, z ≥ 0, begun at z = u:
///
/// ```text
/// z = max(u + η D*(u − Du) − θ, 0),   θ = ηλ
/// ```
///
/// Two products, since the residual u − Du is taken first. u: `[rows, d]`, D: `[d, d]`; returns `[rows, d]`.
#[derive(Debug, Clone, Copy)]
pub(in crate::nn) struct SparseStep {
    /// η.
    pub(in crate::nn) step: f32,
    /// θ.
    pub(in crate::nn) threshold: f32,
}

impl Operation<2> for SparseStep {
    fn composed<D: Device>(self, [u, dictionary]: [Tensor<D>; 2]) -> Tensor<D> {
        let (u, of_u) = u.split_tape();
        let (dictionary, of_dictionary) = dictionary.split_tape();
        let across = dictionary.clone().put_tape(of_dictionary.fork()).permute::<_, Axes2<1, 0>>();
        let coded: Tensor<D> = u.clone().put_tape(of_u.fork()).matmul(across);
        let left = u.clone().put_tape(of_u.fork()) - coded;
        let along: Tensor<D> = left.matmul(dictionary.put_tape(of_dictionary));
        (along * self.step + u.put_tape(of_u) - self.threshold).relu()
    }

    fn fused(self, [u, dictionary]: [Tensor<Cpu>; 2]) -> Tensor<Cpu> {
        sparse_step::sparse_step(u, dictionary, self.step, self.threshold)
    }
}
