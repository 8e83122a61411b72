//! Nearest neighbours among random shifts of one picture.

use rand::{Rng, seq::index};
use rayon::prelude::*;

use crate::math::{images::translation_orbit::TranslationOrbit, subspaces::intrinsic_dimension::neighbour_dimension};

/// Places along each axis at which shifts may lie, whatever the picture's side: so fine that samples do not notice.
const PLACES: usize = 2048;

/// What the nearest neighbours of shifts say.
pub(super) struct Seen {
    /// The estimate of the dimension.
    pub(super) dimension: f64,
    /// Mean distance to the nearest neighbour.
    pub(super) nearest: f64,
    /// The share of shifts whose nearest neighbour among pictures is the nearest among shifts.
    pub(super) is_nearest: f64,
}

/// Random shifts on the torus, all different: places on a fine grid, rows along y.
pub(super) fn shifts(count: usize, rng: &mut impl Rng) -> Vec<usize> {
    index::sample(rng, PLACES * PLACES, count).into_vec()
}

/// Squared distances between pictures of `side` pixels, by the difference of their shifts.
pub(super) fn distances(orbit: &TranslationOrbit, side: usize) -> Vec<f64> {
    orbit.squared_distances(PLACES / side)
}

/// The `k` nearest neighbours of each shift, by the squared distances of [`distances`].
pub(super) fn look(shifts: &[usize], squared: &[f64], k: usize) -> Seen {
    look_on(PLACES, shifts, squared, k)
}

/// The same on a grid of `places` along each axis.
fn look_on(places: usize, shifts: &[usize], squared: &[f64], k: usize) -> Seen {
    let points: Vec<(Vec<f64>, bool)> = shifts
        .par_iter()
        .map(|&own| {
            let mut nearest = vec![f64::INFINITY; k];
            let (mut least, mut least_of_nearest) = (usize::MAX, usize::MAX);
            for &other in shifts.iter().filter(|&&other| other != own) {
                let along = |own: usize, other: usize| (other + places - own) % places;
                let (x, y) = (along(own % places, other % places), along(own / places, other / places));
                let around = |along: usize| along.min(places - along).pow(2);
                let by_shift = around(x) + around(y);
                let by_picture = squared[y * places + x];
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
    use super::look_on;

    /// Distances that are those of the shifts themselves, on a small torus.
    #[test]
    fn neighbours_by_shift_are_found() {
        let large = 32;
        let around = |along: usize| along.min(large - along).pow(2) as f64;
        let squared: Vec<f64> = (0..large * large).map(|at| around(at % large) + around(at / large)).collect();
        // On a row: at 0, 2, 5, 9 and 31, which is next to 0 around the torus.
        let seen = look_on(large, &[0, 2, 5, 9, 31], &squared, 3);
        // Nearest: 31, 0, 2, 5 and 0, at 1, 2, 3, 4 and 1.
        assert!((seen.nearest - 11.0 / 5.0).abs() < 1e-12, "{}", seen.nearest);
        assert!((seen.is_nearest - 1.0).abs() < 1e-12);
    }
}
