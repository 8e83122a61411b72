//! A photograph of something flat, under homographies.

use super::{
    super::{Config, Orbit, Sheet, outcome::SIDE},
    orbit::Moving,
};
use crate::math::{
    images::{
        blurred::Blurred,
        homography::{GENERATORS, combination, exp, transform, velocity},
        image::Image,
    },
    subspaces::numerical_rank::jacobian,
};

/// The names of the eight motions, in the order of their parameters.
const MOTIONS: [&str; 8] = ["right", "down", "turn", "zoom", "stretch", "shear", "tilt →", "tilt ↓"];
/// How far the strip shows each.
const SHOWN: [f64; 8] = [0.3, 0.3, 0.35, 0.35, 0.25, 0.25, 0.3, 0.3];
/// Parameters: eight of the group, and the factor of the matrix.
const PARAMETERS: usize = 9;

/// What is flat: a function of a point (u, v) of the plane, and its gradient.
#[derive(Debug, Clone)]
pub(super) struct Plane {
    photograph: Blurred,
    /// Where the photograph's middle is, and what a unit of u is, pixels.
    middle: [f64; 2],
    unit_px: f64,
    pattern: Pattern,
}

/// How the plane is painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pattern {
    /// With the photograph, as it is.
    Photograph,
    /// With its middle row, the same in every row.
    Lines,
    /// With its middle row, from the middle outwards.
    Rings,
}

impl Plane {
    fn new(config: &Config, photograph: &Image, pattern: Pattern) -> Self {
        let settings = &config.perspective;
        let [width, height] = [photograph.width, photograph.height].map(|side| side as f64);
        Self {
            photograph: Blurred::new(photograph.clone(), settings.blur_px),
            middle: [0.5 * (width - 1.0), 0.5 * (height - 1.0)],
            unit_px: 0.5 * settings.window * width.min(height),
            pattern,
        }
    }

    /// The value and the gradient at (u, v).
    fn at(&self, [u, v]: [f64; 2]) -> (f64, [f64; 2]) {
        let look = |u: f64, v: f64| {
            let (value, gradient) =
                self.photograph.at(self.middle[0] + self.unit_px * u, self.middle[1] + self.unit_px * v);
            (value, gradient.map(|slope| slope * self.unit_px))
        };
        match self.pattern {
            Pattern::Photograph => look(u, v),
            Pattern::Lines => {
                let (value, [slope, _]) = look(u, 0.0);
                (value, [slope, 0.0])
            }
            // A function of u² + v², which is smooth in the middle as well.
            Pattern::Rings => {
                let (value, [slope, _]) = look(u * u + v * v - 1.0, 0.0);
                (value, [2.0 * u * slope, 2.0 * v * slope])
            }
        }
    }

    // ANCHOR: warped
    /// The picture under the homography exp(A), A = Σ pⱼGⱼ.
    ///
    /// ```text
    /// x_H(u, v) = f(H⁻¹·(u, v))                                     book eq. warp
    /// ```
    fn warped(&self, parameters: &[f64], pixels: usize) -> Image {
        let back = exp(&combination(parameters).map(|row| row.map(|x| -x)));
        Image::from_fn(pixels, pixels, |column, row| self.at(transform(&back, place(column, row, pixels))).0)
    }

    /// The derivative of the picture in the direction of a generator, at the identity.
    ///
    /// ```text
    /// ∂x/∂p_j = −∇f · V_j                                           book eq. warp-derivative
    /// ```
    fn derivative(&self, generator: usize, pixels: usize) -> Image {
        Image::from_fn(pixels, pixels, |column, row| {
            let point = place(column, row, pixels);
            let (_, gradient) = self.at(point);
            let moving = velocity(&GENERATORS[generator], point);
            -(gradient[0] * moving[0] + gradient[1] * moving[1])
        })
    }
    // ANCHOR_END: warped
}

/// The middle of a pixel, the picture reaching from −1 to 1.
fn place(column: usize, row: usize, pixels: usize) -> [f64; 2] {
    [column, row].map(|index| 2.0 * (index as f64 + 0.5) / pixels as f64 - 1.0)
}

/// The counts for the photograph, for lines and for rings.
pub(super) fn orbits(config: &Config, photograph: &Image) -> Vec<Orbit> {
    // Lines do not show what moves along them, b = g₂₁u + g₂₂v + g₂₃: three. Rings do not show a turn.
    [("photograph", Pattern::Photograph, 0), ("lines", Pattern::Lines, 3), ("rings", Pattern::Rings, 1)]
        .into_iter()
        .map(|(name, pattern, stabiliser)| {
            let plane = Plane::new(config, photograph, pattern);
            let picture = |parameters: &[f64]| plane.warped(parameters, config.perspective.pixels);
            Moving { name, group: 8, stabiliser, parameters: PARAMETERS }.counted(config.step, &picture)
        })
        .collect()
}

/// How far the derivative by differences is from the exact one: the largest singular value of the
/// difference, over that of the derivative.
pub(super) fn against_exact(config: &Config, photograph: &Image) -> f64 {
    let (plane, pixels) = (Plane::new(config, photograph, Pattern::Photograph), config.perspective.pixels);
    let differences = jacobian(&|parameters: &[f64]| plane.warped(parameters, pixels), PARAMETERS, config.step);
    let exact: Vec<Image> = (0..PARAMETERS).map(|j| plane.derivative(j, pixels)).collect();
    let exact = faer::Mat::from_fn(pixels * pixels, PARAMETERS, |i, j| exact[j].pixels[i] / pixels as f64);
    let spectral_norm = |matrix: &faer::Mat<f64>| matrix.singular_values().expect("finite numbers converge")[0];
    spectral_norm(&(differences - &exact)) / spectral_norm(&exact)
}

/// The photograph, moved either way by each of the eight motions.
pub(super) fn sheet(config: &Config, photograph: &Image) -> Sheet {
    let plane = Plane::new(config, photograph, Pattern::Photograph);
    Sheet::from_motions(&MOTIONS, |j, way| {
        let mut parameters = [0.0; 8];
        parameters[j] = way * SHOWN[j];
        plane.warped(&parameters, SIDE)
    })
}
