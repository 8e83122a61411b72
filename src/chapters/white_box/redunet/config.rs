//! The settings.

use anyhow::{Result, ensure};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    data::digits::SIDE,
    figure::{
        Settings,
        settings::{in_range, rising, work_within},
    },
    ground::scale::Scale,
};

/// Operations that a run may take at most: some minutes.
const MOST_WORK: f64 = 2e12;
/// Classes of digits: 0, 1 and 2.
pub(super) const NUMBERS: usize = 3;

/// What a reader can turn.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// ε².
    #[schemars(range(min = 0.01, max = 10.0))]
    pub epsilon_squared: f64,
    /// λ, how sharply memberships are estimated.
    #[schemars(range(min = 0.0, max = 100_000.0))]
    pub sharpness: f64,
    /// Gaussians around directions, two in the plane and three in space.
    pub gaussians: Gaussians,
    /// Handwritten 0, 1 and 2.
    pub digits: Digits,
    /// The same digits in polar coordinates.
    pub rotation: Rotation,
    /// Draws of points and of digits.
    #[schemars(range(min = 2, max = 20))]
    pub draws: usize,
    /// Seed of every random stream.
    pub seed: u64,
}

/// Points of N(m, σ²I) around directions m that all make one angle, scaled to length 1.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Gaussians {
    /// Training points of a class, and as many for testing.
    #[schemars(range(min = 10, max = 1_000))]
    pub per_class: usize,
    /// The angle between two directions, radians.
    #[schemars(range(min = 0.1, max = 1.57))]
    pub angle_rad: f64,
    /// σ, rising; the first is drawn.
    #[schemars(length(min = 1, max = 3), inner(range(min = 0.001, max = 1.0)))]
    pub noises: Vec<f64>,
    /// η.
    #[schemars(range(min = 0.001, max = 10.0))]
    pub step: f64,
    /// The layers that are looked at, rising from 0; the last is the depth.
    #[schemars(length(min = 2, max = 16), inner(range(min = 0, max = 500)))]
    pub layers: Vec<usize>,
}

/// Digits as vectors of pixels.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Digits {
    /// Training digits of a class, and as many for testing.
    #[schemars(range(min = 5, max = 500))]
    pub per_class: usize,
    /// Pixels of the scan along a side of one pixel here: 2, 4 or 7.
    #[schemars(range(min = 2, max = 7))]
    pub reduction: usize,
    /// η. It is smaller than for Gaussians, since a step moves by up to ηα, and α = d/(Nε²) grows with the pixels d.
    #[schemars(range(min = 0.001, max = 10.0))]
    pub step: f64,
    /// The layers that are looked at, rising from 0; the last is the depth.
    #[schemars(length(min = 2, max = 16), inner(range(min = 0, max = 200)))]
    pub layers: Vec<usize>,
    /// Principal directions of a class for the nearest subspace.
    #[schemars(range(min = 1, max = 30))]
    pub directions: usize,
}

/// Digits on circles about their middle: a turn is a cyclic shift.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rotation {
    /// Upright training digits of a class, and as many turned ones for testing.
    #[schemars(range(min = 5, max = 200))]
    pub per_class: usize,
    /// Circles C.
    #[schemars(range(min = 1, max = 14))]
    pub radii: usize,
    /// Angles T of a circle.
    #[schemars(range(min = 4, max = 64))]
    pub angles: usize,
    /// η.
    #[schemars(range(min = 0.001, max = 10.0))]
    pub step: f64,
    /// The layers that are looked at, rising from 0; the last is the depth.
    #[schemars(length(min = 2, max = 16), inner(range(min = 0, max = 200)))]
    pub layers: Vec<usize>,
    /// Principal directions of a class and all its turns, for the nearest subspace.
    #[schemars(range(min = 1, max = 60))]
    pub directions: usize,
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let book = Self {
            epsilon_squared: 0.1,
            sharpness: 500.0,
            gaussians: Gaussians {
                per_class: 150,
                angle_rad: 0.8,
                noises: vec![0.1, 0.25],
                step: 0.5,
                layers: vec![0, 1, 2, 3, 5, 7, 10, 14, 20, 30, 50, 70, 100, 140, 200],
            },
            digits: Digits {
                per_class: 100,
                reduction: 2,
                step: 0.1,
                layers: vec![0, 1, 2, 3, 5, 7, 10, 14, 20, 30],
                directions: 10,
            },
            rotation: Rotation {
                per_class: 50,
                radii: 8,
                angles: 32,
                step: 0.5,
                layers: vec![0, 1, 2, 3, 5, 7, 10, 14, 20, 30],
                directions: 20,
            },
            draws: 6,
            seed: 1,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Self {
                gaussians: Gaussians { per_class: 40, layers: vec![0, 1, 3, 10, 30, 60], ..book.gaussians },
                digits: Digits { per_class: 30, reduction: 4, layers: vec![0, 1, 3, 10], ..book.digits },
                rotation: Rotation { per_class: 10, radii: 4, angles: 16, layers: vec![0, 1, 3, 10], ..book.rotation },
                draws: 3,
                ..book
            },
        }
    }

    fn check(&self) -> Result<()> {
        let Self { gaussians, digits, rotation, .. } = self;
        rising("gaussians.noises", &gaussians.noises)?;
        let lists = [("gaussians", &gaussians.layers), ("digits", &digits.layers), ("rotation", &rotation.layers)];
        for (name, layers) in lists {
            rising(&format!("{name}.layers"), layers)?;
            in_range(&format!("the first of `{name}.layers`"), layers[0], 0..=0)?;
        }
        ensure!(
            SIDE.is_multiple_of(digits.reduction),
            "`digits.reduction` is {}, and must divide {SIDE}",
            digits.reduction
        );
        let depth = |layers: &[usize]| layers[layers.len() - 1] as f64;
        // A layer has one map for all and one a class: each is a Gram matrix, an inverse, and a product with all vectors.
        let layer = |d: f64, n: f64, classes: f64| 4.0 * (classes + 1.0) * d * d * (d + 2.0 * n);
        let spaces =
            layer(2.0, 2.0 * gaussians.per_class as f64, 2.0) + layer(3.0, 3.0 * gaussians.per_class as f64, 3.0);
        let points = 20.0 * gaussians.noises.len() as f64 * depth(&gaussians.layers) * spaces;
        let numbers = NUMBERS as f64;
        let pixels = ((SIDE / digits.reduction) as f64).powi(2);
        let images = depth(&digits.layers) * layer(pixels, numbers * digits.per_class as f64, numbers);
        let [radii, angles] = [rotation.radii, rotation.angles].map(|count| count as f64);
        let turned = numbers * rotation.per_class as f64;
        let frequencies = depth(&rotation.layers) * angles * layer(2.0 * radii, turned, numbers);
        let size = radii * angles;
        // Subspaces of all turns, before and after, and two dense layers of two digits a class.
        let dense =
            4.0 * size * size * (turned * angles + 10.0 * size) + 2.0 * layer(size, 2.0 * numbers * angles, numbers);
        work_within(
            self.draws as f64 * (points + images + frequencies + dense),
            MOST_WORK,
            "take fewer `draws`, layers, `per_class`, `rotation.radii` or `rotation.angles`, or a larger `digits.reduction`",
        )
    }
}
