//! A trained function on the half of the sphere that is seen.

use std::f64::consts::FRAC_PI_2;

use anyhow::Result;
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use serde::{Deserialize, Serialize};

use super::{
    Config,
    problem::{Data, Labelled, Start, curves, train},
};
use crate::{ground::device::DeviceKind, nn::Matrix};

/// A trained function f, seen along the first axis, from where θ = 0.
#[derive(Debug, Serialize, Deserialize)]
pub struct Portrait {
    /// Hidden layers L.
    pub depth: usize,
    /// The share of test points with a wrong label.
    pub wrong: f64,
    /// Steps taken.
    pub steps: usize,
    /// Pixels of a side.
    pub side: usize,
    /// f, the top row first, as bytes in base64: 128 + 80 f, within 1 to 255; 0 outside the sphere.
    pub pixels: String,
    /// The curves' points on the side that is seen, `[curves, points, 2]`: right and up, the sphere of radius 1.
    pub curves: Vec<Vec<[f64; 2]>>,
    /// Samples on that side, of each curve: all, or every second, third and so on where they are many.
    pub samples: Vec<Vec<[f64; 2]>>,
}

/// How many bytes a step of f by 1 is.
pub(super) const STEP: f64 = 80.0;
/// The byte of f = 0.
pub(super) const ZERO: f64 = 128.0;
/// Samples of a curve that are drawn at the most.
const MOST_SAMPLES: usize = 40;
/// Points of a curve that is drawn.
const DRAWN: usize = 121;

impl Portrait {
    /// The first trial's network at this depth, everything else as it is held.
    pub(super) fn paint(depth: usize, config: &Config, device: DeviceKind) -> Result<Self> {
        let place = config.held();
        let both = curves(config, place.separation_rad);
        let samples = Labelled::samples(&both, place.samples, 0, config.seed);
        let test = Labelled::dense(&both, config.test_points);
        let data = Data { samples: &samples, test: &test };
        let (network, trial) = train(Start { place, depth, trial: 0 }, data, config, device)?;

        let side = config.pixels;
        let coordinate = |at: usize| (at as f64 + 0.5) / side as f64 * 2.0 - 1.0;
        let seen_at = |pixel: usize| {
            let (right, up) = (coordinate(pixel % side), -coordinate(pixel / side));
            let towards = 1.0 - right * right - up * up;
            (towards >= 0.0).then(|| vec![towards.sqrt(), right, up])
        };
        let seen: Vec<Option<Vec<f64>>> = (0..side * side).map(seen_at).collect();
        let points: Vec<Vec<f64>> = seen.iter().flatten().cloned().collect();
        let values = network.apply(&Matrix::from_points(&points));
        let mut values = values.values().iter();
        let byte = |value: f32| (ZERO + STEP * f64::from(value)).round().clamp(1.0, 255.0) as u8;
        let bytes = seen.iter().map(|pixel| match pixel {
            Some(_) => values.next().copied().map_or(0, byte),
            None => 0,
        });
        let pixels = BASE64.encode(bytes.collect::<Vec<u8>>());

        let flat = |point: &Vec<f64>| [point[1], point[2]];
        let turn = |i: usize| (i as f64 / (DRAWN - 1) as f64 * 2.0 - 1.0) * FRAC_PI_2;
        let drawn = both.map(|curve| (0..DRAWN).map(|i| flat(&curve.jet(turn(i)).point)).collect()).into();
        let half = samples.points.len() / 2;
        let front = |points: &[Vec<f64>]| {
            let front: Vec<[f64; 2]> = points.iter().filter(|point| point[0] >= 0.0).map(flat).collect();
            front.iter().copied().step_by(front.len().div_ceil(MOST_SAMPLES).max(1)).collect()
        };
        let samples = vec![front(&samples.points[..half]), front(&samples.points[half..])];
        Ok(Self { depth, wrong: trial.wrong, steps: trial.steps, side, pixels, curves: drawn, samples })
    }
}
