//! Six photographs in the public domain, as greyscale images.

use thiserror::Error;

use super::committed::{BadFile, Committed};
use crate::math::image::Image;

/// A photograph under `data/photos`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Photograph {
    /// The PNG file.
    pub file: Committed,
    /// Whose picture it is.
    pub author: &'static str,
}

/// A photographer and a tripod: 512 × 512, greyscale.
pub const CAMERA: Photograph = Photograph {
    file: Committed {
        path: "photos/camera.png",
        sha256: "b0793d2adda0fa6ae899c03989482bff9a42d3d5690fc7e3648f2795d730c23a",
    },
    author: "L. Varshney",
};

/// A cat's face: 451 × 300, colour.
pub const CHELSEA: Photograph = Photograph {
    file: Committed {
        path: "photos/chelsea.png",
        sha256: "596aa1e7cb875eb79f437e310381d26b338a81c2da23439704a73c4651e8c4bb",
    },
    author: "S. van der Walt",
};

/// A cup of coffee: 600 × 400, colour.
pub const COFFEE: Photograph = Photograph {
    file: Committed {
        path: "photos/coffee.png",
        sha256: "cc02f8ca188b167c775a7101b5d767d1e71792cf762c33d6fa15a4599b5a8de7",
    },
    author: "R. Michetti",
};

/// A brick wall: 512 × 512, greyscale.
pub const BRICK: Photograph = Photograph {
    file: Committed {
        path: "photos/brick.png",
        sha256: "7966caf324f6ba843118d98f7a07746d22f6a343430add0233eca5f6eaaa8fcf",
    },
    author: "CC0Textures",
};

/// Grass: 512 × 512, greyscale.
pub const GRASS: Photograph = Photograph {
    file: Committed {
        path: "photos/grass.png",
        sha256: "b6b6022426b38936c43a4ac09635cd78af074e90f42ffa8227ac8b7452d39f89",
    },
    author: "linolafett",
};

/// Gravel: 512 × 512, greyscale.
pub const GRAVEL: Photograph = Photograph {
    file: Committed {
        path: "photos/gravel.png",
        sha256: "c48615b451bf1e606fbd72c0aa9f8cc0f068ab7111ef7d93bb9b0f2586440c12",
    },
    author: "CC0Textures",
};

/// Why there is no photograph.
#[derive(Debug, Error)]
pub enum NoPhotograph {
    /// The file is missing or altered.
    #[error(transparent)]
    Bad(#[from] BadFile),
    /// The file is the known one, and still no image.
    #[error("{path}: no PNG image ({why})")]
    NoImage {
        /// The file.
        path: &'static str,
        /// The decoder's fault.
        why: image::ImageError,
    },
}

impl Photograph {
    /// The photograph, black 0 and white 1, its values as stored: not made linear in the light. Colours are weighted into
    /// one luma by Rec. 709.
    ///
    /// # Errors
    ///
    /// One line that names the file and what to do, if it is altered or missing.
    pub fn load(&self) -> Result<Image, NoPhotograph> {
        let decoded = image::load_from_memory_with_format(&self.file.read()?, image::ImageFormat::Png)
            .map_err(|why| NoPhotograph::NoImage { path: self.file.path, why })?
            .into_luma8();
        Ok(Image {
            width: decoded.width() as usize,
            height: decoded.height() as usize,
            pixels: decoded.into_raw().into_iter().map(|level| f64::from(level) / 255.0).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{BRICK, CAMERA, CHELSEA, COFFEE, GRASS, GRAVEL};

    #[test]
    fn the_committed_photographs_are_the_ones_described() {
        let sizes = [(512, 512), (451, 300), (600, 400), (512, 512), (512, 512), (512, 512)];
        for (photograph, (width, height)) in [CAMERA, CHELSEA, COFFEE, BRICK, GRASS, GRAVEL].iter().zip(sizes) {
            let image = photograph.load().unwrap();
            assert_eq!((image.width, image.height, image.pixels.len()), (width, height, width * height));
            // Not one grey, and within the range that black and white give.
            let darkest = image.pixels.iter().copied().fold(f64::INFINITY, f64::min);
            let lightest = image.pixels.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            assert!(0.0 <= darkest && lightest - darkest > 0.4 && lightest <= 1.0, "{photograph:?}");
        }
    }
}
