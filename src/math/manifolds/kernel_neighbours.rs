//! How many points a Gaussian kernel of some radius has under it, and how many a local quadratic fit needs.

use faer::MatRef;
use rayon::prelude::*;

/// The largest distance between two of `points`: `[D, N]`.
///
/// # Panics
///
/// If there are fewer than two points.
#[must_use]
pub fn diameter(points: MatRef<'_, f64>) -> f64 {
    assert!(points.ncols() > 1, "{} points have no diameter", points.ncols());
    let from_one = |i: usize| (0..i).map(|j| squared_distance(points, i, j)).fold(0.0, f64::max);
    (1..points.ncols()).into_par_iter().map(from_one).reduce(|| 0.0, f64::max).sqrt()
}

/// The mean, over the points as centres c, of the effective neighbours within each of `radii` r: what the other points
/// weigh together, where a point at the radius weighs one half.
///
/// ```text
/// n(r) = 1/N Σ_c Σ_{x ≠ c} exp(−ln 2 ‖x − c‖²/r²)                             book eq. effective-neighbours
/// ```
///
/// `points`: `[D, N]`. The kernel is that of Psenka et al. 2024, γ = ln 2/r².
///
/// # Panics
///
/// If there are no points or a radius is not positive.
#[must_use]
pub fn effective_neighbours(points: MatRef<'_, f64>, radii: &[f64]) -> Vec<f64> {
    assert!(points.ncols() > 0 && radii.iter().all(|&radius| radius > 0.0), "points and positive radii");
    let rates: Vec<f64> = radii.iter().map(|radius| std::f64::consts::LN_2 / (radius * radius)).collect();
    let of_one = |centre: usize| {
        let mut sums = vec![0.0; rates.len()];
        for other in (0..points.ncols()).filter(|&other| other != centre) {
            let square = squared_distance(points, centre, other);
            sums.iter_mut().zip(&rates).for_each(|(sum, rate)| *sum += (-rate * square).exp());
        }
        sums
    };
    let sums: Vec<Vec<f64>> = (0..points.ncols()).into_par_iter().map(of_one).collect();
    let count = points.ncols() as f64;
    (0..radii.len()).map(|radius| sums.iter().map(|sums| sums[radius]).sum::<f64>() / count).collect()
}

/// The unknowns of a local fit by a tangent of dimension `d` and quadratic terms, for each coordinate of the space.
///
/// ```text
/// d + d(d + 1)/2                                                               book eq. quadratic-unknowns
/// ```
#[must_use]
pub fn quadratic_unknowns(d: usize) -> usize {
    d + d * (d + 1) / 2
}

fn squared_distance(points: MatRef<'_, f64>, i: usize, j: usize) -> f64 {
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
    use super::{diameter, effective_neighbours, quadratic_unknowns};
    use crate::data::{sparse_signals::gaussian_matrix, streams::stream};
    use approx::assert_relative_eq;
    use faer::Mat;

    /// Four corners of a unit square: two others at 1, one at √2.
    #[test]
    fn on_a_square_they_are_counted_by_hand() {
        let square = Mat::from_fn(2, 4, |i, j| f64::from(u8::from(j >> i & 1 == 1)));
        assert_relative_eq!(diameter(square.as_ref()), 2.0_f64.sqrt(), max_relative = 1e-15);
        let found = effective_neighbours(square.as_ref(), &[1.0, 2.0_f64.sqrt(), 1e3]);
        // A point at the radius weighs ½, at √2 radii ¼, at 1/√2 radii √½; far inside, all three others weigh 1.
        for (found, expected) in found.into_iter().zip([1.0 + 0.25, 2.0 * 0.5_f64.sqrt() + 0.5, 3.0]) {
            // The last is off by the ln 2 · 1e-6 that a kernel of finite width loses.
            assert_relative_eq!(found, expected, max_relative = 1e-5);
        }
    }

    /// Second road: faer's norms of differences, in a dimension that four does not divide.
    #[test]
    fn distances_are_norms_of_differences() {
        let points = gaussian_matrix(7, 12, &mut stream(1, "points"));
        let norm = |i: usize, j: usize| (points.col(i) - points.col(j)).norm_l2();
        let (mut most, mut sum) = (0.0_f64, 0.0);
        for i in 0..12 {
            for j in (0..12).filter(|&j| j != i) {
                most = most.max(norm(i, j));
                sum += 0.5_f64.powf((norm(i, j) / 0.8).powi(2));
            }
        }
        assert_relative_eq!(diameter(points.as_ref()), most, max_relative = 1e-14);
        assert_relative_eq!(effective_neighbours(points.as_ref(), &[0.8])[0], sum / 12.0, max_relative = 1e-13);
    }

    /// Second road: the monomials of degree one and two, counted.
    #[test]
    fn unknowns_are_the_monomials() {
        for d in 1..9 {
            let quadratic = (0..d).flat_map(|i| (i..d).map(move |j| (i, j))).count();
            assert_eq!(quadratic_unknowns(d), d + quadratic);
        }
    }
}
