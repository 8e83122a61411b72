//! What it costs to start from N(0, I) where the noised data are not yet normal.

use rand::Rng as _;
use rand_distr::StandardNormal;

use super::{
    super::{Arc, Config, EarlyStart},
    target::{Target, Way},
};
use crate::{
    data::streams::stream,
    math::{
        diffusion::{
            empirical::EmpiricalDenoiser,
            ornstein_uhlenbeck::{NoisedPoints, Point},
            reverse::{cost, reached},
            signal_to_noise::log_ratio_times,
        },
        vectors::mean,
    },
};

/// The cost at each time, and where sampled paths end that start at the first.
pub(super) fn early_starts(target: &Target, points: &[Point], config: &Config) -> (Vec<EarlyStart>, Vec<Arc>) {
    let denoiser = EmpiricalDenoiser::new(points.concat(), 2);
    let times = &config.early_starts.times;
    let reached: Vec<Vec<f64>> = times.iter().map(|&t| reached(&denoiser, t)).collect();
    let starts = times.iter().zip(&reached).map(|(&time, reached)| EarlyStart {
        time,
        cost: cost(reached),
        bound: NoisedPoints::at(points, time).kl_to_normal(3.0),
    });
    (starts.collect(), arcs(target, &denoiser, &reached[0], config))
}

/// Sampled paths from the first time, counted by pieces of the curve. A path that ends at t > 0 counts for each point by
/// the point's weight.
fn arcs(target: &Target, denoiser: &EmpiricalDenoiser, reached: &[f64], config: &Config) -> Vec<Arc> {
    let end = config.t_min.min(config.early_starts.times[0] / 2.0);
    let way = log_ratio_times(config.early_starts.times[0], end, config.steps);
    let mut rng = stream(config.seed, "denoising early start");
    let starts = (0..2 * config.paths).map(|_| rng.sample(StandardNormal)).collect();
    let states = Way::ReverseProcess.follow(target, starts, &way, &[], &mut || rng.sample(StandardNormal));
    let weights = denoiser.weights(&states[config.steps], end);
    let count = reached.len();
    let arc = |k: usize| {
        let of = |numbers: &[f64]| {
            numbers[k * count / config.early_starts.arcs..(k + 1) * count / config.early_starts.arcs]
                .iter()
                .sum::<f64>()
        };
        let parts: Vec<f64> = weights.chunks_exact(count).map(of).collect();
        let (exact, sampled) = (of(reached), mean(&parts));
        let standard_error = (exact * (1.0 - exact) / parts.len() as f64).sqrt();
        Arc { reached: exact, sampled, deviation: (sampled - exact).abs() / standard_error }
    };
    (0..config.early_starts.arcs).map(arc).collect()
}
