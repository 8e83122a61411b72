//! Small pictures, side by side, as bytes of a record.

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use serde::{Deserialize, Serialize};

use crate::math::images::image::Image;

/// Pixels along each side of a small picture.
pub(super) const SIDE: usize = 24;
/// Greys of a small picture: few enough for the drawing to stay small, whatever is in it.
const GREYS: f64 = 51.0;

/// Small pictures in columns, one a motion: moved back, at rest, and moved ahead, from top to bottom.
#[derive(Debug, Serialize, Deserialize)]
pub struct Sheet {
    /// The motions.
    pub motions: Vec<String>,
    /// The pixels of all pictures together, row by row: bytes as base64, black 0 and white 255.
    pub pixels: String,
}

impl Sheet {
    /// The sheet of `picture(motion, way)`, `way` −1, 0 and 1.
    pub(super) fn of(motions: &[&str], picture: impl Fn(usize, f64) -> Image) -> Self {
        let pictures: Vec<Image> = [-1.0, 0.0, 1.0]
            .into_iter()
            .flat_map(|way| (0..motions.len()).map(move |j| (j, way)))
            .map(|(j, way)| picture(j, way))
            .collect();
        Self { motions: motions.iter().map(|&name| name.to_owned()).collect(), pixels: tiled(&pictures, motions.len()) }
    }
}

/// Small pictures in a row, as many of each thing.
#[derive(Debug, Serialize, Deserialize)]
pub struct Strip {
    /// What is in them, in order.
    pub names: Vec<String>,
    /// How many there are of each.
    pub each: usize,
    /// The pixels of all pictures together, as those of a [`Sheet`].
    pub pixels: String,
}

impl Strip {
    pub(super) fn of(names: &[&str], pictures: &[Image]) -> Self {
        let names = names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        Self { each: pictures.len() / names.len(), names, pixels: tiled(pictures, pictures.len()) }
    }
}

/// The bytes of pictures in so many `columns`, the lightest of all white.
fn tiled(pictures: &[Image], columns: usize) -> String {
    let lightest = pictures.iter().flat_map(|picture| &picture.pixels).copied().fold(1e-9, f64::max);
    let width = SIDE * columns;
    let byte = |k: usize| {
        let (column, row) = (k % width, k / width);
        let level = pictures[row / SIDE * columns + column / SIDE].at(column % SIDE, row % SIDE) / lightest;
        ((level.clamp(0.0, 1.0) * GREYS).round() * 255.0 / GREYS).round() as u8
    };
    BASE64.encode((0..pictures.len() * SIDE * SIDE).map(byte).collect::<Vec<u8>>())
}

#[cfg(test)]
mod tests {
    use super::{SIDE, Sheet};
    use crate::math::images::image::Image;
    use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};

    #[test]
    fn each_picture_lies_in_the_column_of_its_motion_and_the_row_of_its_way() {
        let sheet = Sheet::of(&["a", "b"], |motion, way| {
            Image::from_fn(SIDE, SIDE, |column, _| if column == 0 { 0.0 } else { (motion as f64 + way + 1.0) / 3.0 })
        });
        let bytes = BASE64.decode(sheet.pixels).unwrap();
        assert_eq!(bytes.len(), 2 * 3 * SIDE * SIDE);
        let at = |column: usize, row: usize| bytes[row * 2 * SIDE + column];
        let middle = SIDE / 2;
        let levels = [0, 1, 2].map(|row| [0, 1].map(|column| at(column * SIDE + middle, row * SIDE + middle)));
        assert_eq!(levels, [[0, 85], [85, 170], [170, 255]]);
        assert_eq!(at(SIDE, middle), 0);
    }
}
