//! Pixels in a record: bytes, as base64 in JSON.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// A byte a pixel, row after row; who holds them says how many make a row and what a byte means.
///
/// A record whose base64 is damaged is refused where it is read, by the name of the field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pixels(pub Vec<u8>);

impl Pixels {
    /// The bytes as numbers from 0 to 255.
    #[must_use]
    pub fn levels(&self) -> Vec<f64> {
        self.0.iter().copied().map(f64::from).collect()
    }
}

impl FromIterator<u8> for Pixels {
    fn from_iter<T: IntoIterator<Item = u8>>(bytes: T) -> Self {
        Self(bytes.into_iter().collect())
    }
}

impl Serialize for Pixels {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Pixels {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        STANDARD
            .decode(text)
            .map(Self)
            .map_err(|fault| D::Error::custom(format!("pixels are bytes in base64: {fault}")))
    }
}

#[cfg(test)]
mod tests {
    use super::Pixels;
    use serde_json::json;

    #[test]
    fn pixels_survive_a_record_and_damage_is_refused() {
        let pixels: Pixels = (0..=255).collect();
        let value = serde_json::to_value(&pixels).unwrap();
        assert_eq!(serde_json::from_value::<Pixels>(value).unwrap(), pixels);
        assert_eq!(Pixels(vec![0, 255]).levels(), [0.0, 255.0]);
        for damaged in [json!("AAA"), json!("!!!!"), json!(3)] {
            assert!(serde_json::from_value::<Pixels>(damaged).is_err());
        }
    }
}
