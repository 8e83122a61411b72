//! Operations that treat every row, or every number, by itself.

use dfdx::{
    shapes::HasShape,
    tensor::{Cpu, PutTape},
    tensor_ops::ReshapeTo,
};
use lend::{numbers, numbers_mut};
use rayon::prelude::*;

use super::{
    custom::custom,
    pieces::{PIECES, add_up},
};
use crate::nn::{
    tape::Recorder,
    tensor::{Constant, Scalar, Tensor},
};

/// Numbers a thread takes at a time: a few times what the second cache level holds would be too coarse to balance.
pub(super) const BLOCK: usize = 1 << 15;

pub(super) fn add(x: Tensor<Cpu>, y: Tensor<Cpu>) -> Tensor<Cpu> {
    let shape = *x.shape();
    custom(
        [x, y],
        shape,
        |[x, y], sum| {
            let blocks = numbers_mut(sum).par_chunks_mut(BLOCK);
            let blocks = blocks.zip(numbers(&x).par_chunks(BLOCK)).zip(numbers(&y).par_chunks(BLOCK));
            blocks.for_each(|((sum, x), y)| sum.iter_mut().zip(x).zip(y).for_each(|((sum, x), y)| *sum = x + y));
        },
        |(), dsum, wanted| wanted.into_iter().flatten().for_each(|slope| add_to(slope, dsum)),
    )
}

pub(super) fn relu(x: Tensor<Cpu>) -> Tensor<Cpu> {
    let shape = *x.shape();
    custom(
        [x],
        shape,
        |[x], y| {
            let blocks = numbers_mut(y).par_chunks_mut(BLOCK).zip(numbers(&x).par_chunks(BLOCK));
            blocks.for_each(|(y, x)| y.iter_mut().zip(x).for_each(|(y, x)| *y = larger(*x, 0.0)));
            y.clone()
        },
        |y, dy, [dx]| dx.into_iter().for_each(|dx| add_where_positive(dx, numbers(&y), dy)),
    )
}

pub(super) fn gate(x: &Constant<Cpu>, y: Tensor<Cpu>) -> Tensor<Cpu> {
    let shape = *x.shape();
    custom(
        [x.clone().put_tape(Recorder::off()), y],
        shape,
        |[x, y], passed| {
            let blocks = numbers_mut(passed).par_chunks_mut(BLOCK);
            let blocks = blocks.zip(numbers(&x).par_chunks(BLOCK)).zip(numbers(&y).par_chunks(BLOCK));
            blocks.for_each(|((passed, x), y)| {
                passed.iter_mut().zip(x).zip(y).for_each(|((passed, x), y)| *passed = if *x > 0.0 { *y } else { 0.0 });
            });
            x
        },
        |x, dpassed, [_, dy]| dy.into_iter().for_each(|dy| add_where_positive(dy, numbers(&x), dpassed)),
    )
}

pub(super) fn add_bias(x: Tensor<Cpu>, bias: Tensor<Cpu>) -> Tensor<Cpu> {
    let shape = *x.shape();
    let columns = shape.1;
    custom(
        [x, bias],
        shape,
        move |[x, bias], y| {
            let (rows, bias) = (block_rows(columns) * columns, numbers(&bias));
            numbers_mut(y).par_chunks_mut(rows).zip(numbers(&x).par_chunks(rows)).for_each(|(y, x)| {
                for (y, x) in y.chunks_exact_mut(columns).zip(x.chunks_exact(columns)) {
                    y.iter_mut().zip(x).zip(bias).for_each(|((y, x), b)| *y = x + b);
                }
            });
        },
        |(), dy, [dx, dbias]| {
            if let Some(dx) = dx {
                add_to(dx, dy);
            }
            if let Some(dbias) = dbias {
                add_columns(dbias, dy);
            }
        },
    )
}

pub(super) fn square_loss(output: Tensor<Cpu>, target: &Constant<Cpu>) -> Scalar<Cpu> {
    assert_eq!(output.shape(), target.shape(), "outputs and targets");
    let count = (output.shape().0 * output.shape().1) as f64;
    let squares = |(x, y): (&[f32], &[f32])| {
        let ((xs, x_rest), (ys, y_rest)) = (x.as_chunks::<8>(), y.as_chunks::<8>());
        let mut sums = [0.0; 8];
        for (x, y) in xs.iter().zip(ys) {
            sums.iter_mut().zip(x.iter().zip(y)).for_each(|(sum, (x, y))| *sum += (x - y) * (x - y));
        }
        let rest = x_rest.iter().zip(y_rest).map(|(x, y)| (x - y) * (x - y));
        f64::from(sums.into_iter().chain(rest).sum::<f32>())
    };
    let loss = custom(
        [output, target.clone().put_tape(Recorder::off())],
        (1, 1),
        move |[output, target], loss| {
            let blocks = numbers(&output).par_chunks(BLOCK).zip(numbers(&target).par_chunks(BLOCK));
            let sums: Vec<f64> = blocks.map(squares).collect();
            numbers_mut(loss)[0] = (sums.iter().sum::<f64>() / count) as f32;
            (output, target)
        },
        move |(output, target), dloss, [doutput, _]| {
            let Some(doutput) = doutput else { return };
            let twice = 2.0 * (dloss[0] / count as f32);
            let blocks = doutput.par_chunks_mut(BLOCK);
            let blocks = blocks.zip(numbers(&output).par_chunks(BLOCK)).zip(numbers(&target).par_chunks(BLOCK));
            blocks.for_each(|((dx, x), y)| dx.iter_mut().zip(x).zip(y).for_each(|((dx, x), y)| *dx += (x - y) * twice));
        },
    );
    loss.reshape_like(&())
}

pub(super) fn softmax(x: Tensor<Cpu>) -> Tensor<Cpu> {
    let shape = *x.shape();
    let columns = shape.1;
    custom(
        [x],
        shape,
        move |[x], y| {
            let rows = block_rows(columns) * columns;
            numbers_mut(y).par_chunks_mut(rows).zip(numbers(&x).par_chunks(rows)).for_each(|(y, x)| {
                y.copy_from_slice(x);
                y.chunks_exact_mut(columns).for_each(softmax_row);
            });
            y.clone()
        },
        move |y, dy, [dx]| {
            let (y, Some(dx)) = (numbers(&y), dx) else { return };
            let rows = block_rows(columns) * columns;
            dx.par_chunks_mut(rows).zip(y.par_chunks(rows)).zip(dy.par_chunks(rows)).for_each(|((dx, y), dy)| {
                let rows = dx.chunks_exact_mut(columns).zip(y.chunks_exact(columns)).zip(dy.chunks_exact(columns));
                for ((dx, y), dy) in rows {
                    let mean = dot(y, dy);
                    dx.iter_mut().zip(y).zip(dy).for_each(|((dx, y), dy)| *dx += y * (dy - mean));
                }
            });
        },
    )
}

/// The backward pass, with x̂ = (x − mean(x)) / σ the normalised row, g = dy · scale and σ its standard deviation before:
///
/// ```text
/// dx = (g − mean(g) − x̂ mean(g x̂)) / σ,   dscale = Σ dy x̂,   dshift = Σ dy
/// ```
pub(super) fn layer_norm(x: Tensor<Cpu>, scale: Tensor<Cpu>, shift: Tensor<Cpu>, epsilon: f32) -> Tensor<Cpu> {
    let shape = *x.shape();
    let (count, columns) = shape;
    let share = 1.0 / columns as f32;
    custom(
        [x, scale, shift],
        shape,
        move |[x, scale, shift], y| {
            // Of each row its mean and 1/σ.
            let mut moments = vec![[0.0; 2]; count];
            let (rows, by, plus) = (block_rows(columns), numbers(&scale), numbers(&shift));
            let blocks = numbers_mut(y).par_chunks_mut(rows * columns).zip(numbers(&x).par_chunks(rows * columns));
            blocks.zip(moments.par_chunks_mut(rows)).for_each(|((y, x), moments)| {
                let rows = y.chunks_exact_mut(columns).zip(x.chunks_exact(columns)).zip(moments);
                for ((y, x), [mean, inverse]) in rows {
                    *mean = sum(x) * share;
                    y.iter_mut().zip(x).for_each(|(y, x)| *y = x - *mean);
                    *inverse = 1.0 / (dot(y, y) * share + epsilon).sqrt();
                    let numbers = y.iter_mut().zip(by.iter().zip(plus));
                    numbers.for_each(|(y, (scale, shift))| *y = *y * *inverse * scale + shift);
                }
            });
            (x, scale, moments)
        },
        move |(x, scale, moments), dy, [dx, dscale, dshift]| {
            let (x, scale) = (numbers(&x), numbers(&scale));
            let normalise = |to: &mut [f32], x: &[f32], [mean, inverse]: [f32; 2]| {
                to.iter_mut().zip(x).for_each(|(to, x)| *to = (x - mean) * inverse);
            };
            if let Some(dx) = dx {
                let rows = block_rows(columns);
                let blocks = dx.par_chunks_mut(rows * columns).zip(dy.par_chunks(rows * columns));
                let blocks = blocks.zip(x.par_chunks(rows * columns)).zip(moments.par_chunks(rows));
                blocks.for_each_init(
                    || (vec![0.0; columns], vec![0.0; columns]),
                    |(g, normal), (((dx, dy), x), moments)| {
                        let rows = dx.chunks_exact_mut(columns).zip(dy.chunks_exact(columns));
                        for (((dx, dy), x), &moments) in rows.zip(x.chunks_exact(columns)).zip(moments) {
                            normalise(normal, x, moments);
                            g.iter_mut().zip(dy).zip(scale).for_each(|((g, dy), scale)| *g = dy * scale);
                            let (mean, along) = (sum(g) * share, dot(g, normal) * share);
                            let numbers = dx.iter_mut().zip(&*g).zip(&*normal);
                            numbers.for_each(|((dx, g), normal)| *dx += (g - mean - normal * along) * moments[1]);
                        }
                    },
                );
            }
            if let Some(dscale) = dscale {
                let rows = rows_of_piece(count);
                let blocks = dy.par_chunks(rows * columns).zip(x.par_chunks(rows * columns));
                let parts = blocks.zip(moments.par_chunks(rows)).map(|((dy, x), moments)| {
                    let (mut part, mut normal) = (vec![0.0; columns], vec![0.0; columns]);
                    for ((dy, x), &moments) in dy.chunks_exact(columns).zip(x.chunks_exact(columns)).zip(moments) {
                        normalise(&mut normal, x, moments);
                        part.iter_mut().zip(dy.iter().zip(&normal)).for_each(|(sum, (dy, normal))| *sum += dy * normal);
                    }
                    part
                });
                add_up(dscale, &parts.collect::<Vec<_>>());
            }
            if let Some(dshift) = dshift {
                add_columns(dshift, dy);
            }
        },
    )
}

/// exp(xⱼ − max) / Σₖ exp(xₖ − max), in place.
pub(super) fn softmax_row(x: &mut [f32]) {
    let largest = x.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    for x in &mut *x {
        *x = exp(*x - largest);
    }
    let scale = 1.0 / sum(x);
    for x in x {
        *x *= scale;
    }
}

/// eˣ for x ≤ 0, to three roundings: that of the platform's library works on one number at a time, and this on a register of
/// them. Where x < −87 the answer is that of −87.
///
/// With n = x / ln 2, rounded, and r = x − n ln 2, it is 2ⁿ times the Taylor polynomial of eʳ, |r| ≤ ½ ln 2.
pub(super) fn exp(x: f32) -> f32 {
    // A number that has no fraction left beside it: its last bits are then n.
    const SHIFT: f32 = 12_582_912.0;
    // ln 2 in two parts, of which the first has so few digits that n times it is exact.
    const LN_2: [f32; 2] = [0.693_359_4, -2.121_944_4e-4];
    let x = if x < -87.0 { -87.0 } else { x };
    let shifted = x * std::f32::consts::LOG2_E + SHIFT;
    let n = shifted - SHIFT;
    let r = x - n * LN_2[0] - n * LN_2[1];
    let power = f32::from_bits((shifted.to_bits() << 23).wrapping_add(127 << 23));
    let tail = 1.0 / 24.0 + r * (1.0 / 120.0 + r * (1.0 / 720.0 + r * (1.0 / 5040.0)));
    power * (1.0 + r * (1.0 + r * (0.5 + r * (1.0 / 6.0 + r * tail))))
}

/// The larger of two numbers, and NaN if one is none: `f32::max` would give the other, and a network that diverged would
/// seem to be well.
pub(super) fn larger(x: f32, y: f32) -> f32 {
    if x > y || x.is_nan() { x } else { y }
}

/// Σ xⱼ, in eight running sums that the compiler keeps in one register.
pub(super) fn sum(x: &[f32]) -> f32 {
    let (eights, rest) = x.as_chunks::<8>();
    let mut sums = [0.0; 8];
    for eight in eights {
        sums.iter_mut().zip(eight).for_each(|(sum, x)| *sum += x);
    }
    sums.iter().chain(rest).sum()
}

/// Σ xⱼ yⱼ, as [`sum`].
pub(super) fn dot(x: &[f32], y: &[f32]) -> f32 {
    let ((xs, x_rest), (ys, y_rest)) = (x.as_chunks::<8>(), y.as_chunks::<8>());
    let mut sums = [0.0; 8];
    for (x, y) in xs.iter().zip(ys) {
        sums.iter_mut().zip(x.iter().zip(y)).for_each(|(sum, (x, y))| *sum += x * y);
    }
    sums.iter().sum::<f32>() + x_rest.iter().zip(y_rest).map(|(x, y)| x * y).sum::<f32>()
}

/// y + bias on every row, or `least` where that is larger, in place.
pub(super) fn add_bias_rows(y: &mut [f32], bias: &[f32], least: f32) {
    let columns = bias.len();
    y.par_chunks_mut(block_rows(columns) * columns).for_each(|y| {
        for y in y.chunks_exact_mut(columns) {
            y.iter_mut().zip(bias).for_each(|(y, b)| *y = larger(*y + b, least));
        }
    });
}

/// dy = 0 where y is not above 0.
pub(super) fn drop_where_zero(dy: &mut [f32], y: &[f32]) {
    let blocks = dy.par_chunks_mut(BLOCK).zip(y.par_chunks(BLOCK));
    blocks.for_each(|(dy, y)| dy.iter_mut().zip(y).for_each(|(dy, y)| *dy = if *y > 0.0 { *dy } else { 0.0 }));
}

/// total += y where x > 0.
fn add_where_positive(total: &mut [f32], x: &[f32], y: &[f32]) {
    let blocks = total.par_chunks_mut(BLOCK).zip(x.par_chunks(BLOCK)).zip(y.par_chunks(BLOCK));
    blocks.for_each(|((total, x), y)| {
        total.iter_mut().zip(x).zip(y).for_each(|((total, x), y)| *total += if *x > 0.0 { *y } else { 0.0 });
    });
}

/// total += x.
pub(super) fn add_to(total: &mut [f32], x: &[f32]) {
    let blocks = total.par_chunks_mut(BLOCK).zip(x.par_chunks(BLOCK));
    blocks.for_each(|(total, x)| total.iter_mut().zip(x).for_each(|(total, x)| *total += x));
}

/// total += the sum of all rows of x.
pub(super) fn add_columns(total: &mut [f32], x: &[f32]) {
    let columns = total.len();
    let parts = x.par_chunks(rows_of_piece(x.len() / columns) * columns).map(|rows| {
        let mut part = vec![0.0; columns];
        rows.chunks_exact(columns).for_each(|row| part.iter_mut().zip(row).for_each(|(sum, x)| *sum += x));
        part
    });
    add_up(total, &parts.collect::<Vec<_>>());
}

/// Rows of each piece that a sum over `count` rows is cut into.
fn rows_of_piece(count: usize) -> usize {
    count.div_ceil(PIECES).max(1)
}

/// Rows that a thread takes at a time.
fn block_rows(columns: usize) -> usize {
    (BLOCK / columns).max(1)
}

#[cfg(test)]
mod tests {
    use super::exp;

    /// Second road: the library's, in double precision.
    #[test]
    fn the_exponential_is_right_to_three_roundings() {
        for i in 0..200_000_u32 {
            let x = -87.0 * (f64::from(i) / 199_999.0) as f32;
            let right = f64::from(x).exp();
            let off = (f64::from(exp(x)) - right).abs() / right;
            assert!(off < 3.0 * f64::from(f32::EPSILON) / 2.0, "{x}: {off}");
        }
        assert!(exp(0.0).to_bits() == 1.0_f32.to_bits() && exp(f32::NAN).is_nan());
        assert!((0.0..1e-37).contains(&exp(f32::NEG_INFINITY)));
    }
}
