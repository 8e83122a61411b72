//! The settings.

use anyhow::{Result, ensure};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    data::sphere_curves::{CurvePair, SphereCurve},
    figure::{
        Settings,
        settings::{in_range, rising},
    },
    ground::scale::Scale,
    math::kernel::tangent::scaled_angle,
};

/// What a reader can turn.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Hidden layers L, rising. The shallowest and the deepest are the ones whose decay and certificate are drawn. With one
    /// layer some waves along a circle have the eigenvalue zero.
    #[schemars(length(min = 2, max = 8), inner(range(min = 2, max = 300)))]
    pub depths: Vec<usize>,
    /// The separation Δ of the circles, of the winding curves and of the coils, radians.
    #[schemars(range(min = 0.02, max = 1.5))]
    pub separation: f64,
    /// Separations of other pairs of circles, by the closed form alone, radians, rising.
    #[schemars(length(min = 1, max = 2), inner(range(min = 0.02, max = 1.5)))]
    pub other_separations: Vec<f64>,
    /// The pair of winding curves.
    pub winding: Winding,
    /// The pair of coils.
    pub coil: Coil,
    /// The part of ‖ζ₀‖ that a certificate may leave.
    #[schemars(range(min = 0.01, max = 0.9))]
    pub residual: f64,
    /// The norm that a certificate may have where its residual is asked for.
    #[schemars(range(min = 0.01, max = 1e4))]
    pub budget: f64,
    /// Points on each curve; everything is computed again with twice as many.
    #[schemars(range(min = 32, max = 320))]
    pub grid: usize,
}

/// A wave about a latitude.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Winding {
    /// The amplitude a, radians.
    #[schemars(range(min = 0.01, max = 0.7))]
    pub amplitude_rad: f64,
    /// Waves in a turn.
    #[schemars(range(min = 1, max = 12))]
    pub frequency: u32,
}

/// A helix around a circle.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Coil {
    /// The opening η, radians.
    #[schemars(range(min = 0.05, max = 1.5))]
    pub opening_rad: f64,
    /// Turns of the helix.
    #[schemars(range(min = 1, max = 12))]
    pub windings: u32,
}

/// Grid steps are no longer than this, as scaled angles Lν/(3π): beyond, the grid does not see the kernel's spot.
const COARSEST: f64 = 1.0;

impl Config {
    /// The pairs of the figure.
    pub(super) fn pairs(&self) -> [(&'static str, CurvePair); 3] {
        let half = self.separation / 2.0;
        let Winding { amplitude_rad, frequency } = self.winding;
        let Coil { opening_rad, windings } = self.coil;
        [
            ("circles", SphereCurve::Latitude { latitude_rad: half }),
            ("winding", SphereCurve::Winding { latitude_rad: half + amplitude_rad, amplitude_rad, frequency }),
            ("coils", SphereCurve::Coil { latitude_rad: half, opening_rad, windings }),
        ]
        .map(|(name, upper)| (name, CurvePair { upper }))
    }

    /// Hidden layers of the deepest network.
    fn deepest(&self) -> usize {
        self.depths.last().copied().unwrap_or(1)
    }
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let book = Self {
            depths: vec![5, 10, 25, 50, 125],
            separation: 0.3,
            other_separations: vec![0.1, 0.8],
            winding: Winding { amplitude_rad: 0.3, frequency: 4 },
            coil: Coil { opening_rad: 0.4, windings: 4 },
            residual: 0.1,
            budget: 3.0,
            grid: 256,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Self { depths: vec![5, 20, 50], grid: 96, ..book },
        }
    }

    fn check(&self) -> Result<()> {
        rising("depths", &self.depths)?;
        rising("other_separations", &self.other_separations)?;
        let highest = self.separation / 2.0 + 2.0 * self.winding.amplitude_rad;
        in_range("separation/2 + 2 winding.amplitude_rad, the winding's highest latitude", highest, 0.0..=1.5)?;
        for (name, pair) in self.pairs() {
            let spacing = pair.upper.length_rad() / self.grid as f64;
            ensure!(
                spacing <= self.separation,
                "`grid` is {}, too coarse for the separation {} of the {name}: {} points are needed",
                self.grid,
                self.separation,
                (spacing / self.separation * self.grid as f64).ceil()
            );
            let step = scaled_angle(spacing, self.deepest());
            let needed = (step / COARSEST * self.grid as f64).ceil();
            ensure!(
                step <= COARSEST,
                "`grid` is {}, too coarse for the spot of a kernel of depth {} on the {name}: {needed} points are needed",
                self.grid,
                self.deepest()
            );
        }
        Ok(())
    }
}
