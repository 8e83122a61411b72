//! The settings.

use anyhow::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    figure::{
        Settings,
        settings::{in_range, rising, work_within},
    },
    ground::scale::Scale,
};

/// Operations that a run may take at most: some minutes.
const MOST_WORK: f64 = 1e12;

/// What a reader can turn.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// A signal of spikes through filters.
    pub spikes: Spikes,
    /// Layers of thresholding.
    pub layers: Layers,
    /// The dictionary of patches.
    pub patches: Patchwork,
    /// Seed of every random stream.
    pub seed: u64,
}

/// A signal that is a sum of few shifted filters, in noise.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Spikes {
    /// Samples of the signal, on a circle.
    #[schemars(range(min = 32, max = 200))]
    pub samples: usize,
    /// Filters, normal taps of length 1 together.
    #[schemars(range(min = 1, max = 4))]
    pub filters: usize,
    /// Taps of a filter.
    #[schemars(range(min = 2, max = 32))]
    pub taps: usize,
    /// Spikes, of heights 1 to 2 and random signs.
    #[schemars(range(min = 1, max = 20))]
    pub spikes: usize,
    /// Standard deviation of the noise.
    #[schemars(range(min = 0.0, max = 0.5))]
    pub noise: f64,
    /// The weight λ of the ℓ₁ norm.
    #[schemars(range(min = 0.01, max = 0.5))]
    pub weight: f64,
    /// Steps of FISTA.
    #[schemars(range(min = 100, max = 20_000))]
    pub steps: usize,
}

/// Random filters, layer after layer.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Layers {
    /// Layers.
    #[schemars(range(min = 1, max = 6))]
    pub layers: usize,
    /// Filters of a layer.
    #[schemars(range(min = 1, max = 32))]
    pub filters: usize,
    /// The threshold β, in units of the standard deviation of what is thresholded.
    #[schemars(range(min = 0.0, max = 2.0))]
    pub threshold: f64,
}

/// Patches of photographs.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Patchwork {
    /// Side of a patch, pixels.
    #[schemars(range(min = 4, max = 12))]
    pub side: usize,
    /// Patches to learn from, and as many held out.
    #[schemars(range(min = 600, max = 5_000))]
    pub patches: usize,
    /// Atoms along a side of the overcomplete dictionaries, which have its square of atoms.
    #[schemars(range(min = 8, max = 18))]
    pub atoms_along: usize,
    /// Atoms of a code while learning.
    #[schemars(range(min = 1, max = 12))]
    pub sparsity: usize,
    /// Rounds of learning.
    #[schemars(range(min = 1, max = 100))]
    pub rounds: usize,
    /// Numbers of atoms of a code at which errors are measured, rising.
    #[schemars(length(min = 2, max = 16), inner(range(min = 1, max = 16)))]
    pub sparsities: Vec<usize>,
    /// Draws of patches.
    #[schemars(range(min = 2, max = 10))]
    pub draws: usize,
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let book = Self {
            spikes: Spikes { samples: 128, filters: 3, taps: 11, spikes: 9, noise: 0.05, weight: 0.15, steps: 5_000 },
            layers: Layers { layers: 3, filters: 8, threshold: 0.5 },
            patches: Patchwork {
                side: 8,
                patches: 4_000,
                atoms_along: 16,
                sparsity: 6,
                rounds: 30,
                sparsities: vec![1, 2, 3, 4, 6, 8, 12, 16],
                draws: 4,
            },
            seed: 1,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Self {
                patches: Patchwork {
                    patches: 800,
                    atoms_along: 10,
                    rounds: 5,
                    sparsities: vec![1, 4, 16],
                    draws: 2,
                    ..book.patches
                },
                ..book
            },
        }
    }

    fn check(&self) -> Result<()> {
        let Self { spikes, patches, .. } = self;
        in_range("spikes.taps", spikes.taps, 2..=spikes.samples / 2)?;
        rising("patches.sparsities", &patches.sparsities)?;
        let atoms = patches.atoms_along * patches.atoms_along;
        in_range("the square of `patches.atoms_along`", atoms, patches.side * patches.side..=patches.patches)?;
        let pixels = patches.side * patches.side;
        let code = |sparsity: usize| (2 * atoms * (pixels + sparsity * sparsity)) as f64;
        let learning = patches.rounds as f64 * code(patches.sparsity);
        let measuring = 4.0 * code(16);
        let work = (patches.draws * patches.patches) as f64 * (learning + measuring)
            + (patches.draws * patches.rounds * atoms.pow(3)) as f64;
        work_within(
            work,
            MOST_WORK,
            "take fewer `patches.patches`, `patches.rounds` or `patches.draws`, or fewer atoms",
        )
    }
}
