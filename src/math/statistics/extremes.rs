//! The largest of some numbers, without hiding one that is none.

/// The largest of `sizes`, none of which is negative: 0 of none, and NaN as soon as one is NaN, which `f64::max` would pass
/// over.
#[must_use]
pub fn largest(sizes: impl IntoIterator<Item = f64>) -> f64 {
    sizes.into_iter().fold(0.0, |most, size| if most > size || most.is_nan() { most } else { size })
}

#[cfg(test)]
mod tests {
    use super::largest;
    use approx::assert_abs_diff_eq;

    #[test]
    fn a_number_that_is_none_is_not_passed_over() {
        assert_abs_diff_eq!(largest([0.5, 2.0, 1.0]), 2.0);
        assert_abs_diff_eq!(largest([]), 0.0);
        for place in 0..3 {
            let mut sizes = [1.0, 2.0, 3.0];
            sizes[place] = f64::NAN;
            assert!(largest(sizes).is_nan());
        }
    }
}
