//! Photographs cut into patches, as tokens.

use crate::math::{
    images::image::Image,
    vectors::{mean, norm},
};

/// A patch whose pixels differ less has no direction to speak of: half a grey level of 256.
const FLAT_DEVIATION: f64 = 0.5 / 255.0;

/// Patches side by side, of mean 0 and length 1.
pub(super) struct Patches {
    /// Patches in a row.
    pub(super) columns: usize,
    /// Row after row; none where the photograph is flat.
    pub(super) cells: Vec<Option<Vec<f64>>>,
}

impl Patches {
    /// What does not fill a patch at the right and lower edge is left out.
    pub(super) fn of(image: &Image, side: usize) -> Self {
        let (columns, rows) = (image.width / side, image.height / side);
        let cell = |place: usize| {
            let corner = (place % columns * side, place / columns * side);
            token(image.crop(corner, side, side).pixels)
        };
        Self { columns, cells: (0..columns * rows).map(cell).collect() }
    }

    /// All that are not flat.
    pub(super) fn all(&self) -> impl Iterator<Item = &[f64]> {
        self.cells.iter().flatten().map(Vec::as_slice)
    }
}

fn token(mut pixels: Vec<f64>) -> Option<Vec<f64>> {
    let level = mean(&pixels);
    for x in &mut pixels {
        *x -= level;
    }
    let length = norm(&pixels);
    if length <= FLAT_DEVIATION * (pixels.len() as f64).sqrt() {
        return None;
    }
    for x in &mut pixels {
        *x /= length;
    }
    Some(pixels)
}
