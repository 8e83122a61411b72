//! What the text asserts about a figure, as a check with a verdict.

use std::{borrow::Cow, fmt};

use serde::{Deserialize, Serialize};

/// Who says a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The lecture, on the slide of this title.
    Lecture(Cow<'static, str>),
    /// A work, by its key in the bibliography.
    Work(Cow<'static, str>),
    /// This book itself: neither the lecture nor a cited work says it.
    Book,
}

impl Source {
    /// The lecture's slide called `title`, one of [`SLIDES`](super::lecture::SLIDES).
    #[must_use]
    pub const fn lecture(title: &'static str) -> Self {
        Self::Lecture(Cow::Borrowed(title))
    }

    /// The work called `key` in the bibliography.
    #[must_use]
    pub const fn work(key: &'static str) -> Self {
        Self::Work(Cow::Borrowed(key))
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lecture(title) => write!(f, "lecture, “{title}”"),
            Self::Work(key) => write!(f, "{key}"),
            Self::Book => write!(f, "this book"),
        }
    }
}

/// A sentence of the lecture or of the book, what was measured, what was expected, and the verdict that follows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// The sentence, as the page prints it.
    pub sentence: String,
    /// Who says the sentence: the lecture, a work, or this book.
    pub source: Source,
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
        /// The number that the sentence gives.
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
    /// Not computed here: taken from the source.
    Cited,
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
    /// Taken from a cited work, and not computed here.
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
    pub fn near(sentence: impl Into<String>, source: Source, measured: f64, value: f64, tolerance: f64) -> Self {
        Self::new(sentence, source, measured, Expected::Near { value, tolerance })
    }

    /// A claim that `measured` is no more than `bound`.
    #[must_use]
    pub fn at_most(sentence: impl Into<String>, source: Source, measured: f64, bound: f64) -> Self {
        Self::new(sentence, source, measured, Expected::AtMost(bound))
    }

    /// A claim that `measured` is no less than `bound`.
    #[must_use]
    pub fn at_least(sentence: impl Into<String>, source: Source, measured: f64, bound: f64) -> Self {
        Self::new(sentence, source, measured, Expected::AtLeast(bound))
    }

    /// A claim that is either so or not so.
    #[must_use]
    pub fn is_true(sentence: impl Into<String>, source: Source, so: bool) -> Self {
        Self::new(sentence, source, f64::from(u8::from(so)), Expected::True)
    }

    /// A number that this book does not compute, taken from `source`.
    #[must_use]
    pub fn cited(sentence: impl Into<String>, source: Source, number: f64) -> Self {
        Self::new(sentence, source, number, Expected::Cited)
    }

    /// Says that the test is at a smaller scale than the sentence speaks of, and why.
    #[must_use]
    pub fn at_reduced_scale(mut self, why: impl Into<String>) -> Self {
        self.reduced_scale = Some(why.into());
        self.verdict = self.judge();
        self
    }

    /// Whether another judgement says the same: the words and the verdict to the letter, the numbers to nine digits, since
    /// another machine's logarithm rounds differently.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        let near = |a: f64, b: f64| a.to_bits() == b.to_bits() || (a - b).abs() <= 1e-9 * a.abs().max(b.abs());
        let as_expected = match (&self.expected, &other.expected) {
            (Expected::Near { value: a, tolerance: within_a }, Expected::Near { value: b, tolerance: within_b }) => {
                near(*a, *b) && near(*within_a, *within_b)
            }
            (Expected::AtMost(a), Expected::AtMost(b)) | (Expected::AtLeast(a), Expected::AtLeast(b)) => near(*a, *b),
            (expected, other) => expected == other,
        };
        as_expected
            && near(self.measured, other.measured)
            && self.verdict == other.verdict
            && self.sentence == other.sentence
            && self.source == other.source
            && self.reduced_scale == other.reduced_scale
    }

    fn new(sentence: impl Into<String>, source: Source, measured: f64, expected: Expected) -> Self {
        let mut claim = Self {
            sentence: sentence.into(),
            source,
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
            Expected::Cited => return Verdict::Cited,
        };
        match (as_expected, &self.reduced_scale) {
            (false, _) => Verdict::DoesNotHold,
            (true, None) => Verdict::Holds,
            (true, Some(_)) => Verdict::HoldsAtReducedScale,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Claim, Source, Verdict};

    #[test]
    fn the_verdict_follows_from_the_two_numbers() {
        assert_eq!(Claim::near("a", Source::Book, 1.05, 1.0, 0.1).verdict, Verdict::Holds);
        assert_eq!(Claim::near("a", Source::Book, 1.15, 1.0, 0.1).verdict, Verdict::DoesNotHold);
        assert_eq!(Claim::at_most("a", Source::Book, 2.0, 1.0).verdict, Verdict::DoesNotHold);
        assert_eq!(Claim::at_least("a", Source::Book, 2.0, 1.0).verdict, Verdict::Holds);
        assert_eq!(Claim::is_true("a", Source::Book, false).verdict, Verdict::DoesNotHold);
        assert_eq!(Claim::cited("a", Source::work("yu2023crate"), 71.3).verdict, Verdict::Cited);
    }

    #[test]
    fn a_reduced_scale_never_rescues_a_claim_that_fails() {
        assert_eq!(
            Claim::is_true("a", Source::Book, true).at_reduced_scale("64²").verdict,
            Verdict::HoldsAtReducedScale
        );
        assert_eq!(Claim::is_true("a", Source::Book, false).at_reduced_scale("64²").verdict, Verdict::DoesNotHold);
    }

    #[test]
    fn numbers_of_claims_are_compared_to_nine_digits_and_all_else_to_the_letter() {
        let claim = Claim::near("sentence", Source::Book, 1.0, 1.0, 0.5);
        assert!(Claim::near("sentence", Source::Book, 1.0 + 1e-12, 1.0, 0.5 - 1e-12).says_the_same(&claim));
        for other in [
            Claim::near("sentence", Source::Book, 1.0 + 1e-8, 1.0, 0.5),
            Claim::near("sentence", Source::Book, 1.0, 1.0 - 1e-8, 0.5),
            Claim::near("sentence", Source::Book, 1.0, 1.0, 0.5 + 1e-8),
            Claim::near("another", Source::Book, 1.0, 1.0, 0.5),
            Claim::near("sentence", Source::work("another"), 1.0, 1.0, 0.5),
            Claim::near("sentence", Source::Book, 1.0, 1.0, 0.5).at_reduced_scale("why"),
            Claim::at_most("sentence", Source::Book, 1.0, 1.0),
            Claim { verdict: Verdict::DoesNotHold, ..claim.clone() },
        ] {
            assert!(!other.says_the_same(&claim), "{other:?}");
        }
    }

    #[test]
    fn a_number_that_is_not_a_number_never_holds() {
        assert_eq!(Claim::at_most("a", Source::Book, f64::NAN, 1.0).verdict, Verdict::DoesNotHold);
        assert_eq!(Claim::near("a", Source::Book, f64::NAN, 1.0, 1.0).verdict, Verdict::DoesNotHold);
    }
}
