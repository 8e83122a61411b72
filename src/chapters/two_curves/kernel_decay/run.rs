//! Kernels at all angles, by their closed form.

use std::f64::consts::PI;

use super::{super::depth_walk::depth_walk, Config, Curve, Outcome, Reference};
use crate::{
    figure::Context,
    math::kernel::tangent::{
        REFERENCE, deep_kernel, floor, half_excess_width, limit_profile, limit_width, lowest, scaled_angle,
    },
};

/// Distances from the centre at which the sphere's picture is computed.
const SPHERE_RINGS: usize = 80;
/// Angles of each of the slider's kernels.
const WALK_ANGLES: usize = 61;

/// Evaluates the kernel of every depth.
pub(super) fn run(config: &Config, context: &Context) -> Outcome {
    let deepest = config.depths.last().copied().unwrap_or(1);
    let [angles_rad, walk_angles_rad] =
        [config.angles, WALK_ANGLES].map(|count| angles(count, half_excess_width(deepest)));
    let ring = |ring: usize| ((ring as f64 + 0.5) / SPHERE_RINGS as f64).asin();
    let sphere_angles_rad: Vec<f64> = (0..SPHERE_RINGS).map(ring).collect();
    let mut task = context.progress.task("kernels", config.depths.len());
    let mut curves = Vec::new();
    for &depth in &config.depths {
        curves.push(Curve::at(depth, &angles_rad, &sphere_angles_rad));
        task.step();
    }
    let walked = |depth| Curve::at(depth, &walk_angles_rad, &sphere_angles_rad);
    let walk = depth_walk(&config.depths).into_iter().map(walked).collect();
    Outcome {
        angles_rad,
        curves,
        limit_width_rad: limit_width(),
        sphere_angles_rad,
        references: references(),
        walk_angles_rad,
        walk,
    }
}

impl Curve {
    /// The kernel of a network with `depth` hidden layers at these angles, radians.
    fn at(depth: usize, angles_rad: &[f64], sphere_angles_rad: &[f64]) -> Self {
        let kernel_at = |angles: &[f64]| angles.iter().map(|&nu| deep_kernel(nu, depth)).collect::<Vec<_>>();
        let kernel = kernel_at(angles_rad);
        let (lowest_angle_rad, lowest) = lowest(depth);
        let half_excess_width_rad = half_excess_width(depth);
        Self {
            depth,
            // The lowest value need not lie at one of the angles.
            largest_rise: largest_rise(&kernel).max(floor(depth) - lowest),
            kernel,
            limit: angles_rad.iter().map(|&nu| limit_profile(scaled_angle(nu, depth))).collect(),
            sphere: kernel_at(sphere_angles_rad),
            floor: floor(depth),
            lowest,
            lowest_angle_rad,
            half_excess: f64::midpoint(1.0, floor(depth)),
            half_excess_width_rad,
            depth_times_width_rad: depth as f64 * half_excess_width_rad,
            width_by_limit_rad: limit_width() / depth as f64,
        }
    }
}

/// The largest of `values[j] − values[i]` over i ≤ j; 0 where they only fall.
pub(super) fn largest_rise(values: &[f64]) -> f64 {
    let (_, rise) = values.iter().fold((f64::INFINITY, 0.0_f64), |(lowest, rise), &value| {
        let lowest = value.min(lowest);
        (lowest, rise.max(value - lowest))
    });
    rise
}

/// `count` angles from 0 to π, radians: evenly spaced well below `width`, by equal ratios well above it.
pub(super) fn angles(count: usize, width: f64) -> Vec<f64> {
    let last = (PI / width).asinh();
    let angle = |i: usize| width * (last * i as f64 / (count - 1) as f64).sinh();
    (0..count - 1).map(angle).chain([PI]).collect()
}

/// Every number that was also computed elsewhere.
fn references() -> Vec<Reference> {
    let kernels = REFERENCE.iter().flat_map(|reference| {
        reference.kernel.map(|(angle_rad, elsewhere)| Reference {
            depth: reference.depth,
            what: "kernel".to_owned(),
            angle_rad,
            here: deep_kernel(angle_rad, reference.depth),
            elsewhere,
        })
    });
    let widths = REFERENCE.iter().map(|reference| Reference {
        depth: reference.depth,
        what: "half-excess width".to_owned(),
        angle_rad: PI,
        here: half_excess_width(reference.depth),
        elsewhere: reference.half_excess_width_rad,
    });
    kernels.chain(widths).collect()
}
