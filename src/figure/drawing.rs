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
    /// The ending of the committed file's name.
    #[must_use]
    pub fn extension(&self) -> &'static str {
        match self {
            Self::Svg(_) | Self::Animation(_) => "svg",
        }
    }

    /// The committed file.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Svg(svg) => svg.as_bytes(),
            Self::Animation(animation) => animation.filmstrip.as_bytes(),
        }
    }
}
