//! Correlation: how far two lists of numbers rise and fall together.

use crate::math::vectors::mean;

/// Pearson's correlation of pairs (aᵢ, bᵢ), from −1 to 1; 0 if one of the lists is constant.
///
/// ```text
/// r = Σ (aᵢ − ā)(bᵢ − b̄) / √(Σ (aᵢ − ā)² Σ (bᵢ − b̄)²)
/// ```
///
/// # Panics
///
/// If the lists are not as long as each other.
#[must_use]
pub fn correlation(a: &[f64], b: &[f64]) -> f64 {
    assert_eq!(a.len(), b.len(), "numbers of one list and of the other");
    let (at, bt) = (mean(a), mean(b));
    let sum = |f: &dyn Fn(f64, f64) -> f64| a.iter().zip(b).map(|(a, b)| f(a - at, b - bt)).sum::<f64>();
    let norms = (sum(&|a, _| a * a) * sum(&|_, b| b * b)).sqrt();
    if norms > 0.0 { (sum(&|a, b| a * b) / norms).clamp(-1.0, 1.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::correlation;

    /// Second road: r² is the part of the variance of b that the best straight line in a explains.
    #[test]
    fn its_square_is_what_a_line_explains() {
        let (a, b) = ([1.0, 2.0, 4.0, 7.0, 3.0], [0.5, 3.0, 2.0, 6.0, 5.0]);
        let (at, bt) = (3.4, 3.3);
        let slope = a.iter().zip(b).map(|(a, b)| (a - at) * (b - bt)).sum::<f64>()
            / a.iter().map(|a| (a - at) * (a - at)).sum::<f64>();
        let left: f64 = a.iter().zip(b).map(|(a, b)| (b - bt - slope * (a - at)).powi(2)).sum();
        let all: f64 = b.iter().map(|b| (b - bt).powi(2)).sum();
        // A dozen roundings of numbers below 50.
        assert!((correlation(&a, &b).powi(2) - (1.0 - left / all)).abs() < 1e-14);
    }

    #[test]
    fn it_is_one_of_a_line_minus_one_of_a_falling_one_and_none_of_a_constant() {
        let a = [1.0, 2.0, 5.0];
        let line = |slope: f64| a.map(|x| slope * x + 3.0);
        assert!(
            (correlation(&a, &line(2.0)) - 1.0).abs() < 1e-15 && (correlation(&a, &line(-0.1)) + 1.0).abs() < 1e-15
        );
        assert!(correlation(&a, &[4.0; 3]).abs() < f64::MIN_POSITIVE);
    }
}
