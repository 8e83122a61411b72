//! The settings.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{figure::Settings, ground::scale::Scale};

/// What a reader can turn.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Number of standard normal draws.
    #[schemars(range(min = 2, max = 2_000))]
    pub draws: usize,
    /// Seed of every random stream.
    pub seed: u64,
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let draws = match scale {
            Scale::Quick => 100,
            Scale::Book => 1_000,
        };
        Self { draws, seed: 1 }
    }
}
