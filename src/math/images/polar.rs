//! Images in polar coordinates, where a turn about the middle is a cyclic shift.

use std::f64::consts::TAU;

use super::image::Image;

// ANCHOR: polar
/// `image`, turned by `turn_rad` from the horizontal axis towards the vertical one that points down, on `radii` circles
/// about its middle and at `angles` directions: `[radii, angles]`, circle after circle, the innermost first.
///
/// ```text
/// P(i, j) = I(m + r_i (cos φ_j, sin φ_j)),   r_i = (i + ½)R/radii, φ_j = 2πj/angles − turn        book eq. polar
/// ```
///
/// R is half the shorter side and m the middle; between pixels the image is bilinear, and black outside. A turn by 2πs/angles
/// shifts every circle by s places.
///
/// # Panics
///
/// If the image has no pixels.
#[must_use]
pub fn polar(image: &Image, radii: usize, angles: usize, turn_rad: f64) -> Vec<f64> {
    let (middle_x, middle_y) = (0.5 * (image.width as f64 - 1.0), 0.5 * (image.height as f64 - 1.0));
    let reach = 0.5 * image.width.min(image.height) as f64;
    let at = |i: usize, j: usize| {
        let radius = (i as f64 + 0.5) * reach / radii as f64;
        let (sin, cos) = (TAU * j as f64 / angles as f64 - turn_rad).sin_cos();
        between(image, middle_x + radius * cos, middle_y + radius * sin)
    };
    (0..radii).flat_map(|i| (0..angles).map(move |j| (i, j))).map(|(i, j)| at(i, j)).collect()
}
// ANCHOR_END: polar

/// The bilinear image at a column and a row that need not be whole.
fn between(image: &Image, column: f64, row: f64) -> f64 {
    let (left, top) = (column.floor(), row.floor());
    let (right_part, lower_part) = (column - left, row - top);
    let inside = |place: f64, length: usize| (place >= 0.0 && place < length as f64).then_some(place as usize);
    let pixel = |column: f64, row: f64| match (inside(column, image.width), inside(row, image.height)) {
        (Some(column), Some(row)) => image.at(column, row),
        _ => 0.0,
    };
    let line = |row: f64| (1.0 - right_part) * pixel(left, row) + right_part * pixel(left + 1.0, row);
    (1.0 - lower_part) * line(top) + lower_part * line(top + 1.0)
}

#[cfg(test)]
mod tests {
    use std::f64::consts::{PI, TAU};

    use super::polar;
    use crate::math::images::image::Image;
    use approx::assert_abs_diff_eq;

    /// A plane through the middle is linear, and bilinear between pixels exactly: r cos φ along each circle.
    #[test]
    fn a_slope_is_a_cosine_on_every_circle() {
        let image = Image::from_fn(9, 9, |column, _| column as f64 - 4.0);
        let circles = polar(&image, 3, 8, 0.3);
        for (place, value) in circles.iter().enumerate() {
            let radius = (place as f64 / 8.0).floor().mul_add(1.5, 0.75);
            let angle = TAU * (place % 8) as f64 / 8.0 - 0.3;
            assert_abs_diff_eq!(*value, radius * angle.cos(), epsilon = 1e-13);
        }
    }

    #[test]
    fn a_turn_is_a_shift_and_a_quarter_turn_of_the_pixels_too() {
        let image = Image::from_fn(6, 6, |column, row| ((column * 7 + row * 3) % 5) as f64);
        let [still, turned] = [0.0, TAU / 8.0].map(|turn| polar(&image, 2, 8, turn));
        let shifted = |circles: &[f64], by: usize| {
            let mut circles = circles.to_vec();
            circles.chunks_exact_mut(8).for_each(|circle| circle.rotate_right(by));
            circles
        };
        shifted(&still, 1).iter().zip(&turned).for_each(|(a, b)| assert_abs_diff_eq!(a, b, epsilon = 1e-12));
        // Second road: the pixels themselves turned by π/2, right to down.
        let quarter = Image::from_fn(6, 6, |column, row| image.at(row, 5 - column));
        let by_pixels = polar(&quarter, 2, 8, 0.0);
        let by_formula = polar(&image, 2, 8, PI / 2.0);
        by_pixels.iter().zip(&by_formula).for_each(|(a, b)| assert_abs_diff_eq!(a, b, epsilon = 1e-12));
    }
}
