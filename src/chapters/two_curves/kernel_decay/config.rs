//! The settings.

use anyhow::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    figure::{Settings, plot::SERIES, settings::rising},
    ground::scale::Scale,
};

/// What a reader can turn.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Hidden layers L of each network, from the shallowest to the deepest.
    #[schemars(length(min = 1, max = SERIES.len()), inner(range(min = 1, max = 10_000)))]
    pub depths: Vec<usize>,
    /// Number of angles from 0 to π, closer together where the deepest kernel is steep.
    #[schemars(range(min = 9, max = 250))]
    pub angles: usize,
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let angles = match scale {
            Scale::Quick => 61,
            Scale::Book => 241,
        };
        Self { depths: vec![5, 25, 125, 625], angles }
    }

    fn check(&self) -> Result<()> {
        rising("depths", &self.depths)
    }
}
