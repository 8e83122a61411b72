//! The settings.

use std::f64::consts::{PI, SQRT_2};

use anyhow::{Result, ensure};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    data::swiss_roll::SwissRoll,
    figure::{
        Settings,
        settings::{in_range, rising, work_within},
    },
    ground::scale::Scale,
    math::manifolds::obstacle::Rectangle,
};

/// What a reader can turn. Lengths on the roll are in its own unit: one turn of the spiral is 2π further out than the last.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The Swiss roll.
    pub roll: SwissRoll,
    /// The hole in it, in the chart's coordinates: arc length and height.
    pub hole: Rectangle,
    /// Points N of a sample of the roll, rising.
    #[schemars(length(min = 2, max = 6), inner(range(min = 100, max = 6_400)))]
    pub samples: Vec<usize>,
    /// Neighbours k of a point at the smallest N.
    #[schemars(range(min = 4, max = 60))]
    pub neighbours: usize,
    /// The power of N with which k grows from there.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub neighbours_power: f64,
    /// Samples drawn at each setting. An interval reaches from the smallest to the largest result.
    #[schemars(range(min = 2, max = 20))]
    pub trials: usize,
    /// Points whose exact distances around the hole give Isomap's limit.
    #[schemars(range(min = 100, max = 1_600))]
    pub limit_samples: usize,
    /// How the error depends on k at a fixed N.
    pub sweep: Sweep,
    /// New points that are placed without a new fit.
    #[schemars(range(min = 10, max = 1_000))]
    pub new_points: usize,
    /// The sphere and its caps.
    pub sphere: Sphere,
    /// The measurement of local PCA on circle, sphere and roll.
    pub local: Local,
    /// The samples that tangents of spheres need.
    pub spheres: Spheres,
    /// Seed of every random stream.
    pub seed: u64,
}

/// How the error depends on k at a fixed N.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sweep {
    /// Points N of a sample of the roll.
    #[schemars(range(min = 100, max = 3_200))]
    pub samples: usize,
    /// Neighbours k, rising.
    #[schemars(length(min = 2, max = 8), inner(range(min = 4, max = 200)))]
    pub neighbours: Vec<usize>,
}

/// Caps of the unit sphere, and the whole of it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sphere {
    /// Points N of a sample.
    #[schemars(range(min = 100, max = 3_200))]
    pub samples: usize,
    /// Neighbours k of a point.
    #[schemars(range(min = 5, max = 60))]
    pub neighbours: usize,
    /// Angular radii α of the caps, radians, rising.
    #[schemars(length(min = 2, max = 10), inner(range(min = 0.1, max = 3.0)))]
    pub caps_rad: Vec<f64>,
    /// The cap whose stretch is shown against the angle from its centre, one of `caps_rad`.
    pub shown_cap_rad: f64,
}

/// Local PCA on the circle, the sphere and the roll.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Local {
    /// Points N of a sample, rising.
    #[schemars(length(min = 2, max = 4), inner(range(min = 100, max = 50_000)))]
    pub samples: Vec<usize>,
    /// Radii of neighbourhoods, in units of the shape's smallest radius of curvature, rising.
    #[schemars(length(min = 3, max = 10), inner(range(min = 0.01, max = 2.0)))]
    pub radii: Vec<f64>,
    /// The radius at which the power of N is fitted and the dimension is judged, one of `radii`.
    pub judged_radius: f64,
    /// Points of a sample whose neighbourhoods are looked at.
    #[schemars(range(min = 10, max = 1_000))]
    pub centres: usize,
}

/// Tangent planes of spheres of several dimensions.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Spheres {
    /// The largest dimension d; they begin with 1.
    #[schemars(range(min = 2, max = 7))]
    pub most_dimensions: usize,
    /// Radii of neighbourhoods on the unit sphere, rising: the first is that of the fixed radius.
    #[schemars(length(min = 1, max = 8), inner(range(min = 0.1, max = 1.9)))]
    pub radii: Vec<f64>,
    /// The tangent error to reach, radians.
    #[schemars(range(min = 0.01, max = 0.5))]
    pub target_rad: f64,
    /// Points of a sample whose neighbourhoods are looked at.
    #[schemars(range(min = 10, max = 1_000))]
    pub centres: usize,
}

/// The most work, in lengths compared or numbers multiplied: minutes.
const MOST_WORK: f64 = 2e12;

/// No sample of a sphere whose tangent planes are measured is larger.
pub(super) const MOST_POINTS: usize = 1 << 17;

impl Config {
    /// Neighbours k at each of `samples`.
    pub(super) fn neighbours_at(&self, samples: usize) -> usize {
        let growth = (samples as f64 / self.samples[0] as f64).powf(self.neighbours_power);
        (self.neighbours as f64 * growth).round() as usize
    }

    /// What the fits cost: N³/3 of a Cholesky factor, N² of paths over k edges, with their heap; and the neighbourhoods.
    fn work(&self) -> f64 {
        let fit = |samples: usize, k: usize| {
            let n = samples as f64;
            n.powi(3) / 3.0 + n * n * (40.0 * k as f64 + 300.0)
        };
        let gluing = self.samples.iter().map(|&n| 3.0 * fit(n, self.neighbours_at(n))).sum::<f64>();
        let sweep = self.sweep.neighbours.iter().map(|&k| fit(self.sweep.samples, k)).sum::<f64>();
        let caps = (1 + self.sphere.caps_rad.len()) as f64 * fit(self.sphere.samples, self.sphere.neighbours);
        // The whole roll, the roll around its hole, and the new fit, all with the k of the sample.
        let sample = self.samples[self.samples.len() - 2];
        let k = self.neighbours_at(sample);
        let new = 2.0 * fit(sample, k) + fit(sample + self.new_points, k);
        let local = self.local.samples.iter().sum::<usize>() * self.local.radii.len() * self.local.centres * 300;
        self.trials as f64 * (gluing + sweep + caps + new + local as f64 + self.spheres.work())
    }
}

impl Spheres {
    /// What one trial costs, if no sample but the largest is large enough.
    fn work(&self) -> f64 {
        // Samples grow by √2, so that all are 2 + √2 times the largest. Each centre meets every point, of d + 1 numbers, and
        // those that are near enter a covariance.
        let points = (2.0 + SQRT_2) * MOST_POINTS as f64 * (self.radii.len() * self.centres) as f64;
        points * (1..=self.most_dimensions).map(|d| ((d + 1) * (d + 1)) as f64).sum::<f64>()
    }
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let roll = SwissRoll { start_rad: 1.5 * PI, end_rad: 4.5 * PI, height: 21.0 };
        let book = Self {
            // Two fifths of the length and three fifths of the height, in the middle.
            hole: Rectangle { low: [27.0, 4.2], high: [63.0, 16.8] },
            roll,
            samples: vec![400, 800, 1_200, 1_600, 2_000],
            neighbours: 10,
            neighbours_power: 1.0 / 3.0,
            trials: 6,
            limit_samples: 800,
            sweep: Sweep { samples: 800, neighbours: vec![5, 7, 10, 14, 20, 28, 40, 56] },
            new_points: 200,
            sphere: Sphere {
                samples: 800,
                neighbours: 12,
                caps_rad: vec![0.3, 0.6, 0.9, 1.2, 1.5, 1.8, 2.1, 2.4, 2.7],
                shown_cap_rad: 2.1,
            },
            local: Local {
                samples: vec![1_000, 4_000, 16_000],
                radii: vec![0.1, 0.14, 0.2, 0.28, 0.4, 0.56, 0.8, 1.12, 1.6],
                judged_radius: 0.4,
                centres: 100,
            },
            spheres: Spheres { most_dimensions: 5, radii: vec![0.5, 0.7, 1.0, 1.4], target_rad: 0.1, centres: 100 },
            seed: 1,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Self {
                samples: vec![400, 800],
                trials: 3,
                limit_samples: 300,
                sweep: Sweep { samples: 400, neighbours: vec![7, 10, 40] },
                new_points: 50,
                sphere: Sphere { samples: 300, neighbours: 10, caps_rad: vec![0.6, 1.5, 2.1], ..book.sphere },
                local: Local { samples: vec![1_000, 4_000], radii: vec![0.2, 0.4, 0.8], centres: 40, ..book.local },
                spheres: Spheres { most_dimensions: 3, radii: vec![0.5, 1.0], centres: 40, ..book.spheres },
                ..book
            },
        }
    }

    fn check(&self) -> Result<()> {
        let roll = &self.roll;
        ensure!(
            roll.start_rad + 1.0 <= roll.end_rad,
            "`roll.end_rad` is {}, and must be 1 or more above `roll.start_rad`",
            roll.end_rad
        );
        let (length, hole) = (roll.length(), &self.hole);
        let inside = 0.0 < hole.low[0] && hole.high[0] < length && 0.0 < hole.low[1] && hole.high[1] < roll.height;
        ensure!(
            inside && (0..2).all(|i| hole.low[i] < hole.high[i]),
            "`hole` must lie inside of the chart, which is {length:.1} long and {} high",
            roll.height
        );
        let (across, along) = (hole.high[1] - hole.low[1], hole.high[0] - hole.low[0]);
        ensure!(
            across * along < 0.8 * length * roll.height,
            "`hole` takes more than four fifths of the chart; take a smaller one"
        );
        rising("samples", &self.samples)?;
        rising("sweep.neighbours", &self.sweep.neighbours)?;
        rising("sphere.caps_rad", &self.sphere.caps_rad)?;
        rising("local.samples", &self.local.samples)?;
        rising("local.radii", &self.local.radii)?;
        rising("spheres.radii", &self.spheres.radii)?;
        let largest = self.samples[self.samples.len() - 1];
        in_range("k at the largest of `samples`", self.neighbours_at(largest), 4..=largest / 2)?;
        in_range(
            "the largest of `sweep.neighbours`",
            self.sweep.neighbours[self.sweep.neighbours.len() - 1],
            4..=self.sweep.samples / 2,
        )?;
        ensure!(
            self.sphere.caps_rad.contains(&self.sphere.shown_cap_rad),
            "`sphere.shown_cap_rad` is {}, which is not one of `sphere.caps_rad`",
            self.sphere.shown_cap_rad
        );
        ensure!(
            self.local.radii.contains(&self.local.judged_radius),
            "`local.judged_radius` is {}, which is not one of `local.radii`",
            self.local.judged_radius
        );
        let remedy = "take fewer `trials`, smaller `samples`, or fewer `spheres.centres` or `spheres.radii`";
        work_within(self.work(), MOST_WORK, remedy)
    }
}
