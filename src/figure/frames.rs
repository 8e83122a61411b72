//! Animations: frames that a reader scrubs through.

use serde_json::Value;

/// Frames over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Animation {
    /// Four to six frames side by side: an SVG document; the committed file, what prints, what shows without JavaScript.
    pub filmstrip: String,
    /// Axes and the first frame: an SVG document that the scrubber redraws into.
    pub stage: String,
    /// What the scrubber draws, compact.
    pub frames: Value,
}
