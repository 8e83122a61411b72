//! Nearest neighbours among random shifts of one picture.

use rand::{Rng, seq::index};
use rayon::prelude::*;

use crate::math::{intrinsic_dimension::neighbour_dimension, translation_orbit::TranslationOrbit};

/// Places a pixel, along each axis, at which shifts may lie.
const FINER: usize = 8;

/// What the nearest neighbours of shifts say.
pub(super) struct Seen {
    /// The estimate of the dimension.
    pub(super) dimension: f64,
    /// Mean distance to the nearest neighbour.
    pub(super) nearest: f64,
    /// The share of shifts whose nearest neighbour among pictures is the nearest among shifts.
    pub(super) is_nearest: f64,
}

/// Random shifts on the torus, all different: places on a grid of eighths of pixels, rows along y.
pub(super) fn shifts(side: usize, count: usize, rng: &mut impl Rng) -> Vec<usize> {
    index::sample(rng, (side * FINER).pow(2), count).into_vec()
}

/// Squared distances between pictures, by the difference of their shifts.
pub(super) fn distances(orbit: &TranslationOrbit) -> Vec<f64> {
    orbit.squared_distances(FINER)
}

/// The `k` nearest neighbours of each shift: `squared` are those of [`distances`], for pictures of `side` pixels.
pub(super) fn look(shifts: &[usize], squared: &[f64], side: usize, k: usize) -> Seen {
    let large = side * FINER;
    let points: Vec<(Vec<f64>, bool)> = shifts
        .par_iter()
        .map(|&own| {
            let mut nearest = vec![f64::INFINITY; k];
            let (mut least, mut least_of_nearest) = (usize::MAX, usize::MAX);
            for &other in shifts.iter().filter(|&&other| other != own) {
                let along = |own: usize, other: usize| (other + large - own) % large;
                let (x, y) = (along(own % large, other % large), along(own / large, other / large));
                let around = |along: usize| along.min(large - along).pow(2);
                let by_shift = around(x) + around(y);
                let by_picture = squared[y * large + x];
                least = least.min(by_shift);
                if by_picture < nearest[0] {
                    least_of_nearest = by_shift;
                }
                if by_picture < nearest[k - 1] {
                    let place = nearest.partition_point(|&closer| closer <= by_picture);
                    nearest[place..].rotate_right(1);
                    nearest[place] = by_picture;
                }
            }
            (nearest.into_iter().map(f64::sqrt).collect(), least_of_nearest == least)
        })
        .collect();
    let count = points.len() as f64;
    let is_nearest = points.iter().filter(|(_, is_nearest)| *is_nearest).count() as f64 / count;
    let distances: Vec<Vec<f64>> = points.into_iter().map(|(distances, _)| distances).collect();
    Seen {
        dimension: neighbour_dimension(&distances),
        nearest: distances.iter().map(|distances| distances[0]).sum::<f64>() / count,
        is_nearest,
    }
}

#[cfg(test)]
mod tests {
    use super::{FINER, look};

    /// Distances that are those of the shifts themselves, on a torus of four pixels a side.
    #[test]
    fn neighbours_by_shift_are_found() {
        let large = 4 * FINER;
        let around = |along: usize| along.min(large - along).pow(2) as f64;
        let squared: Vec<f64> = (0..large * large).map(|at| around(at % large) + around(at / large)).collect();
        // On a row: at 0, 2, 5, 9 and 31, which is next to 0 around the torus.
        let seen = look(&[0, 2, 5, 9, 31], &squared, 4, 3);
        // Nearest: 31, 0, 2, 5 and 0, at 1, 2, 3, 4 and 1.
        assert!((seen.nearest - 11.0 / 5.0).abs() < 1e-12, "{}", seen.nearest);
        assert!((seen.is_nearest - 1.0).abs() < 1e-12);
    }
}
