//! What is committed of a figure: settings, numbers, claims and what they were made from.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail, ensure};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::{Claim, Drawing, sources::Sources};
use crate::ground::{device::DeviceKind, files};

/// What a run of a figure found. It holds nothing that changes by itself: no time, host, path or commit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The id of the figure, such as `"two_curves/kernel_decay"`.
    pub id: String,
    /// The figure's title, as its caption has it.
    pub title: String,
    /// `"quick"`, `"book"`, or `"custom"` where a reader turned a knob.
    pub scale: String,
    /// The settings of the run.
    pub config: Value,
    /// Every number that was found, by name.
    pub outcome: Value,
    /// Of each part of the outcome the start of the SHA-256, by which a record that was changed is told. Records of before
    /// there were any have none.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub sums: BTreeMap<String, String>,
    /// What the text asserts of it.
    pub claims: Vec<Claim>,
    /// What it was made from.
    pub sources: Sources,
}

/// Facts of a run that are not results: they go to `FIGURE.run.json`, and no test reads them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunFacts {
    /// Wall time of the experiment, seconds.
    pub seconds: f64,
    /// The processor, and how many threads were used.
    pub machine: String,
    /// Where networks were computed: `"cpu"` or `"cuda"`.
    pub device: String,
    /// The compiler of the program, as `rustc --version` says.
    pub rustc: String,
    /// The git revision that the program was built from, with a `+` where what figures are made from had changes.
    pub revision: String,
}

impl RunFacts {
    /// The facts of a run that took `seconds` on `device`.
    #[must_use]
    pub fn new(seconds: f64, device: DeviceKind) -> Self {
        Self {
            seconds: (seconds * 100.0).round() / 100.0,
            machine: machine(),
            device: device.name().to_owned(),
            rustc: env!("GROUND_UP_RUSTC").to_owned(),
            revision: env!("GROUND_UP_REVISION").to_owned(),
        }
    }

    /// The facts committed or written beside the record of figure `id` under `folder`, if there are any.
    #[must_use]
    pub fn read(folder: &Path, id: &str) -> Option<Self> {
        serde_json::from_slice(&std::fs::read(Record::facts_path(folder, id)).ok()?).ok()
    }
}

/// The processor's name and the number of threads in use.
#[must_use]
pub fn machine() -> String {
    let cpuinfo = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpuinfo.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let processor = model.map_or(std::env::consts::ARCH, |(_, name)| name);
    format!("{processor}, {} threads", rayon::current_num_threads())
}

/// No record may be larger: a record is what the drawing, the text and the claims use, no more.
const LARGEST_BYTES: usize = 1_000_000;

impl Record {
    /// Where the record of figure `id` lies under `folder`.
    #[must_use]
    pub fn path(folder: &Path, id: &str) -> PathBuf {
        folder.join(format!("{id}.json"))
    }

    /// Where the run facts of figure `id` lie under `folder`.
    #[must_use]
    pub fn facts_path(folder: &Path, id: &str) -> PathBuf {
        folder.join(format!("{id}.run.json"))
    }

    /// The record of figure `id` under `folder`.
    pub fn read(folder: &Path, id: &str) -> Result<Self> {
        let path = Self::path(folder, id);
        let bytes = files::read(&path)?;
        let record: Self =
            serde_json::from_slice(&bytes).with_context(|| format!("{} is not a record", path.display()))?;
        ensure!(record.id == id, "{} is the record of another figure", path.display());
        record.ensure_as_made().with_context(|| path.display().to_string())?;
        Ok(record)
    }

    /// Refuses a record whose outcome was changed after its run: what draws and judges it need not expect numbers that the
    /// figure cannot have found.
    pub fn ensure_as_made(&self) -> Result<()> {
        if self.sums.is_empty() {
            return Ok(());
        }
        let now = sums(&self.outcome);
        let names = now.keys().chain(self.sums.keys());
        if let Some(changed) = names.into_iter().find(|name| now.get(*name) != self.sums.get(*name)) {
            bail!("`{changed}` of the outcome was changed after its run");
        }
        Ok(())
    }

    /// Where the drawing of figure `id` lies under `folder`.
    #[must_use]
    pub fn drawing_path(folder: &Path, id: &str) -> PathBuf {
        folder.join(format!("{id}.svg"))
    }

    /// Writes the record and the facts of its run under `folder`; returns the paths written.
    ///
    /// An older drawing beside it, which would be of other numbers, is removed first: wherever a program is killed, no drawing
    /// stands beside a record that it is not of. One that cannot be removed keeps nothing from being written.
    pub fn write(&self, facts: &RunFacts, folder: &Path) -> Result<Vec<PathBuf>> {
        let parts = [
            (Self::facts_path(folder, &self.id), layout(&serde_json::to_value(facts)?).into_bytes()),
            (Self::path(folder, &self.id), self.text()?.into_bytes()),
        ];
        let removed = files::remove(&Self::drawing_path(folder, &self.id));
        files::write_together(&parts)?;
        removed.context("its record is written, and an older drawing stands beside it")?;
        Ok(parts.into_iter().map(|(path, _)| path).rev().collect())
    }

    /// Refuses, before a run, a `folder` in which the files of figure `id` cannot be replaced.
    pub fn ensure_replaceable(folder: &Path, id: &str) -> Result<()> {
        let paths = [Self::path(folder, id), Self::facts_path(folder, id), Self::drawing_path(folder, id)];
        paths.iter().try_for_each(|path| files::ensure_replaceable(path))
    }

    /// Writes the record's drawing under `folder`; returns its path.
    pub fn write_drawing(&self, drawing: &Drawing, folder: &Path) -> Result<PathBuf> {
        let path = Self::drawing_path(folder, &self.id);
        files::write_whole(&path, drawing.bytes())?;
        Ok(path)
    }

    /// The text of the record's file, an entry a line.
    pub fn text(&self) -> Result<String> {
        Ok(layout(&serde_json::to_value(self)?))
    }

    /// Refuses a record that is too large to be read in a diff, and to be thousands of readers' download.
    pub fn ensure_small(&self) -> Result<()> {
        let bytes = self.text()?.len();
        ensure!(bytes <= LARGEST_BYTES, "its record has {bytes} bytes, more than {LARGEST_BYTES}: thin what it holds");
        Ok(())
    }
}

/// The start of the SHA-256 of each part of an outcome, by its name; of one that has no parts, of all of it.
#[must_use]
pub fn sums(outcome: &Value) -> BTreeMap<String, String> {
    let sum = |value: &Value| format!("{:x}", Sha256::digest(value.to_string()))[..16].to_owned();
    match outcome {
        Value::Object(parts) => parts.iter().map(|(name, part)| (name.clone(), sum(part))).collect(),
        whole => BTreeMap::from([("outcome".to_owned(), sum(whole))]),
    }
}

/// An outcome as JSON.
///
/// # Errors
///
/// If it holds a number that JSON cannot: an infinity or a NaN would turn into `null` and be lost.
pub fn plain<T: Serialize>(outcome: &T) -> Result<Value> {
    fn fault(value: &Value, pointer: &str) -> Option<String> {
        match value {
            Value::Null => Some(pointer.to_owned()),
            Value::Array(items) => items.iter().enumerate().find_map(|(i, v)| fault(v, &format!("{pointer}/{i}"))),
            Value::Object(map) => map.iter().find_map(|(key, v)| fault(v, &format!("{pointer}/{key}"))),
            _ => None,
        }
    }
    let value = serde_json::to_value(outcome)?;
    match fault(&value, "") {
        Some(pointer) => bail!("{pointer} is not a finite number"),
        None => Ok(value),
    }
}

/// JSON with an entry a line, but arrays of plain values on one line, so that a change is readable in a diff.
#[must_use]
pub fn layout(value: &Value) -> String {
    let mut text = String::new();
    lay_out(value, 0, &mut text);
    text.push('\n');
    text
}

fn lay_out(value: &Value, indent: usize, text: &mut String) {
    let line = |text: &mut String, indent: usize| {
        text.push('\n');
        text.push_str(&" ".repeat(indent));
    };
    let plain = |value: &Value| !value.is_object() && !value.is_array();
    match value {
        Value::Object(map) if !map.is_empty() => {
            text.push('{');
            for (i, (key, value)) in map.iter().enumerate() {
                if i > 0 {
                    text.push(',');
                }
                line(text, indent + 1);
                text.push_str(&Value::String(key.clone()).to_string());
                text.push_str(": ");
                lay_out(value, indent + 1, text);
            }
            line(text, indent);
            text.push('}');
        }
        Value::Array(items) if !items.iter().all(plain) => {
            text.push('[');
            for (i, value) in items.iter().enumerate() {
                if i > 0 {
                    text.push(',');
                }
                line(text, indent + 1);
                lay_out(value, indent + 1, text);
            }
            line(text, indent);
            text.push(']');
        }
        value => text.push_str(&value.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Record, layout, plain, sums};
    use serde_json::{Value, json};

    #[test]
    fn a_record_that_was_changed_is_refused_by_the_name_of_the_part() {
        let outcome = json!({"curves": [{"floor": 0.25}], "pixels": 64, "paths": [[1.0, 2e-300]]});
        let record = |outcome: Value, sums: BTreeMap<String, String>| Record {
            id: "a/b".to_owned(),
            title: String::new(),
            scale: "book".to_owned(),
            config: json!({}),
            outcome,
            sums,
            claims: Vec::new(),
            sources: super::Sources::default(),
        };
        let made = record(outcome.clone(), sums(&outcome));
        let text = made.text().unwrap();
        assert_eq!(serde_json::from_str::<Record>(&text).unwrap(), made);
        serde_json::from_str::<Record>(&text).unwrap().ensure_as_made().unwrap();
        for (pointer, to, named) in [
            ("/curves/0/floor", json!(0.5), "curves"),
            ("/pixels", json!(1_000_000_000), "pixels"),
            ("/paths", json!([]), "paths"),
            ("/paths/0/1", json!("xxxx"), "paths"),
        ] {
            let mut changed = outcome.clone();
            *changed.pointer_mut(pointer).unwrap() = to;
            let error = record(changed, made.sums.clone()).ensure_as_made().unwrap_err().to_string();
            assert_eq!(error, format!("`{named}` of the outcome was changed after its run"));
        }
        for outcome in [json!({}), json!("xxxx"), json!(null)] {
            assert!(record(outcome, made.sums.clone()).ensure_as_made().is_err());
        }
        record(json!({}), BTreeMap::new()).ensure_as_made().unwrap();
    }

    #[test]
    fn a_layout_parses_back_to_the_same_value() {
        let value = json!({"a": [1.5, 2e-300, -0.1], "b": [[1, 2], []], "c": {"d\"": "e\n", "f": {}}, "g": [{"h": 1}]});
        let text = layout(&value);
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
        assert!(text.contains("\"a\": [1.5,2e-300,-0.1]"), "{text}");
    }

    #[test]
    fn a_number_that_json_cannot_hold_is_refused_by_name() {
        let error = plain(&json!({"curve": [0.5, f64::NAN]})).unwrap_err().to_string();
        assert_eq!(error, "/curve/1 is not a finite number");
    }
}
