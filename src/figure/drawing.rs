//! What a figure looks like.

use super::frames::Animation;

/// A drawing, made from a record alone. Heat maps and grids of images are indexed PNGs inside an SVG.
#[derive(Debug, Clone, PartialEq)]
pub enum Drawing {
    /// An SVG document in `currentColor`, with `<title>` and `<desc>`.
    Svg(String),
    /// Frames over time: a scrubber on the page, a filmstrip in print and as the committed file.
    Animation(Animation),
}

impl Drawing {
    /// The bytes of the committed file, an SVG document.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Svg(svg) => svg.as_bytes(),
            Self::Animation(animation) => animation.filmstrip.as_bytes(),
        }
    }
}
