//! Rules of thumb for the number of measurements that recover a sparse signal.

/// A rule m = c · k · ln(…).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// m = c k ln(m/k), as the lecture's slide has it.                           book eq. rule-lecture
    SelfReferring,
    /// m = c k ln(n/k), the classical form.                                      book eq. rule-classical
    Classical,
}

impl Rule {
    /// The constant c with which `m` measurements for `k` nonzero entries out of `n` meet the rule.
    ///
    /// `0 < k < n`, and `k < m`; all are counts, which a fit may have made fractions of. That of the lecture's rule is
    /// never below e, since x/ln x has its minimum there.
    ///
    /// Source: the lecture; Candès, Romberg & Tao 2006 and Donoho 2006 for the classical form.
    ///
    /// # Panics
    ///
    /// If k is not below m and n.
    #[must_use]
    pub fn constant(self, n: f64, k: f64, m: f64) -> f64 {
        assert!(0.0 < k && k < m && k < n, "{k} nonzero entries of {n}, {m} measurements");
        match self {
            Self::SelfReferring => m / (k * (m / k).ln()),
            Self::Classical => m / (k * (n / k).ln()),
        }
    }

    /// The measurements that the rule with the constant `c` asks for, solved for m where m is on both sides.
    #[must_use]
    pub fn measurements(self, c: f64, n: f64, k: f64) -> f64 {
        match self {
            Self::SelfReferring => self_consistent_ratio(c) * k,
            Self::Classical => c * k * (n / k).ln(),
        }
    }
}

/// The constant nearest to all `constants` in ratio: their geometric mean, which makes Σ (ln cᵢ/c)² least.
///
/// # Panics
///
/// If there are none.
#[must_use]
pub fn fitted(constants: &[f64]) -> f64 {
    assert!(!constants.is_empty(), "a rule is fitted to points");
    (constants.iter().map(|c| c.ln()).sum::<f64>() / constants.len() as f64).exp()
}

// ANCHOR: self_consistent_ratio
/// The larger X with X = c ln X: a rule m = c k ln(m/k) says m = Xk, whatever n is.
///
/// ```text
/// X = c ln X,  X ≥ e                                                           book eq. rule-lecture-solved
/// ```
///
/// For c < e there is none, every m satisfies m > c k ln(m/k), and the result is 1, the smallest m/k of all; c > 0.
#[must_use]
pub fn self_consistent_ratio(c: f64) -> f64 {
    use std::f64::consts::E;
    if c < E {
        return 1.0;
    }
    // X − c ln X is convex, and has its minimum at X = c ≤ X: Newton's method from far above goes down to the root.
    let mut x = 4.0 * c * c;
    loop {
        let next = x - (x - c * x.ln()) / (1.0 - c / x);
        if !(next < x && next > c) {
            return x;
        }
        x = next;
    }
}
// ANCHOR_END: self_consistent_ratio

#[cfg(test)]
mod tests {
    use super::{Rule, fitted, self_consistent_ratio};
    use approx::assert_relative_eq;
    use std::f64::consts::E;

    /// Second road: put the ratio back into the rule.
    #[test]
    fn the_ratio_meets_the_rule_that_it_solves() {
        for c in [2.8, 3.0, 5.0, 40.0] {
            let x = self_consistent_ratio(c);
            assert!(x > c);
            assert_relative_eq!(Rule::SelfReferring.constant(1000.0, 7.0, 7.0 * x), c, max_relative = 1e-12);
        }
        // Where the two roots meet, the root of a parabola: rounding is magnified to its square root.
        assert_relative_eq!(self_consistent_ratio(E * (1.0 + 1e-12)), E, max_relative = 1e-5);
        assert_relative_eq!(self_consistent_ratio(2.0), 1.0);
    }

    #[test]
    fn the_fit_is_nearest_in_ratio() {
        let constants = [2.0, 3.0, 4.0];
        let distance = |c: f64| constants.iter().map(|x| (x / c).ln().powi(2)).sum::<f64>();
        let best = fitted(&constants);
        assert!(distance(best) < distance(best * 1.001) && distance(best) < distance(best * 0.999));
    }

    #[test]
    fn a_rule_gives_back_its_constant() {
        for rule in [Rule::Classical, Rule::SelfReferring] {
            let m = rule.measurements(3.1, 500.0, 20.0);
            assert_relative_eq!(rule.constant(500.0, 20.0, m), 3.1, max_relative = 1e-12);
        }
    }
}
