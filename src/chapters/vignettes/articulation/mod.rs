//! Articulation: how many dimensions pose, perspective and illumination give to the pictures of one thing, counted from
//! the pictures.

mod claims;
mod drawing;
mod frames;
mod illumination;
mod orbit;
mod perspective;
mod pose;

use anyhow::{Result, ensure};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    data::photographs::{FILES, Photograph},
    figure::{Checked, Claim, Context, Drawing, Experiment, Settings, Tolerance, settings::in_range},
    ground::scale::Scale,
    math::images::lambert::energy_through,
};

pub use frames::{Sheet, Strip};
pub use illumination::Body;
pub use orbit::Orbit;
pub use pose::Steps;

/// The dimensions of the pictures of a solid, a photograph and matte bodies.
#[derive(Debug)]
pub struct Articulation;

/// The settings.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The painted solid.
    pub solid: SolidSettings,
    /// The camera before it.
    pub camera: Camera,
    /// The photograph under homographies.
    pub perspective: Perspective,
    /// The bodies under lamps.
    pub illumination: Illumination,
    /// Random orientations of the painted solid whose linear span is measured.
    pub orientations: usize,
    /// Step h of the central differences; singular values are those at h/2.
    pub step: f64,
    /// Steps from 0.1 to 1e-9 at which the painted solid's singular values are compared.
    pub steps: usize,
    /// Seed of every random stream.
    pub seed: u64,
}

/// An ellipsoid painted with waves.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SolidSettings {
    /// Half of its extents, in units of the plain ball's radius.
    pub semi_axes: [f64; 3],
    /// Waves of its paint; none leave it grey.
    pub waves: usize,
    /// The highest frequency of the waves, radians over a ball's radius.
    pub frequency: f64,
    /// The power of the cosine with which its radiance falls towards the silhouette.
    pub fade: f64,
}

/// The camera before the solid.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Camera {
    /// Pixels along each side of its pictures.
    pub pixels: usize,
    /// Rays along each side of a pixel.
    pub rays: usize,
    /// From the camera to the solid's centre, in units of the plain ball's radius.
    pub distance: f64,
}

/// The photograph under homographies.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Perspective {
    /// Its file under `data/photos`, without the ending.
    pub photograph: String,
    /// Pixels along each side of the pictures taken of it.
    pub pixels: usize,
    /// Standard deviation of its blur, pixels of the photograph.
    pub blur_px: f64,
    /// The part of its shorter side that a picture at rest shows.
    pub window: f64,
}

/// The bodies under lamps.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Illumination {
    /// Pixels along each side of their pictures; also of the pictures in all orientations.
    pub pixels: usize,
    /// Lamps, spread over the whole sphere.
    pub lamps: usize,
    /// Bumps of the bumpy ball.
    pub bumps: usize,
    /// Height of a bump over the ball of radius 1.
    pub bump_height: f64,
}

/// What was found.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// Solids under rigid motions: the painted solid, a painted ball, and the plain solid, solid of revolution and ball.
    pub pose: Vec<Orbit>,
    /// Flat things under homographies: the photograph, lines and rings.
    pub perspective: Vec<Orbit>,
    /// The painted solid under one lamp: of any direction, and of any direction and strength.
    pub lamp: Vec<Orbit>,
    /// The painted solid's singular values against the step.
    pub steps: Steps,
    /// How far the photograph's derivative by differences is from the exact one, relative, in the spectral norm.
    pub homography_error: f64,
    /// The whole ball, then the ball, the painted solid and the bumpy ball as they are seen.
    pub bodies: Vec<Body>,
    /// The part of the energy that q = 1, 2, … dimensions miss of the bumpy ball with the shadows that it casts on itself.
    pub missed_with_cast_shadows: Vec<f64>,
    /// The energy of Lambert's kernel through order 0, 1, 2, in closed form.
    pub kernel_energies: [f64; 3],
    /// Fewest dimensions that miss no more than 1/128 of the seen ball's energy.
    pub enough_for_seen_ball: usize,
    /// The part of the energy that the best linear space of q = 1, 2, … dimensions misses, of the painted solid in all
    /// orientations.
    pub missed_of_turned: Vec<f64>,
    /// The painted solid under the motions of its pose.
    pub pose_sheet: Sheet,
    /// The photograph under homographies.
    pub perspective_sheet: Sheet,
    /// The bodies as they are seen, under four lamps.
    pub lamps: Strip,
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
        let Config { solid, camera, perspective, illumination, .. } = self;
        for semi_axis in solid.semi_axes {
            in_range("solid.semi_axes", semi_axis, 0.4..=1.6)?;
        }
        in_range("solid.waves", solid.waves, 0..=50)?;
        ensure!(
            solid.waves != 1,
            "`solid.waves` is 1, and one wave does not show each turn of a ball: 0, or 2 and more"
        );
        in_range("solid.frequency", solid.frequency, 0.0..=20.0)?;
        in_range("solid.fade", solid.fade, 1.0..=10.0)?;
        in_range("camera.pixels", camera.pixels, 8..=64)?;
        in_range("camera.rays", camera.rays, 1..=6)?;
        in_range("camera.distance", camera.distance, 3.5..=100.0)?;
        Photograph::named(&perspective.photograph)?;
        in_range("perspective.pixels", perspective.pixels, 8..=64)?;
        in_range("perspective.blur_px", perspective.blur_px, 1.0..=6.0)?;
        in_range("perspective.window", perspective.window, 0.1..=1.0)?;
        in_range("illumination.pixels", illumination.pixels, 12..=36)?;
        in_range("illumination.lamps", illumination.lamps, 50..=2_000)?;
        in_range("illumination.bumps", illumination.bumps, 0..=12)?;
        in_range("illumination.bump_height", illumination.bump_height, 0.0..=0.4)?;
        in_range("orientations", self.orientations, 20..=600)?;
        in_range("step", self.step, 1e-9..=0.1)?;
        in_range("steps", self.steps, 3..=25)
    }
}

impl Experiment for Articulation {
    const ID: &'static str = "vignettes/articulation";
    const TITLE: &'static str = "Six for pose, eight for perspective, nine for light: dimensions counted from pictures";
    const DATA: &'static [&'static str] = &FILES;
    type Config = Config;
    type Outcome = Outcome;

    fn run(config: &Checked<Config>, context: &Context) -> Result<Outcome> {
        let photograph = Photograph::named(&config.perspective.photograph)?.load()?;
        let mut progress = context.progress.task("articulation", 4);
        let pose = pose::orbits(config);
        let steps = pose::steps(config);
        progress.step();
        let perspective = perspective::orbits(config, &photograph);
        let homography_error = perspective::against_exact(config, &photograph);
        progress.step();
        let bodies = illumination::bodies(config);
        let missed_with_cast_shadows = illumination::missed_with_cast_shadows(config);
        progress.step();
        let missed_of_turned = pose::missed_of_turned(config, illumination::MOST);
        progress.step();
        let kernel_energies = [0, 1, 2].map(energy_through);
        let seen = &bodies[1].missed;
        Ok(Outcome {
            pose,
            perspective,
            lamp: illumination::orbits(config),
            steps,
            homography_error,
            enough_for_seen_ball: 1 + seen.iter().take_while(|missed| **missed > 1.0 - kernel_energies[2]).count(),
            bodies,
            missed_with_cast_shadows,
            kernel_energies,
            missed_of_turned,
            pose_sheet: pose::sheet(config),
            perspective_sheet: perspective::sheet(config, &photograph),
            lamps: illumination::strip(config),
        })
    }

    fn claims(outcome: &Outcome) -> Vec<Claim> {
        claims::motions(outcome).into_iter().chain(claims::light(outcome)).collect()
    }

    fn draw(outcome: &Outcome) -> Result<Drawing> {
        drawing::draw(outcome)
    }

    fn tolerance(pointer: &str) -> Tolerance {
        let is_of = |names: &[&str]| names.iter().any(|name| pointer.contains(name));
        let (relative, absolute, because) = if pointer.ends_with("/gap") {
            (0.999, 0.0, "over what is left of rounding: within a factor of a thousand")
        } else if is_of(&["/halving", "homography_error"]) {
            (1e3, 1e-9, "what is left of rounding over a small step: its size is known, its value is not")
        } else if is_of(&["/pixels"]) {
            (0.0, 5.1, "rounded to 52 greys: one unit of them is five of a byte")
        } else if is_of(&["/steps/singular_values"]) {
            (1e-5, 1e-6, "the smallest steps divide rounding by 1e-9")
        } else if is_of(&["/singular_values"]) {
            (1e-6, 1e-9, "central differences: rounding over a step of 1e-5")
        } else {
            (1e-8, 1e-12, "closed forms, and singular values of well-set matrices")
        };
        Tolerance { relative, absolute, because }
    }
}

#[cfg(test)]
mod tests;
