//! `--set train.epochs=3`: one setting by its dotted name.

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

#[cfg(test)]
mod tests {
    use super::assign;
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
}
