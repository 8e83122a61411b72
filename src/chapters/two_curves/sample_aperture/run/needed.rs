//! The number of samples that a pair needs, beside the number that the aperture asks for.

use anyhow::Result;

use super::{
    super::{ByDepth, Config, Pair, config::NamedPair},
    lessons::{Lessons, Placement},
};
use crate::math::{
    curves::sample_spacing::{samples_per_aperture, samples_without_gap},
    kernel::tangent::half_excess_width,
};

impl Pair {
    /// What it takes to learn this pair, by these settings.
    pub(super) fn learnt(pair: &NamedPair, config: &Config) -> Result<Self> {
        let lessons = Lessons::new(pair, config);
        let length = 2.0 * pair.curves.upper.length_rad();
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
        Ok(Self {
            name: pair.name.to_owned(),
            separation_rad: pair.separation_rad,
            length_rad: length,
            by_depth: by_depth.collect(),
        })
    }
}
