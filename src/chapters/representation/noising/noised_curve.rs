//! One curve of the figure: its cloud, its density and its relative entropy over time.

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use rand::Rng as _;
use rand_distr::StandardNormal;
use serde::{Deserialize, Serialize};

use super::Config;
use crate::{
    data::streams::stream,
    math::{
        diffusion::ornstein_uhlenbeck::{Moments, NoisedPoints, Point, Transition, coupling_bound, decay_bound},
        statistics::sampling::SampleMean,
    },
};

/// A curve, dissolving. Lists that begin with t₁ leave out the start, which has no density.
#[derive(Debug, Serialize, Deserialize)]
pub struct NoisedCurve {
    /// "sine" or "circle".
    pub name: String,
    /// Moments of its points.
    pub moments: Moments,
    /// A cloud a time, one path from each of `min(N, 240)` points evenly along the curve, `[times, min(N, 240), 2]`,
    /// rounded to thousandths.
    pub frames: Vec<Vec<Point>>,
    /// ρₜ over its largest value, from t₁: `[pixels, pixels]` bytes in base64, the top row first.
    pub densities: Vec<String>,
    /// The largest value of ρₜ among the pixels, from t₁.
    pub largest_density: Vec<f64>,
    /// KL(ρₜ‖γ) in nats, from t₁.
    pub kl_to_normal: Vec<f64>,
    /// exp(−2(t − t₀)) KL at t₀, from t₀, the first time after the start.
    pub kl_bound: Vec<f64>,
    /// The largest KL(ρₜ‖γ) over its bound, after t₁.
    pub largest_of_bound: f64,
    /// The largest KL(ρₜ‖γ) over the bound by the second moment alone, from t₁.
    pub largest_of_coupling_bound: f64,
    /// The slope of ln KL from each of the times to the next, from t₁.
    pub log_slopes: Vec<f64>,
    /// The last of these slopes.
    pub late_slope: f64,
    /// That slope as mean and covariance of the start predict it.
    pub late_slope_predicted: f64,
    /// The largest relative change of KL when the quadrature's cells are halved.
    pub quadrature_error: f64,
    /// KL(ρₜ‖γ) as the mean of ln(ρₜ/γ) over all paths, from t₁.
    pub kl_sampled: Vec<f64>,
    /// The largest distance of `kl_sampled` from `kl_to_normal`, in standard errors.
    pub sampled_deviation: f64,
}

impl NoisedCurve {
    /// The curve through `points` at each of the `times`, of which the first is 0.
    pub(super) fn of(name: &str, points: &[Point], times: &[f64], config: &Config) -> Self {
        let moments = Moments::of(points);
        let clouds = clouds(name, points, times, config);
        let (start, noised) = (times[1], &times[1..]);
        let laws: Vec<NoisedPoints> = noised.iter().map(|&t| NoisedPoints::at(points, t)).collect();
        let kl = |cells: f64| laws.iter().map(|law| law.kl_to_normal(cells)).collect::<Vec<_>>();
        let kl_to_normal = kl(config.cells_per_width);
        let halved = kl(2.0 * config.cells_per_width);
        let kl_bound: Vec<f64> = noised.iter().map(|t| decay_bound(kl_to_normal[0], t - start)).collect();
        let coupling: Vec<f64> = noised.iter().map(|&t| coupling_bound(&moments, t)).collect();
        let log_slopes: Vec<f64> = (1..noised.len())
            .map(|k| (kl_to_normal[k] / kl_to_normal[k - 1]).ln() / (noised[k] - noised[k - 1]))
            .collect();
        let sampled: Vec<SampleMean> = laws
            .iter()
            .zip(&clouds[1..])
            .map(|(law, cloud)| SampleMean::of(&cloud.iter().map(|&x| law.log_ratio_to_normal(x)).collect::<Vec<_>>()))
            .collect();
        let last = noised.len() - 1;
        let predicted = (moments.late_kl(noised[last]) / moments.late_kl(noised[last - 1])).ln();
        let pictures: Vec<(String, f64)> = laws.iter().map(|law| picture(law, config)).collect();
        Self {
            name: name.to_owned(),
            frames: clouds.iter().map(|cloud| shown(&cloud[..points.len()])).collect(),
            densities: pictures.iter().map(|(bytes, _)| bytes.clone()).collect(),
            largest_density: pictures.iter().map(|(_, largest)| *largest).collect(),
            largest_of_bound: largest_ratio(&kl_to_normal[1..], &kl_bound[1..]),
            largest_of_coupling_bound: largest_ratio(&kl_to_normal, &coupling),
            late_slope: log_slopes[last - 1],
            late_slope_predicted: predicted / (noised[last] - noised[last - 1]),
            log_slopes,
            quadrature_error: kl_to_normal.iter().zip(&halved).map(|(a, b)| (a / b - 1.0).abs()).fold(0.0, f64::max),
            kl_sampled: sampled.iter().map(|mean| mean.value).collect(),
            sampled_deviation: sampled
                .iter()
                .zip(&kl_to_normal)
                .map(|(m, &kl)| m.deviation_from(kl))
                .fold(0.0, f64::max),
            kl_to_normal,
            kl_bound,
            moments,
        }
    }
}

/// Paths by exact transitions, as many from each point: a cloud a time, the first path of each point first.
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
    (0..count).map(|i| cloud[i * cloud.len() / count].map(|x| (x * 1e3).round() / 1e3)).collect()
}

/// The density at the middles of the pixels, as bytes in base64 with the top row first, and its largest value.
fn picture(law: &NoisedPoints, config: &Config) -> (String, f64) {
    let middle = |i: usize| config.view_half_width * ((2 * i + 1) as f64 / config.pixels as f64 - 1.0);
    let xs: Vec<f64> = (0..config.pixels).map(middle).collect();
    let ys: Vec<f64> = xs.iter().rev().copied().collect();
    let density = law.density_on(&xs, &ys);
    let largest = density.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    let bytes: Vec<u8> = density.iter().map(|rho| (255.0 * rho / largest).round() as u8).collect();
    (BASE64.encode(bytes), largest)
}

fn largest_ratio(values: &[f64], bounds: &[f64]) -> f64 {
    values.iter().zip(bounds).map(|(value, bound)| value / bound).fold(0.0, f64::max)
}
