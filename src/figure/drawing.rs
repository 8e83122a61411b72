//! What a figure looks like.

use super::frames::Animation;

/// A drawing, made from a record alone.
#[derive(Debug, Clone, PartialEq)]
pub enum Drawing {
    /// A line plot: an SVG document in `currentColor`, with `<title>` and `<desc>`.
    Svg(String),
    /// A heat map or a grid of images.
    Png(Picture),
    /// Frames over time: a scrubber on the page, a filmstrip in print and as the committed file.
    Animation(Animation),
}

/// A raster drawing at twice its printed size.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// The PNG file.
    pub png: Vec<u8>,
    /// Printed width in CSS pixels: half the width of the file.
    pub width: u32,
    /// Printed height in CSS pixels.
    pub height: u32,
    /// What the picture shows, for who cannot see it; written from the data.
    pub alt: String,
}

impl Drawing {
    /// The ending of the committed file's name.
    #[must_use]
    pub fn extension(&self) -> &'static str {
        match self {
            Self::Svg(_) | Self::Animation(_) => "svg",
            Self::Png(_) => "png",
        }
    }

    /// The committed file.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Svg(svg) => svg.as_bytes(),
            Self::Png(picture) => &picture.png,
            Self::Animation(animation) => animation.filmstrip.as_bytes(),
        }
    }
}
