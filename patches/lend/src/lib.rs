//! The numbers of a dfdx tensor as a slice.
//!
//! dfdx 0.13 gives copies of them, and references to single numbers, so that a training step would copy each tensor that it
//! reads.
//!
//! The slices begin at a reference to the first number and reach over those after it. dfdx keeps them in one allocation, and
//! what it hands out is borrowed from the whole tensor. Tree Borrows, the younger of Rust's two models of aliasing, allows
//! this; Stacked Borrows, Miri's first, does not: check with `-Zmiri-tree-borrows`.

use std::{ptr, slice};

use dfdx::{
    shapes::HasShape,
    tensor::{Cpu, Tensor},
};

/// A tensor of two dimensions, with or without a tape.
type Matrix<T> = Tensor<(usize, usize), f32, Cpu, T>;

/// The numbers of `tensor`, row after row.
///
/// # Panics
///
/// If they do not lie so in memory, as those of a transposed or a repeated tensor do not.
#[must_use]
pub fn numbers<T>(tensor: &Matrix<T>) -> &[f32] {
    in_order(tensor)
        .unwrap_or_else(|| panic!("the numbers of a tensor of {:?} do not lie row after row", tensor.shape()))
}

/// The same, if they lie so in memory.
#[must_use]
pub fn in_order<T>(tensor: &Matrix<T>) -> Option<&[f32]> {
    let length = length(tensor)?;
    if length == 0 {
        return Some(&[]);
    }
    // SAFETY: see `length`. The tensor is borrowed as long as the slice is, and nobody changes numbers through a shared
    // reference to it.
    Some(unsafe { slice::from_raw_parts(&raw const tensor[[0, 0]], length) })
}

/// The same, to be changed; a tensor whose numbers another holds too is given its own first.
///
/// # Panics
///
/// As [`numbers`].
#[must_use]
pub fn numbers_mut<T>(tensor: &mut Matrix<T>) -> &mut [f32] {
    let length = numbers(tensor).len();
    if length == 0 {
        return &mut [];
    }
    // SAFETY: see `length`. Indexing has made the tensor the only owner of its numbers, and it is borrowed mutably as long
    // as the slice is.
    unsafe { slice::from_raw_parts_mut(&raw mut tensor[[0, 0]], length) }
}

/// How many numbers lie one after the other from the first of `tensor` on, if these are all of them in their order.
///
/// dfdx keeps the numbers of a tensor on the processor in one `Vec`, at `first + i · row stride + j · column stride`. The
/// last of them is looked at too, so that a `Vec` that is too short would have been found out.
fn length<T>(tensor: &Matrix<T>) -> Option<usize> {
    let (rows, columns) = *tensor.shape();
    if rows * columns == 0 {
        return Some(0);
    }
    let first = ptr::from_ref(&tensor[[0, 0]]);
    let lies_at = |at: [usize; 2], place: usize| ptr::eq(&raw const tensor[at], first.wrapping_add(place));
    let in_order = (columns == 1 || lies_at([0, 1], 1))
        && (rows == 1 || lies_at([1, 0], columns))
        && lies_at([rows - 1, columns - 1], rows * columns - 1);
    in_order.then_some(rows * columns)
}

#[cfg(test)]
mod tests {
    use dfdx::{
        shapes::{Axes2, Axis},
        tensor::{Cpu, TensorFromVec},
        tensor_ops::{BroadcastTo, PermuteTo},
    };

    use super::{Matrix, numbers, numbers_mut};

    fn matrix(rows: usize, columns: usize) -> Matrix<dfdx::tensor::NoneTape> {
        Cpu::default().tensor_from_vec((0_u8..).map(f32::from).take(rows * columns).collect(), (rows, columns))
    }

    #[test]
    fn a_slice_has_the_numbers_of_the_tensor_in_order() {
        for (rows, columns) in [(3, 4), (1, 5), (5, 1), (1, 1)] {
            let mut tensor = matrix(rows, columns);
            assert_eq!(numbers(&tensor), tensor.as_vec());
            numbers_mut(&mut tensor).iter_mut().for_each(|x| *x *= 2.0);
            let doubled: Vec<f32> = (0_u8..).map(|x| 2.0 * f32::from(x)).take(rows * columns).collect();
            assert_eq!(tensor.as_vec(), doubled);
        }
        assert!(numbers(&matrix(0, 3)).is_empty() && numbers_mut(&mut matrix(3, 0)).is_empty());
    }

    #[test]
    fn what_another_holds_too_is_not_changed() {
        let mut tensor = matrix(2, 2);
        let other = tensor.clone();
        numbers_mut(&mut tensor).fill(7.0);
        assert_eq!((numbers(&tensor), numbers(&other)), (&[7.0; 4][..], &[0.0, 1.0, 2.0, 3.0][..]));
    }

    #[test]
    #[should_panic(expected = "do not lie row after row")]
    fn a_transposed_tensor_is_refused() {
        let _ = numbers(&matrix(2, 3).permute::<(usize, usize), Axes2<1, 0>>());
    }

    #[test]
    #[should_panic(expected = "do not lie row after row")]
    fn a_repeated_row_is_refused() {
        let row = Cpu::default().tensor_from_vec(vec![1.0, 2.0], (2,));
        let _ = numbers(&row.broadcast_like::<_, Axis<0>>(&(3_usize, 2_usize)));
    }
}
