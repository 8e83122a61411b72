//! A number that was measured, with its interval.

use serde::{Deserialize, Serialize};

/// A measured number and its confidence interval, in the number's unit. The experiment says of which level and how made.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The number that was measured.
    pub value: f64,
    /// Where the interval starts.
    pub low: f64,
    /// Where the interval ends.
    pub high: f64,
}

impl Estimate {
    /// The estimate of `value` with the interval `(low, high)`.
    #[must_use]
    pub fn new(value: f64, (low, high): (f64, f64)) -> Self {
        Self { value, low, high }
    }

    /// Whether the interval contains `value`.
    #[must_use]
    pub fn allows(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    /// The estimate of a function of the number, which must rise with it.
    #[must_use]
    pub fn map(self, rising: impl Fn(f64) -> f64) -> Self {
        Self { value: rising(self.value), low: rising(self.low), high: rising(self.high) }
    }
}

#[cfg(test)]
mod tests {
    use super::Estimate;

    #[test]
    fn a_rising_function_carries_the_interval_with_the_number() {
        let estimate = Estimate::new(4.0, (1.0, 9.0)).map(f64::sqrt);
        assert_eq!(estimate, Estimate { value: 2.0, low: 1.0, high: 3.0 });
        assert!(estimate.allows(1.0) && !estimate.allows(3.1) && !estimate.allows(f64::NAN));
    }
}
