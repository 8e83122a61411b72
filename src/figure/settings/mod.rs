//! Settings: what they are, their ranges, and how `--set 'depths=[5,40]'` changes them.
//!
//! A range stands beside its field, as an attribute of `schemars`: it is what is checked, what an error says, and what
//! `--describe` prints. What concerns several fields, or changes with one, is checked in [`Settings::check`] by the
//! functions below.

mod assignment;
mod schema;

use std::ops::{Deref, RangeInclusive};

use anyhow::{Result, ensure};
use schemars::JsonSchema;
use serde::{Serialize, de::DeserializeOwned};

pub use assignment::{assign, fields};
pub use schema::{description, expected, within};

use crate::ground::scale::Scale;

/// Every number of a figure that a reader can turn, seed included. Marked `deny_unknown_fields`.
pub trait Settings: Serialize + DeserializeOwned + JsonSchema {
    /// The settings of a scale.
    fn at(scale: Scale) -> Self;

    /// Refuses what no range of a single field can: the error names the field and says what would be right.
    fn check(&self) -> Result<()> {
        Ok(())
    }
}

/// Settings that are in their ranges and fit each other; there is no other way to have one than to check them.
#[derive(Debug, Clone)]
pub struct Checked<C>(C);

impl<C: Settings> Checked<C> {
    /// Checks the ranges of all fields, then what concerns several of them.
    pub fn new(config: C) -> Result<Self> {
        within::<C>(&serde_json::to_value(&config)?)?;
        config.check()?;
        Ok(Self(config))
    }
}

impl<C> Deref for Checked<C> {
    type Target = C;

    fn deref(&self) -> &C {
        &self.0
    }
}

/// A number that can be held to a range whose ends were computed.
pub trait Ranged: Copy {
    /// Whether it is no more than `other`, but for what rounding has added.
    fn reaches(self, other: Self) -> bool;

    /// Its digits, but for those that rounding has added.
    fn digits(self) -> String;
}

impl Ranged for f64 {
    fn reaches(self, other: Self) -> bool {
        // Of an infinity there is no last bit.
        self <= other || (self.is_finite() && self - other <= 4.0 * Self::EPSILON * self.abs().max(other.abs()))
    }

    fn digits(self) -> String {
        // Twelve digits that count.
        format!("{self:.11e}").parse::<Self>().map_or_else(|_| self.to_string(), |rounded| rounded.to_string())
    }
}

/// Whole numbers are as they are.
macro_rules! ranged {
    ($($whole:ty),*) => {
        $(impl Ranged for $whole {
            fn reaches(self, other: Self) -> bool {
                self <= other
            }

            fn digits(self) -> String {
                self.to_string()
            }
        })*
    };
}

ranged!(usize, u64, u32, i32, i64);

/// Refuses a `value` outside `range`; `name` is a setting's, or words that quote the settings it comes from. An end that is
/// 1.1 times another setting is not missed for the last bit of that product.
pub fn in_range<T: Ranged>(name: &str, value: T, range: RangeInclusive<T>) -> Result<()> {
    let (start, end) = (*range.start(), *range.end());
    let quote = if name.contains('`') { "" } else { "`" };
    ensure!(
        start.reaches(value) && value.reaches(end),
        "{quote}{name}{quote} is {}, and must be from {} to {}",
        value.digits(),
        start.digits(),
        end.digits()
    );
    Ok(())
}

/// Refuses a list of the setting `name` that does not rise from each number to the next.
pub fn rising<T: PartialOrd>(name: &str, values: &[T]) -> Result<()> {
    ensure!(values.windows(2).all(|pair| pair[0] < pair[1]), "`{name}` must rise from each number to the next");
    Ok(())
}

/// Refuses a `value` of the setting `name` that is no multiple of `unit`; of 2, that is odd.
pub fn multiple_of(name: &str, value: usize, unit: usize) -> Result<()> {
    let right = if unit == 2 { "even".to_owned() } else { format!("a multiple of {unit}") };
    ensure!(value.is_multiple_of(unit), "`{name}` is {value}, and must be {right}");
    Ok(())
}

/// Refuses settings that ask for more `operations` than `most`; `remedy` says which settings to make smaller.
pub fn work_within(operations: f64, most: f64, remedy: &str) -> Result<()> {
    ensure!(
        operations <= most,
        "these settings ask for about {operations:.1e} operations, and at most {most:.0e} are allowed: {remedy}"
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{in_range, multiple_of, rising, work_within};

    fn said(result: anyhow::Result<()>) -> String {
        result.unwrap_err().to_string()
    }

    #[test]
    fn what_is_out_of_range_is_named_with_the_range() {
        assert!(in_range("depth", 3, 1..=9).is_ok());
        assert_eq!(said(in_range("depth", 0, 1..=9)), "`depth` is 0, and must be from 1 to 9");
        assert!(in_range("rate", f64::NAN, 0.0..=1.0).is_err());
        assert_eq!(said(in_range("the sum of `ns`", 7, 1..=5)), "the sum of `ns` is 7, and must be from 1 to 5");
    }

    #[test]
    fn the_last_bit_of_a_computed_end_neither_counts_nor_is_shown() {
        in_range("mass", 110.0, 1.1 * 100.0..=300.0).unwrap();
        in_range("mass", 0.1 + 0.2, 0.0..=0.3).unwrap();
        assert_eq!(said(in_range("mass", 109.5, 1.1 * 100.0..=300.0)), "`mass` is 109.5, and must be from 110 to 300");
        assert!(in_range("mass", 1e-300, 0.0..=0.0).is_err());
        assert!(in_range("mass", f64::INFINITY, 0.0..=1.0).is_err());
    }

    #[test]
    fn a_list_that_does_not_rise_is_refused() {
        assert!(rising("ks", &[1, 2, 5]).is_ok());
        for list in [[1.0, 1.0, 2.0], [3.0, 2.0, 4.0], [1.0, f64::NAN, 3.0]] {
            assert_eq!(said(rising("ks", &list)), "`ks` must rise from each number to the next");
        }
    }

    #[test]
    fn multiples_and_work_are_held_to_their_bounds() {
        assert!(multiple_of("steps", 40, 20).is_ok() && multiple_of("samples", 8, 2).is_ok());
        assert_eq!(said(multiple_of("samples", 9, 2)), "`samples` is 9, and must be even");
        assert_eq!(said(multiple_of("steps", 30, 20)), "`steps` is 30, and must be a multiple of 20");
        assert!(work_within(1e9, 1e9, "").is_ok());
        let refusal = said(work_within(2e12, 1e9, "take fewer `steps`"));
        assert!(
            refusal.ends_with("about 2.0e12 operations, and at most 1e9 are allowed: take fewer `steps`"),
            "{refusal}"
        );
        assert!(work_within(f64::NAN, 1e9, "").is_err());
    }
}
