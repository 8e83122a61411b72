//! Digits at half the resolution: small enough that what is in closed form can be computed and sampled from.

use super::{Digits, SIDE};

/// Side of a halved image, pixels.
pub const HALF_SIDE: usize = SIDE / 2;
/// Pixels of a halved image.
pub const HALF_PIXELS: usize = HALF_SIDE * HALF_SIDE;

/// How pixels of halved digits are made standard: by mean and standard deviation over all pixels of one set of digits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Halved {
    /// Mean of the set's pixels, black 0 and white 1.
    pub mean: f64,
    /// Standard deviation of the same.
    pub deviation: f64,
}

impl Halved {
    /// That of `digits`, whose halved pixels are then of mean 0 and standard deviation 1.
    ///
    /// # Panics
    ///
    /// If all pixels are equal.
    #[must_use]
    pub fn standard_of(digits: &Digits) -> Self {
        let pixels: Vec<f64> = (0..digits.len()).flat_map(|index| means(digits.image(index))).collect();
        let mean = pixels.iter().sum::<f64>() / pixels.len() as f64;
        let variance = pixels.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / pixels.len() as f64;
        assert!(variance > 0.0, "digits whose pixels are all equal");
        Self { mean, deviation: variance.sqrt() }
    }

    /// Those images of `digits` that `indices` name, one after the other: `[indices, HALF_SIDE, HALF_SIDE]`, standard.
    #[must_use]
    pub fn images(&self, digits: &Digits, indices: &[usize]) -> Vec<f64> {
        let standard = |x: f64| (x - self.mean) / self.deviation;
        indices.iter().flat_map(|&index| means(digits.image(index))).map(standard).collect()
    }

    /// A standard pixel as a byte of ink, black 0; what is beyond black or white is cut off.
    #[must_use]
    pub fn ink(&self, standard: f64) -> u8 {
        (255.0 * (self.mean + self.deviation * standard)).round().clamp(0.0, 255.0) as u8
    }
}

/// The mean of each block of 2 × 2 pixels, black 0 and white 1.
fn means(image: &[u8]) -> Vec<f64> {
    let block = |at: usize| {
        let corner = 2 * (at / HALF_SIDE) * SIDE + 2 * (at % HALF_SIDE);
        let four = [0, 1, SIDE, SIDE + 1].map(|step| u32::from(image[corner + step]));
        f64::from(four.iter().sum::<u32>()) / (4.0 * 255.0)
    };
    (0..HALF_PIXELS).map(block).collect()
}

#[cfg(test)]
mod tests {
    use super::{HALF_PIXELS, HALF_SIDE, Halved};
    use crate::data::digits::{SIDE, Shelf, Split};

    #[test]
    fn halved_digits_are_standard_and_keep_their_ink() {
        let digits = Shelf::new(None, false).digits(Split::Train, 200).unwrap();
        let standard = Halved::standard_of(&digits);
        let all = standard.images(&digits, &(0..200).collect::<Vec<_>>());
        let mean = all.iter().sum::<f64>() / all.len() as f64;
        let square = all.iter().map(|x| x * x).sum::<f64>() / all.len() as f64;
        // Sums of 40,000 numbers of size 1.
        assert!(mean.abs() < 1e-12 && (square - 1.0).abs() < 1e-12, "{mean} {square}");
        // Second road: ink summed over the whole image does not depend on the blocks; rounding to bytes moves a pixel by ½.
        let ink: f64 = all[..HALF_PIXELS].iter().map(|&x| f64::from(standard.ink(x))).sum::<f64>() * 4.0;
        let whole: f64 = digits.image(0).iter().map(|&x| f64::from(x)).sum();
        assert!((ink - whole).abs() <= 2.0 * HALF_PIXELS as f64, "{ink} {whole}");
        assert_eq!(HALF_SIDE * 2, SIDE);
    }

    #[test]
    fn a_block_is_where_it_is_in_the_image() {
        let mut digits = Shelf::new(None, false).digits(Split::Train, 1).unwrap();
        digits.pixels.fill(0);
        // Row 6 and column 9 lie in the block of row 3 and column 4.
        digits.pixels[6 * SIDE + 9] = 255;
        let images = Halved::standard_of(&digits).images(&digits, &[0]);
        let brightest = (0..HALF_PIXELS).max_by(|&a, &b| images[a].total_cmp(&images[b]));
        assert_eq!(brightest, Some(3 * HALF_SIDE + 4));
    }
}
