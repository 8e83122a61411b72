//! Autoencoders of handwritten twos.

use anyhow::{Result, ensure};
use faer::Mat;
use rand::Rng as _;
use rand_distr::StandardNormal;
use rayon::prelude::*;

use super::{
    super::{Config, Kind, Twos, TwosOf},
    estimate,
    problem::moments,
    squares, still_falling,
};
use crate::{
    data::{
        digits::{SIDE, Shelf, Split},
        streams::stream,
    },
    figure::Context,
    ground::{device::DeviceKind, estimate::Estimate, pixels::Pixels, progress::Progress},
    math::{
        manifolds::injectivity::Shortening, subspaces::principal_components::PrincipalComponents, vectors::largest,
    },
    nn::{Autoencoder, Matrix, Network},
};

const PIXELS: usize = SIDE * SIDE;
/// Digits that twos are looked for among, a thousand of each class or about so many.
const AMONG: usize = 10_000;
/// Images of a straight line.
const STEPS: usize = 7;
/// Twos between which all pairs are looked at, and that are moved by noise.
const PAIRED: usize = 200;

/// What one network learnt of the twos.
struct Found {
    lost_train: f64,
    lost_held_out: f64,
    injectivity: f64,
    moved: Vec<f64>,
    still_falling: f64,
    diverged: bool,
    line: Matrix,
}

/// The twos, those learnt from and those held out.
pub(super) struct Problem<'a> {
    config: &'a Config,
    train: Matrix,
    held_out: Matrix,
    mean: Vec<f32>,
}

impl<'a> Problem<'a> {
    /// Reads the twos.
    pub(super) fn read(config: &'a Config, context: &Context) -> Result<Self> {
        let shelf = Shelf::new(context.data.as_deref(), context.progress == Progress::Shown);
        let images = |split: Split, count: usize| -> Result<Matrix> {
            let digits = shelf.digits(split, AMONG)?;
            let chosen: Vec<usize> = (0..digits.len()).filter(|&i| digits.labels[i] == 2).take(count).collect();
            ensure!(chosen.len() == count, "{} twos, not {count}", chosen.len());
            let pixels = chosen.iter().flat_map(|&i| digits.image(i)).map(|&pixel| f32::from(pixel) / 255.0);
            Ok(Matrix::new(count, PIXELS, pixels.collect()))
        };
        let train = images(Split::Train, config.digits.train)?;
        let held_out = images(Split::Test, config.digits.held_out)?;
        let (mean, _) = moments(&train);
        Ok(Self { config, train, held_out, mean })
    }

    /// Trains and measures all networks, one a thread.
    pub(super) fn taught(&self, device: DeviceKind) -> Result<Twos> {
        let (config, seeds) = (self.config, self.config.seeds);
        let jobs: Vec<(Kind, usize)> =
            Kind::ALL.into_iter().flat_map(|kind| (0..seeds).map(move |number| (kind, number))).collect();
        let found: Result<Vec<Found>> =
            jobs.into_par_iter().map(|(kind, number)| self.network(kind, number, device)).collect();
        let found = found?;
        let (pca_train, pca_held_out) = self.pca();
        let straight = self.straight_line();
        let rows = std::iter::once(&straight).chain(found.iter().step_by(seeds).map(|found| &found.line));
        Ok(Twos {
            code: config.digits.code,
            pca_train,
            pca_held_out,
            moved: config.digits.moved.clone(),
            steps: STEPS,
            lines: Pixels(rows.flat_map(side_by_side).collect()),
            kinds: Kind::ALL
                .iter()
                .zip(found.chunks(seeds))
                .map(|(&kind, found)| gathered(kind, found, config))
                .collect(),
        })
    }

    fn network(&self, kind: Kind, number: usize, device: DeviceKind) -> Result<Found> {
        let digits = &self.config.digits;
        let (hidden, training) = digits.learning.of(kind);
        let seed = self.config.seed + number as u64;
        let model = Autoencoder::new(PIXELS, hidden, digits.code, digits.strengths.of(kind, digits.word_width));
        let mut network = Network::new(model, device, seed)?;
        let history = network.learn(&self.train, digits.learning.batch, &training, seed)?;
        let lost = |inputs: &Matrix, clean: &Matrix| -> Result<f64> {
            Ok(squares(network.apply(inputs)?.values(), clean.values()) / self.about_mean(clean))
        };
        let paired = self.held_out.slice(0..self.held_out.rows().min(PAIRED));
        let moved = digits.moved.iter().map(|&deviation| {
            let mut rng = stream(self.config.seed, "autoencoders moved twos");
            let noised = Matrix::from_fn(paired.rows(), PIXELS, |i, j| {
                let normal: f64 = rng.sample(StandardNormal);
                paired.row(i)[j] + (deviation * normal) as f32
            });
            lost(&noised, &paired)
        });
        let moved: Result<Vec<f64>> = moved.collect();
        let codes = network.with_model(network.model().encoder()).apply(&paired)?;
        let columns = |rows: &Matrix| Mat::from_fn(rows.columns(), rows.rows(), |j, i| f64::from(rows.row(i)[j]));
        let ends = [codes.row(0), codes.row(1)];
        let along = Matrix::from_fn(STEPS, digits.code, |i, j| between(ends[0][j], ends[1][j], i));
        Ok(Found {
            lost_train: lost(&self.train, &self.train)?,
            lost_held_out: lost(&self.held_out, &self.held_out)?,
            injectivity: Shortening::of(columns(&paired).as_ref(), columns(&codes).as_ref()).relative(),
            moved: moved?,
            still_falling: still_falling(&history),
            diverged: history.diverged_at.is_some(),
            line: network.with_model(network.model().decoder()).apply(&along)?,
        })
    }

    /// The sum of squares about the mean of the twos learnt from.
    fn about_mean(&self, points: &Matrix) -> f64 {
        (0..points.rows()).map(|i| squares(points.row(i), &self.mean)).sum()
    }

    /// The parts of the variance that PCA of the twos learnt from loses, of these and of those held out.
    fn pca(&self) -> (f64, f64) {
        let centred = |points: &Matrix| {
            Mat::from_fn(PIXELS, points.rows(), |j, i| f64::from(points.row(i)[j]) - f64::from(self.mean[j]))
        };
        let (train, held_out) = (centred(&self.train), centred(&self.held_out));
        let components = PrincipalComponents::from_points(train.as_ref());
        let code = self.config.digits.code;
        let kept = components.coordinates(held_out.as_ref(), code).squared_norm_l2();
        (components.residual(code) / components.residual(0), 1.0 - kept / held_out.squared_norm_l2())
    }

    fn straight_line(&self) -> Matrix {
        let ends = [self.held_out.row(0), self.held_out.row(1)];
        Matrix::from_fn(STEPS, PIXELS, |i, j| between(ends[0][j], ends[1][j], i))
    }
}

fn gathered(kind: Kind, found: &[Found], config: &Config) -> TwosOf {
    let mean_of =
        |of: &dyn Fn(&Found) -> f64| -> Estimate { estimate(&found.iter().map(of).collect::<Vec<_>>(), config.seed) };
    TwosOf {
        kind,
        lost_train: mean_of(&|found| found.lost_train),
        lost_held_out: mean_of(&|found| found.lost_held_out),
        injectivity: mean_of(&|found| found.injectivity),
        moved: (0..config.digits.moved.len()).map(|k| mean_of(&|found| found.moved[k])).collect(),
        still_falling: largest(found.iter().map(|found| found.still_falling)),
        diverged: found.iter().filter(|found| found.diverged).count(),
    }
}

/// The i-th of `STEPS` places from a to b.
fn between(a: f32, b: f32, i: usize) -> f32 {
    a + (b - a) * i as f32 / (STEPS - 1) as f32
}

/// The images of the rows side by side, as bytes of ink.
fn side_by_side(images: &Matrix) -> Vec<u8> {
    let byte = |x: f32| (255.0 * x).round().clamp(0.0, 255.0) as u8;
    (0..SIDE)
        .flat_map(|line| (0..images.rows()).flat_map(move |image| images.row(image)[line * SIDE..][..SIDE].to_vec()))
        .map(byte)
        .collect()
}
