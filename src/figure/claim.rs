//! What the text asserts about a figure, as a check with a verdict.

use serde::{Deserialize, Serialize};

/// A sentence of the lecture or of the book, what was measured, what was expected, and the verdict that follows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// The sentence, as the page prints it.
    pub sentence: String,
    /// Where the sentence comes from: a slide's title, or "this book".
    pub source: String,
    /// The measured number; for a yes-or-no claim 1 is yes and 0 is no.
    pub measured: f64,
    /// What the measured number is held against.
    pub expected: Expected,
    /// Why the test is at a smaller scale than the sentence speaks of, where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reduced_scale: Option<String>,
    /// What follows from `measured` and `expected`.
    pub verdict: Verdict,
}

/// What a measured number is held against.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expected {
    /// Within `tolerance` of `value`.
    Near {
        /// The expected number.
        value: f64,
        /// The largest distance that still counts as near.
        tolerance: f64,
    },
    /// No more than this.
    AtMost(f64),
    /// No less than this.
    AtLeast(f64),
    /// A yes-or-no claim that should be yes.
    True,
    /// Not computed here: taken from the work cited.
    Cited(String),
}

/// What became of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// The measured number is as expected, at the scale the sentence speaks of.
    #[serde(rename = "holds")]
    Holds,
    /// The measured number is as expected, at a smaller scale than the sentence speaks of.
    #[serde(rename = "holds at reduced scale")]
    HoldsAtReducedScale,
    /// The measured number is not as expected. A finding, and printed as one.
    #[serde(rename = "does not hold")]
    DoesNotHold,
    /// Not computed here.
    #[serde(rename = "cited")]
    Cited,
}

impl Verdict {
    /// The words the page prints.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::HoldsAtReducedScale => "holds at reduced scale",
            Self::DoesNotHold => "does not hold",
            Self::Cited => "cited",
        }
    }
}

impl Claim {
    /// A claim that `measured` is within `tolerance` of `value`.
    #[must_use]
    pub fn near(sentence: impl Into<String>, source: &str, measured: f64, value: f64, tolerance: f64) -> Self {
        Self::new(sentence, source, measured, Expected::Near { value, tolerance })
    }

    /// A claim that `measured` is no more than `bound`.
    #[must_use]
    pub fn at_most(sentence: impl Into<String>, source: &str, measured: f64, bound: f64) -> Self {
        Self::new(sentence, source, measured, Expected::AtMost(bound))
    }

    /// A claim that `measured` is no less than `bound`.
    #[must_use]
    pub fn at_least(sentence: impl Into<String>, source: &str, measured: f64, bound: f64) -> Self {
        Self::new(sentence, source, measured, Expected::AtLeast(bound))
    }

    /// A claim that is either so or not so.
    #[must_use]
    pub fn is_true(sentence: impl Into<String>, source: &str, so: bool) -> Self {
        Self::new(sentence, source, f64::from(u8::from(so)), Expected::True)
    }

    /// A number this book does not compute, with the work it is taken from.
    #[must_use]
    pub fn cited(sentence: impl Into<String>, source: &str, number: f64, work: &str) -> Self {
        Self::new(sentence, source, number, Expected::Cited(work.to_owned()))
    }

    /// Says that the test is at a smaller scale than the sentence speaks of, and why.
    #[must_use]
    pub fn at_reduced_scale(mut self, why: impl Into<String>) -> Self {
        self.reduced_scale = Some(why.into());
        self.verdict = self.judge();
        self
    }

    fn new(sentence: impl Into<String>, source: &str, measured: f64, expected: Expected) -> Self {
        let mut claim = Self {
            sentence: sentence.into(),
            source: source.to_owned(),
            measured,
            expected,
            reduced_scale: None,
            verdict: Verdict::DoesNotHold,
        };
        claim.verdict = claim.judge();
        claim
    }

    fn judge(&self) -> Verdict {
        let as_expected = match self.expected {
            Expected::Near { value, tolerance } => (self.measured - value).abs() <= tolerance,
            Expected::AtMost(bound) => self.measured <= bound,
            Expected::AtLeast(bound) => self.measured >= bound,
            Expected::True => self.measured >= 1.0,
            Expected::Cited(_) => return Verdict::Cited,
        };
        match (as_expected, &self.reduced_scale) {
            (false, _) => Verdict::DoesNotHold,
            (true, None) => Verdict::Holds,
            (true, Some(_)) => Verdict::HoldsAtReducedScale,
        }
    }
}

/// The largest of some measured numbers; not a number if one of them is none, so that no claim on it holds.
#[must_use]
pub fn largest(numbers: impl IntoIterator<Item = f64>) -> f64 {
    numbers.into_iter().fold(f64::NEG_INFINITY, |most, x| if x.is_nan() || x > most { x } else { most })
}

/// The smallest, as [`largest`].
#[must_use]
pub fn smallest(numbers: impl IntoIterator<Item = f64>) -> f64 {
    -largest(numbers.into_iter().map(|x| -x))
}

#[cfg(test)]
mod tests {
    use super::{Claim, Verdict, largest, smallest};

    #[test]
    fn the_verdict_follows_from_the_two_numbers() {
        assert_eq!(Claim::near("a", "s", 1.05, 1.0, 0.1).verdict, Verdict::Holds);
        assert_eq!(Claim::near("a", "s", 1.15, 1.0, 0.1).verdict, Verdict::DoesNotHold);
        assert_eq!(Claim::at_most("a", "s", 2.0, 1.0).verdict, Verdict::DoesNotHold);
        assert_eq!(Claim::at_least("a", "s", 2.0, 1.0).verdict, Verdict::Holds);
        assert_eq!(Claim::is_true("a", "s", false).verdict, Verdict::DoesNotHold);
        assert_eq!(Claim::cited("a", "s", 71.3, "yu2023crate").verdict, Verdict::Cited);
    }

    #[test]
    fn a_reduced_scale_never_rescues_a_claim_that_fails() {
        assert_eq!(Claim::is_true("a", "s", true).at_reduced_scale("64²").verdict, Verdict::HoldsAtReducedScale);
        assert_eq!(Claim::is_true("a", "s", false).at_reduced_scale("64²").verdict, Verdict::DoesNotHold);
    }

    #[test]
    fn a_number_that_is_not_a_number_never_holds() {
        assert_eq!(Claim::at_most("a", "s", f64::NAN, 1.0).verdict, Verdict::DoesNotHold);
        assert_eq!(Claim::near("a", "s", f64::NAN, 1.0, 1.0).verdict, Verdict::DoesNotHold);
    }

    #[test]
    fn no_claim_on_the_largest_or_smallest_holds_if_a_number_is_none() {
        let numbers = [2.0, -1.0, 3.0];
        assert_eq!((largest(numbers), smallest(numbers)), (3.0, -1.0));
        for place in 0..3 {
            let mut numbers = numbers;
            numbers[place] = f64::NAN;
            let claims = [
                Claim::at_most("", "", largest(numbers), f64::INFINITY),
                Claim::at_least("", "", smallest(numbers), f64::NEG_INFINITY),
            ];
            assert!(claims.iter().all(|claim| claim.verdict == Verdict::DoesNotHold));
        }
    }
}
