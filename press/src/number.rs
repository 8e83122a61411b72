//! Numbers as a book prints them: a true minus, thin spaces between thousands, powers of ten.

use std::{fmt::Write as _, str::FromStr};

use serde_json::Value;

/// How many digits a number is printed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Places {
    /// As the record has it.
    AsItStands,
    /// This many digits after the point.
    Fixed(usize),
    /// One digit before the point, this many after it, and a power of ten.
    Scientific(usize),
    /// As a percentage with this many digits after the point.
    Percent(usize),
}

impl FromStr for Places {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let digits = |text: &str| text.parse().ok().filter(|&digits: &usize| digits <= 17);
        let places = match (text.strip_prefix('e'), text.strip_prefix('%')) {
            _ if text.is_empty() => Some(Self::AsItStands),
            (Some(rest), _) => digits(rest).map(Self::Scientific),
            (_, Some(rest)) => digits(rest).map(Self::Percent),
            _ => digits(text).map(Self::Fixed),
        };
        places.ok_or_else(|| {
            format!(
                "`{text}` is not a number of places: write 3 for 3 digits after the point, e3 for powers of ten, %1"
            )
        })
    }
}

/// What a number is printed into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Into {
    /// A sentence, with Unicode's minus sign, spaces and raised digits.
    Text,
    /// A formula, as TeX that stands between its dollar signs.
    Tex,
}

/// Prints a value of a record.
///
/// # Errors
///
/// If it is not one value, or not a number where places are asked for.
pub(crate) fn print(value: &Value, places: Places, into: Into) -> Result<String, String> {
    match value {
        Value::Number(number) => {
            let x = number.as_f64().ok_or("is not a finite number")?;
            Ok(dressed(&digits(x, places, &number.to_string()), into) + percent_sign(places, into))
        }
        Value::Array(items) => Err(format!("is an array of {}; point at one of its entries", items.len())),
        Value::Object(map) => {
            Err(format!("is an object; point at one of {}", map.keys().cloned().collect::<Vec<_>>().join(", ")))
        }
        _ if places != Places::AsItStands => Err("is not a number".to_owned()),
        Value::String(text) => Ok(text.clone()),
        other => Ok(other.to_string()),
    }
}

/// A number with four digits that count, for claims and tables.
pub(crate) fn short(x: f64) -> String {
    let size = x.abs();
    let places = if x == 0.0 || (size < 1e15 && x.fract() == 0.0) {
        Places::Fixed(0)
    } else if (1e-3..1e5).contains(&size) {
        Places::Fixed(usize::try_from(3 - size.log10().floor() as i64).unwrap_or(0))
    } else {
        Places::Scientific(2)
    };
    let digits = digits(x, places, "");
    let (mantissa, exponent) = digits.split_at(digits.find('e').unwrap_or(digits.len()));
    let mantissa = if mantissa.contains('.') { mantissa.trim_end_matches('0').trim_end_matches('.') } else { mantissa };
    let digits = format!("{mantissa}{exponent}");
    dressed(&digits, Into::Text)
}

fn percent_sign(places: Places, into: Into) -> &'static str {
    match (places, into) {
        (Places::Percent(_), Into::Text) => "\u{202f}%",
        (Places::Percent(_), Into::Tex) => r"\,\%",
        _ => "",
    }
}

/// Plain digits: `-12345.68`, `3.20e-5`.
fn digits(x: f64, places: Places, as_it_stands: &str) -> String {
    let printed = match places {
        Places::AsItStands => as_it_stands.strip_suffix(".0").unwrap_or(as_it_stands).to_owned(),
        Places::Fixed(digits) => format!("{x:.digits$}"),
        Places::Scientific(digits) => format!("{x:.digits$e}"),
        Places::Percent(digits) => format!("{:.digits$}", 100.0 * x),
    };
    let nothing = printed.trim_start_matches('-').chars().all(|c| c == '0' || c == '.');
    if nothing { printed.trim_start_matches('-').to_owned() } else { printed }
}

fn dressed(digits: &str, into: Into) -> String {
    let (mantissa, exponent) = digits.split_once(['e', 'E']).map_or((digits, None), |(m, e)| (m, Some(e)));
    let (sign, magnitude) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    let (whole, fraction) = magnitude.split_once('.').map_or((magnitude, ""), |(w, f)| (w, f));
    let (minus, thin) = if into == Into::Text { ("\u{2212}", "\u{202f}") } else { ("-", r"\,") };
    let mut text = String::from(if sign.is_empty() { "" } else { minus });
    for (i, digit) in whole.chars().enumerate() {
        if whole.len() > 4 && i > 0 && (whole.len() - i).is_multiple_of(3) {
            text.push_str(thin);
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push('.');
        text.push_str(fraction);
    }
    if let Some(exponent) = exponent {
        let exponent = exponent.trim_start_matches('+');
        match into {
            Into::Tex => write!(text, r" \times 10^{{{exponent}}}").expect("a string takes any text"),
            Into::Text => text.extend(["\u{a0}×\u{a0}10".to_owned(), exponent.chars().map(raised).collect()]),
        }
    }
    text
}

/// A digit or a sign as a superscript.
fn raised(c: char) -> char {
    match c {
        '-' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        digit => digit.to_digit(10).and_then(|d| char::from_u32(0x2070 + d)).unwrap_or(digit),
    }
}

#[cfg(test)]
mod tests {
    use super::{Into, Places, print, short};
    use serde_json::json;

    fn text(x: f64, places: &str) -> String {
        print(&json!(x), places.parse().unwrap(), Into::Text).unwrap()
    }

    #[test]
    fn digits_are_rounded_to_their_places() {
        assert_eq!(text(0.123_46, "4"), "0.1235");
        assert_eq!(text(-1.5, "1"), "\u{2212}1.5");
        assert_eq!(text(-0.001, "1"), "0.0", "nothing has no sign");
        assert_eq!(text(12_345.678, "1"), "12\u{202f}345.7");
        assert_eq!(text(1234.0, "0"), "1234", "four digits stand together");
        assert_eq!(text(0.973, "%1"), "97.3\u{202f}%");
    }

    #[test]
    fn powers_of_ten_are_written_out() {
        assert_eq!(text(3.2e-5, "e1"), "3.2\u{a0}×\u{a0}10⁻⁵");
        assert_eq!(text(-6.02e23, "e2"), "\u{2212}6.02\u{a0}×\u{a0}10²³");
        assert_eq!(text(1e-20, ""), "1\u{a0}×\u{a0}10⁻²⁰");
    }

    #[test]
    fn without_places_a_value_stands_as_it_is() {
        assert_eq!(text(5.0, ""), "5");
        assert_eq!(print(&json!(150_000), Places::AsItStands, Into::Text).unwrap(), "150\u{202f}000");
        assert_eq!(print(&json!("circle"), Places::AsItStands, Into::Text).unwrap(), "circle");
    }

    #[test]
    fn a_formula_takes_tex() {
        assert_eq!(print(&json!(3.2e-5), Places::Scientific(1), Into::Tex).unwrap(), r"3.2 \times 10^{-5}");
        assert_eq!(print(&json!(12_345.0), Places::Fixed(0), Into::Tex).unwrap(), r"12\,345");
    }

    #[test]
    fn what_is_not_one_number_is_refused() {
        assert!(print(&json!([1, 2]), Places::Fixed(1), Into::Text).unwrap_err().contains("array of 2"));
        assert!(print(&json!({"a": 1}), Places::Fixed(1), Into::Text).unwrap_err().contains("one of a"));
        assert!(print(&json!("x"), Places::Fixed(1), Into::Text).is_err());
        assert!("x3".parse::<Places>().is_err());
    }

    #[test]
    fn a_short_number_keeps_four_digits() {
        assert_eq!(short(0.012_345_6), "0.01235");
        assert_eq!(short(1.5), "1.5");
        assert_eq!(short(12_345.6), "12\u{202f}346");
        assert_eq!(short(2.4e-7), "2.4\u{a0}×\u{a0}10⁻⁷");
        assert_eq!(short(0.0), "0");
    }
}
