//! `--set train.epochs=3`: one setting by its dotted name.

use anyhow::{Result, bail};
use serde_json::Value;

/// Puts the assignment `path=value` into `config`.
///
/// `path` is dotted (`train.epochs`); `value` is JSON, or a word such as the name of a curve.
///
/// # Errors
///
/// If there is no `=`, the value is neither, or `config` has no such field: the error lists the fields there are.
pub fn assign(config: &mut Value, assignment: &str) -> Result<()> {
    let Some((path, text)) = assignment.split_once('=') else {
        bail!("`--set {assignment}` has no `=`; write --set FIELD=VALUE, with VALUE as JSON");
    };
    let pointer = format!("/{}", path.trim().replace('.', "/"));
    let known = fields(config);
    let Some(field) = config.pointer_mut(&pointer) else {
        bail!("there is no setting `{path}`; the settings are {known}");
    };
    *field = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(_) if field.is_string() || is_word(text) => Value::String(text.to_owned()),
        Err(fault) => {
            // Where in the text it is says nothing to who wrote one line.
            let fault = fault.to_string();
            let fault = fault.split(" at line").next().unwrap_or_default();
            bail!(
                "`{path}={text}`: `{text}` is not JSON ({fault}); write a number such as 0.5 or 1e-3, a list such as \
                 [5,40], true or false, or text in quotation marks"
            );
        }
    };
    Ok(())
}

/// Whether a text is a name that needs no quotation marks, and nothing that a number could have been meant by.
fn is_word(text: &str) -> bool {
    let is_name = text.starts_with(|c: char| c.is_alphabetic())
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ' '));
    is_name && !["nan", "inf", "infinity", "null"].contains(&text.to_lowercase().as_str())
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
    fn a_word_is_a_string() {
        let mut config = json!({"curve": "circle", "shape": {"disc": {"radius": 1.0}}});
        assign(&mut config, "curve=sine").unwrap();
        assign(&mut config, "shape=line_2").unwrap();
        assert_eq!(config, json!({"curve": "sine", "shape": "line_2"}));
        assign(&mut config, "curve=[a").unwrap();
        assert_eq!(config["curve"], "[a", "where text stands, any text may");
    }

    #[test]
    fn what_is_neither_json_nor_a_word_is_refused_as_such() {
        let config = json!({"mu": 0.5, "depths": [5, 40]});
        for value in ["1e999", "NaN", "-inf", "Infinity", "[5,10", "[5;10]", "0,5", "5%", "\"a", ""] {
            let mut changed = config.clone();
            let error = assign(&mut changed, &format!("mu={value}")).unwrap_err().to_string();
            assert!(error.contains(&format!("`{value}` is not JSON (")) && !error.contains("line 1"), "{error}");
            assert_eq!(changed, config);
        }
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
