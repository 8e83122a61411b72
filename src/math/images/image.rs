//! Greyscale images as vectors.

/// A greyscale image: `[height, width]`, row after row, black 0 and white 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Image {
    /// Number of columns, pixels.
    pub width: usize,
    /// Number of rows, pixels.
    pub height: usize,
    /// The values, row after row: `[height · width]`.
    pub pixels: Vec<f64>,
}

impl Image {
    /// The image whose pixel in a column and a row is `value(column, row)`.
    #[must_use]
    pub fn from_fn(width: usize, height: usize, value: impl Fn(usize, usize) -> f64) -> Self {
        let value = &value;
        let pixels = (0..height).flat_map(|row| (0..width).map(move |column| value(column, row))).collect();
        Self { width, height, pixels }
    }

    /// The pixel in a column and a row.
    ///
    /// # Panics
    ///
    /// Outside of the image.
    #[must_use]
    pub fn at(&self, column: usize, row: usize) -> f64 {
        assert!(column < self.width, "column {column} of {}", self.width);
        self.pixels[row * self.width + column]
    }

    /// The part of the image that is `width` wide and `height` high, its upper left corner at `corner` (column, row).
    ///
    /// # Panics
    ///
    /// If the part does not lie inside.
    #[must_use]
    pub fn crop(&self, corner: (usize, usize), width: usize, height: usize) -> Self {
        Self::from_fn(width, height, |column, row| self.at(corner.0 + column, corner.1 + row))
    }

    /// The image of larger pixels, each the mean of `factor` × `factor` pixels.
    ///
    /// # Panics
    ///
    /// If the sides are no multiples of `factor`.
    #[must_use]
    pub fn reduced(&self, factor: usize) -> Self {
        assert!(self.width.is_multiple_of(factor) && self.height.is_multiple_of(factor), "blocks of {factor} pixels");
        Self::from_fn(self.width / factor, self.height / factor, |column, row| {
            let block = self.crop((column * factor, row * factor), factor, factor);
            block.pixels.iter().sum::<f64>() / block.pixels.len() as f64
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Image;

    #[test]
    fn a_crop_holds_the_pixels_from_its_corner_on() {
        let image = Image::from_fn(5, 4, |column, row| (10 * row + column) as f64);
        assert_eq!(image.at(3, 2).to_bits(), 23.0_f64.to_bits());
        assert_eq!(image.crop((1, 2), 3, 2).pixels, [21.0, 22.0, 23.0, 31.0, 32.0, 33.0]);
    }

    #[test]
    fn a_larger_pixel_is_the_mean_of_the_small_ones() {
        let image = Image::from_fn(4, 2, |column, row| (10 * row + column) as f64);
        assert_eq!(image.reduced(2), Image { width: 2, height: 1, pixels: vec![5.5, 7.5] });
    }
}
