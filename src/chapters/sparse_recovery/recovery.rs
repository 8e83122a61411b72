//! Trials of basis pursuit on random problems, for the figures that count successes.

use faer::ColRef;

use crate::{
    data::{
        sparse_signals::{gaussian_matrix, sparse_signal},
        streams::stream,
    },
    math::{sparse::homotopy::basis_pursuit, statistics::logistic::Count, vectors::largest},
};

/// A signal counts as recovered if the error is below this part of its length. An answer that is not the signal is wrong
/// by a thousand times as much, and one that is by a billionth of it: nothing hangs on this number.
const RECOVERED: f64 = 1e-4;

/// The size of a problem: n entries of which k are not zero, and m measurements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) n: usize,
    pub(super) k: usize,
    pub(super) m: usize,
}

/// What came of a number of trials.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Tally {
    /// How many trials were made.
    pub(super) trials: usize,
    /// In how many of them the signal was recovered.
    pub(super) successes: usize,
    /// Steps of all solves together.
    pub(super) steps: usize,
    /// The largest duality gap, as a part of the solution's ℓ₁ norm.
    pub(super) largest_gap: f64,
    /// The largest ‖Ax̂ − y‖/‖y‖.
    pub(super) largest_infeasibility: f64,
}

// ANCHOR: trials
impl Tally {
    /// `trials` problems of this size, each with a matrix and a signal of its own.
    pub(super) fn of_trials(size: Size, trials: usize, seed: u64) -> Self {
        let mut tally = Self { trials, ..Self::default() };
        for trial in 0..trials {
            let Size { n, k, m } = size;
            let mut rng = stream(seed, &format!("recovery, n = {n}, k = {k}, m = {m}, trial {trial}"));
            let matrix = gaussian_matrix(m, n, &mut rng);
            let signal = sparse_signal(n, k, &mut rng);
            let signal = ColRef::from_slice(&signal);
            let measured: Vec<f64> = (&matrix * signal).iter().copied().collect();
            let found = basis_pursuit(matrix.as_ref(), &measured);
            let error = (ColRef::from_slice(&found.solution) - signal).norm_l2();
            tally.successes += usize::from(error < RECOVERED * signal.norm_l2());
            tally.steps += found.steps;
            tally.largest_gap = largest([tally.largest_gap, found.duality_gap.abs()]);
            tally.largest_infeasibility = largest([tally.largest_infeasibility, found.infeasibility]);
        }
        tally
    }
    // ANCHOR_END: trials

    /// The tally of the trials of both.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            trials: self.trials + other.trials,
            successes: self.successes + other.successes,
            steps: self.steps + other.steps,
            largest_gap: largest([self.largest_gap, other.largest_gap]),
            largest_infeasibility: largest([self.largest_infeasibility, other.largest_infeasibility]),
        }
    }

    /// The share of signals recovered.
    pub(super) fn rate(&self) -> f64 {
        self.successes as f64 / self.trials as f64
    }

    /// The successes at `m` measurements, for a fit.
    pub(super) fn count(&self, m: usize) -> Count {
        Count { x: m as f64, trials: self.trials as f64, successes: self.successes as f64 }
    }
}

#[cfg(test)]
mod tests {
    use super::{Size, Tally};

    /// Limits: with as many measurements as entries everything comes back, with one nearly nothing, and every answer has
    /// its proof.
    #[test]
    fn all_measurements_are_enough_and_one_is_not() {
        let all = Tally::of_trials(Size { n: 24, k: 20, m: 24 }, 30, 1);
        let one = Tally::of_trials(Size { n: 24, k: 20, m: 1 }, 30, 1);
        assert_eq!((all.successes, one.successes), (30, 0));
        let both = all.and(one);
        assert_eq!((both.trials, both.rate()), (60, 0.5));
        assert!(both.largest_gap < 1e-9 && both.largest_infeasibility < 1e-9, "{both:?}");
    }

    /// One of these fifty problems is so ill-conditioned that the path's last knots drown in rounding.
    #[test]
    fn an_ill_conditioned_problem_is_certified_too() {
        let tally = Tally::of_trials(Size { n: 160, k: 132, m: 156 }, 50, 1);
        assert!(tally.largest_gap < 1e-9 && tally.largest_infeasibility < 1e-9, "{tally:?}");
    }

    /// Of n = 100 entries k = 10: the change is at m = 32 or 33, as an independent program's trials say.
    #[test]
    fn half_of_the_signals_come_back_at_the_known_place() {
        let rate = |m: usize| Tally::of_trials(Size { n: 100, k: 10, m }, 200, 2).rate();
        // √(.25/200) = .035 is a standard error near one half, and a step of m changes the rate by about .085.
        assert!(rate(30) < 0.5 && rate(35) > 0.5, "{} {}", rate(30), rate(35));
    }
}
