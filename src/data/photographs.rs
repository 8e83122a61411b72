//! Six photographs in the public domain, as greyscale images.

use thiserror::Error;

use super::committed::{BadFile, Committed};
use crate::math::images::image::Image;

/// A photograph under `data/photos`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Photograph {
    /// What a setting calls it.
    pub name: &'static str,
    /// The committed PNG file of it.
    pub file: Committed,
}

/// A photographer and a tripod: 512 × 512, greyscale.
pub const CAMERA: Photograph = Photograph {
    name: "camera",
    file: Committed {
        path: "photos/camera.png",
        sha256: "b0793d2adda0fa6ae899c03989482bff9a42d3d5690fc7e3648f2795d730c23a",
    },
};

/// A cat's face: 451 × 300, colour.
pub const CHELSEA: Photograph = Photograph {
    name: "chelsea",
    file: Committed {
        path: "photos/chelsea.png",
        sha256: "596aa1e7cb875eb79f437e310381d26b338a81c2da23439704a73c4651e8c4bb",
    },
};

/// A cup of coffee: 600 × 400, colour.
pub const COFFEE: Photograph = Photograph {
    name: "coffee",
    file: Committed {
        path: "photos/coffee.png",
        sha256: "cc02f8ca188b167c775a7101b5d767d1e71792cf762c33d6fa15a4599b5a8de7",
    },
};

/// A brick wall: 512 × 512, greyscale.
pub const BRICK: Photograph = Photograph {
    name: "brick",
    file: Committed {
        path: "photos/brick.png",
        sha256: "7966caf324f6ba843118d98f7a07746d22f6a343430add0233eca5f6eaaa8fcf",
    },
};

/// Grass: 512 × 512, greyscale.
pub const GRASS: Photograph = Photograph {
    name: "grass",
    file: Committed {
        path: "photos/grass.png",
        sha256: "b6b6022426b38936c43a4ac09635cd78af074e90f42ffa8227ac8b7452d39f89",
    },
};

/// Gravel: 512 × 512, greyscale.
pub const GRAVEL: Photograph = Photograph {
    name: "gravel",
    file: Committed {
        path: "photos/gravel.png",
        sha256: "c48615b451bf1e606fbd72c0aa9f8cc0f068ab7111ef7d93bb9b0f2586440c12",
    },
};

/// Every photograph of the repository, in alphabetical order.
pub const ALL: [Photograph; 6] = [CAMERA, CHELSEA, COFFEE, BRICK, GRASS, GRAVEL];

/// Their files, as an experiment whose settings name one declares them.
pub const FILES: [&str; 6] = {
    let mut files = [""; ALL.len()];
    let mut index = 0;
    while index < ALL.len() {
        files[index] = ALL[index].file.path;
        index += 1;
    }
    files
};

/// Why there is no photograph.
#[derive(Debug, Error)]
pub enum NoPhotograph {
    /// The file is missing or altered.
    #[error(transparent)]
    Bad(#[from] BadFile),
    /// There is none of this name.
    #[error("no photograph is named `{0}`; there are camera, chelsea, coffee, brick, grass and gravel")]
    Unknown(String),
    /// The file is the known one, and still no image.
    #[error("{path}: no PNG image ({why})")]
    NoImage {
        /// The file that cannot be decoded.
        path: &'static str,
        /// What the decoder says.
        why: image::ImageError,
    },
}

impl Photograph {
    /// The photograph that a setting names.
    ///
    /// # Errors
    ///
    /// If there is none of this name; the error lists those that there are.
    pub fn named(name: &str) -> Result<Self, NoPhotograph> {
        let found = ALL.into_iter().find(|photograph| photograph.name == name);
        found.ok_or_else(|| NoPhotograph::Unknown(name.to_owned()))
    }

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
    use super::{ALL, Photograph};

    #[test]
    fn the_committed_photographs_are_the_ones_described() {
        let sizes = [(512, 512), (451, 300), (600, 400), (512, 512), (512, 512), (512, 512)];
        for (photograph, (width, height)) in ALL.iter().zip(sizes) {
            let image = photograph.load().unwrap();
            assert_eq!((image.width, image.height, image.pixels.len()), (width, height, width * height));
            // Not one grey, and within the range that black and white give.
            let darkest = image.pixels.iter().copied().fold(f64::INFINITY, f64::min);
            let lightest = image.pixels.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            assert!(0.0 <= darkest && lightest - darkest > 0.4 && lightest <= 1.0, "{photograph:?}");
        }
    }

    #[test]
    fn a_photograph_is_found_by_its_name_or_the_names_are_listed() {
        for photograph in ALL {
            assert_eq!(Photograph::named(photograph.name).unwrap(), photograph);
            let line = Photograph::named("terrier").unwrap_err().to_string();
            assert!(line.contains("terrier") && line.contains(photograph.name), "{line}");
        }
    }
}
