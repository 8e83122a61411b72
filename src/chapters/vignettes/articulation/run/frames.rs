//! Small pictures, side by side.

use super::super::{Sheet, Strip, outcome::SIDE};
use crate::{ground::pixels::Pixels, math::images::image::Image};

/// Greys of a small picture: few enough for the drawing to stay small, whatever is in it.
const GREYS: f64 = 51.0;

impl Sheet {
    /// The sheet of `picture(motion, way)`, `way` −1, 0 and 1.
    pub(super) fn from_motions(motions: &[&str], picture: impl Fn(usize, f64) -> Image) -> Self {
        let pictures: Vec<Image> = [-1.0, 0.0, 1.0]
            .into_iter()
            .flat_map(|way| (0..motions.len()).map(move |j| (j, way)))
            .map(|(j, way)| picture(j, way))
            .collect();
        Self { motions: motions.iter().map(|&name| name.to_owned()).collect(), pixels: tiled(&pictures, motions.len()) }
    }
}

impl Strip {
    /// The strip of `pictures`, as many of each thing as of any other.
    pub(super) fn from_pictures(names: &[&str], pictures: &[Image]) -> Self {
        let names = names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        Self { each: pictures.len() / names.len(), names, pixels: tiled(pictures, pictures.len()) }
    }
}

/// The pixels of pictures in so many `columns`, the lightest of all white.
fn tiled(pictures: &[Image], columns: usize) -> Pixels {
    let lightest = pictures.iter().flat_map(|picture| &picture.pixels).copied().fold(1e-9, f64::max);
    let width = SIDE * columns;
    let byte = |k: usize| {
        let (column, row) = (k % width, k / width);
        let level = pictures[row / SIDE * columns + column / SIDE].at(column % SIDE, row % SIDE) / lightest;
        ((level.clamp(0.0, 1.0) * GREYS).round() * 255.0 / GREYS).round() as u8
    };
    (0..pictures.len() * SIDE * SIDE).map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::{Image, SIDE, Sheet};

    #[test]
    fn each_picture_lies_in_the_column_of_its_motion_and_the_row_of_its_way() {
        let sheet = Sheet::from_motions(&["a", "b"], |motion, way| {
            Image::from_fn(SIDE, SIDE, |column, _| if column == 0 { 0.0 } else { (motion as f64 + way + 1.0) / 3.0 })
        });
        let bytes = sheet.pixels.0;
        assert_eq!(bytes.len(), 2 * 3 * SIDE * SIDE);
        let at = |column: usize, row: usize| bytes[row * 2 * SIDE + column];
        let middle = SIDE / 2;
        let levels = [0, 1, 2].map(|row| [0, 1].map(|column| at(column * SIDE + middle, row * SIDE + middle)));
        assert_eq!(levels, [[0, 85], [85, 170], [170, 255]]);
        assert_eq!(at(SIDE, middle), 0);
    }
}
