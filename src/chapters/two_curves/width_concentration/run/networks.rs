//! Random networks of one depth and width, and their kernels.

use std::f64::consts::PI;

use anyhow::Result;
use rand::Rng as _;
use rayon::prelude::*;

use crate::{
    chapters::two_curves::{network_size::NetworkSize, width_concentration::Config},
    data::{sphere_curves::CurvePair, streams::stream},
    figure::Context,
    ground::device::DeviceKind,
    math::{
        kernel::{matrix::angle_between, tangent::deep_kernel},
        vectors::{largest, mean},
    },
    nn::{Matrix, Network, ReluNetwork},
};

/// Where kernels are evaluated.
pub(super) struct Points {
    /// The angles of the first points from the first of them, radians.
    pub(super) angles_rad: Vec<f64>,
    /// Points of a great circle, one per angle, then those of the two curves: one per row.
    all: Matrix,
    /// The angle between every two points of the curves, radians: `[points, points]`, row after row.
    between_rad: Vec<f64>,
}

impl Points {
    pub(super) fn new(config: &Config) -> Self {
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
    pub(super) diagonal: f64,
    /// The mean square of Θ(x, x) − 1 over the points.
    pub(super) square_deviation: f64,
    /// Θ between the first point and each of the great circle.
    pub(super) row: Vec<f64>,
    /// The mean of `row` less K/L over the far angles.
    pub(super) far: f64,
    /// The root mean square of Θ − K/L over all pairs of points on the two curves.
    pub(super) rms: f64,
    /// The largest |Θ − K/L| over these pairs.
    pub(super) sup: f64,
}

/// Numbers that the networks evaluated at a time may have together.
const AT_A_TIME: usize = 110_000_000;

/// Draws networks of the given size and evaluates their kernels, in the order they were drawn.
pub(super) fn measure(size: NetworkSize, points: &Points, config: &Config, context: &Context) -> Result<Vec<Drawn>> {
    let NetworkSize { depth, width } = size;
    let mut rng = stream(config.seed, &format!("width_concentration networks, L = {depth}, n = {width}"));
    let seeds: Vec<u64> = (0..config.networks(width)).map(|_| rng.r#gen()).collect();
    let at = |nu: &f64| deep_kernel(*nu, depth);
    let limits =
        Limits { row: points.angles_rad.iter().map(at).collect(), pairs: points.between_rad.iter().map(at).collect() };
    let device = context.device;
    let mut drawn = Vec::new();
    for some in seeds.chunks((AT_A_TIME / (depth * width * width)).max(1)) {
        let found: Result<Vec<Drawn>> =
            some.par_iter().map(|&seed| Drawn::draw(size, points, &limits, seed, device)).collect();
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
    /// The network with weights from `seed`.
    fn draw(size: NetworkSize, points: &Points, limits: &Limits, seed: u64, device: DeviceKind) -> Result<Self> {
        let NetworkSize { depth, width } = size;
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
        let mean_square = |numbers: &[f64], centre: f64| {
            numbers.iter().map(|x| (x - centre).powi(2)).sum::<f64>() / numbers.len() as f64
        };
        Ok(Self {
            diagonal: mean(&diagonal),
            square_deviation: mean_square(&diagonal, 1.0),
            row,
            far: mean(&far),
            rms: mean_square(&distances, 0.0).sqrt(),
            sup: largest(distances),
        })
    }
}
