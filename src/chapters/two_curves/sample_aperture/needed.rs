//! The number of samples that a pair needs, beside the number that the aperture asks for.

use anyhow::Result;
use serde::{Deserialize, Serialize};

use super::{
    Config, Learning,
    learning::{Lessons, Placement},
};
use crate::{
    data::sphere_curves::CurvePair,
    math::{
        curves::sample_spacing::{samples_per_aperture, samples_without_gap},
        kernel::tangent::half_excess_width,
    },
};

/// One pair of curves.
#[derive(Debug, Serialize, Deserialize)]
pub struct Pair {
    /// What the curves are.
    pub name: String,
    /// Their separation Δ, radians.
    pub separation_rad: f64,
    /// The length of both together, radians.
    pub length_rad: f64,
    /// One entry a depth.
    pub by_depth: Vec<ByDepth>,
}

/// One pair at one depth.
#[derive(Debug, Serialize, Deserialize)]
pub struct ByDepth {
    /// Hidden layers L.
    pub depth: usize,
    /// The kernel's half-excess width w, radians.
    pub aperture_rad: f64,
    /// N with one sample an aperture, evenly spaced: ℓ/w.
    pub one_per_aperture: f64,
    /// N of random samples with which one gap longer than an aperture is left on average.
    pub random_without_gap: f64,
    /// Random samples.
    pub random: Learning,
    /// Evenly spaced samples.
    pub even: Learning,
    /// Samples an aperture when half of the random draws have every test point right, if they ever do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_aperture_half_right: Option<f64>,
    /// Samples an aperture when all test points of all placements of evenly spaced samples are right, if they ever are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_aperture_all_right_even: Option<f64>,
    /// Samples an aperture when the mean error of evenly spaced samples falls below one half, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_aperture_half_error_even: Option<f64>,
    /// The same of random samples.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_aperture_half_error: Option<f64>,
}

impl Pair {
    pub(super) fn of(name: &str, separation: f64, pair: &CurvePair, config: &Config) -> Result<Self> {
        let lessons = Lessons::new(name, pair, config);
        let length = 2.0 * pair.upper.length_rad();
        let learnt = lessons.learn(Placement::Random)?.into_iter().zip(lessons.learn(Placement::Even)?);
        let by_depth = learnt.zip(&config.depths).map(|((random, even), &depth)| {
            let aperture = half_excess_width(depth);
            let per_aperture = |samples: f64| samples_per_aperture(samples, aperture, length);
            ByDepth {
                depth,
                aperture_rad: aperture,
                one_per_aperture: length / aperture,
                random_without_gap: samples_without_gap(aperture, length),
                per_aperture_half_right: random.half_right.map(per_aperture),
                per_aperture_all_right_even: even.all_right.map(|samples| per_aperture(samples as f64)),
                per_aperture_half_error: random.half_error.map(per_aperture),
                per_aperture_half_error_even: even.half_error.map(per_aperture),
                random,
                even,
            }
        });
        Ok(Self { name: name.to_owned(), separation_rad: separation, length_rad: length, by_depth: by_depth.collect() })
    }
}
