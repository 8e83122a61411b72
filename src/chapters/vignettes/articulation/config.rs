//! The settings.

use anyhow::{Result, ensure};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{data::photographs::Photograph, figure::Settings, ground::scale::Scale};

/// What a reader can turn.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The painted solid, whose pose changes.
    pub solid: SolidSettings,
    /// The camera before it.
    pub camera: Camera,
    /// The photograph under homographies.
    pub perspective: Perspective,
    /// The bodies under lamps.
    pub illumination: Illumination,
    /// Random orientations of the painted solid whose linear span is measured.
    #[schemars(range(min = 20, max = 600))]
    pub orientations: usize,
    /// Step h of the central differences; singular values are those at h/2.
    #[schemars(range(min = 1e-9, max = 0.1))]
    pub step: f64,
    /// Steps from 0.1 to 1e-9 at which the painted solid's singular values are compared.
    #[schemars(range(min = 3, max = 25))]
    pub steps: usize,
    /// Seed of every random stream.
    pub seed: u64,
}

/// An ellipsoid painted with waves.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SolidSettings {
    /// Half of its extents, in units of the plain ball's radius.
    #[schemars(inner(range(min = 0.4, max = 1.6)))]
    pub semi_axes: [f64; 3],
    /// Waves of its paint; none leave it grey.
    #[schemars(range(min = 0, max = 50))]
    pub waves: usize,
    /// The highest frequency of the waves, radians over a ball's radius.
    #[schemars(range(min = 0.0, max = 20.0))]
    pub frequency: f64,
    /// The power of the cosine with which its radiance falls towards the silhouette.
    #[schemars(range(min = 1.0, max = 10.0))]
    pub fade: f64,
}

/// The camera before the solid.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Camera {
    /// Pixels along each side of its pictures.
    #[schemars(range(min = 8, max = 64))]
    pub pixels: usize,
    /// Rays along each side of a pixel.
    #[schemars(range(min = 1, max = 6))]
    pub rays: usize,
    /// From the camera to the solid's centre, in units of the plain ball's radius.
    #[schemars(range(min = 3.5, max = 100.0))]
    pub distance: f64,
}

/// The photograph under homographies.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Perspective {
    /// Its file under `data/photos`, without the ending.
    pub photograph: String,
    /// Pixels along each side of the pictures taken of it.
    #[schemars(range(min = 8, max = 64))]
    pub pixels: usize,
    /// Standard deviation of its blur, pixels of the photograph.
    #[schemars(range(min = 1.0, max = 6.0))]
    pub blur_px: f64,
    /// How much of its shorter side an unmoved picture shows, as a fraction.
    #[schemars(range(min = 0.1, max = 1.0))]
    pub window: f64,
}

/// The bodies under lamps.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Illumination {
    /// Pixels along each side of their pictures; also of the pictures in all orientations.
    #[schemars(range(min = 12, max = 36))]
    pub pixels: usize,
    /// Lamps, spread over the whole sphere.
    #[schemars(range(min = 50, max = 2_000))]
    pub lamps: usize,
    /// Bumps of the bumpy ball.
    #[schemars(range(min = 0, max = 12))]
    pub bumps: usize,
    /// Height of a bump over the ball of radius 1.
    #[schemars(range(min = 0.0, max = 0.4))]
    pub bump_height: f64,
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let book = Config {
            solid: SolidSettings { semi_axes: [0.8, 1.0, 1.3], waves: 12, frequency: 7.0, fade: 3.0 },
            camera: Camera { pixels: 48, rays: 3, distance: 5.0 },
            perspective: Perspective { photograph: "camera".to_owned(), pixels: 48, blur_px: 4.0, window: 0.5 },
            illumination: Illumination { pixels: 32, lamps: 1_000, bumps: 8, bump_height: 0.3 },
            orientations: 400,
            // Where the error of truncation, h², meets that of rounding, ε/h.
            step: f64::EPSILON.cbrt(),
            steps: 17,
            seed: 1,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Config {
                camera: Camera { pixels: 24, rays: 2, ..book.camera },
                perspective: Perspective { pixels: 20, ..book.perspective },
                illumination: Illumination { pixels: 18, lamps: 300, ..book.illumination },
                orientations: 100,
                steps: 9,
                ..book
            },
        }
    }

    fn check(&self) -> Result<()> {
        Photograph::named(&self.perspective.photograph)?;
        ensure!(
            self.solid.waves != 1,
            "`solid.waves` is 1, and one wave does not show each turn of a ball: 0, or 2 and more"
        );
        Ok(())
    }
}
