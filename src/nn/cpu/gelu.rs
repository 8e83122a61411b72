//! The Gaussian error linear unit.

use dfdx::{shapes::HasShape, tensor::Cpu};
use lend::{numbers, numbers_mut};
use rayon::prelude::*;

use super::{
    custom::custom,
    rows::{BLOCK, exp},
};
use crate::nn::{
    normal_tail::{COEFFICIENTS, ROOT, SLOPE},
    tensor::Tensor,
};

/// With φ and Φ the density and the distribution function of the standard normal, y = x Φ(x) and
///
/// ```text
/// dx = (Φ(x) + x φ(x)) dy
/// ```
pub(super) fn gelu(x: Tensor<Cpu>) -> Tensor<Cpu> {
    let shape = *x.shape();
    custom(
        [x],
        shape,
        |[x], y| {
            let blocks = numbers_mut(y).par_chunks_mut(BLOCK).zip(numbers(&x).par_chunks(BLOCK));
            blocks.for_each(|(y, x)| y.iter_mut().zip(x).for_each(|(y, &x)| *y = x * normal(x).below));
            x
        },
        |x, dy, [dx]| {
            let Some(dx) = dx else { return };
            let blocks = dx.par_chunks_mut(BLOCK).zip(dy.par_chunks(BLOCK)).zip(numbers(&x).par_chunks(BLOCK));
            blocks.for_each(|((dx, dy), x)| {
                for ((dx, dy), &x) in dx.iter_mut().zip(dy).zip(x) {
                    let Normal { below, density } = normal(x);
                    *dx += (below + x * density) * dy;
                }
            });
        },
    )
}

/// The standard normal at a point.
struct Normal {
    /// Φ(x).
    below: f32,
    /// φ(x).
    density: f32,
}

fn normal(x: f32) -> Normal {
    let bell = exp(-0.5 * x * x);
    let t = 1.0 / (1.0 + SLOPE * x.abs());
    let beyond = bell * t * COEFFICIENTS.into_iter().fold(0.0, |sum, coefficient| sum * t + coefficient);
    Normal { below: if x > 0.0 { 1.0 - beyond } else { beyond }, density: ROOT * bell }
}

#[cfg(test)]
mod tests {
    use super::normal;

    /// Second road: the error function of the mathematics library, in double precision.
    #[test]
    fn the_distribution_function_is_right_to_a_few_roundings() {
        for i in 0..=4_000_i32 {
            let x = 12.0 * (f64::from(i) / 2_000.0 - 1.0) as f32;
            let right = 0.5 * libm::erfc(-f64::from(x) / std::f64::consts::SQRT_2);
            // The formula's own error, and some roundings of terms up to .73, which cancel in part.
            assert!((f64::from(normal(x).below) - right).abs() < 7.5e-8 + 3.0 * f64::from(f32::EPSILON), "{x}");
        }
        assert!(normal(f32::NAN).below.is_nan());
    }
}
