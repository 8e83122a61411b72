//! Heat maps and grey images: pixels of at most 255 colours, carried inside the drawing as a PNG.

use std::ops::RangeInclusive;

use anyhow::{Context as _, Result};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use plotters::style::{
    RGBColor,
    colors::colormaps::{BlackWhite, ColorMap, ViridisRGB},
};

/// How a number becomes a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colours {
    /// Viridis: perceptually uniform, monotone in lightness, readable with every common colour blindness. For heat maps.
    Viridis,
    /// Black to white. For photographs and digits.
    Grey,
    /// One grey, from nothing to a thick haze. For a density under other marks, on a page of any colour.
    Haze,
}

/// The grey of [`Colours::Haze`]: as far from a white page as from a dark one.
const HAZE: u8 = 140;
/// How much of the page the thickest haze covers, of 255.
const THICKEST: f64 = 200.0;

impl Colours {
    /// The colour of `fraction`, 0 the darkest and 1 the lightest; outside of it, the nearer end.
    fn at(self, fraction: f64) -> [u8; 3] {
        let fraction = fraction.clamp(0.0, 1.0);
        let RGBColor(red, green, blue) = match self {
            Self::Viridis => ViridisRGB.get_color(fraction),
            Self::Grey => BlackWhite.get_color(fraction),
            Self::Haze => RGBColor(HAZE, HAZE, HAZE),
        };
        [red, green, blue]
    }

    /// How much of the page `fraction` covers, 255 for all of it.
    fn opacity(self, fraction: f64) -> u8 {
        if self == Self::Haze { (THICKEST * fraction.clamp(0.0, 1.0)).round() as u8 } else { 255 }
    }

    /// Steps from the first colour to the last. A haze is smooth with fewer, and its file smaller.
    fn steps(self) -> u8 {
        if self == Self::Haze { 50 } else { 254 }
    }
}

/// Pixels, the top row first.
#[derive(Debug, Clone)]
pub struct Raster {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) smooth: bool,
    pub(super) round: bool,
    /// What was given, [height, width].
    pub(super) values: Vec<f64>,
    colours: Colours,
    /// 0 is transparent; 1 and up are the colours from dark to light.
    levels: Vec<u8>,
}

impl Raster {
    /// An image of `values` [height, width], the colours spread over `range`. A NaN is transparent.
    ///
    /// # Panics
    ///
    /// If the values do not fill whole rows.
    #[must_use]
    pub fn new(width: usize, values: &[f64], range: &RangeInclusive<f64>, colours: Colours) -> Self {
        assert!(width > 0 && values.len().is_multiple_of(width), "{} values in rows of {width}", values.len());
        let level = |&value: &f64| {
            let fraction = ((value - range.start()) / (range.end() - range.start())).clamp(0.0, 1.0);
            if value.is_nan() { 0 } else { 1 + (fraction * f64::from(colours.steps())).round() as u8 }
        };
        let levels = values.iter().map(level).collect();
        Self {
            width,
            height: values.len() / width,
            smooth: false,
            round: false,
            values: values.to_vec(),
            colours,
            levels,
        }
    }

    /// A grey image of bytes [height, width], 0 black and 255 white.
    #[must_use]
    pub fn grey(width: usize, bytes: &[u8]) -> Self {
        let values: Vec<f64> = bytes.iter().map(|&byte| f64::from(byte)).collect();
        Self::new(width, &values, &(0.0..=255.0), Colours::Grey)
    }

    /// Blends neighbouring pixels where the image is scaled, for samples of a smooth function; else a pixel is a square.
    #[must_use]
    pub fn smooth(mut self) -> Self {
        self.smooth = true;
        self
    }

    /// Cuts off what lies outside the ellipse that touches the sides: a ball has a clean edge with few pixels.
    #[must_use]
    pub fn round(mut self) -> Self {
        self.round = true;
        self
    }

    /// The PNG file, one byte a pixel.
    pub fn png(&self) -> Result<Vec<u8>> {
        let mut file = Vec::new();
        let fraction = |level: u8| f64::from(level.max(1) - 1) / f64::from(self.colours.steps());
        let mut encoder = png::Encoder::new(&mut file, u32::try_from(self.width)?, u32::try_from(self.height)?);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::Best);
        if self.colours == Colours::Grey && !self.levels.contains(&0) {
            // A palette would be larger than a small photograph.
            encoder.set_color(png::ColorType::Grayscale);
            let greys: Vec<u8> = self.levels.iter().map(|&level| self.colours.at(fraction(level))[0]).collect();
            return written(encoder, &greys).map(|()| file);
        }
        // The palette holds the colours that there are, since many pictures have few.
        let mut used = self.levels.clone();
        used.sort_unstable();
        used.dedup();
        let place = |level: &u8| used.partition_point(|other| other < level) as u8;
        let pixels: Vec<u8> = self.levels.iter().map(place).collect();
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_palette(used.iter().flat_map(|&level| self.colours.at(fraction(level))).collect::<Vec<u8>>());
        if used.first() == Some(&0) || self.colours == Colours::Haze {
            let opacity = |&level: &u8| if level == 0 { 0 } else { self.colours.opacity(fraction(level)) };
            encoder.set_trns(used.iter().map(opacity).collect::<Vec<u8>>());
        }
        written(encoder, &pixels).map(|()| file)
    }

    /// The PNG as an address that needs no file.
    pub(super) fn data_uri(&self) -> Result<String> {
        Ok(format!("data:image/png;base64,{}", BASE64.encode(self.png()?)))
    }
}

fn written(encoder: png::Encoder<'_, &mut Vec<u8>>, bytes: &[u8]) -> Result<()> {
    encoder.write_header().and_then(|mut writer| writer.write_image_data(bytes)).context("a PNG in memory")
}

#[cfg(test)]
mod tests {
    use super::{Colours, Raster};

    /// The decoder's [red, green, blue, alpha] of every pixel.
    fn decoded(raster: &Raster) -> Vec<[u8; 4]> {
        let file = raster.png().unwrap();
        let mut decoder = png::Decoder::new(file.as_slice());
        decoder.set_transformations(png::Transformations::ALPHA);
        let mut reader = decoder.read_info().unwrap();
        let mut bytes = vec![0; reader.output_buffer_size()];
        reader.next_frame(&mut bytes).unwrap();
        let channels = reader.output_color_type().0.samples();
        let pixel = |pixel: &[u8]| match *pixel {
            [grey, alpha] => [grey, grey, grey, alpha],
            _ => pixel.try_into().unwrap(),
        };
        bytes.chunks_exact(channels).map(pixel).collect()
    }

    /// Second road: the decoder's idea of the colours. The ends are those of plotters 0.3.7's table; matplotlib's last
    /// colour differs by one in green.
    #[test]
    fn a_png_decodes_to_the_colours_of_its_values() {
        let raster = Raster::new(2, &[0.0, 0.5, 1.0, f64::NAN], &(0.0..=1.0), Colours::Viridis);
        let pixels = decoded(&raster);
        assert_eq!(pixels[0], [68, 1, 84, 255]);
        assert_eq!(pixels[2], [254, 232, 37, 255]);
        assert_eq!(pixels[3][3], 0);
    }

    #[test]
    fn a_haze_covers_as_much_of_the_page_as_its_value_says() {
        let raster = Raster::new(3, &[0.0, 0.5, 1.0], &(0.0..=1.0), Colours::Haze);
        let opacities: Vec<u8> = decoded(&raster).iter().map(|pixel| pixel[3]).collect();
        assert_eq!(opacities, [0, 100, 200]);
    }

    #[test]
    fn viridis_gets_lighter_all_the_way() {
        let luminance = |level: u32| {
            let [red, green, blue] = Colours::Viridis.at(f64::from(level) / 254.0).map(f64::from);
            0.2126 * red + 0.7152 * green + 0.0722 * blue
        };
        // Half a unit of a byte: each channel is rounded.
        assert!((0..254).all(|level| luminance(level + 1) > luminance(level) - 0.5));
    }

    #[test]
    fn grey_bytes_keep_their_order_and_ends() {
        let pixels = decoded(&Raster::grey(3, &[0, 128, 255]));
        assert_eq!((pixels[0], pixels[2]), ([0, 0, 0, 255], [255; 4]));
        // 256 greys on 255 levels: at most one off.
        assert!(pixels[1][0].abs_diff(128) <= 1);
    }
}
