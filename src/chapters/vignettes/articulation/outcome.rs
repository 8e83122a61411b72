//! What was found.

use serde::{Deserialize, Serialize};

use crate::ground::pixels::Pixels;

/// Pixels along each side of a small picture.
pub(super) const SIDE: usize = 24;

/// The dimensions of pose, perspective and light, and the small pictures that show them.
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

/// The pictures of one object under one group, near one of them.
#[derive(Debug, Serialize, Deserialize)]
pub struct Orbit {
    /// What moves, as the drawing's legend has it.
    pub name: String,
    /// Dimension of the group.
    pub group: usize,
    /// Dimension of the motions that the object does not show.
    pub stabiliser: usize,
    /// Singular values of the derivative at half the step, falling, one per parameter. Pose and perspective have a
    /// parameter more than their group has dimensions: the size, and the factor of the matrix.
    pub singular_values: Vec<f64>,
    /// How far halving the step moves the derivative: largest singular value of the difference.
    pub halving: f64,
    /// How many singular values count.
    pub rank: usize,
    /// The last singular value that counts, over what comes after it.
    pub gap: f64,
}

impl Orbit {
    /// How far the count is from the dimension of the group less that of the stabiliser.
    pub(super) fn miscount(&self) -> f64 {
        (self.rank as f64 + self.stabiliser as f64 - self.group as f64).abs()
    }
}

/// Singular values of the painted solid against the step.
#[derive(Debug, Serialize, Deserialize)]
pub struct Steps {
    /// The steps h/2 of the differences, falling.
    pub steps: Vec<f64>,
    /// `[parameters, steps]`: singular values.
    pub singular_values: Vec<Vec<f64>>,
    /// The count at each step.
    pub ranks: Vec<usize>,
}

/// A body under lamps from everywhere.
#[derive(Debug, Serialize, Deserialize)]
pub struct Body {
    /// The body's name in the legend, with the side from which it is seen.
    pub name: String,
    /// Pixels that see it.
    pub seen: usize,
    /// The part of the energy that the best linear space of q = 1, 2, … dimensions misses, over all lamps of the sphere
    /// alike: from the products of pixels in closed form.
    pub missed: Vec<f64>,
    /// The same from pictures under the lamps of the settings.
    pub missed_sampled: Vec<f64>,
    /// The part that the space of the 1, 4 and 9 harmonic pictures misses, from those pictures.
    pub missed_by_harmonics: [f64; 3],
    /// The part that is missed if Lambert's kernel is cut after order 0, 1, 2, from those pictures.
    pub missed_by_series: [f64; 3],
}

/// Small pictures in columns, one per motion: moved back, at rest, and moved ahead, from top to bottom.
#[derive(Debug, Serialize, Deserialize)]
pub struct Sheet {
    /// The names of the motions, from left to right.
    pub motions: Vec<String>,
    /// The pixels of all pictures together, row by row: black 0 and white 255.
    pub pixels: Pixels,
}

/// Small pictures in a row, as many of each thing.
#[derive(Debug, Serialize, Deserialize)]
pub struct Strip {
    /// What is in them, in order.
    pub names: Vec<String>,
    /// How many there are of each.
    pub each: usize,
    /// The pixels of all pictures together, as those of a [`Sheet`].
    pub pixels: Pixels,
}
