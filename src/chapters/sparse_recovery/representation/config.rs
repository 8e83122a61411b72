//! The settings.

use anyhow::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    figure::{
        Settings,
        settings::{in_range, rising},
    },
    ground::scale::Scale,
};

/// The most points in a picture: more would cover each other and fill the drawing.
const MOST_DRAWN: usize = 200;
/// A sweep has no more places than this: so many fit the drawing.
pub(super) const MOST_PLACES: usize = 13;

/// What a reader can turn.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Points on planes, as they are pictured; the sweeps have as many planes, dimensions and points.
    pub planes: Planes,
    /// Points on curves, as they are pictured; the sweep has as many curves and frequencies.
    pub curves: Curves,
    /// The weight of the codes' ℓ₁ norm, as a part of the smallest at which the code is zero.
    #[schemars(range(min = 1e-4, max = 0.9))]
    pub penalty: f64,
    /// Descents of k-means, of which the best counts.
    #[schemars(range(min = 1, max = 1_000))]
    pub restarts: usize,
    /// The angles of the sweep, rising, degrees; none is more than 180° over the number of planes.
    #[schemars(length(min = 2, max = MOST_PLACES), inner(range(min = 0.1, max = 90.0)))]
    pub angles_deg: Vec<f64>,
    /// The noises of the sweep of planes, rising, as parts of a point's length.
    #[schemars(length(min = 1, max = 3), inner(range(min = 0.0, max = 1.0)))]
    pub noises: Vec<f64>,
    /// Points on each curve in the sweep of curves, rising.
    #[schemars(length(min = 2, max = MOST_PLACES), inner(range(min = 4, max = 400)))]
    pub samples: Vec<usize>,
    /// Data sets at each place of the sweeps.
    #[schemars(range(min = 1, max = 1_000))]
    pub repetitions: usize,
    /// Seed of every random stream; 5 is kept from the first record, since another moves every number.
    pub seed: u64,
}

/// A fan of planes, each the one before turned by an angle; the angle and the noise are those of the pictures.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Planes {
    /// How many planes there are, K.
    #[schemars(range(min = 2, max = 6))]
    pub count: usize,
    /// Dimensions D of the space.
    #[schemars(range(min = 4, max = 100))]
    pub ambient: usize,
    /// Points on each plane.
    #[schemars(range(min = 4, max = 100))]
    pub per_plane: usize,
    /// The angle from each plane to the next, degrees; at most 180° over the number of planes.
    #[schemars(range(min = 0.1, max = 90.0))]
    pub angle_deg: f64,
    /// The noise, as a part of a point's length.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub noise: f64,
}

/// Trigonometric moment curves on the unit sphere.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Curves {
    /// How many curves there are, K.
    #[schemars(range(min = 2, max = 6))]
    pub count: usize,
    /// Frequencies M of each; the space has 2M dimensions.
    #[schemars(range(min = 2, max = 20))]
    pub frequencies: usize,
    /// Points on each curve in the pictures.
    #[schemars(range(min = 4, max = 150))]
    pub per_curve: usize,
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let book = Self {
            planes: Planes { count: 3, ambient: 10, per_plane: 50, angle_deg: 30.0, noise: 0.03 },
            curves: Curves { count: 2, frequencies: 3, per_curve: 100 },
            penalty: 0.05,
            restarts: 10,
            angles_deg: vec![1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 11.0, 15.0, 20.0, 30.0, 45.0, 60.0],
            noises: vec![0.0, 0.03, 0.1],
            samples: vec![8, 11, 16, 23, 32, 45, 64, 91, 128, 181, 256],
            repetitions: 20,
            seed: 5,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Self {
                planes: Planes { per_plane: 30, ..book.planes },
                curves: Curves { per_curve: 60, ..book.curves },
                angles_deg: vec![2.0, 8.0, 30.0],
                samples: vec![8, 24, 72],
                repetitions: 4,
                ..book
            },
        }
    }

    fn check(&self) -> Result<()> {
        // After 180° the fan closes.
        let widest = 180.0 / self.planes.count as f64;
        in_range("planes.angle_deg", self.planes.angle_deg, 0.1..=widest)?;
        rising("angles_deg", &self.angles_deg)?;
        let last = self.angles_deg.len() - 1;
        in_range(&format!("angles_deg[{last}]"), self.angles_deg[last], 0.1..=widest)?;
        in_range("planes.count · planes.per_plane", self.planes.count * self.planes.per_plane, 8..=MOST_DRAWN)?;
        in_range("curves.count · curves.per_curve", self.curves.count * self.curves.per_curve, 8..=MOST_DRAWN)?;
        rising("noises", &self.noises)?;
        rising("samples", &self.samples)
    }
}
