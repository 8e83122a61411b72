//! The kernels of many random networks of one depth and width.

use std::f64::consts::PI;

use anyhow::Result;
use rand::Rng;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::Config;
use crate::{
    chapters::two_curves::interval::{Interval, mean},
    data::{sphere_curves::CurvePair, streams::stream},
    figure::Context,
    ground::device::DeviceKind,
    math::{
        kernel::{matrix::angle_between, spread::relative_variance, tangent::deep_kernel},
        statistics::fit::slope,
    },
    nn::{Matrix, Network, ReluNetwork},
};

/// What was found of the networks of one depth and width. Kernels are in units of (n/2) L, the mean of Θ(x, x).
#[derive(Debug, Serialize, Deserialize)]
pub struct Cell {
    /// Neurons n of a hidden layer.
    pub width: usize,
    /// √(L/n).
    pub root: f64,
    /// Networks drawn.
    pub networks: usize,
    /// The mean of Θ(x, x).
    pub mean: Interval,
    /// The root mean square of Θ(x, x) − 1.
    pub deviation: Interval,
    /// What it is exactly.
    pub exact_deviation: f64,
    /// Θ between two points against their angle.
    pub against_angle: AgainstAngle,
    /// The mean over the angles of at least π/4 of what [`AgainstAngle::bias`] is at each.
    pub far_bias: Interval,
    /// The same in units of L/n.
    pub far_bias_scaled: Interval,
    /// The root mean square over all pairs of points on the two curves of Θ − K/L, its mean over networks.
    pub rms: Interval,
    /// The largest |Θ − K/L| over these pairs, its mean over networks.
    pub sup: Interval,
}

/// Θ between two points over random networks, one value an angle.
#[derive(Debug, Serialize, Deserialize)]
pub struct AgainstAngle {
    /// The mean.
    pub mean: Vec<f64>,
    /// The mean less the standard deviation over networks.
    pub below: Vec<f64>,
    /// The mean and the standard deviation.
    pub above: Vec<f64>,
    /// The mean of Θ − K/L, with the part taken away that goes with Θ(x, x) − 1 of the same network, whose mean is 0.
    pub bias: Vec<f64>,
    /// The lower end of its interval.
    pub bias_low: Vec<f64>,
    /// The upper end.
    pub bias_high: Vec<f64>,
}

/// Where kernels are evaluated.
pub(super) struct Points {
    /// The angles of the first points from the first of them, radians.
    pub(super) angles_rad: Vec<f64>,
    /// Points of a great circle, one an angle, then those of the two curves: one a row.
    all: Matrix,
    /// The angle between every two points of the curves, radians: `[points, points]`, row after row.
    between_rad: Vec<f64>,
}

impl Points {
    pub(super) fn of(config: &Config) -> Self {
        // Closer together near 0, where the kernel of a deep network is steep.
        let place = |i: usize| PI * (i as f64 / (config.angles - 1) as f64).powi(2);
        let angles_rad: Vec<f64> = (0..config.angles).map(place).collect();
        let curves = CurvePair { upper: config.curve }.points(config.curve_points, 0.0);
        let circle = angles_rad.iter().map(|nu| {
            let mut point = vec![0.0; config.curve.dimension()];
            (point[1], point[0]) = nu.sin_cos();
            point
        });
        let all: Vec<Vec<f64>> = circle.chain(curves.iter().cloned()).collect();
        Self {
            all: Matrix::from_points(&all),
            between_rad: curves.iter().flat_map(|x| curves.iter().map(|y| angle_between(x, y))).collect(),
            angles_rad,
        }
    }
}

/// What is kept of one network.
pub(super) struct Drawn {
    /// The mean of Θ(x, x) over the points.
    diagonal: f64,
    /// The mean square of Θ(x, x) − 1 over the points.
    pub(super) square_deviation: f64,
    /// Θ between the first point and each of the great circle.
    row: Vec<f64>,
    /// The mean of `row` less K/L over the far angles.
    far: f64,
    /// See [`Cell::rms`].
    pub(super) rms: f64,
    /// See [`Cell::sup`].
    pub(super) sup: f64,
}

/// Numbers that the networks evaluated at a time may have together.
const AT_A_TIME: usize = 110_000_000;

/// Draws networks of the given depth and width and evaluates their kernels, in the order they were drawn.
pub(super) fn measure(
    (depth, width): (usize, usize),
    points: &Points,
    config: &Config,
    context: &Context,
) -> Result<Vec<Drawn>> {
    let mut rng = stream(config.seed, &format!("width_concentration networks, L = {depth}, n = {width}"));
    let seeds: Vec<u64> = (0..config.networks(width)).map(|_| rng.r#gen()).collect();
    let at = |nu: &f64| deep_kernel(*nu, depth);
    let limits =
        Limits { row: points.angles_rad.iter().map(at).collect(), pairs: points.between_rad.iter().map(at).collect() };
    let device = context.device;
    let mut drawn = Vec::new();
    for some in seeds.chunks((AT_A_TIME / (depth * width * width)).max(1)) {
        let found: Result<Vec<Drawn>> =
            some.par_iter().map(|&seed| Drawn::of((depth, width), points, &limits, seed, device)).collect();
        drawn.extend(found?);
    }
    Ok(drawn)
}

/// K/L where the networks' kernels are evaluated.
struct Limits {
    row: Vec<f64>,
    pairs: Vec<f64>,
}

impl Drawn {
    fn of(
        (depth, width): (usize, usize),
        points: &Points,
        limits: &Limits,
        seed: u64,
        device: DeviceKind,
    ) -> Result<Self> {
        let model = ReluNetwork::new(points.all.columns(), width, depth);
        let kernel = Network::new(model, device, seed)?.tangent_kernel(&points.all)?;
        let unit = (depth * width) as f64 / 2.0;
        let entry = |row: usize, column: usize| f64::from(kernel.row(row)[column]) / unit;
        let diagonal: Vec<f64> = (0..kernel.rows()).map(|i| entry(i, i)).collect();
        let circle = points.angles_rad.len();
        let row: Vec<f64> = (0..circle).map(|column| entry(0, column)).collect();
        let far = row.iter().zip(&limits.row).zip(&points.angles_rad).filter(|(_, nu)| **nu >= PI / 4.0);
        let far: Vec<f64> = far.map(|((theta, k), _)| theta - k).collect();
        let on_curves = kernel.rows() - circle;
        let distance = |(at, k): (usize, &f64)| (entry(circle + at / on_curves, circle + at % on_curves) - k).abs();
        let distances: Vec<f64> = limits.pairs.iter().enumerate().map(distance).collect();
        let squares = |numbers: &[f64], centre: f64| {
            numbers.iter().map(|x| (x - centre).powi(2)).sum::<f64>() / numbers.len() as f64
        };
        Ok(Self {
            diagonal: mean(&diagonal),
            square_deviation: squares(&diagonal, 1.0),
            row,
            far: mean(&far),
            rms: squares(&distances, 0.0).sqrt(),
            sup: distances.into_iter().fold(0.0, f64::max),
        })
    }
}

impl Cell {
    pub(super) fn of((depth, width): (usize, usize), drawn: &[Drawn], limit: &[f64], seed: u64) -> Self {
        let mut rng = stream(seed, &format!("width_concentration intervals, L = {depth}, n = {width}"));
        let far_bias = Interval::of(&without(&each(drawn, |one| one.far), drawn), &mut rng);
        let against_angle = AgainstAngle::of(drawn, limit, &mut rng);
        let mut interval = |of: &dyn Fn(&Drawn) -> f64| Interval::of(&each(drawn, of), &mut rng);
        let per_layer = depth as f64 / width as f64;
        Self {
            width,
            root: per_layer.sqrt(),
            networks: drawn.len(),
            mean: interval(&|one| one.diagonal),
            deviation: interval(&|one| one.square_deviation).map(f64::sqrt),
            exact_deviation: relative_variance(depth, width).sqrt(),
            rms: interval(&|one| one.rms),
            sup: interval(&|one| one.sup),
            far_bias,
            far_bias_scaled: far_bias.map(|bias| bias / per_layer),
            against_angle,
        }
    }
}

impl AgainstAngle {
    /// `limit`: K/L, one value an angle.
    fn of(drawn: &[Drawn], limit: &[f64], rng: &mut impl Rng) -> Self {
        let rows: Vec<Vec<f64>> = (0..limit.len()).map(|at| each(drawn, |one| one.row[at])).collect();
        let means: Vec<f64> = rows.iter().map(|row| mean(row)).collect();
        let spread = |(row, mean): (&Vec<f64>, &f64)| {
            (row.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (row.len() - 1) as f64).sqrt()
        };
        let spreads: Vec<f64> = rows.iter().zip(&means).map(spread).collect();
        let bias = |(row, limit): (&Vec<f64>, &f64)| {
            let differences: Vec<f64> = row.iter().map(|theta| theta - limit).collect();
            Interval::of(&without(&differences, drawn), rng)
        };
        let biases: Vec<Interval> = rows.iter().zip(limit).map(bias).collect();
        Self {
            below: means.iter().zip(&spreads).map(|(mean, spread)| mean - spread).collect(),
            above: means.iter().zip(&spreads).map(|(mean, spread)| mean + spread).collect(),
            mean: means,
            bias: biases.iter().map(|bias| bias.mean).collect(),
            bias_low: biases.iter().map(|bias| bias.low).collect(),
            bias_high: biases.iter().map(|bias| bias.high).collect(),
        }
    }
}

/// A number of each network.
fn each(drawn: &[Drawn], of: impl Fn(&Drawn) -> f64) -> Vec<f64> {
    drawn.iter().map(of).collect()
}

/// `values`, one a network, without the part that goes with Θ(x, x) − 1: a control variate of mean 0, its weight the slope
/// from network to network.
fn without(values: &[f64], drawn: &[Drawn]) -> Vec<f64> {
    let control = each(drawn, |one| one.diagonal - 1.0);
    let weight = slope(&control, values);
    values.iter().zip(control).map(|(value, control)| value - weight * control).collect()
}
