//! An axis: what is measured along it, from where to where, and its ticks.

use std::ops::Range;

use super::text;
use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};
use plotters::coord::types::RangedCoordf64;

/// An axis of a [`Chart`](super::Chart).
///
/// A pair `("angle ν (rad)", 0.0..PI)` is a linear axis too, wherever an axis is asked for.
#[derive(Debug, Clone)]
pub struct Axis {
    pub(super) label: String,
    range: Range<f64>,
    log: bool,
    ticks: Option<Vec<(f64, String)>>,
}

impl Axis {
    /// A linear axis; `label` ends with the unit in parentheses where there is one.
    #[must_use]
    pub fn linear(label: &str, range: Range<f64>) -> Self {
        Self { label: label.to_owned(), range, log: false, ticks: None }
    }

    /// A logarithmic axis; `label` ends with the unit in parentheses where there is one.
    ///
    /// # Panics
    ///
    /// If the range does not lie above 0.
    #[must_use]
    pub fn log(label: &str, range: Range<f64>) -> Self {
        assert!(range.start > 0.0 && range.end > 0.0, "a logarithmic axis starts above 0, not at {}", range.start);
        Self { log: true, ..Self::linear(label, range) }
    }

    /// An axis that is not drawn.
    #[must_use]
    pub fn hidden(range: Range<f64>) -> Self {
        Self { ticks: Some(Vec::new()), ..Self::linear("", range) }
    }

    /// Ticks at these values, with these names, instead of the ones found.
    #[must_use]
    pub fn with_ticks<'a>(mut self, ticks: impl IntoIterator<Item = (f64, &'a str)>) -> Self {
        self.ticks = Some(ticks.into_iter().map(|(value, name)| (value, name.to_owned())).collect());
        self
    }

    /// Where `value` lies along the axis: 0 at its start, 1 at its end.
    #[must_use]
    pub fn fraction(&self, value: f64) -> f64 {
        // Halves of the largest numbers are still apart by a number.
        let scaled = |value: f64| if self.log { value.log10() } else { value / 2.0 };
        (scaled(value) - scaled(self.range.start)) / (scaled(self.range.end) - scaled(self.range.start))
    }

    /// The axis as attributes of an SVG element, for a script that turns a place back into a value.
    pub(super) fn told(&self, which: &str) -> String {
        let (from, to) = self.ends();
        let scale = if self.log { "log" } else { "linear" };
        let name = text::escaped(&text::unmarked(&self.label));
        format!(r#"data-{which}="{scale} {from} {to}" data-{which}-name="{name}""#)
    }

    /// Whether it runs from one number to another, and no further.
    pub(super) fn is_bounded(&self) -> bool {
        self.range.start.is_finite() && self.range.end.is_finite()
    }

    pub(super) fn ends(&self) -> (f64, f64) {
        (self.range.start, self.range.end)
    }

    pub(super) fn is_hidden(&self) -> bool {
        self.label.is_empty() && self.names().is_empty()
    }

    /// The axis with its ticks settled: the given ones, or at most about `most` round ones.
    pub(super) fn settled(&self, most: usize) -> Self {
        let found = || match self.log {
            _ if !self.is_bounded() => Vec::new(),
            true => decades(&self.range, most),
            false if self.is_extreme() => vec![self.range.start, self.range.end].into_iter().map(powers).collect(),
            false => round_values(&self.range, most),
        };
        Self { ticks: Some(self.ticks.clone().unwrap_or_else(found)), ..self.clone() }
    }

    /// Whether round numbers between its ends cannot be told apart, or would be written with more digits than there is room.
    fn is_extreme(&self) -> bool {
        let (start, end) = self.ends();
        let size = start.abs().max(end.abs());
        size > 1e18 || (end - start).abs() < 1e-12 * size
    }

    /// The values of the settled ticks, each with its name.
    pub(super) fn names(&self) -> &[(f64, String)] {
        self.ticks.as_deref().unwrap_or_default()
    }
}

impl From<(&str, Range<f64>)> for Axis {
    fn from((label, range): (&str, Range<f64>)) -> Self {
        Self::linear(label, range)
    }
}

impl Ranged for Axis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        limit.0 + (self.fraction(*value) * f64::from(limit.1 - limit.0)).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<f64> {
        self.names().iter().map(|(value, _)| *value).collect()
    }

    fn range(&self) -> Range<f64> {
        self.range.clone()
    }
}

impl ValueFormatter<f64> for Axis {
    fn format_ext(&self, value: &f64) -> String {
        // The values asked for are the key points themselves.
        self.names()
            .iter()
            .find(|(tick, _)| tick.total_cmp(value).is_eq())
            .map(|(_, name)| name.clone())
            .unwrap_or_default()
    }
}

fn round_values(range: &Range<f64>, most: usize) -> Vec<(f64, String)> {
    let values = RangedCoordf64::from(range.clone()).key_points(most);
    let is_whole = |value: f64| (value - value.round()).abs() < 1e-6;
    let places = (0..9).find(|&places| values.iter().all(|value| is_whole(value * 10_f64.powi(places)))).unwrap_or(9);
    values.into_iter().map(|value| (value, typeset(&format!("{value:.*}", places as usize)))).collect()
}

/// Powers of ten; between them also 2 and 5 times those, where the range holds few.
fn decades(range: &Range<f64>, most: usize) -> Vec<(f64, String)> {
    let (low, high) = (range.start.min(range.end), range.start.max(range.end));
    let first = low.log10().floor() as i32;
    let last = high.log10().ceil() as i32;
    let few = (last - first) as usize * 2 < most;
    let stride = ((last - first) as usize).div_ceil(most.max(1)).max(1);
    let leads: &[u32] = if few { &[1, 2, 5] } else { &[1] };
    let plain = first >= -3 && last <= 4;
    (first..=last)
        .step_by(stride)
        .flat_map(|power| leads.iter().map(move |&lead| (lead, power)))
        .filter_map(|(lead, power)| {
            // Through the decimal text: 10⁻³ is then the same double as the literal 1e-3.
            let value: f64 = format!("{lead}e{power}").parse().ok()?;
            let name = match (plain, lead) {
                (true, _) => format!("{value}"),
                (false, 1) => format!("10{}", superscript(power)),
                (false, _) => format!("{lead}·10{}", superscript(power)),
            };
            (low * (1.0 - 1e-9)..=high * (1.0 + 1e-9)).contains(&value).then_some((value, name))
        })
        .collect()
}

/// A tick with its name as a power of ten.
fn powers(value: f64) -> (f64, String) {
    (value, text::minus(&format!("{value:e}")))
}

/// A number with a true minus sign, and no sign on zero.
fn typeset(number: &str) -> String {
    let is_zero = number.chars().all(|c| matches!(c, '-' | '0' | '.'));
    if is_zero { number.replace('-', "") } else { text::minus(number) }
}

fn superscript(power: i32) -> String {
    let raised = |c: char| {
        c.to_digit(10).map_or('⁻', |digit| ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'][digit as usize])
    };
    power.to_string().chars().map(raised).collect()
}

#[cfg(test)]
mod tests {
    use super::Axis;
    use approx::assert_abs_diff_eq;

    fn names(axis: &Axis, most: usize) -> Vec<String> {
        axis.settled(most).names().iter().map(|(_, name)| name.clone()).collect()
    }

    #[test]
    fn linear_ticks_are_round_and_carry_no_more_places_than_they_need() {
        assert_eq!(names(&Axis::linear("", 0.0..1.0), 6), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        assert_eq!(names(&Axis::linear("", -2.0..2.0), 6), ["−2", "−1", "0", "1", "2"]);
    }

    #[test]
    fn logarithmic_ticks_are_powers_of_ten_and_where_those_are_few_their_doubles_too() {
        assert_eq!(names(&Axis::log("", 1e-8..1e-4), 6), ["10⁻⁸", "10⁻⁷", "10⁻⁶", "10⁻⁵", "10⁻⁴"]);
        assert_eq!(names(&Axis::log("", 1.0..20.0), 6), ["1", "2", "5", "10", "20"]);
        assert!(names(&Axis::log("", 1e-30..1.0), 6).len() <= 7);
    }

    #[test]
    fn an_axis_as_long_as_numbers_go_or_without_an_end_has_ticks_or_none() {
        assert_eq!(names(&Axis::linear("", -1e308..1e308), 6), ["−1e308", "1e308"]);
        assert_abs_diff_eq!(Axis::linear("", -1e308..1e308).fraction(0.0), 0.5);
        assert_eq!(names(&Axis::linear("", 1.0..1.0 + f64::EPSILON), 6).len(), 2);
        assert!((2..=7).contains(&names(&Axis::log("", f64::MIN_POSITIVE..f64::MAX), 6).len()));
        for end in [f64::INFINITY, f64::NAN] {
            assert!(names(&Axis::linear("", 0.0..end), 6).is_empty());
            assert!(names(&Axis::linear("", -end..end), 6).is_empty());
        }
        assert!(names(&Axis::log("", 1.0..f64::INFINITY), 6).is_empty());
    }

    #[test]
    fn a_logarithmic_axis_puts_the_geometric_mean_half_way() {
        assert_abs_diff_eq!(Axis::log("", 1e-4..1.0).fraction(1e-2), 0.5, epsilon = 1e-15);
        assert_abs_diff_eq!(Axis::linear("", 3.0..-1.0).fraction(2.0), 0.25, epsilon = 1e-15);
    }
}
