//! A spiral in its space, with its points, and the networks of every kind on it.

use anyhow::Result;
use faer::Mat;
use rand::Rng as _;
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;
use rayon::prelude::*;

use super::{
    super::{Config, Curve, Kind, Trained},
    found::Found,
};
use crate::{
    data::{
        spirals::{Place, Spiral},
        streams::stream,
        subspaces::orthonormal_frame,
    },
    ground::device::DeviceKind,
    math::{
        curves::polyline::{Foot, Polyline},
        statistics::kolmogorov::distance_from_uniform,
        subspaces::principal_components::PrincipalComponents,
        vectors::thousandths,
    },
    nn::{Autoencoder, Matrix, Network},
};

/// Places along a curve at which codes are looked at.
pub(super) const PLACES: usize = 200;
/// Of these every so many is kept in a record.
const KEPT: usize = 4;
/// Segments that stand for the curve where distances from it are measured; they are within 2e-4 of it.
const SEGMENTS: usize = 400;
/// Points drawn from a model.
pub(super) const DRAWS: usize = 500;

/// A spiral with its points, in the space that networks see.
pub(super) struct Problem<'a> {
    pub(super) config: &'a Config,
    spiral: Spiral,
    pub(super) ambient: usize,
    /// The plane of the curve: `[ambient, 2]`, orthonormal columns.
    frame: Mat<f64>,
    outline: Polyline,
    pub(super) places: Vec<Place>,
    pub(super) train: Matrix,
    pub(super) held_out: Matrix,
    /// The sum of squares of the training points about their mean, a point, and that mean.
    pub(super) variance: f64,
    pub(super) mean: Vec<f32>,
}

impl<'a> Problem<'a> {
    pub(super) fn new(config: &'a Config, turns: f64, ambient: usize) -> Self {
        let spiral = Spiral { inner: config.inner, gap: config.gap, turns };
        let purpose = |what: &str| format!("autoencoders {what} {turns} {ambient}");
        let frame = match ambient {
            2 => Mat::identity(2, 2),
            _ => orthonormal_frame(ambient, 2, &mut stream(config.seed, &purpose("frame"))),
        };
        let outline = Polyline::new(spiral.places(SEGMENTS + 1).iter().map(|place| place.point).collect());
        let places = spiral.places(PLACES);
        let mut problem = Self {
            config,
            spiral,
            ambient,
            frame,
            outline,
            places,
            train: Matrix::new(0, ambient, Vec::new()),
            held_out: Matrix::new(0, ambient, Vec::new()),
            variance: 0.0,
            mean: vec![0.0; ambient],
        };
        problem.train = problem.points(config.samples, &mut stream(config.seed, &purpose("train")));
        problem.held_out = problem.points(config.samples, &mut stream(config.seed, &purpose("held out")));
        (problem.mean, problem.variance) = moments(&problem.train);
        problem
    }

    /// Noisy points at random places of the curve, one a row.
    fn points(&self, count: usize, rng: &mut ChaCha8Rng) -> Matrix {
        let points: Vec<Vec<f64>> = (0..count)
            .map(|_| {
                let mut point = self.lifted(self.spiral.at(rng.r#gen()).point);
                for x in &mut point {
                    let noise: f64 = rng.sample(StandardNormal);
                    *x += self.config.noise * noise;
                }
                point
            })
            .collect();
        Matrix::from_points(&points)
    }

    /// A point of the plane in the space.
    pub(super) fn lifted(&self, point: [f64; 2]) -> Vec<f64> {
        (0..self.ambient).map(|i| self.frame[(i, 0)] * point[0] + self.frame[(i, 1)] * point[1]).collect()
    }

    /// The nearest point of the plane.
    pub(super) fn lowered(&self, x: &[f32]) -> [f64; 2] {
        [0, 1].map(|j| x.iter().enumerate().map(|(i, &x)| self.frame[(i, j)] * f64::from(x)).sum())
    }

    /// The nearest point of the curve: its distance in the space, and where it is.
    pub(super) fn foot(&self, x: &[f32]) -> Foot {
        let point = self.lowered(x);
        let foot = self.outline.foot(point);
        let beside = self.lifted(point).iter().zip(x).map(|(p, &x)| (f64::from(x) - p).powi(2)).sum::<f64>();
        Foot { distance: foot.distance.hypot(beside.sqrt()), ..foot }
    }

    /// A random unit vector upright to the plane.
    pub(super) fn upright(&self, rng: &mut ChaCha8Rng) -> Vec<f64> {
        let drawn: Vec<f32> = (0..self.ambient).map(|_| rng.sample(StandardNormal)).collect();
        let plane = self.lifted(self.lowered(&drawn));
        let beside: Vec<f64> = drawn.iter().zip(plane).map(|(&x, p)| f64::from(x) - p).collect();
        let length = beside.iter().map(|x| x * x).sum::<f64>().sqrt();
        beside.into_iter().map(|x| x / length).collect()
    }

    /// Trains and measures all networks, one a thread.
    pub(super) fn curve(&self, device: DeviceKind) -> Result<Curve> {
        let seeds = self.config.seeds;
        let jobs: Vec<(Kind, usize)> =
            Kind::ALL.into_iter().flat_map(|kind| (0..seeds).map(move |number| (kind, number))).collect();
        let found: Result<Vec<Found>> =
            jobs.into_par_iter().map(|(kind, number)| self.network(kind, number, device)).collect();
        let kinds: Vec<Trained> = Kind::ALL
            .iter()
            .zip(found?.chunks(seeds))
            .map(|(&kind, found)| Found::gathered(kind, found, self))
            .collect();
        let centred = Mat::from_fn(self.ambient, self.train.rows(), |j, i| {
            f64::from(self.train.row(i)[j]) - f64::from(self.mean[j])
        });
        let components = PrincipalComponents::from_points(centred.as_ref());
        let fresh = self.points(DRAWS, &mut stream(self.config.seed, "autoencoders fresh"));
        let parts = (0..DRAWS).map(|i| self.foot(fresh.row(i)).part).collect();
        Ok(Curve {
            turns: self.spiral.turns,
            ambient: self.ambient,
            noise_share: (self.ambient - 1) as f64 * self.config.noise.powi(2) / self.variance,
            lost_by_pca: components.residual(1) / components.residual(0),
            data_kolmogorov: distance_from_uniform(parts),
            outline: self.places.iter().step_by(2).map(|place| place.point.map(thousandths)).collect(),
            places: (0..PLACES).step_by(KEPT).map(|i| thousandths(i as f64 / (PLACES - 1) as f64)).collect(),
            kinds,
        })
    }

    fn network(&self, kind: Kind, number: usize, device: DeviceKind) -> Result<Found> {
        let Config { strengths, learning, .. } = self.config;
        let (hidden, training) = learning.of(kind);
        let seed = self.config.seed + number as u64;
        let mut network = Network::new(Autoencoder::new(self.ambient, hidden, 1, strengths.of(kind, 1)), device, seed)?;
        let history = network.learn(&self.train, learning.batch, &training, seed)?;
        Found::measure(self, kind, &network, &history)
    }
}

/// Every so many of what there is at all places.
pub(super) fn kept(values: &[f64]) -> Vec<f64> {
    values.iter().step_by(KEPT).map(|&value| thousandths(value)).collect()
}

/// The mean row, and the mean square distance of the rows from it.
pub(super) fn moments(points: &Matrix) -> (Vec<f32>, f64) {
    let n = points.rows() as f64;
    let mean: Vec<f32> = (0..points.columns())
        .map(|j| ((0..points.rows()).map(|i| f64::from(points.row(i)[j])).sum::<f64>() / n) as f32)
        .collect();
    let variance = (0..points.rows()).map(|i| super::squares(points.row(i), &mean)).sum::<f64>() / n;
    (mean, variance)
}
