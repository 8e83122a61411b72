//! A proximal gradient method on its way to the solution.

use super::super::Descent;
use crate::math::{sparse::lasso::Lasso, statistics::fit};

impl Descent {
    /// Follows `iterates`, the first of which is the start, for as many iterations as the last of `shown`; `bound` is
    /// that of the gap after k ≥ 1 iterations.
    pub(super) fn follow(
        name: &str,
        problem: &Lasso<'_>,
        minimiser: &[f64],
        iterates: impl Iterator<Item = Vec<f64>>,
        bound: impl Fn(usize) -> f64,
        shown: &[usize],
    ) -> Self {
        let mut gaps = Vec::new();
        let mut settled_at = None;
        let mut last = Vec::new();
        for (k, x) in iterates.enumerate().take(1 + shown.last().copied().unwrap_or_default()) {
            gaps.push(problem.gap(&x, minimiser));
            let agrees = x.iter().zip(minimiser).all(|(x, best)| sign(*x) == sign(*best));
            settled_at = if agrees { settled_at.or(Some(k)) } else { None };
            last = x;
        }
        // A start at the solution has a bound of 0, which it meets.
        let ratio = |k: usize| if gaps[k] > 0.0 { gaps[k] / bound(k) } else { 0.0 };
        let largest_at = (1..gaps.len()).max_by(|&i, &j| ratio(i).total_cmp(&ratio(j))).unwrap_or(1);
        let first_below = |part: f64| gaps.iter().position(|&gap| gap < part * gaps[0]);
        let [digits_12_at, digits_22_at] = [1e-12, 1e-22].map(first_below);
        let late = digits_12_at.zip(digits_22_at).filter(|(from, to)| from + 1 < *to);
        let late_factor = late.map(|(from, to)| {
            let steps: Vec<f64> = (from..to).map(|k| k as f64).collect();
            let logs: Vec<f64> = gaps[from..to].iter().map(|gap| gap.ln()).collect();
            fit::slope(&steps, &logs).exp()
        });
        Self {
            name: name.to_owned(),
            gaps: shown.iter().map(|&k| gaps[k]).collect(),
            bounds: shown.iter().map(|&k| bound(k)).collect(),
            largest_of_bound: ratio(largest_at),
            largest_at,
            settled_at,
            digits_12_at,
            digits_22_at,
            late_factor,
            last_kkt_residual: problem.kkt_residual(&last),
            last_duality_gap: problem.duality_gap(&last),
            last_objective: problem.objective(&last),
        }
    }
}

/// −1, 0 or 1.
fn sign(x: f64) -> i8 {
    i8::from(x > 0.0) - i8::from(x < 0.0)
}

/// The iterations shown of 1 to `last`: in even steps and in even factors, at most 150 and 40 of them.
pub(super) fn shown(last: usize) -> Vec<usize> {
    let even = (1..=150).map(|i| (last * i).div_ceil(150));
    let geometric = (0..40).map(|i| (last as f64).powf(f64::from(i) / 40.0).round() as usize);
    let mut shown: Vec<usize> = even.chain(geometric).collect();
    shown.sort_unstable();
    shown.dedup();
    shown
}

#[cfg(test)]
mod tests {
    use super::{Descent, shown};
    use crate::math::sparse::lasso::Lasso;
    use approx::assert_relative_eq;
    use faer::Mat;

    #[test]
    fn iterations_shown_rise_from_the_first_to_the_last() {
        for last in [1, 7, 90, 1_000] {
            let shown = shown(last);
            assert_eq!((shown[0], shown[shown.len() - 1]), (1, last));
            assert!(shown.windows(2).all(|pair| pair[0] < pair[1]) && shown.len() <= 190);
        }
    }

    /// Iterates of a known course on F(x) = ½(2 − x)² + |x|, solved by x = 1: 1 + 2⁻ᵏ from k = 3 on, negative before.
    #[test]
    fn a_course_of_known_rate_is_measured_as_such() {
        let a = Mat::full(1, 1, 1.0);
        let problem = Lasso::new(a.as_ref(), &[2.0], 1.0);
        let course = (0..).map(|k| vec![if k < 3 { -1.0 } else { 1.0 + 0.5_f64.powi(k) }]);
        let descent = Descent::follow("known", &problem, &[1.0], course, |k| 100.0 / k as f64, &shown(60));
        assert_eq!(descent.settled_at, Some(3));
        // F(−1) − F(1) = 5.5 − 1.5, the largest ratio at k = 2; later the gap is ½·4⁻ᵏ.
        assert_eq!(descent.largest_at, 2);
        assert_relative_eq!(descent.largest_of_bound, 4.0 * 2.0 / 100.0);
        assert_relative_eq!(descent.late_factor.unwrap(), 0.25, max_relative = 1e-9);
        // ½·4⁻ᵏ < 4e-12 from k = 19 on.
        assert_eq!(descent.digits_12_at, Some(19));
    }
}
