//! The solutions for all weights, as the figure shows them.

use faer::ColRef;

use super::{
    super::{Coordinate, Recovery, Stop, Weights},
    instance::Instance,
    recovery::relative_distance,
};
use crate::math::sparse::{
    homotopy::Path,
    lasso::Lasso,
    support::{refit, support},
};

/// Knots shown at most.
const MOST_KNOTS: usize = 60;
/// Coordinates shown at most, of the signal's and of the others.
const MOST_COORDINATES: usize = 14;
/// Stops from the first knot to the weight λ, and from there to the end of the path.
const STOPS: [usize; 2] = [20, 14];

impl Weights {
    /// What the figure shows of the path of an instance, given the weight λ.
    pub(super) fn along(instance: &Instance, path: &Path, lambda: f64) -> Self {
        let stops = stops(path, lambda).into_iter().map(|at| Stop::at(instance, path, at)).collect();
        Self { stops, ..Self::knots(path, &instance.truth, lambda) }
    }

    /// The path from knot to knot, given the signal x₀ and the weight λ.
    fn knots(path: &Path, truth: &[f64], lambda: f64) -> Self {
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
            stops: Vec::new(),
        }
    }
}

impl Stop {
    /// What is found of the signal of an instance at a weight on its path.
    fn at(instance: &Instance, path: &Path, lambda: f64) -> Self {
        let Instance { a, y, .. } = instance;
        let solution = path.at(lambda);
        let places = support(&solution);
        let refitted = refit(a.as_ref(), y, &places);
        let at_places = |x: &[f64]| places.iter().map(|&place| x[place]).collect();
        let Recovery { missed, false_entries, lasso_error, refit_error, .. } = Recovery::judge(instance, path, lambda);
        let explained: Vec<f64> = (a * ColRef::from_slice(&solution)).iter().copied().collect();
        Self {
            lambda,
            values: at_places(&solution),
            refit: at_places(&refitted),
            missed,
            false_entries,
            error: lasso_error,
            refit_error,
            residual: relative_distance(&explained, y),
            duality_gap: Lasso::new(a.as_ref(), y, lambda).duality_gap(&solution),
            places,
        }
    }
}

/// Weights in even factors from the first knot to λ, and from there to the end of the path.
fn stops(path: &Path, lambda: f64) -> Vec<f64> {
    let [first, end] = [0, path.knots.len() - 1].map(|knot| path.knots[knot].lambda);
    let mut stops = vec![first];
    for (to, steps) in [lambda, end].into_iter().zip(STOPS) {
        let from = stops[stops.len() - 1];
        if to < from {
            let factor = |i: usize| (to / from).powf(i as f64 / steps as f64);
            stops.extend((1..steps).map(|i| from * factor(i)).chain([to]));
        }
    }
    stops
}

#[cfg(test)]
mod tests {
    use super::{Instance, Stop, Weights, stops};
    use crate::{
        chapters::sparse_recovery::lasso_path::Config,
        figure::Settings as _,
        ground::scale::Scale,
        math::sparse::homotopy::{Knot, Path, lasso_path},
    };
    use approx::assert_relative_eq;

    fn path(knots: usize, unknowns: usize) -> Path {
        let solution = |knot: usize| (0..unknowns).map(|place| (knot * (place % 30)) as f64).collect();
        Path { knots: (0..knots).map(|i| Knot { lambda: (knots - i) as f64, solution: solution(i) }).collect() }
    }

    #[test]
    fn a_short_path_is_shown_whole() {
        let weights = Weights::knots(&path(3, 4), &[0.0, 1.0, 0.0, 0.0], 1.5);
        assert_eq!((weights.knots, weights.knots_to_lambda, weights.shown), (3, 2, vec![3.0, 2.0, 1.0]));
        let shown: Vec<_> = weights.coordinates.iter().map(|c| (c.place, c.is_true, c.values.clone())).collect();
        let all = [(1, true, [0.0, 1.0, 2.0]), (3, false, [0.0, 3.0, 6.0]), (2, false, [0.0, 2.0, 4.0])];
        assert_eq!(shown, all.map(|(place, is_true, values)| (place, is_true, values.to_vec())));
    }

    #[test]
    fn a_long_path_is_thinned_with_its_ends_kept_and_a_path_of_one_knot_has_no_coordinates() {
        let weights = Weights::knots(&path(500, 60), &[1.0; 60], 0.0);
        assert_eq!((weights.shown.len(), weights.shown[0], weights.shown[59]), (60, 500.0, 1.0));
        assert_eq!(weights.coordinates.len(), 14);
        assert!(weights.coordinates.iter().all(|c| c.place % 30 >= 23));
        let single = Weights::knots(&path(1, 60), &[1.0; 60], 7.0);
        assert_eq!((single.knots, single.knots_to_lambda, single.coordinates.len()), (1, 0, 0));
    }

    #[test]
    fn stops_fall_in_even_factors_to_the_weight_and_on_to_the_end() {
        let short = path(4, 1);
        let all = stops(&short, 2.0);
        assert_eq!((all.len(), all[0], all[20], all[34]), (35, 4.0, 2.0, 1.0));
        for pair in all[..=20].windows(2) {
            // Twenty factors make one half.
            assert_relative_eq!(pair[1] / pair[0], 0.5_f64.powf(0.05), max_relative = 1e-14);
        }
        assert_eq!(stops(&short, 1.0).len(), 21, "the weight is the end");
        assert_eq!(stops(&short, 9.0).len(), 15, "the weight is above the path");
        assert_eq!(stops(&path(1, 1), 9.0), [1.0]);
    }

    /// Second road: sums written out, entry by entry. The gap is rounding, of sums of order 1.
    #[test]
    fn a_stop_has_the_residual_of_its_entries_and_the_certificate_of_its_weight() {
        let instance = Instance::draw(&Config { m: 40, n: 60, k: 3, ..Config::at(Scale::Quick) }, 0);
        let path = lasso_path(instance.a.as_ref(), &instance.y, 0.2);
        for lambda in stops(&path, 0.4) {
            let stop = Stop::at(&instance, &path, lambda);
            let square = |left: &dyn Fn(usize) -> f64| (0..40).map(|i| left(i).powi(2)).sum::<f64>();
            let explained = |i: usize| {
                stop.places.iter().zip(&stop.values).map(|(&place, x)| instance.a[(i, place)] * x).sum::<f64>()
            };
            let misfit = square(&|i| instance.y[i] - explained(i)) / square(&|i| instance.y[i]);
            assert_relative_eq!(stop.residual, misfit.sqrt(), max_relative = 1e-12);
            assert!(stop.duality_gap < 1e-12 && stop.refit.len() == stop.places.len(), "{stop:?}");
            assert_eq!(stop.places.len() + stop.missed, 3 + stop.false_entries);
        }
    }
}
