//! Whether two sets of numbers agree, each within its tolerance.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{leaves::pixels, tolerance::Tolerance};

/// How two sets of numbers compare.
#[derive(Debug, Clone, PartialEq)]
pub struct Drift {
    /// The largest deviation, in tolerances: more than 1 is drift.
    pub deviation: f64,
    /// The number that deviates most, by its JSON pointer.
    pub pointer: String,
    /// That number in the reference.
    pub reference: String,
    /// That number as measured now.
    pub measured: String,
    /// How far apart the two are; infinite where they cannot be compared.
    pub distance: f64,
    /// How far apart they may be.
    pub allowed: f64,
    /// The tolerance it is held to.
    pub tolerance: Tolerance,
}

impl Drift {
    /// Whether every number is within its tolerance.
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.deviation <= 1.0
    }

    /// Takes the place of this drift if it is larger: `reference` and `measured` are `distance` apart, and may be `allowed`.
    fn admit(
        &mut self,
        reference: &Value,
        measured: &Value,
        pointer: &str,
        (distance, allowed): (f64, f64),
        tolerance: Tolerance,
    ) {
        // Equal numbers agree also where nothing else would; a distance that is no number never does.
        let deviation = if distance <= 0.0 { 0.0 } else { distance / allowed };
        if deviation > self.deviation || deviation.is_nan() {
            *self = Self {
                deviation: if deviation.is_nan() { f64::INFINITY } else { deviation },
                pointer: pointer.to_owned(),
                reference: shown(reference),
                measured: shown(measured),
                distance,
                allowed,
                tolerance,
            };
        }
    }
}

/// Compares two JSON values number by number; anything else must be equal.
///
/// `tolerance` gives the tolerance of the number at a pointer.
#[must_use]
pub fn compare(reference: &Value, measured: &Value, tolerance: &dyn Fn(&str) -> Tolerance) -> Drift {
    let mut worst = Drift {
        deviation: 0.0,
        pointer: String::new(),
        reference: String::new(),
        measured: String::new(),
        distance: 0.0,
        allowed: 0.0,
        tolerance: tolerance(""),
    };
    walk(reference, measured, "", tolerance, &mut worst);
    worst
}

fn walk(reference: &Value, measured: &Value, pointer: &str, tolerance: &dyn Fn(&str) -> Tolerance, worst: &mut Drift) {
    let held_to = tolerance(pointer);
    if let (Some(a), Some(b)) = (Digest::read(reference), Digest::read(measured)) {
        a.compare(&b, pointer, tolerance, worst);
        return;
    }
    let (distance, allowed) = match (reference, measured) {
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (i, (a, b)) in a.iter().zip(b).enumerate() {
                walk(a, b, &format!("{pointer}/{i}"), tolerance, worst);
            }
            return;
        }
        (Value::Object(a), Value::Object(b)) if a.keys().eq(b.keys()) => {
            for ((key, a), b) in a.iter().zip(b.values()) {
                walk(a, b, &format!("{pointer}/{key}"), tolerance, worst);
            }
            return;
        }
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().unwrap_or(f64::NAN), b.as_f64().unwrap_or(f64::NAN));
            ((a - b).abs(), held_to.absolute + held_to.relative * a.abs())
        }
        (a, b) if a == b => return,
        (Value::String(a), Value::String(b)) => match (pixels(a), pixels(b)) {
            (Some(a), Some(b)) if a.len() == b.len() => {
                for (i, (a, b)) in a.into_iter().zip(b).enumerate() {
                    walk(&a.into(), &b.into(), &format!("{pointer}/{i}"), tolerance, worst);
                }
                return;
            }
            _ => (f64::INFINITY, 0.0),
        },
        _ => (f64::INFINITY, 0.0),
    };
    worst.admit(reference, measured, pointer, (distance, allowed), held_to);
}

/// A value short enough for a table.
fn shown(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("an array of {}", items.len()),
        Value::Object(map) => format!("an object of {}", map.keys().cloned().collect::<Vec<_>>().join(", ")),
        Value::Number(number) => number.as_f64().map_or_else(|| number.to_string(), |x| format!("{x:.6e}")),
        other => other.to_string().chars().take(40).collect(),
    }
}

/// Arrays up to this long stay whole in a summary.
const SHORT: usize = 24;
/// How many of a long array's numbers a summary keeps.
const PROBES: usize = 12;

/// An outcome small enough to read in a snapshot: scalars and short vectors whole; of a long array of numbers (or base64
/// of pixels) its shape, norm, mean and a dozen probes.
#[must_use]
pub fn summary(value: &Value) -> Value {
    match value {
        Value::Object(map) => Value::Object(map.iter().map(|(key, value)| (key.clone(), summary(value))).collect()),
        Value::Array(items) => match numbers(value) {
            Some((shape, numbers)) if numbers.len() > SHORT => digest(&shape, &numbers),
            _ => Value::Array(items.iter().map(summary).collect()),
        },
        Value::String(text) => pixels(text).map_or_else(|| value.clone(), |pixels| digest(&[pixels.len()], &pixels)),
        other => other.clone(),
    }
}

/// The shape and the numbers of a rectangular array of numbers, whatever its rank.
fn numbers(value: &Value) -> Option<(Vec<usize>, Vec<f64>)> {
    match value {
        Value::Number(number) => Some((Vec::new(), vec![number.as_f64()?])),
        Value::Array(items) => {
            let parts = items.iter().map(numbers).collect::<Option<Vec<_>>>()?;
            let inner = parts.first().map(|(shape, _)| shape.clone()).unwrap_or_default();
            if parts.iter().any(|(shape, _)| *shape != inner) {
                return None;
            }
            let shape = std::iter::once(items.len()).chain(inner).collect();
            Some((shape, parts.into_iter().flat_map(|(_, numbers)| numbers).collect()))
        }
        _ => None,
    }
}

fn digest(shape: &[usize], numbers: &[f64]) -> Value {
    let norm = numbers.iter().map(|x| x * x).sum::<f64>().sqrt();
    let mean = numbers.iter().sum::<f64>() / numbers.len() as f64;
    let probes: Vec<f64> = (0..PROBES).map(|i| numbers[i * (numbers.len() - 1) / (PROBES - 1)]).collect();
    json!({"shape": shape, "norm": norm, "mean": mean, "probes": probes})
}

/// What a summary keeps of a long array.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Digest {
    shape: Vec<usize>,
    norm: f64,
    mean: f64,
    probes: Vec<f64>,
}

impl Digest {
    fn read(value: &Value) -> Option<Self> {
        value.is_object().then(|| Self::deserialize(value).ok())?
    }

    /// Holds each part to what it may move when every number x of the array moves by `absolute` + `relative` · |x|: by the
    /// triangle inequality the norm by √n `absolute` + `relative` · norm, and the mean, as Σ|x| ≤ √n · norm, by `absolute` +
    /// `relative` · norm/√n. A part with a tolerance of its own (`/paths/mean`) is held to that.
    fn compare(&self, measured: &Self, pointer: &str, tolerance: &dyn Fn(&str) -> Tolerance, worst: &mut Drift) {
        let of_elements = tolerance(pointer);
        let root = (self.shape.iter().product::<usize>() as f64).sqrt();
        let mut held = |part: String, a: f64, b: f64, elements: f64, size: f64| {
            let pointer = format!("{pointer}/{part}");
            let own = tolerance(&pointer);
            let allowed = if own == of_elements {
                own.absolute * elements + own.relative * size
            } else {
                own.absolute + own.relative * a.abs()
            };
            worst.admit(&a.into(), &b.into(), &pointer, ((a - b).abs(), allowed), own);
        };
        held("norm".to_owned(), self.norm, measured.norm, root, self.norm);
        held("mean".to_owned(), self.mean, measured.mean, 1.0, self.norm / root);
        for (i, (&a, &b)) in self.probes.iter().zip(&measured.probes).enumerate() {
            held(format!("probes/{i}"), a, b, 1.0, a.abs());
        }
        if self.shape != measured.shape || self.probes.len() != measured.probes.len() {
            let shapes = [&self.shape, &measured.shape].map(|shape| json!(shape));
            worst.admit(&shapes[0], &shapes[1], &format!("{pointer}/shape"), (f64::INFINITY, 0.0), Tolerance::EXACT);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{compare, summary};
    use crate::figure::tolerance::Tolerance;
    use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
    use serde_json::json;

    fn tight(_: &str) -> Tolerance {
        Tolerance::CLOSED_FORM
    }

    #[test]
    fn equal_values_do_not_deviate_and_a_moved_number_is_named() {
        let reference = json!({"curves": [{"floor": 0.25, "name": "a"}], "n": 3});
        assert!(compare(&reference, &reference, &tight).deviation <= 0.0);
        let moved = json!({"curves": [{"floor": 0.26, "name": "a"}], "n": 3});
        let drift = compare(&reference, &moved, &tight);
        assert!(!drift.agrees());
        assert_eq!(drift.pointer, "/curves/0/floor");
    }

    #[test]
    fn a_deviation_is_counted_in_tolerances() {
        let within = |_: &str| Tolerance { relative: 0.1, absolute: 0.0, because: "a test" };
        let drift = compare(&json!(2.0), &json!(2.1), &within);
        assert!((drift.deviation - 0.5).abs() < 1e-12 && drift.agrees());
    }

    #[test]
    fn pixels_are_compared_one_by_one() {
        let picture = |byte: u8| {
            let mut bytes = vec![9_u8; 300];
            bytes[200] = byte;
            json!({"picture": BASE64.encode(bytes)})
        };
        let one_level = |_: &str| Tolerance { relative: 0.0, absolute: 1.0, because: "a test" };
        assert!(compare(&picture(9), &picture(10), &one_level).agrees());
        let drift = compare(&picture(9), &picture(11), &one_level);
        assert_eq!((drift.deviation, drift.pointer.as_str()), (2.0, "/picture/200"));
    }

    #[test]
    fn another_shape_type_or_text_is_always_drift() {
        for (a, b) in [
            (json!([1, 2]), json!([1, 2, 3])),
            (json!({"a": 1}), json!({"b": 1})),
            (json!("a"), json!("b")),
            (json!(1), json!("1")),
        ] {
            assert!(!compare(&a, &b, &tight).agrees(), "{a} {b}");
        }
    }

    /// Whatever each number may move, the norm and the mean of all may; no more.
    #[test]
    fn the_parts_of_a_digest_move_with_their_elements_and_no_further() {
        let numbers: Vec<f64> = (0..400).map(|i| (f64::from(i) * 0.7).sin() * 10.0).collect();
        let within = |_: &str| Tolerance { relative: 0.01, absolute: 0.02, because: "a test" };
        let moved =
            |by: f64| -> Vec<f64> { numbers.iter().map(|x| x + by * x.signum() * (0.02 + 0.01 * x.abs())).collect() };
        let digest = |numbers: &[f64]| summary(&json!({ "a": numbers }));
        assert!(compare(&digest(&numbers), &digest(&moved(0.99)), &within).agrees());
        assert!(!compare(&digest(&numbers), &digest(&moved(1.2)), &within).agrees());
        assert!(!compare(&digest(&numbers), &digest(&numbers[..399]), &within).agrees());
        // A part's own tolerance, here tighter.
        let tight_mean =
            |pointer: &str| Tolerance { absolute: if pointer == "/a/mean" { 1e-6 } else { 0.02 }, ..within("") };
        let shifted: Vec<f64> = numbers.iter().map(|x| x + 0.01).collect();
        assert!(compare(&digest(&numbers), &digest(&shifted), &within).agrees());
        assert_eq!(compare(&digest(&numbers), &digest(&shifted), &tight_mean).pointer, "/a/mean");
        // All probes as they were, and the rest far off.
        let mut hidden = digest(&numbers);
        hidden["a"]["norm"] = json!(hidden["a"]["norm"].as_f64().unwrap() * 1.05);
        assert_eq!(compare(&digest(&numbers), &hidden, &within).pointer, "/a/norm");
    }

    #[test]
    fn a_long_array_becomes_its_shape_norm_mean_and_probes() {
        let long: Vec<Vec<f64>> = (0..10).map(|i| (0..10).map(|j| f64::from(10 * i + j)).collect()).collect();
        let summary = summary(&json!({"short": [1, 2], "long": long}));
        assert_eq!(summary["short"], json!([1, 2]));
        assert_eq!(summary["long"]["shape"], json!([10, 10]));
        assert_eq!(summary["long"]["mean"], json!(49.5));
        assert_eq!(summary["long"]["probes"][11], json!(99.0));
    }
}
