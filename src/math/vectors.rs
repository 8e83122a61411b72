//! Vectors as slices: inner product, norm, mean, the ends of a list of numbers, and rounding.

/// The inner product Σ aᵢ bᵢ, summed from the first.
///
/// # Panics
///
/// If the lengths differ.
#[must_use]
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    assert_eq!(a.len(), b.len(), "vectors of one length");
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The Euclidean norm √(Σ xᵢ²).
#[must_use]
pub fn norm(x: &[f64]) -> f64 {
    x.iter().map(|x| x * x).sum::<f64>().sqrt()
}

/// The Euclidean distance ‖a − b‖.
///
/// # Panics
///
/// If the lengths differ.
#[must_use]
pub fn distance(a: &[f64], b: &[f64]) -> f64 {
    assert_eq!(a.len(), b.len(), "vectors of one length");
    a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
}

/// The arithmetic mean; NaN of nothing.
#[must_use]
pub fn mean(samples: &[f64]) -> f64 {
    samples.iter().sum::<f64>() / samples.len() as f64
}

/// The largest of some measured numbers: −∞ of none, and NaN as soon as one is NaN, which `f64::max` would pass over.
#[must_use]
pub fn largest(numbers: impl IntoIterator<Item = f64>) -> f64 {
    numbers.into_iter().fold(f64::NEG_INFINITY, |most, x| if most.is_nan() || most > x { most } else { x })
}

/// The smallest of some measured numbers: ∞ of none, and NaN as soon as one is NaN.
#[must_use]
pub fn smallest(numbers: impl IntoIterator<Item = f64>) -> f64 {
    -largest(numbers.into_iter().map(|x| -x))
}

/// The nearest multiple of 1/1000: what a record keeps of a coordinate that is only drawn.
#[must_use]
pub fn thousandths(x: f64) -> f64 {
    (x * 1e3).round() / 1e3
}

#[cfg(test)]
mod tests {
    use super::{distance, dot, largest, mean, norm, smallest, thousandths};

    /// The triangle of Pythagoras, and the inner product by the polarisation identity.
    #[test]
    fn norms_distances_and_inner_products_agree() {
        let (a, b) = ([3.0, 4.0, 0.5], [-1.0, 2.0, 8.0]);
        let sum: Vec<f64> = a.iter().zip(b).map(|(a, b)| a + b).collect();
        let difference: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).collect();
        assert!((norm(&[3.0, 4.0]) - 5.0).abs() < 1e-15);
        // A few roundings of numbers below 100.
        assert!((dot(&a, &b) - (norm(&sum).powi(2) - norm(&difference).powi(2)) / 4.0).abs() < 1e-13);
        assert!((distance(&a, &b) - norm(&difference)).abs() < 1e-14);
        assert!((mean(&a) - dot(&a, &[1.0; 3]) / 3.0).abs() < 1e-15);
    }

    #[test]
    fn a_number_that_is_none_is_never_passed_over() {
        assert_eq!((largest([2.0, -1.0, 3.0]), smallest([2.0, -1.0, 3.0])), (3.0, -1.0));
        for place in 0..3 {
            let mut numbers = [2.0, -1.0, 3.0];
            numbers[place] = f64::NAN;
            assert!(largest(numbers).is_nan() && smallest(numbers).is_nan());
        }
        assert!(largest([]) < f64::MIN && mean(&[]).is_nan());
    }
    #[test]
    fn a_coordinate_is_moved_by_half_a_thousandth_at_most() {
        for x in [0.1234, -0.1236, 7.0, -2.999_99] {
            // The quotient is rounded once more.
            assert!((thousandths(x) - x).abs() <= 0.5e-3 + 1e-15 && (1e3 * thousandths(x)).fract().abs() < 1e-12);
        }
        assert!((thousandths(0.1234) - 0.123).abs() < 1e-15);
    }
}
