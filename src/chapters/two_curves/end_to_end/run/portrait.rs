//! A trained function on the half of the sphere that is seen.

use std::f64::consts::FRAC_PI_2;

use anyhow::Result;

use super::problem::{Data, Labelled, Trainee, curves, train};
use crate::{
    chapters::two_curves::end_to_end::{Config, Portrait},
    ground::device::DeviceKind,
    nn::Matrix,
};

/// Samples of a curve that are drawn at the most.
const MOST_SAMPLES: usize = 40;
/// Points of a curve that is drawn.
const DRAWN: usize = 121;

impl Portrait {
    /// The first trial's network at this depth, everything else as the diagrams have it fixed.
    pub(super) fn paint(depth: usize, config: &Config, device: DeviceKind) -> Result<Self> {
        let place = config.held();
        let both = curves(config, place.separation_rad);
        let samples = Labelled::samples(&both, place.samples, 0, config.seed);
        let test = Labelled::dense(&both, config.test_points);
        let trainee = Trainee { place, depth, trial: 0 };
        let (network, trial) = train(trainee, Data { samples: &samples, test: &test }, config, device)?;

        let side = config.pixels;
        let coordinate = |at: usize| (at as f64 + 0.5) / side as f64 * 2.0 - 1.0;
        let seen_at = |pixel: usize| {
            let (right, up) = (coordinate(pixel % side), -coordinate(pixel / side));
            let towards = 1.0 - right * right - up * up;
            (towards >= 0.0).then(|| vec![towards.sqrt(), right, up])
        };
        let seen: Vec<Option<Vec<f64>>> = (0..side * side).map(seen_at).collect();
        let points: Vec<Vec<f64>> = seen.iter().flatten().cloned().collect();
        let values = network.apply(&Matrix::from_points(&points))?;
        let mut values = values.values().iter();
        let pixel = |value: &f32| Self::pixel(f64::from(*value));
        let pixels = seen.iter().map(|point| match point {
            Some(_) => values.next().map_or(0, pixel),
            None => 0,
        });
        let pixels = pixels.collect();

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
