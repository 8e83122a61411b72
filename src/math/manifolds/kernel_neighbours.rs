//! How many points a Gaussian kernel of some radius has under it, and how many a local quadratic fit needs.

use faer::MatRef;
use rayon::prelude::*;

use super::{extent::squared_distance, flatnet::local_fit::gamma};

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
    let rates: Vec<f64> = radii.iter().map(|&radius| gamma(radius)).collect();
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

#[cfg(test)]
mod tests {
    use super::{effective_neighbours, quadratic_unknowns};
    use crate::data::{sparse_signals::gaussian_matrix, streams::stream};
    use approx::assert_relative_eq;
    use faer::Mat;

    /// Four corners of a unit square: two others at 1, one at √2.
    #[test]
    fn on_a_square_they_are_counted_by_hand() {
        let square = Mat::from_fn(2, 4, |i, j| f64::from(u8::from(j >> i & 1 == 1)));
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
        let mut sum = 0.0;
        for i in 0..12 {
            for j in (0..12).filter(|&j| j != i) {
                sum += 0.5_f64.powf((norm(i, j) / 0.8).powi(2));
            }
        }
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
