//! The JSON Schema of a figure's settings, and holding settings against it.

use anyhow::{Result, bail, ensure};
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value};

/// The JSON Schema of the settings `C`: every field with what it means, its type and its range.
#[must_use]
pub fn description<C: JsonSchema>() -> Value {
    SchemaGenerator::default().into_root_schema_for::<C>().to_value()
}

/// Refuses settings with a number or a list outside the range that the schema of `C` gives; the error names the field.
///
/// Types and names are not looked at: whoever made `C` from JSON has done so.
pub fn within<C: JsonSchema>(settings: &Value) -> Result<()> {
    let root = description::<C>();
    let empty = Map::new();
    let definitions = root.get("$defs").and_then(Value::as_object).unwrap_or(&empty);
    Schema { definitions }.hold(&root, settings, "")
}

/// What the setting of `C` at the dotted `path`, such as `depths[0]`, must be, in words; none where the schema does not say.
#[must_use]
pub fn expected<C: JsonSchema>(path: &str) -> Option<String> {
    let root = description::<C>();
    let empty = Map::new();
    let definitions = root.get("$defs").and_then(Value::as_object).unwrap_or(&empty);
    let schema = Schema { definitions };
    let segments = path.split(['.', '[']).map(|segment| segment.trim_end_matches(']')).filter(|one| !one.is_empty());
    let found = segments.map(str::to_owned).try_fold(&root, |at, segment| schema.below(at, &segment))?;
    schema.words(found)
}

struct Schema<'a> {
    definitions: &'a Map<String, Value>,
}

impl<'a> Schema<'a> {
    /// Holds the value at the dotted `path` against `schema`.
    fn hold(&self, schema: &Value, value: &Value, path: &str) -> Result<()> {
        if let Some(named) = schema.get("$ref").and_then(Value::as_str).and_then(|name| name.strip_prefix("#/$defs/")) {
            self.hold(&self.definitions[named], value, path)?;
        }
        if let Some(variants) = ["oneOf", "anyOf"].iter().find_map(|kind| schema.get(kind)?.as_array()) {
            let fitting = variants.iter().find(|variant| self.is_of(variant, value));
            fitting.map_or(Ok(()), |variant| self.hold(variant, value, path))?;
        }
        match value {
            Value::Number(number) => hold_number(schema, number, path),
            // What is no finite number is null in JSON.
            Value::Null if is_number(schema) => bail!("`{path}` is not a finite number"),
            Value::Array(items) => {
                hold_count(schema, items.len(), path)?;
                let prefix = schema.get("prefixItems").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
                for (i, item) in items.iter().enumerate() {
                    let Some(of_item) = prefix.get(i).or_else(|| schema.get("items")) else { continue };
                    self.hold(of_item, item, &format!("{path}[{i}]"))?;
                }
                Ok(())
            }
            Value::Object(fields) => {
                for (name, field) in fields {
                    let Some(of_field) = schema.pointer(&format!("/properties/{name}")) else { continue };
                    self.hold(of_field, field, &if path.is_empty() { name.clone() } else { format!("{path}.{name}") })?;
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// The schema that a reference stands for.
    fn named(&'a self, schema: &'a Value) -> &'a Value {
        let name = schema.get("$ref").and_then(Value::as_str).and_then(|name| name.strip_prefix("#/$defs/"));
        name.and_then(|name| self.definitions.get(name)).unwrap_or(schema)
    }

    /// The schema of a field, or of an item by its number.
    fn below(&'a self, schema: &'a Value, segment: &str) -> Option<&'a Value> {
        let schema = self.named(schema);
        let of_item = || {
            let number: usize = segment.parse().ok()?;
            schema.get("prefixItems").and_then(|items| items.get(number)).or_else(|| schema.get("items"))
        };
        let of_field = schema.get("properties").and_then(|fields| fields.get(segment));
        of_field.or_else(of_item).or_else(|| {
            let variants = ["oneOf", "anyOf"].iter().find_map(|kind| schema.get(kind)?.as_array())?;
            variants.iter().find_map(|variant| self.below(variant, segment))
        })
    }

    /// What fits a schema, in a person's words.
    fn words(&self, schema: &Value) -> Option<String> {
        let schema = self.named(schema);
        let with = |what: &str, low: &str, high: &str| {
            let bound = |name: &str| schema.get(name).and_then(Value::as_f64);
            match (bound(low), bound(high)) {
                (None, None) => what.to_owned(),
                (Some(low), Some(high)) if low.total_cmp(&high).is_eq() => format!("{what}, {low} of them"),
                (low, high) => format!("{what}, {}", range(low, high)),
            }
        };
        match schema.get("type")?.as_str()? {
            "integer" => Some(with("a whole number", "minimum", "maximum")),
            "number" => Some(with("a number", "minimum", "maximum")),
            "boolean" => Some("true or false".to_owned()),
            "string" => Some("text".to_owned()),
            "array" => Some(with("a list, such as [1,2]", "minItems", "maxItems")),
            "object" => Some("a group of settings".to_owned()),
            _ => None,
        }
    }

    /// Whether a value is of this variant of an enum: by its tag, by the fields that it must have, or by its type.
    fn is_of(&self, variant: &Value, value: &Value) -> bool {
        if let Some(named) = variant.get("$ref").and_then(Value::as_str).and_then(|name| name.strip_prefix("#/$defs/"))
        {
            return self.is_of(&self.definitions[named], value);
        }
        if let Some(expected) = variant.get("const") {
            return expected == value;
        }
        if let Some(allowed) = variant.get("enum").and_then(Value::as_array) {
            return allowed.contains(value);
        }
        match value {
            Value::Object(fields) => {
                let required = variant.get("required").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
                let tag = |name: &str| variant.pointer(&format!("/properties/{name}/const"));
                !required.is_empty()
                    && required.iter().filter_map(Value::as_str).all(|name| {
                        fields.get(name).is_some_and(|field| tag(name).is_none_or(|expected| expected == field))
                    })
            }
            Value::Null => variant.get("type") == Some(&"null".into()),
            _ => variant.get("type").is_some_and(|kind| *kind != "null" && *kind != "object"),
        }
    }
}

fn is_number(schema: &Value) -> bool {
    schema.get("type").is_some_and(|kind| kind == "number")
}

fn hold_number(schema: &Value, number: &serde_json::Number, path: &str) -> Result<()> {
    let bound = |name: &str| schema.get(name).and_then(Value::as_f64);
    let (low, high) = (bound("minimum"), bound("maximum"));
    let value = number.as_f64().unwrap_or(f64::NAN);
    let fits = low.is_none_or(|low| value >= low) && high.is_none_or(|high| value <= high);
    ensure!(fits, "`{path}` is {value}, and must be {}", range(low, high));
    Ok(())
}

fn hold_count(schema: &Value, count: usize, path: &str) -> Result<()> {
    let bound = |name: &str| schema.get(name).and_then(Value::as_f64);
    let (low, high) = (bound("minItems"), bound("maxItems"));
    let number = count as f64;
    let fits = low.is_none_or(|low| number >= low) && high.is_none_or(|high| number <= high);
    ensure!(fits, "the number of `{path}` is {count}, and must be {}", range(low, high));
    Ok(())
}

/// The words for a range, either end of which may be open.
fn range(low: Option<f64>, high: Option<f64>) -> String {
    match (low, high) {
        (Some(low), Some(high)) => format!("from {low} to {high}"),
        (Some(low), None) => format!("{low} or more"),
        (None, Some(high)) => format!("{high} or less"),
        (None, None) => "a number".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{description, expected, within};
    use schemars::JsonSchema;
    use serde::Serialize;

    const MOST: usize = 9;

    /// Settings.
    #[derive(Serialize, JsonSchema)]
    struct Config {
        /// Depths, rising.
        #[schemars(length(min = 1, max = 2), inner(range(min = 1, max = MOST)))]
        depths: Vec<usize>,
        #[schemars(range(min = 0.5, max = 2.0))]
        rate: f64,
        #[schemars(range(min = 1))]
        seed: u64,
        curve: Curve,
        pair: [Part; 2],
        note: Option<Part>,
    }

    #[derive(Serialize, JsonSchema)]
    #[serde(rename_all = "snake_case")]
    enum Curve {
        Line,
        Circle {
            #[schemars(range(min = 0.0, max = 1.0))]
            radius: f64,
        },
        Wave(Part),
    }

    #[derive(Clone, Copy, Serialize, JsonSchema)]
    struct Part {
        #[schemars(range(max = 3.0))]
        height: f64,
    }

    fn config() -> Config {
        let part = Part { height: 1.0 };
        Config { depths: vec![1, 9], rate: 1.0, seed: 1, curve: Curve::Line, pair: [part; 2], note: None }
    }

    fn said(config: &Config) -> String {
        within::<Config>(&serde_json::to_value(config).unwrap()).unwrap_err().to_string()
    }

    #[test]
    fn settings_in_range_pass_whatever_their_shape() {
        let part = Part { height: -1.0 };
        for curve in [Curve::Line, Curve::Circle { radius: 1.0 }, Curve::Wave(part)] {
            let value = serde_json::to_value(Config { curve, note: Some(part), ..config() }).unwrap();
            within::<Config>(&value).unwrap();
        }
    }

    #[test]
    fn a_number_or_a_list_out_of_range_is_named_by_its_place() {
        let high = Part { height: 4.0 };
        for (config, words) in [
            (Config { depths: vec![1, 10], ..config() }, "`depths[1]` is 10, and must be from 1 to 9"),
            (Config { depths: vec![], ..config() }, "the number of `depths` is 0, and must be from 1 to 2"),
            (Config { rate: 0.25, ..config() }, "`rate` is 0.25, and must be from 0.5 to 2"),
            (Config { rate: f64::NAN, ..config() }, "`rate` is not a finite number"),
            (Config { seed: 0, ..config() }, "`seed` is 0, and must be 1 or more"),
            (
                Config { curve: Curve::Circle { radius: 1.5 }, ..config() },
                "`curve.circle.radius` is 1.5, and must be from 0 to 1",
            ),
            (Config { curve: Curve::Wave(high), ..config() }, "`curve.wave.height` is 4, and must be 3 or less"),
            (Config { pair: [config().pair[0], high], ..config() }, "`pair[1].height` is 4, and must be 3 or less"),
            (Config { note: Some(high), ..config() }, "`note.height` is 4, and must be 3 or less"),
        ] {
            assert_eq!(said(&config), words);
        }
    }

    #[test]
    fn what_is_expected_is_said_in_words() {
        for (path, words) in [
            ("depths", Some("a list, such as [1,2], from 1 to 2")),
            ("depths[1]", Some("a whole number, from 1 to 9")),
            ("rate", Some("a number, from 0.5 to 2")),
            ("seed", Some("a whole number, 1 or more")),
            ("curve.circle.radius", Some("a number, from 0 to 1")),
            ("pair[1].height", Some("a number, 3 or less")),
            ("pair", Some("a list, such as [1,2], 2 of them")),
            ("note.height", Some("a number, 3 or less")),
            ("nothing", None),
        ] {
            assert_eq!(expected::<Config>(path).as_deref(), words, "{path}");
        }
    }

    #[test]
    fn a_description_has_docs_and_ranges() {
        let description = description::<Config>();
        let depths = description.pointer("/properties/depths").unwrap();
        assert_eq!(depths["description"], "Depths, rising.");
        assert_eq!((&depths["maxItems"], &depths["items"]["maximum"]), (&2.into(), &9.into()));
    }
}
