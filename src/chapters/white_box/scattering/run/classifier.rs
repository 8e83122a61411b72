//! Linear classifiers of three representations.

use anyhow::Result;
use faer::Mat;
use rand::{Rng as _, seq::SliceRandom as _};
use rand_distr::StandardNormal;
use rayon::prelude::*;

use super::super::{Config, Learnt, Representation};
use crate::{
    data::{
        digits::{CLASSES, Digits, SIDE, Shelf, Split},
        streams::stream,
    },
    ground::progress::Task,
    math::{
        scattering::{
            network::{Network, Paths, Sampling},
            plane_morlets,
        },
        statistics::{
            LEVEL,
            ridge::{Linear, Ridge},
            student::mean_estimate,
        },
        vectors::norm,
    },
};

/// Digits that labels are drawn from.
const POOL: usize = 10_000;
/// One in so many labelled digits chooses the penalty.
const HELD_OUT: usize = 5;

/// How many features scattering has, and the errors of each representation.
pub(super) fn learnt(config: &Config, shelf: &Shelf, progress: &mut Task) -> Result<(usize, Vec<Learnt>)> {
    let classifier = &config.classifier;
    let (train, order) = drawn(config, &shelf.digits(Split::Train, POOL)?);
    let test = shelf.digits(Split::Test, classifier.draws * classifier.test)?;
    let maps = Maps::new(classifier.scales, config.directions);
    let features = maps.of(&[0.0; SIDE * SIDE]).len();
    let random = Random::new(features, config.seed);
    let represented = |representation: Representation, digits: &Digits| match representation {
        Representation::Pixels => rows(digits, <[Vec<f64>]>::to_vec),
        Representation::Random => rows(digits, |images| random.of(images)),
        Representation::Scattering => rows(digits, |images| images.iter().map(|image| maps.of(image)).collect()),
    };
    let mut errors = Vec::new();
    for representation in Representation::ALL {
        let problem = Problem {
            config,
            order: &order,
            train: represented(representation, &train),
            train_labels: &train.labels,
            test: represented(representation, &test),
            test_labels: &test.labels,
        };
        errors.push(classifier.labels.iter().map(|&labels| problem.errors(labels)).collect::<Vec<_>>());
        progress.step();
    }
    let of = |(representation, found): (Representation, &Vec<Vec<Found>>)| {
        let over_draws = |found: &Vec<Found>| found.iter().map(|found| found.error).collect::<Vec<_>>();
        let less = found.iter().zip(&errors[Representation::ALL.len() - 1]).map(|(other, own)| {
            let differences =
                over_draws(own).iter().zip(over_draws(other)).map(|(own, other)| own - other).collect::<Vec<_>>();
            mean_estimate(&differences, LEVEL)
        });
        let penalty =
            |found: &Vec<Found>| (found.iter().map(|found| found.penalty.ln()).sum::<f64>() / found.len() as f64).exp();
        Learnt {
            representation,
            errors: found.iter().map(|found| mean_estimate(&over_draws(found), LEVEL)).collect(),
            scattering_less: less.collect(),
            penalties: found.iter().map(penalty).collect(),
        }
    };
    Ok((features, Representation::ALL.into_iter().zip(&errors).map(of).collect()))
}

/// The digits that are labelled in any draw, and for each draw the places of its own among them: the first are labelled first.
fn drawn(config: &Config, pool: &Digits) -> (Digits, Vec<Vec<usize>>) {
    let most = config.classifier.labels[config.classifier.labels.len() - 1];
    let mut rng = stream(config.seed, "scattering labels");
    let mut draw = || {
        let mut order: Vec<usize> = (0..pool.len()).collect();
        order.shuffle(&mut rng);
        order.truncate(most);
        order
    };
    let mut orders: Vec<Vec<usize>> = (0..config.classifier.draws).map(|_| draw()).collect();
    let mut used: Vec<usize> = orders.concat();
    used.sort_unstable();
    used.dedup();
    for place in orders.iter_mut().flatten() {
        *place = used.partition_point(|other| *other < *place);
    }
    let pixels = used.iter().flat_map(|&index| pool.image(index)).copied().collect();
    let labels = used.iter().map(|&index| pool.labels[index]).collect();
    (Digits { pixels, labels }, orders)
}

/// Digits that a thread turns into features at once.
const BATCH: usize = 100;

/// A row a digit, in single precision: twenty thousand digits have hundreds of megabytes.
fn rows(digits: &Digits, of: impl Fn(&[Vec<f64>]) -> Vec<Vec<f64>> + Sync) -> Vec<Vec<f32>> {
    let indices: Vec<usize> = (0..digits.len()).collect();
    let image = |&index: &usize| digits.image(index).iter().map(|&pixel| f64::from(pixel) / 255.0).collect();
    let batch = |indices: &[usize]| {
        let features = of(&indices.iter().map(image).collect::<Vec<_>>());
        features.into_iter().map(|row| row.into_iter().map(|x| x as f32).collect()).collect::<Vec<_>>()
    };
    indices.par_chunks(BATCH).flat_map_iter(batch).collect()
}

/// Scattering of a digit that is mirrored at its edges, with the averages inside of the image.
struct Maps {
    network: Network,
    /// Pixels added on each side.
    margin: usize,
    /// Places of an average along a side, the margin's included.
    places: usize,
}

impl Maps {
    fn new(scales: usize, directions: usize) -> Self {
        let unit = 1 << scales;
        let side = (SIDE / unit + 2) * unit;
        let bank = plane_morlets::bank(side, scales, directions).scaled();
        let network = Network::new(&bank, 2, Sampling::Critical { folded: false }, Paths::Rising);
        Self { network, margin: (side - SIDE) / 2, places: side / unit }
    }

    fn of(&self, image: &[f64]) -> Vec<f64> {
        let side = SIDE + 2 * self.margin;
        let mirrored = |place: usize| {
            let from_edge = place.abs_diff(self.margin);
            if from_edge < SIDE { from_edge } else { 2 * (SIDE - 1) - from_edge }
        };
        let padded: Vec<f64> =
            (0..side * side).map(|at| image[mirrored(at / side) * SIDE + mirrored(at % side)]).collect();
        let inner = 1..self.places - 1;
        let mut features = Vec::new();
        for map in self.network.scatter(&padded).coefficients.chunks_exact(self.places * self.places) {
            for row in map.chunks_exact(self.places).take(inner.end).skip(inner.start) {
                features.extend_from_slice(&row[inner.clone()]);
            }
        }
        features
    }
}

/// ReLU(w·x/‖x‖) for random directions w.
struct Random {
    /// `[pixels, features]`.
    directions: Mat<f64>,
}

impl Random {
    fn new(features: usize, seed: u64) -> Self {
        let mut rng = stream(seed, "scattering random features");
        Self { directions: Mat::from_fn(SIDE * SIDE, features, |_, _| rng.sample(StandardNormal)) }
    }

    fn of(&self, images: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let lengths: Vec<f64> = images.iter().map(|image| norm(image).max(f64::MIN_POSITIVE)).collect();
        let units = Mat::from_fn(images.len(), SIDE * SIDE, |i, j| images[i][j] / lengths[i]);
        let products = units * &self.directions;
        products.row_iter().map(|row| row.iter().map(|x| x.max(0.0)).collect()).collect()
    }
}

/// The error of one draw, and the penalty that was chosen.
struct Found {
    error: f64,
    penalty: f64,
}

/// One representation of all digits.
struct Problem<'a> {
    config: &'a Config,
    order: &'a [Vec<usize>],
    train: Vec<Vec<f32>>,
    train_labels: &'a [u8],
    test: Vec<Vec<f32>>,
    test_labels: &'a [u8],
}

impl Problem<'_> {
    /// For each draw, learnt from so many labels. Where all are used, every draw has the same.
    fn errors(&self, labels: usize) -> Vec<Found> {
        let classifier = &self.config.classifier;
        let fits = if labels == POOL { 1 } else { classifier.draws };
        let fitted: Vec<_> = (0..fits).into_par_iter().map(|draw| self.fitted(&self.order[draw][..labels])).collect();
        let of = |draw: usize| {
            let (linear, penalty) = &fitted[draw % fits];
            let own: Vec<usize> = (draw * classifier.test..(draw + 1) * classifier.test).collect();
            let classes = linear.classes(matrix(&self.test, &own).as_ref());
            Found { error: wrong(&classes, self.test_labels, &own), penalty: *penalty }
        };
        (0..classifier.draws).map(of).collect()
    }

    /// The classifier of the labelled digits with the penalty that is best on a fifth of them after learning from the rest.
    fn fitted(&self, labelled: &[usize]) -> (Linear, f64) {
        let (held_out, rest) = labelled.split_at(labelled.len() / HELD_OUT);
        let ridge = self.ridge(rest);
        let inputs = matrix(&self.train, held_out);
        let error = |penalty: f64| wrong(&ridge.fitted(penalty).classes(inputs.as_ref()), self.train_labels, held_out);
        let tried: Vec<(f64, f64)> =
            self.config.classifier.penalties.iter().map(|&penalty| (error(penalty), penalty)).collect();
        // The smallest penalty of those that do best.
        let (_, penalty) = tried.iter().fold(tried[0], |best, &next| if next.0 < best.0 { next } else { best });
        (self.ridge(labelled).fitted(penalty), penalty)
    }

    fn ridge(&self, indices: &[usize]) -> Ridge {
        let target = |i: usize, k: usize| f64::from(u8::from(usize::from(self.train_labels[indices[i]]) == k));
        Ridge::new(matrix(&self.train, indices), Mat::from_fn(indices.len(), CLASSES, target))
    }
}

fn matrix(rows: &[Vec<f32>], indices: &[usize]) -> Mat<f64> {
    Mat::from_fn(indices.len(), rows[0].len(), |i, j| f64::from(rows[indices[i]][j]))
}

fn wrong(classes: &[usize], labels: &[u8], indices: &[usize]) -> f64 {
    let count = classes.iter().zip(indices).filter(|(class, index)| **class != usize::from(labels[**index])).count();
    count as f64 / indices.len() as f64
}
