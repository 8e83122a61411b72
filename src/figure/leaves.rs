//! The numbers in a JSON value: where they are, and those that are pixels.

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use serde_json::Value;

/// The pointers of all numbers below `value`; a text counts where it holds pixels.
#[must_use]
pub fn pointers(value: &Value) -> Vec<String> {
    fn walk(value: &Value, pointer: &str, found: &mut Vec<String>) {
        match value {
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(i, item)| walk(item, &format!("{pointer}/{i}"), found));
            }
            Value::Object(map) => map.iter().for_each(|(key, item)| walk(item, &format!("{pointer}/{key}"), found)),
            Value::Number(_) => found.push(pointer.to_owned()),
            Value::String(text) if pixels(text).is_some() => found.push(pointer.to_owned()),
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(value, "", &mut found);
    found
}

/// The pixels, as numbers, of a text long enough to be base64 of an image.
#[must_use]
pub fn pixels(text: &str) -> Option<Vec<f64>> {
    const LONG: usize = 200;
    if text.len() < LONG {
        return None;
    }
    Some(BASE64.decode(text).ok()?.into_iter().map(f64::from).collect())
}
