//! How sure a counted proportion is: exact binomial intervals, and what they say of a quantile of a sample.

use crate::ground::estimate::Estimate;

/// The regularised incomplete beta function, by its continued fraction.
///
/// ```text
/// I_x(a, b) = ∫₀ˣ t^(a−1) (1−t)^(b−1) dt / B(a, b);     P(X ≥ k) = I_p(k, n − k + 1),  X ~ Binomial(n, p)
/// ```
///
/// `x` in `[0, 1]`, `a, b > 0`; returns a probability, to about 1e-12.
///
/// Source: DLMF 8.17.22, evaluated from the front by Lentz's rule.
///
/// # Panics
///
/// If `x` is not in `[0, 1]`, or `a` or `b` is not above 0.
#[must_use]
pub fn incomplete_beta(x: f64, a: f64, b: f64) -> f64 {
    assert!((0.0..=1.0).contains(&x) && a > 0.0 && b > 0.0, "I_{x}({a}, {b})");
    if x == 0.0 || x >= 1.0 {
        return x;
    }
    // The fraction converges quickly on one side of the mean; the other side is the complement.
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - incomplete_beta(1.0 - x, b, a);
    }
    let scale = libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b) + a * x.ln() + b * (-x).ln_1p();
    let not_zero = |value: f64| if value.abs() < 1e-300 { 1e-300 } else { value };
    let (mut c, mut d, mut fraction) = (1.0, 1.0 / not_zero(1.0 - (a + b) * x / (a + 1.0)), 1.0);
    fraction *= d;
    for m in (1..10_000_u32).map(f64::from) {
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let before = fraction;
        for term in [even, odd] {
            d = 1.0 / not_zero(1.0 + term * d);
            c = not_zero(1.0 + term / c);
            fraction *= c * d;
        }
        if (fraction - before).abs() < 1e-14 * fraction.abs() {
            break;
        }
    }
    scale.exp() * fraction / a
}

/// The interval of Clopper and Pearson: all p for which `successes` of `trials` is not too few and not too many, each tail
/// with probability (1 − `level`)/2. It covers p with probability `level` or more, whatever p is.
///
/// ```text
/// low: P(X ≥ k | low) = (1 − level)/2,    high: P(X ≤ k | high) = (1 − level)/2,    X ~ Binomial(n, p)
/// ```
///
/// Source: Clopper & Pearson 1934.
///
/// # Panics
///
/// If there are more successes than trials, or `level` is not between 0 and 1.
#[must_use]
pub fn interval(successes: usize, trials: usize, level: f64) -> (f64, f64) {
    assert!(successes <= trials && level > 0.0 && level < 1.0, "{successes} of {trials} at level {level}");
    let (k, n, tail) = (successes as f64, trials as f64, (1.0 - level) / 2.0);
    let low = if successes == 0 { 0.0 } else { root(|p| incomplete_beta(p, k, n - k + 1.0) - tail) };
    let high = if successes == trials { 1.0 } else { root(|p| incomplete_beta(p, k + 1.0, n - k) - (1.0 - tail)) };
    (low, high)
}

/// The share of `successes` among `trials` with its [`interval`].
///
/// # Panics
///
/// As [`interval`], and if there are no trials.
#[must_use]
pub fn estimate(successes: usize, trials: usize, level: f64) -> Estimate {
    assert!(trials > 0, "a share of no trials");
    Estimate::new(successes as f64 / trials as f64, interval(successes, trials, level))
}

/// How many of `draws` exceed the value that a share `p` of all exceeds: the counts (fewest, most) such that the true value
/// lies below the sample's `fewest`-th largest number, and at or above its `most`-th largest, each with probability
/// (1 + `level`)/2 or more. `fewest` is 0, and bounds nothing, where the draws are too few; so is `most` above `draws`.
///
/// # Panics
///
/// If `p` or `level` is not between 0 and 1.
#[must_use]
pub fn exceedances(p: f64, draws: usize, level: f64) -> (usize, usize) {
    assert!(p > 0.0 && p < 1.0 && level > 0.0 && level < 1.0, "a share {p} at level {level}");
    let tail = (1.0 - level) / 2.0;
    // P(X ≥ k), which falls with k.
    let at_least = |k: usize| match k {
        0 => 1.0,
        k if k > draws => 0.0,
        k => incomplete_beta(p, k as f64, (draws - k) as f64 + 1.0),
    };
    let first = |wanted: &dyn Fn(usize) -> bool| {
        let (mut low, mut high) = (0, draws + 1);
        while low < high {
            let middle = usize::midpoint(low, high);
            if wanted(middle) { high = middle } else { low = middle + 1 }
        }
        low
    };
    (first(&|k| at_least(k) < 1.0 - tail) - 1, first(&|k| at_least(k) <= tail))
}

/// P(T > t) for Student's t distribution with `freedom` degrees of freedom.
///
/// ```text
/// P(T > t) = ½ I_{ν/(ν + t²)}(ν/2, ½),  t ≥ 0
/// ```
#[must_use]
pub fn student_tail(t: f64, freedom: f64) -> f64 {
    let beyond = incomplete_beta(freedom / (freedom + t * t), freedom / 2.0, 0.5) / 2.0;
    if t < 0.0 { 1.0 - beyond } else { beyond }
}

/// Where a function that rises on `[0, 1]` is zero, to the last bit.
fn root(rising: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    while f64::midpoint(low, high) > low && f64::midpoint(low, high) < high {
        let middle = f64::midpoint(low, high);
        if rising(middle) > 0.0 { high = middle } else { low = middle }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::{estimate, exceedances, incomplete_beta, interval, student_tail};
    use approx::assert_relative_eq;

    /// P(X ≥ k), added up.
    fn tail(k: u32, n: u32, p: f64) -> f64 {
        let mut probability = (1.0 - p).powi(n.cast_signed());
        let mut total = 0.0;
        for j in 0..=n {
            if j >= k {
                total += probability;
            }
            probability *= f64::from(n - j) / f64::from(j + 1) * p / (1.0 - p);
        }
        total
    }

    /// Second road: the sum of the probabilities.
    #[test]
    fn the_incomplete_beta_function_is_the_tail_of_a_binomial() {
        for (k, n, p) in [(1, 5, 0.3), (3, 200, 0.015), (150, 200, 0.7), (60, 400, 0.1)] {
            let by_beta = incomplete_beta(p, f64::from(k), f64::from(n - k) + 1.0);
            // Sums of up to 400 numbers, and a logarithm of gamma functions near 2000: 1e-12 of it.
            assert_relative_eq!(by_beta, tail(k, n, p), max_relative = 1e-10);
        }
    }

    /// Second road: the definition of both ends, and the ends that are powers.
    #[test]
    fn at_the_ends_of_the_interval_what_was_seen_is_just_improbable() {
        let (low, high) = interval(7, 120, 0.9);
        assert_relative_eq!(tail(7, 120, low), 0.05, max_relative = 1e-9);
        assert_relative_eq!(1.0 - tail(8, 120, high), 0.05, max_relative = 1e-9);
        let (none, few) = interval(0, 30, 0.95);
        assert_relative_eq!(none, 0.0);
        assert_relative_eq!((1.0 - few).powi(30), 0.025, max_relative = 1e-9);
        let (most, all) = interval(30, 30, 0.95);
        assert_relative_eq!(most.powi(30), 0.025, max_relative = 1e-9);
        assert_relative_eq!(all, 1.0);
    }

    #[test]
    fn an_estimate_is_the_share_with_its_interval() {
        let share = estimate(7, 120, 0.9);
        assert_eq!((share.low, share.high), interval(7, 120, 0.9));
        assert!((share.value - 7.0 / 120.0).abs() < 1e-16 && share.allows(share.value));
    }

    #[test]
    fn the_counts_around_a_quantile_are_the_last_that_are_probable_enough() {
        let (fewest, most) = exceedances(0.02, 500, 0.95);
        let at_least = |k: usize| tail(k as u32, 500, 0.02);
        assert!(at_least(fewest) >= 0.975 && at_least(fewest + 1) < 0.975, "{fewest}");
        assert!(at_least(most) <= 0.025 && at_least(most - 1) > 0.025, "{most}");
        assert_eq!(exceedances(1e-3, 100, 0.95).0, 0, "one draw in ten sets of a hundred bounds nothing");
    }

    /// Limits: one degree of freedom is Cauchy's distribution, many are the normal one.
    #[test]
    fn students_tail_goes_from_cauchys_to_the_normal_one() {
        for t in [-2.0, 0.0, 0.5, 3.0] {
            let cauchy = 0.5 - f64::atan(t) / std::f64::consts::PI;
            assert_relative_eq!(student_tail(t, 1.0), cauchy, max_relative = 1e-10);
            // The distribution differs from the normal one by a part of order t⁴/ν.
            let normal = libm::erfc(t / std::f64::consts::SQRT_2) / 2.0;
            assert_relative_eq!(student_tail(t, 1e6), normal, max_relative = 1e-4);
        }
    }
}
