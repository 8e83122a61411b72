//! The way back to points, followed until nothing but the points is left.

use rand::Rng as _;
use rand_distr::StandardNormal;

use super::{
    super::{Collapsed, Config},
    target::{Target, Way},
};
use crate::{
    data::streams::stream,
    math::{
        diffusion::{
            ornstein_uhlenbeck::{Point, Transition},
            signal_to_noise::log_ratio_times,
        },
        vectors::{largest, smallest},
    },
};

/// Times that are kept.
const KEPT: usize = 20;

/// Follows the reverse process to the `points` of the circle.
pub(super) fn collapse(target: &Target, points: &[Point], config: &Config) -> Collapsed {
    let steps = config.collapse.steps;
    let times = log_ratio_times(config.start_time, config.collapse.t_min, steps);
    let mut rng = stream(config.seed, "denoising collapse");
    let starts = (0..2 * config.paths).map(|_| rng.sample(StandardNormal)).collect();
    let kept: Vec<usize> = (0..=KEPT).map(|j| steps * j / KEPT).collect();
    let states = Way::ReverseProcess.follow(target, starts, &times, &kept, &mut || rng.sample(StandardNormal));
    let spacing = distance(points[0], points[1]);
    let share = |state: &[f64]| share_on_a_point(state, points, spacing / 10.0);
    let mut noised = |t: f64| {
        let transition = Transition::over(t);
        let mut draw = |x: f64| transition.step(x, rng.sample(StandardNormal));
        (0..config.paths).flat_map(|i| points[i % points.len()]).map(&mut draw).collect::<Vec<f64>>()
    };
    Collapsed {
        on_a_point: kept.iter().map(|&k| share(&states[k])).collect(),
        on_a_point_forward: kept.iter().map(|&k| share(&noised(times[k]))).collect(),
        farthest: largest(distances(&states[steps], points)) / spacing,
        times: kept.iter().map(|&k| times[k]).collect(),
        spacing,
    }
}

/// The part of the rows of `state` that are within `reach` of one of the `points`.
pub(super) fn share_on_a_point(state: &[f64], points: &[Point], reach: f64) -> f64 {
    distances(state, points).filter(|&d| d <= reach).count() as f64 / (state.len() / 2) as f64
}

/// The distance of each row from the nearest point.
fn distances(state: &[f64], points: &[Point]) -> impl Iterator<Item = f64> {
    state.chunks_exact(2).map(|x| smallest(points.iter().map(|&point| distance([x[0], x[1]], point))))
}

fn distance(a: Point, b: Point) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}
