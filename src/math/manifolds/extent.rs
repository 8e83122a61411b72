//! How large a sample is, and how fine.

use faer::MatRef;
use rayon::prelude::*;

/// The ends of the distances between points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Extent {
    /// The largest distance between two points: 0 if all are one.
    pub diameter: f64,
    /// The smallest distance between two points that differ: ∞ if all are one.
    pub closest: f64,
}

impl Extent {
    /// That of `points`: `[D, N]`.
    #[must_use]
    pub fn of(points: MatRef<'_, f64>) -> Self {
        let all = Self { diameter: 0.0, closest: f64::INFINITY };
        let of_pair = |extent: Self, square: f64| Self {
            diameter: extent.diameter.max(square),
            closest: if square > 0.0 { extent.closest.min(square) } else { extent.closest },
        };
        let of_one = |i: usize| (0..i).map(|j| squared_distance(points, i, j)).fold(all, of_pair);
        let both = |a: Self, b: Self| Self { diameter: a.diameter.max(b.diameter), closest: a.closest.min(b.closest) };
        let squares = (0..points.ncols()).into_par_iter().map(of_one).reduce(|| all, both);
        Self { diameter: squares.diameter.sqrt(), closest: squares.closest.sqrt() }
    }
}

/// ‖xᵢ − xⱼ‖².
pub(super) fn squared_distance(points: MatRef<'_, f64>, i: usize, j: usize) -> f64 {
    let (a, b) = (points.col(i), points.col(j));
    let (Some(a), Some(b)) = (a.try_as_col_major(), b.try_as_col_major()) else { return (a - b).squared_norm_l2() };
    // Four sums, so that the processor need not wait for one.
    let (heads, tails) = (a.as_slice().chunks_exact(4), b.as_slice().chunks_exact(4));
    let rest: f64 = heads.remainder().iter().zip(tails.remainder()).map(|(a, b)| (a - b).powi(2)).sum();
    let mut sums = [0.0; 4];
    for (a, b) in heads.zip(tails) {
        for (sum, (a, b)) in sums.iter_mut().zip(a.iter().zip(b)) {
            *sum += (a - b).powi(2);
        }
    }
    sums.iter().sum::<f64>() + rest
}

#[cfg(test)]
mod tests {
    use super::{Extent, squared_distance};
    use crate::data::{sparse_signals::gaussian_matrix, streams::stream};
    use approx::assert_relative_eq;
    use faer::Mat;

    /// Four corners of a unit square, one of them twice.
    #[test]
    fn on_a_square_it_is_the_diagonal_and_the_side() {
        let square = Mat::from_fn(2, 5, |i, j| f64::from(u8::from(((j % 4) >> i) & 1 == 1)));
        let found = Extent::of(square.as_ref());
        assert_relative_eq!(found.diameter, 2.0_f64.sqrt(), max_relative = 1e-15);
        assert_relative_eq!(found.closest, 1.0);
        let one = Extent::of(Mat::from_fn(2, 3, |_, _| 1.0).as_ref());
        assert_eq!((one.diameter, one.closest), (0.0, f64::INFINITY));
    }

    /// Second road: faer's norms of differences, in a dimension that four does not divide.
    #[test]
    fn distances_are_norms_of_differences() {
        let points = gaussian_matrix(7, 12, &mut stream(1, "points"));
        for i in 0..12 {
            for j in 0..i {
                let norm = (points.col(i) - points.col(j)).norm_l2();
                assert_relative_eq!(squared_distance(points.as_ref(), i, j), norm * norm, max_relative = 1e-14);
            }
        }
    }
}
