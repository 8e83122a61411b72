//! Operations that treat every row, or every number, by itself.

use dfdx::{
    shapes::HasShape,
    tensor::{Cpu, PutTape},
};
use rayon::prelude::*;

use super::{
    custom::custom,
    pieces::{PIECES, add_up},
};
use crate::nn::{
    tape::Recorder,
    tensor::{Constant, Tensor},
};

/// Numbers a thread takes at a time: a few times what the second cache level holds would be too coarse to balance.
pub(super) const BLOCK: usize = 1 << 15;

pub(super) fn add(x: Tensor<Cpu>, y: Tensor<Cpu>) -> Tensor<Cpu> {
    let shape = *x.shape();
    custom(
        [x, y],
        shape,
        |[x, y], sum| {
            let blocks = sum.par_chunks_mut(BLOCK).zip(x.par_chunks(BLOCK)).zip(y.par_chunks(BLOCK));
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
            let blocks = y.par_chunks_mut(BLOCK).zip(x.par_chunks(BLOCK));
            blocks.for_each(|(y, x)| y.iter_mut().zip(x).for_each(|(y, x)| *y = larger(*x, 0.0)));
            x
        },
        |x, dy, [dx]| dx.into_iter().for_each(|dx| add_where_positive(dx, &x, dy)),
    )
}

pub(super) fn gate(x: &Constant<Cpu>, y: Tensor<Cpu>) -> Tensor<Cpu> {
    let shape = *x.shape();
    custom(
        [x.clone().put_tape(Recorder::off()), y],
        shape,
        |[x, y], passed| {
            let blocks = passed.par_chunks_mut(BLOCK).zip(x.par_chunks(BLOCK)).zip(y.par_chunks(BLOCK));
            blocks.for_each(|((passed, x), y)| {
                passed.iter_mut().zip(x).zip(y).for_each(|((passed, x), y)| *passed = if *x > 0.0 { *y } else { 0.0 });
            });
            x
        },
        |x, dpassed, [_, dy]| dy.into_iter().for_each(|dy| add_where_positive(dy, &x, dpassed)),
    )
}

pub(super) fn add_bias(x: Tensor<Cpu>, bias: Tensor<Cpu>, rectified: bool) -> Tensor<Cpu> {
    let shape = *x.shape();
    let columns = shape.1;
    let least = if rectified { 0.0 } else { f32::NEG_INFINITY };
    custom(
        [x, bias],
        shape,
        move |[x, bias], y| {
            let rows = block_rows(columns) * columns;
            y.par_chunks_mut(rows).zip(x.par_chunks(rows)).for_each(|(y, x)| {
                for (y, x) in y.chunks_exact_mut(columns).zip(x.chunks_exact(columns)) {
                    y.iter_mut().zip(x).zip(&bias[..]).for_each(|((y, x), b)| *y = larger(x + b, least));
                }
            });
            rectified.then_some((x, bias))
        },
        move |passed, dy, [dx, dbias]| {
            if let Some((x, bias)) = passed {
                let rows = block_rows(columns) * columns;
                dy.par_chunks_mut(rows).zip(x.par_chunks(rows)).for_each(|(dy, x)| {
                    for (dy, x) in dy.chunks_exact_mut(columns).zip(x.chunks_exact(columns)) {
                        let numbers = dy.iter_mut().zip(x).zip(&bias[..]);
                        numbers.for_each(|((dy, x), b)| *dy = if x + b > 0.0 { *dy } else { 0.0 });
                    }
                });
            }
            if let Some(dx) = dx {
                add_to(dx, dy);
            }
            if let Some(dbias) = dbias {
                add_columns(dbias, dy);
            }
        },
    )
}

pub(super) fn softmax(x: Tensor<Cpu>) -> Tensor<Cpu> {
    let shape = *x.shape();
    let columns = shape.1;
    custom(
        [x],
        shape,
        move |[mut x], y| {
            let rows = block_rows(columns) * columns;
            y.par_chunks_mut(rows).zip(x.par_chunks_mut(rows)).for_each(|(y, x)| {
                for (y, x) in y.chunks_exact_mut(columns).zip(x.chunks_exact_mut(columns)) {
                    softmax_row(x);
                    y.copy_from_slice(x);
                }
            });
            x
        },
        move |y, dy, [dx]| {
            let Some(dx) = dx else { return };
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

/// The backward pass, with x̂ the normalised row, g = dy · scale and σ its standard deviation before:
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
        move |[mut x, scale, shift], y| {
            let mut inverse = vec![0.0; count];
            let rows = block_rows(columns);
            let blocks = y.par_chunks_mut(rows * columns).zip(x.par_chunks_mut(rows * columns));
            blocks.zip(inverse.par_chunks_mut(rows)).for_each(|((y, x), inverse)| {
                let rows = y.chunks_exact_mut(columns).zip(x.chunks_exact_mut(columns)).zip(inverse);
                for ((y, x), inverse) in rows {
                    let mean = sum(x) * share;
                    for x in x.iter_mut() {
                        *x -= mean;
                    }
                    *inverse = 1.0 / (dot(x, x) * share + epsilon).sqrt();
                    let numbers = y.iter_mut().zip(x).zip(scale.iter().zip(shift.iter()));
                    numbers.for_each(|((y, x), (scale, shift))| {
                        *x *= *inverse;
                        *y = *x * scale + shift;
                    });
                }
            });
            (x, scale, inverse)
        },
        move |(normal, scale, inverse), dy, [dx, dscale, dshift]| {
            if let Some(dx) = dx {
                let rows = block_rows(columns);
                let blocks = dx.par_chunks_mut(rows * columns).zip(dy.par_chunks(rows * columns));
                let blocks = blocks.zip(normal.par_chunks(rows * columns)).zip(inverse.par_chunks(rows));
                blocks.for_each_init(
                    || vec![0.0; columns],
                    |g, (((dx, dy), normal), inverse)| {
                        let rows = dx.chunks_exact_mut(columns).zip(dy.chunks_exact(columns));
                        for (((dx, dy), normal), inverse) in rows.zip(normal.chunks_exact(columns)).zip(inverse) {
                            g.iter_mut().zip(dy).zip(&scale[..]).for_each(|((g, dy), scale)| *g = dy * scale);
                            let (mean, along) = (sum(g) * share, dot(g, normal) * share);
                            let numbers = dx.iter_mut().zip(&*g).zip(normal);
                            numbers.for_each(|((dx, g), normal)| *dx += (g - mean - normal * along) * inverse);
                        }
                    },
                );
            }
            if let Some(dscale) = dscale {
                let product = |(total, (dy, normal)): (&mut f32, (&f32, &f32))| *total += dy * normal;
                let parts = pieces(dy, columns).zip(pieces(&normal, columns)).map(|(dy, normal)| {
                    let mut part = vec![0.0; columns];
                    for (dy, normal) in dy.chunks_exact(columns).zip(normal.chunks_exact(columns)) {
                        part.iter_mut().zip(dy.iter().zip(normal)).for_each(product);
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
        *x = (*x - largest).exp();
    }
    let scale = 1.0 / sum(x);
    for x in x {
        *x *= scale;
    }
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
    let parts = pieces(x, columns).map(|rows| {
        let mut part = vec![0.0; columns];
        rows.chunks_exact(columns).for_each(|row| part.iter_mut().zip(row).for_each(|(sum, x)| *sum += x));
        part
    });
    add_up(total, &parts.collect::<Vec<_>>());
}

fn pieces(x: &[f32], columns: usize) -> rayon::slice::Chunks<'_, f32> {
    x.par_chunks((x.len() / columns).div_ceil(PIECES).max(1) * columns)
}

fn block_rows(columns: usize) -> usize {
    (BLOCK / columns).max(1)
}
