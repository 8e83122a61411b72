//! The settings.

use anyhow::{Result, ensure};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    data::photographs::Photograph,
    figure::{
        Settings,
        settings::{in_range, rising},
    },
    ground::scale::Scale,
};

/// More random shifts would make a search for neighbours, which looks at every pair, take minutes.
const MOST_SAMPLES: usize = 20_000;

/// What a reader can turn.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Seed of every random draw.
    pub seed: u64,
    /// Which photograph: camera, chelsea, coffee, brick, grass or gravel.
    pub photograph: String,
    /// Side of the picture that is shifted, pixels; a power of 2.
    #[schemars(range(min = 16, max = 256))]
    pub side: usize,
    /// The part of the side, at each edge, along which the picture fades to its mean.
    #[schemars(range(min = 0.01, max = 0.5))]
    pub fade: f64,
    /// Standard deviations of the Gaussian blurs, pixels, rising: the first 0, the second at least 0.1.
    #[schemars(length(min = 2, max = 5), inner(range(min = 0.0, max = 16.0)))]
    pub blurs: Vec<f64>,
    /// Shift of the pictures shown to each side, pixels.
    #[schemars(range(min = 0.25, max = 16.0))]
    pub shown_shift: f64,
    /// How many random shifts the neighbours are looked for among, rising; each shift needs as many others as `neighbours`.
    #[schemars(length(min = 1, max = 12), inner(range(min = 4, max = MOST_SAMPLES)))]
    pub samples: Vec<usize>,
    /// Nearest neighbours of each shift, from whose distances the dimension is estimated.
    #[schemars(range(min = 3, max = 50))]
    pub neighbours: usize,
    /// Sides at which one shift of the same scene is looked at, pixels; powers of 2, rising.
    #[schemars(length(min = 2, max = 5), inner(range(min = 16, max = 256)))]
    pub sides: Vec<usize>,
    /// That shift, and the blur beside none, as a part of the side.
    #[schemars(range(min = 1e-3, max = 0.1))]
    pub part_of_side: f64,
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let book = Config {
            seed: 1,
            photograph: "camera".to_owned(),
            side: 64,
            fade: 0.25,
            blurs: vec![0.0, 1.0, 2.0, 4.0],
            shown_shift: 4.0,
            samples: vec![30, 100, 300, 1_000, 3_000, 10_000],
            neighbours: 10,
            sides: vec![16, 32, 64, 128, 256],
            part_of_side: 1.0 / 64.0,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Config { side: 32, samples: vec![30, 100, 1_000], sides: vec![16, 32, 64, 128], ..book },
        }
    }

    fn check(&self) -> Result<()> {
        Photograph::named(&self.photograph)?;
        power_of_two("side", self.side)?;
        rising("blurs", &self.blurs)?;
        ensure!(self.blurs[0] == 0.0, "the first of `blurs` must be 0: the picture as it is");
        in_range("blurs[1]", self.blurs[1], 0.1..=16.0)?;
        rising("samples", &self.samples)?;
        in_range("samples[0]", self.samples[0], self.neighbours + 1..=MOST_SAMPLES)?;
        rising("sides", &self.sides)?;
        self.sides.iter().try_for_each(|&side| power_of_two("sides", side))
    }
}

/// Sides that halve down to the smallest see the same scene.
fn power_of_two(name: &str, side: usize) -> Result<()> {
    ensure!(side.is_power_of_two(), "`{name}` is {side}, and must be a power of 2");
    Ok(())
}
