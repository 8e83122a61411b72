//! Settings from the command line: `--set depths=[5,40]`, checked against the settings there are.

use std::{fmt::Display, ops::RangeInclusive};

use anyhow::{Result, bail};
use serde_json::Value;

/// Puts the assignment `path=value` into `config`.
///
/// `path` is dotted (`train.epochs`); `value` is JSON, or else a plain string.
///
/// # Errors
///
/// If there is no `=`, or `config` has no such field: the error lists the fields there are.
pub fn assign(config: &mut Value, assignment: &str) -> Result<()> {
    let Some((path, text)) = assignment.split_once('=') else {
        bail!("`--set {assignment}` has no `=`; write --set FIELD=VALUE, with VALUE as JSON");
    };
    let pointer = format!("/{}", path.trim().replace('.', "/"));
    let known = fields(config);
    let Some(field) = config.pointer_mut(&pointer) else {
        bail!("there is no setting `{path}`; the settings are {known}");
    };
    *field = serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()));
    Ok(())
}

/// The dotted names of all the fields of `config`, for an error message.
#[must_use]
pub fn fields(config: &Value) -> String {
    fn walk(value: &Value, path: &str, names: &mut Vec<String>) {
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    walk(value, &if path.is_empty() { key.clone() } else { format!("{path}.{key}") }, names);
                }
            }
            _ => names.push(path.to_owned()),
        }
    }
    let mut names = Vec::new();
    walk(config, "", &mut names);
    names.join(", ")
}

/// Refuses a `value` of the setting `name` outside `range`.
pub fn in_range<T: PartialOrd + Display + Copy>(name: &str, value: T, range: RangeInclusive<T>) -> Result<()> {
    if range.contains(&value) {
        return Ok(());
    }
    bail!("`{name}` is {value}, and must be from {} to {}", range.start(), range.end())
}

/// Refuses a list of the setting `name` that has less than `fewest` numbers, or does not rise from each to the next.
pub fn rising<T: PartialOrd>(name: &str, values: &[T], fewest: usize) -> Result<()> {
    if values.len() >= fewest && values.windows(2).all(|pair| pair[0] < pair[1]) {
        return Ok(());
    }
    bail!("`{name}` must be a list of {fewest} or more, rising")
}

#[cfg(test)]
mod tests {
    use super::{assign, in_range, rising};
    use serde_json::json;

    #[test]
    fn a_dotted_path_reaches_a_nested_field() {
        let mut config = json!({"train": {"epochs": 3, "rate": 0.1}, "seed": 1});
        assign(&mut config, "train.epochs=12").unwrap();
        assign(&mut config, "seed=[1,2]").unwrap();
        assert_eq!(config, json!({"train": {"epochs": 12, "rate": 0.1}, "seed": [1, 2]}));
    }

    #[test]
    fn text_that_is_not_json_is_a_string() {
        let mut config = json!({"curve": "circle"});
        assign(&mut config, "curve=sine").unwrap();
        assert_eq!(config, json!({"curve": "sine"}));
    }

    #[test]
    fn an_unknown_field_is_refused_with_the_fields_there_are() {
        let mut config = json!({"train": {"epochs": 3}, "seed": 1});
        let error = assign(&mut config, "sed=2").unwrap_err().to_string();
        assert!(error.contains("`sed`") && error.contains("train.epochs, seed"), "{error}");
        assert!(assign(&mut config, "seed").unwrap_err().to_string().contains("FIELD=VALUE"));
        assert_eq!(config, json!({"train": {"epochs": 3}, "seed": 1}));
    }

    #[test]
    fn a_value_out_of_range_is_named_with_its_range() {
        assert!(in_range("depth", 3, 1..=9).is_ok());
        assert_eq!(in_range("depth", 0, 1..=9).unwrap_err().to_string(), "`depth` is 0, and must be from 1 to 9");
        assert!(in_range("rate", f64::NAN, 0.0..=1.0).is_err());
    }

    #[test]
    fn a_list_that_is_too_short_or_does_not_rise_is_refused() {
        assert!(rising("ks", &[1, 2, 5], 3).is_ok());
        for list in [&[1.0, 2.0][..], &[1.0, 1.0, 2.0], &[3.0, 2.0, 4.0], &[1.0, f64::NAN, 3.0]] {
            assert_eq!(rising("ks", list, 3).unwrap_err().to_string(), "`ks` must be a list of 3 or more, rising");
        }
    }
}
