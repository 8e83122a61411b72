//! One curve of the figure: its cloud, its density and its relative entropy over time.

use std::iter::once;

use rand::Rng as _;
use rand_distr::StandardNormal;

use super::super::{Config, NoisedCurve};
use crate::{
    data::streams::stream,
    ground::pixels::Pixels,
    math::{
        diffusion::ornstein_uhlenbeck::{Moments, NoisedPoints, Point, Transition, coupling_bound, decay_bound},
        statistics::sampling::SampleMean,
        vectors::{largest, thousandths},
    },
};

impl NoisedCurve {
    /// Follows the curve through `points` to each of the `times`, of which the first is 0.
    pub(super) fn follow(name: &str, points: &[Point], times: &[f64], config: &Config) -> Self {
        let moments = Moments::of_points(points);
        let clouds = clouds(name, points, times, config);
        let (start, noised) = (times[1], &times[1..]);
        let densities: Vec<NoisedPoints> = noised.iter().map(|&t| NoisedPoints::at(points, t)).collect();
        let kl = |cells: f64| densities.iter().map(|density| density.kl_to_normal(cells)).collect::<Vec<_>>();
        let kl_to_normal = kl(config.cells_per_width);
        let halved = kl(2.0 * config.cells_per_width);
        let kl_bound: Vec<f64> = noised.iter().map(|t| decay_bound(kl_to_normal[0], t - start)).collect();
        let coupling: Vec<f64> = noised.iter().map(|&t| coupling_bound(&moments, t)).collect();
        let log_slopes: Vec<f64> = (1..noised.len())
            .map(|k| (kl_to_normal[k] / kl_to_normal[k - 1]).ln() / (noised[k] - noised[k - 1]))
            .collect();
        let sample = |(density, cloud): (&NoisedPoints, &Vec<Point>)| {
            SampleMean::from_draws(&cloud.iter().map(|&x| density.log_ratio_to_normal(x)).collect::<Vec<_>>())
        };
        let sampled: Vec<SampleMean> = densities.iter().zip(&clouds[1..]).map(sample).collect();
        let deviations = sampled.iter().zip(&kl_to_normal).map(|(mean, &kl)| mean.deviation_from(kl));
        let changes = kl_to_normal.iter().zip(&halved).map(|(kl, finer)| (kl / finer - 1.0).abs());
        let last = noised.len() - 1;
        let predicted = (moments.late_kl(noised[last]) / moments.late_kl(noised[last - 1])).ln();
        let (pictures, largest_density) = densities.iter().map(|density| picture(density, config)).unzip();
        Self {
            name: name.to_owned(),
            frames: clouds.iter().map(|cloud| shown(&cloud[..points.len()])).collect(),
            densities: pictures,
            largest_density,
            largest_of_bound: largest_ratio(&kl_to_normal[1..], &kl_bound[1..]),
            largest_of_coupling_bound: largest_ratio(&kl_to_normal, &coupling),
            late_slope: log_slopes[last - 1],
            late_slope_predicted: predicted / (noised[last] - noised[last - 1]),
            log_slopes,
            quadrature_error: largest(changes),
            kl_sampled: sampled.iter().map(|mean| mean.value).collect(),
            sampled_deviation: largest(deviations),
            kl_to_normal,
            kl_bound,
            moments,
        }
    }
}

/// Paths by exact transitions, as many from each point: a cloud per time, the first path of each point first.
fn clouds(name: &str, points: &[Point], times: &[f64], config: &Config) -> Vec<Vec<Point>> {
    let mut rng = stream(config.seed, &format!("noising {name}"));
    let mut cloud = points.repeat(config.paths_per_sample);
    let mut clouds = vec![cloud.clone()];
    for pair in times.windows(2) {
        let transition = Transition::over(pair[1] - pair[0]);
        cloud.iter_mut().flatten().for_each(|x| *x = transition.step(*x, rng.sample(StandardNormal)));
        clouds.push(cloud.clone());
    }
    clouds
}

/// The most points that a cloud shows: more would cover each other, and fill the drawing and the record.
const MOST_SHOWN: usize = 240;

/// The points that are shown, evenly among all, rounded to thousandths.
fn shown(cloud: &[Point]) -> Vec<Point> {
    let count = cloud.len().min(MOST_SHOWN);
    (0..count).map(|i| cloud[i * cloud.len() / count].map(thousandths)).collect()
}

/// The density at the middles of the pixels over its largest value, the top row first, and that value.
fn picture(density: &NoisedPoints, config: &Config) -> (Pixels, f64) {
    let middle = |i: usize| config.view_half_width * ((2 * i + 1) as f64 / config.pixels as f64 - 1.0);
    let xs: Vec<f64> = (0..config.pixels).map(middle).collect();
    let ys: Vec<f64> = xs.iter().rev().copied().collect();
    let density = density.density_on(&xs, &ys);
    let peak = largest(once(f64::MIN_POSITIVE).chain(density.iter().copied()));
    (density.iter().map(|rho| (255.0 * rho / peak).round() as u8).collect(), peak)
}

fn largest_ratio(values: &[f64], bounds: &[f64]) -> f64 {
    largest(values.iter().zip(bounds).map(|(value, bound)| value / bound))
}
