//! A step of sparse coding with nonnegative codes, in a dictionary that is learnt.

use dfdx::{shapes::HasShape, tensor::Cpu};
use gemm::{View, multiply_together};
use lend::{numbers, numbers_mut};
use rayon::prelude::*;

use super::{
    custom::custom,
    rows::{BLOCK, drop_where_zero, larger},
    thread::processor,
};
use crate::nn::{device::zeros, tensor::Tensor};

/// With r = u − Du and g = dz where z > 0, 0 elsewhere, each product of the way there has two on the way back:
///
/// ```text
/// dr = η Dg,   du = g + dr − D*dr,   dD = η r g* − dr u*                   (tokens as columns)
/// ```
pub(in crate::nn) fn sparse_step(u: Tensor<Cpu>, dictionary: Tensor<Cpu>, step: f32, threshold: f32) -> Tensor<Cpu> {
    let shape = *u.shape();
    let (rows, width) = shape;
    assert_eq!(*dictionary.shape(), (width, width), "a dictionary for tokens of {width} numbers");
    custom(
        [u, dictionary],
        shape,
        move |[u, dictionary], z| {
            let (given, atoms) = (numbers(&u), matrix(numbers(&dictionary), width));
            let mut left = zeros(&processor(), rows * width);
            multiply_together(&mut left, width, 0.0, 1.0, matrix(given, width), atoms.transposed());
            let blocks = left.par_chunks_mut(BLOCK).zip(given.par_chunks(BLOCK));
            blocks.for_each(|(left, u)| left.iter_mut().zip(u).for_each(|(left, u)| *left = u - *left));
            let code = numbers_mut(z);
            multiply_together(code, width, 0.0, step, matrix(&left, width), atoms);
            let blocks = code.par_chunks_mut(BLOCK).zip(given.par_chunks(BLOCK));
            blocks.for_each(|(z, u)| z.iter_mut().zip(u).for_each(|(z, u)| *z = larger(*z + u - threshold, 0.0)));
            (u, dictionary, left, z.clone())
        },
        move |(u, dictionary, left, z), dz, [du, slope_d]| {
            drop_where_zero(dz, numbers(&z));
            let (slopes, atoms) = (matrix(dz, width), matrix(numbers(&dictionary), width));
            let mut slope_left = zeros(&processor(), rows * width);
            multiply_together(&mut slope_left, width, 0.0, step, slopes, atoms.transposed());
            if let Some(slope_d) = slope_d {
                multiply_together(slope_d, width, 1.0, step, matrix(&left, width).transposed(), slopes);
                let given = matrix(numbers(&u), width);
                multiply_together(slope_d, width, 1.0, -1.0, matrix(&slope_left, width).transposed(), given);
            }
            if let Some(du) = du {
                multiply_together(du, width, 1.0, -1.0, matrix(&slope_left, width), atoms);
                let blocks = du.par_chunks_mut(BLOCK).zip(dz.par_chunks(BLOCK)).zip(slope_left.par_chunks(BLOCK));
                blocks.for_each(|((du, dz), slope_left)| {
                    du.iter_mut().zip(dz).zip(slope_left).for_each(|((du, dz), slope_left)| *du += dz + slope_left);
                });
            }
        },
    )
}

/// Rows of `width` numbers, one after the other.
fn matrix(numbers: &[f32], width: usize) -> View<'_> {
    View::new(numbers, numbers.len() / width, width, width)
}
