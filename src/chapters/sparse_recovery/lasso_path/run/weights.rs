//! The solutions for all weights, as the figure shows them.

use super::super::{Coordinate, Weights};
use crate::math::sparse::{homotopy::Path, support::support};

/// Knots shown at most.
const MOST_KNOTS: usize = 60;
/// Coordinates shown at most, of the signal's and of the others.
const MOST_COORDINATES: usize = 14;

impl Weights {
    /// What the figure shows of a path, given the signal x₀ and the weight λ.
    pub(super) fn along(path: &Path, truth: &[f64], lambda: f64) -> Self {
        let last = path.knots.len() - 1;
        let steps = last.min(MOST_KNOTS - 1);
        let shown: Vec<usize> = (0..=steps).map(|i| i * last / steps.max(1)).collect();
        // Every entry of the path that is ever not zero, the largest peak first.
        let mut peaks = vec![0.0_f64; truth.len()];
        for knot in &path.knots {
            peaks.iter_mut().zip(&knot.solution).for_each(|(peak, x)| *peak = peak.max(x.abs()));
        }
        let mut places = support(&peaks);
        places.sort_by(|&i, &j| peaks[j].total_cmp(&peaks[i]));
        let of = |is_true: bool| {
            let places = places.iter().filter(move |&&place| (truth[place] != 0.0) == is_true);
            places.take(MOST_COORDINATES).map(move |&place| (place, is_true))
        };
        let coordinate = |(place, is_true): (usize, bool)| Coordinate {
            place,
            is_true,
            values: shown.iter().map(|&knot| path.knots[knot].solution[place]).collect(),
        };
        Self {
            knots_to_lambda: path.knots.partition_point(|knot| knot.lambda >= lambda),
            knots: path.knots.len(),
            coordinates: of(true).chain(of(false)).map(coordinate).collect(),
            shown: shown.iter().map(|&knot| path.knots[knot].lambda).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Weights;
    use crate::math::sparse::homotopy::{Knot, Path};

    fn path(knots: usize, unknowns: usize) -> Path {
        let solution = |knot: usize| (0..unknowns).map(|place| (knot * (place % 30)) as f64).collect();
        Path { knots: (0..knots).map(|i| Knot { lambda: (knots - i) as f64, solution: solution(i) }).collect() }
    }

    #[test]
    fn a_short_path_is_shown_whole() {
        let weights = Weights::along(&path(3, 4), &[0.0, 1.0, 0.0, 0.0], 1.5);
        assert_eq!((weights.knots, weights.knots_to_lambda, weights.shown), (3, 2, vec![3.0, 2.0, 1.0]));
        let shown: Vec<_> = weights.coordinates.iter().map(|c| (c.place, c.is_true, c.values.clone())).collect();
        let all = [(1, true, [0.0, 1.0, 2.0]), (3, false, [0.0, 3.0, 6.0]), (2, false, [0.0, 2.0, 4.0])];
        assert_eq!(shown, all.map(|(place, is_true, values)| (place, is_true, values.to_vec())));
    }

    #[test]
    fn a_long_path_is_thinned_with_its_ends_kept_and_a_path_of_one_knot_has_no_coordinates() {
        let weights = Weights::along(&path(500, 60), &[1.0; 60], 0.0);
        assert_eq!((weights.shown.len(), weights.shown[0], weights.shown[59]), (60, 500.0, 1.0));
        assert_eq!(weights.coordinates.len(), 14);
        assert!(weights.coordinates.iter().all(|c| c.place % 30 >= 23));
        let single = Weights::along(&path(1, 60), &[1.0; 60], 7.0);
        assert_eq!((single.knots, single.knots_to_lambda, single.coordinates.len()), (1, 0, 0));
    }
}
