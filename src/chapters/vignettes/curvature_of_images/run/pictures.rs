//! The pictures whose shifts are looked at.

use std::f64::consts::PI;

use crate::math::images::image::Image;

/// The largest side that a picture may have, pixels.
const LARGEST: usize = 256;

/// The centre of a photograph with pixels as large as `side` of them need, each the mean of those under it.
///
/// The square that is cut out has the largest side that is a multiple of 256, so that every side sees the same scene.
pub(super) fn scene(photograph: &Image, side: usize) -> Image {
    let square = photograph.width.min(photograph.height) / LARGEST * LARGEST;
    let corner = ((photograph.width - square) / 2, (photograph.height - square) / 2);
    photograph.crop(corner, square, square).reduced(square / side)
}

/// The picture without its mean, faded to 0 along the part `fade` of each edge by half a cosine, so that its opposite edges
/// meet without a step. The mean is the one that the faded picture does not have.
pub(super) fn faded(image: &Image, fade: f64) -> Image {
    let ramp = |index: usize| {
        let from_edge = (index as f64 + 0.5).min(image.width as f64 - index as f64 - 0.5) / (fade * image.width as f64);
        0.5 - 0.5 * (PI * from_edge.min(1.0)).cos()
    };
    let window = Image::from_fn(image.width, image.height, |column, row| ramp(column) * ramp(row));
    let weighted =
        |pixels: &[f64]| pixels.iter().zip(&window.pixels).map(|(pixel, weight)| pixel * weight).sum::<f64>();
    let mean = weighted(&image.pixels) / window.pixels.iter().sum::<f64>();
    Image::from_fn(image.width, image.height, |column, row| (image.at(column, row) - mean) * window.at(column, row))
}

/// A white disc on black, its diameter half of the side, each pixel as white as the part of it inside.
pub(super) fn disc(side: usize) -> Image {
    /// Points per pixel along each axis, at which inside and outside are told apart.
    const FINER: usize = 8;
    let large = side * FINER;
    let from_centre = |index: usize| index as f64 + 0.5 - 0.5 * large as f64;
    let inside = |column: usize, row: usize| from_centre(column).hypot(from_centre(row)) < 0.25 * large as f64;
    Image::from_fn(large, large, |column, row| f64::from(u8::from(inside(column, row)))).reduced(FINER)
}

#[cfg(test)]
mod tests {
    use super::{disc, faded, scene};
    use crate::math::images::image::Image;
    use approx::assert_relative_eq;
    use std::f64::consts::PI;

    #[test]
    fn a_scene_is_the_centre_at_any_size() {
        let photograph = Image::from_fn(600, 400, |column, _| column as f64);
        for side in [16, 256] {
            let scene = scene(&photograph, side);
            assert_eq!((scene.width, scene.height), (side, side));
            // The mean of the columns 172 to 427.
            assert_relative_eq!(scene.pixels.iter().sum::<f64>() / (side * side) as f64, 299.5, max_relative = 1e-12);
        }
    }

    #[test]
    fn a_faded_picture_has_no_mean_and_ends_near_nothing() {
        let image = faded(&Image::from_fn(32, 32, |column, row| (column * row) as f64), 0.25);
        assert_relative_eq!(image.pixels.iter().sum::<f64>(), 0.0, epsilon = 1e-9);
        // Half a pixel into a ramp of 8: sin²(π/32) of the picture, whose values are below 31².
        assert!((0..32).all(|row| image.at(0, row).abs() < 0.01 * 961.0));
    }

    #[test]
    fn the_disc_has_its_area() {
        let area: f64 = disc(64).pixels.iter().sum();
        // 8 × 8 points per pixel along a rim of 100 pixels, each pixel of it off by a hundredth or so at random.
        assert_relative_eq!(area, PI * 16.0 * 16.0, max_relative = 1e-3);
    }
}
