//! The settings.

use anyhow::{Result, ensure};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    figure::{
        Settings,
        settings::{multiple_of, rising},
    },
    ground::scale::Scale,
};

/// Points of a curve at which a near return is looked for. A multiple of twice the number of any clover's leaves, so that the
/// tips of leaves and of bays are among them; with twice as many points on the curve, twice as many are taken.
pub(super) const PLACES: usize = 240;

/// What a reader can turn.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Panel (a): waves m in a turn.
    #[schemars(length(min = 2, max = 4), inner(range(min = 2, max = 16)))]
    pub frequencies: Vec<u32>,
    /// Panel (a): the amplitude a of the waves, radians.
    #[schemars(range(min = 0.02, max = 0.3))]
    pub amplitude_rad: f64,
    /// Panel (b): the separations Δ, radians.
    #[schemars(length(min = 2, max = 4), inner(range(min = 0.02, max = 1.0)))]
    pub separations_rad: Vec<f64>,
    /// Panel (c): leaves of the clovers, 2 or more; 0 is a circle.
    #[schemars(length(min = 2, max = 4), inner(range(min = 0, max = 5)))]
    pub leaves: Vec<u32>,
    /// Panel (c): the width of a leaf's neck, in units of 1/√(1 + κ²).
    #[schemars(range(min = 0.05, max = 1.0))]
    pub neck: f64,
    /// The separation Δ that panels (a) and (c) hold, radians.
    #[schemars(range(min = 0.02, max = 1.0))]
    pub separation_rad: f64,
    /// The curvature κ that panels (b) and (c) hold.
    #[schemars(range(min = 7.0, max = 20.0))]
    pub curvature: f64,
    /// c₁: as far along the curve as counts as far, in units of 1/√(1 + κ²).
    #[schemars(range(min = 1.0, max = 3.0))]
    pub far: f64,
    /// c₂: as near on the sphere as counts as near, in units of 1/√(1 + κ²).
    #[schemars(range(min = 0.05, max = 2.0))]
    pub near: f64,
    /// Windings m of the coils, rising.
    #[schemars(length(min = 2, max = 40), inner(range(min = 2, max = 120)))]
    pub windings: Vec<u32>,
    /// The opening η of the coils, radians.
    #[schemars(range(min = 0.2, max = 1.2))]
    pub opening_rad: f64,
    /// Points of a curve at equal steps of arc length, a multiple of 240; ✿ is counted again with twice as many.
    #[schemars(range(min = 480, max = 2_400))]
    pub points: usize,
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let (points, windings) = match scale {
            Scale::Quick => (480, vec![8, 16, 24, 32, 40]),
            Scale::Book => (1_200, (2..=18).map(|i| 4 * i).collect()),
        };
        Self {
            frequencies: vec![2, 4, 7, 11],
            amplitude_rad: 0.15,
            separations_rad: vec![0.8, 0.4, 0.2, 0.1],
            leaves: vec![0, 2, 3, 4],
            neck: 0.15,
            separation_rad: 0.4,
            curvature: 7.0,
            far: 1.0,
            near: 0.9,
            windings,
            opening_rad: 0.4,
            points,
        }
    }

    fn check(&self) -> Result<()> {
        let one = self.leaves.iter().position(|&leaves| leaves == 1);
        ensure!(
            one.is_none(),
            "`leaves[{}]` is 1, and one leaf does not close; 0 is a circle",
            one.unwrap_or_default()
        );
        rising("windings", &self.windings)?;
        multiple_of("points", self.points, PLACES)
    }
}
