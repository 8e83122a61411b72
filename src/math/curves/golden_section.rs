//! The maximum of a function of one number.

use std::ops::Range;

/// The largest value of a function between two places: the best of `steps` even steps, then by golden sections around it.
///
/// These look as far as a step to either side, also beyond the ends of `range`.
///
/// # Panics
///
/// If there are no steps.
#[must_use]
pub fn maximum(function: impl Fn(f64) -> f64, range: Range<f64>, steps: usize) -> f64 {
    assert!(steps > 0, "a maximum over no step");
    let step = (range.end - range.start) / steps as f64;
    let places = (0..=steps).map(|i| range.start + i as f64 * step);
    let (best, value) =
        places.map(|at| (at, function(at))).max_by(|a, b| a.1.total_cmp(&b.1)).expect("a step at least");
    let section = 2.0 / (1.0 + 5.0_f64.sqrt());
    let (mut low, mut high) = (best - step, best + step);
    for _ in 0..60 {
        let (left, right) = (high - section * (high - low), low + section * (high - low));
        if function(left) > function(right) { high = right } else { low = left }
    }
    function(f64::midpoint(low, high)).max(value)
}

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;

    use super::maximum;

    /// Closed forms: the higher of two bumps, and the top of a parabola between two steps.
    #[test]
    fn the_highest_of_several_maxima_is_found() {
        let bumps = |x: f64| 2.0 * (-(x - 1.3).powi(2)).exp() + 3.0 * (-(x - 7.1).powi(2)).exp();
        // The bumps are 5.8 apart: exp(−33) is below rounding. A maximum is flat: its value is exact to rounding.
        assert_relative_eq!(maximum(bumps, 0.0..10.0, 20), 3.0, max_relative = 1e-13);
        // Steps of 5/9: the nearest to 1 is off by 1/9, and the parabola there by 1/81.
        assert_relative_eq!(maximum(|x| 4.0 - (x - 1.0).powi(2), 0.0..5.0, 9), 4.0, max_relative = 1e-15);
    }
}
