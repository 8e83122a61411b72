//! What is computed: constructions of the network on every shape, in three ways.

use std::sync::Mutex;

use faer::{Mat, Scale};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use super::{Cloud, Config, Construct, Decoded, Film, Outcome, Rounding, Shape, Trial};
use crate::{
    data::{
        bent_shapes::{arc, even_places, gaussian_process, open_trefoil, sine, square_places, standardised},
        streams::stream,
    },
    figure::Context,
    ground::progress::Task,
    math::{
        manifolds::flatnet::{
            FlatNet,
            construction::Construction,
            decoder::{Code, Decoder, Order},
        },
        statistics::{LEVEL, bootstrap::RESAMPLES, median::median_estimate, proportion},
        vectors::{largest, mean, smallest, thousandths},
    },
};

/// Frames of a film at most.
const FRAMES: usize = 13;
/// Points of a cloud that a film shows at most.
const SHOWN: usize = 50;
/// No error is recorded as larger: what a singular value of 0 or layers in the wrong order make of rounding has no bound.
const MOST_ERROR: f64 = 1e12;

/// A shape that trials are drawn of.
struct Subject {
    name: &'static str,
    dimension: usize,
    /// The points of one trial.
    points: fn(&Config, &mut ChaCha8Rng) -> Mat<f64>,
}

const SUBJECTS: [Subject; 5] = [
    Subject { name: "sine", dimension: 1, points: |config, _| sine(config.samples) },
    Subject { name: "three quarters of a circle", dimension: 1, points: |config, _| arc(config.samples) },
    Subject { name: "open trefoil knot", dimension: 1, points: |config, _| open_trefoil(2 * config.samples) },
    Subject {
        name: "random curve",
        dimension: 1,
        points: |Config { process, .. }, rng| {
            gaussian_process(&even_places(process.samples), process.ambient, process.length_scale, rng)
        },
    },
    Subject {
        name: "random surface",
        dimension: 2,
        points: |Config { process, .. }, rng| {
            gaussian_process(&square_places(process.samples, rng), process.ambient, process.length_scale, rng)
        },
    },
];

/// The ways to build, each with its name.
fn ways(config: &Config) -> [(&'static str, Construction); 3] {
    let published = config.construction;
    [
        ("as published", published),
        (
            "each layer normalised",
            Construction { normalise: true, threshold: config.normalised_threshold, ..published },
        ),
        ("without the bend", Construction { bend: false, ..published }),
    ]
}

/// Builds all networks, and follows a few.
pub(super) fn run(config: &Config, context: &Context) -> Outcome {
    let ways = ways(config);
    let task = Mutex::new(context.progress.task("networks", SUBJECTS.len() * ways.len() * config.trials));
    let shapes = SUBJECTS.iter().map(|subject| {
        let constructs = ways.iter().map(|(name, construction)| subject.construct(name, construction, config, &task));
        let ambient = subject.drawn(config, 0).nrows();
        Shape { name: subject.name.to_owned(), ambient, dimension: subject.dimension, constructs: constructs.collect() }
    });
    let shapes = shapes.collect();
    let followed: Vec<_> =
        SUBJECTS[..3].iter().map(|subject| (subject, subject.built(&ways[0].1, config, 0))).collect();
    Outcome {
        shapes,
        films: followed.iter().map(|(subject, (points, net))| film(subject.name, points, net)).collect(),
        rounding: followed[..2].iter().map(|(subject, (points, net))| rounding(subject.name, points, net)).collect(),
        decoded: decoded(&followed[0].1.0, &followed[0].1.1),
    }
}

impl Subject {
    /// The points of a trial, with the mean square 1.
    fn drawn(&self, config: &Config, trial: usize) -> Mat<f64> {
        let mut rng = stream(config.seed, &format!("{} {trial}", self.name));
        standardised(&(self.points)(config, &mut rng))
    }

    /// A trial's points and its network. What is normalised layer by layer begins within the unit ball.
    fn built(&self, construction: &Construction, config: &Config, trial: usize) -> (Mat<f64>, FlatNet) {
        let mut points = self.drawn(config, trial);
        if construction.normalise {
            let reach = largest(points.col_iter().map(|x| x.norm_l2()));
            points = Scale(1.0 / reach) * points;
        }
        let mut rng = stream(config.seed, &format!("neighbourhoods of the {} {trial}", self.name));
        let net = FlatNet::build(points.as_ref(), construction, &mut rng, |_| {});
        (points, net)
    }

    fn construct(&self, name: &str, construction: &Construction, config: &Config, task: &Mutex<Task>) -> Construct {
        let trial = |trial: usize| {
            let (points, net) = self.built(construction, config, trial);
            let measured = measured(&points, &net, self.dimension);
            task.lock().expect("a task that no thread left broken").step();
            measured
        };
        let trials: Vec<Trial> = (0..config.trials).into_par_iter().map(trial).collect();
        let share = |of: &dyn Fn(&Trial) -> bool| {
            proportion::estimate(trials.iter().filter(|trial| of(trial)).count(), trials.len(), LEVEL)
        };
        let mut rng = stream(config.seed, &format!("resamples of the {} {name}", self.name));
        let mut over_trials = |of: &dyn Fn(&Trial) -> f64| {
            let numbers: Vec<f64> = trials.iter().map(of).collect();
            median_estimate(&numbers, LEVEL, RESAMPLES, &mut rng)
        };
        Construct {
            name: name.to_owned(),
            layers: over_trials(&|trial| trial.layers as f64),
            lost: [0, 1, 2].map(|decoder| over_trials(&|trial| trial.lost[decoder])),
            rounded: over_trials(&|trial| trial.rounded_error),
            flat: share(&|trial| trial.flatness <= config.flat_at),
            refit_wins: share(&|trial| trial.lost[2] < trial.lost[0]),
            reverse_wins: share(&|trial| trial.lost[1] < trial.lost[0]),
            converged: mean(&trials.iter().map(|trial| trial.converged).collect::<Vec<_>>()),
            trials,
        }
    }
}

/// All that is asked of one network.
fn measured(points: &Mat<f64>, net: &FlatNet, dimension: usize) -> Trial {
    let iterates = net.iterates(points.as_ref());
    let flat = iterates.last().expect("the points themselves");
    let code = Code::of(flat.as_ref(), dimension);
    let coordinates = code.encode(flat.as_ref());
    let deviation = (points.squared_norm_l2() / (points.nrows() * points.ncols()) as f64).sqrt();
    let lost = [Order::Encoder, Order::Reversed, Order::Refitted].map(|order| {
        let decoder = Decoder::new(net, points.as_ref(), dimension, order);
        bounded((decoder.decode(coordinates.as_ref()) - points).squared_norm_l2() / points.squared_norm_l2())
    });
    let undone = net.layers.iter().zip(iterates.windows(2));
    let singular_values = (0..points.ncols())
        .map(|i| net.jacobian_singular_values(points.subcols(i, 1)).last().copied().expect("a dimension"));
    Trial {
        layers: net.layers.len(),
        largest_dimension: net.looks.iter().map(|look| look.dimension).max().unwrap_or_default(),
        at_rest: net.at_rest,
        converged: net.looks.iter().filter(|look| look.converged).count() as f64 / net.looks.len() as f64,
        flatness: code.flatness(),
        lost,
        layer_inverse_error: largest(
            undone.map(|(layer, pair)| (layer.invert(pair[1].as_ref()) - &pair[0]).norm_max()).chain([0.0]),
        ),
        inverse_error: bounded((net.invert(flat.as_ref()) - points).norm_max() / deviation),
        rounded_error: bounded((net.invert(single(flat).as_ref()) - points).norm_max() / deviation),
        least_singular_value: smallest(singular_values),
    }
}

/// An error as it is recorded; the largest, if it is no number.
fn bounded(error: f64) -> f64 {
    error.min(MOST_ERROR)
}

/// Numbers as single precision keeps them.
fn single(points: &Mat<f64>) -> Mat<f64> {
    Mat::from_fn(points.nrows(), points.ncols(), |i, j| f64::from(points[(i, j)] as f32))
}

/// The film of a network: as many frames as there are layers, thinned evenly.
fn film(name: &str, points: &Mat<f64>, net: &FlatNet) -> Film {
    let iterates = net.iterates(points.as_ref());
    let last = iterates.len() - 1;
    let frames = FRAMES.min(last + 1).max(2);
    let layers: Vec<usize> = (0..frames).map(|k| k * last / (frames - 1)).collect();
    Film {
        name: name.to_owned(),
        clouds: layers.iter().map(|&layer| Cloud::of(&iterates[layer])).collect(),
        flatness: iterates.iter().map(|z| Code::of(z.as_ref(), 1).flatness()).collect(),
        layers,
    }
}

impl Cloud {
    fn of(points: &Mat<f64>) -> Self {
        let step = points.ncols().div_ceil(SHOWN);
        let row = |i: usize| points.row(i).iter().step_by(step).copied().map(thousandths).collect();
        Self { xs: row(0), ys: row(1) }
    }
}

/// The error of the exact inverse from single precision, and what the Jacobian foretells, for each number of layers.
fn rounding(name: &str, points: &Mat<f64>, net: &FlatNet) -> Rounding {
    let iterates = net.iterates(points.as_ref());
    let beginnings = (1..=net.layers.len()).map(|count| {
        let beginning = FlatNet { layers: net.layers[..count].to_vec(), looks: Vec::new(), at_rest: false };
        let flat = &iterates[count];
        let error = bounded((beginning.invert(single(flat).as_ref()) - points).norm_max());
        let foretold = (0..points.ncols()).map(|i| {
            let half_unit = flat.col(i).norm_l2() * f64::from(f32::EPSILON) / 2.0;
            let singular_values = beginning.jacobian_singular_values(points.subcols(i, 1));
            bounded(half_unit / singular_values[singular_values.len() - 1])
        });
        (count as f64, (error, largest(foretold)))
    });
    let (layers, (error, foretold)): (Vec<f64>, (Vec<f64>, Vec<f64>)) = beginnings.unzip();
    Rounding { name: name.to_owned(), layers, error, foretold }
}

/// What the three decoders make of a curve's code.
fn decoded(points: &Mat<f64>, net: &FlatNet) -> Decoded {
    let flat = net.flatten(points.as_ref());
    let decoders = [Order::Encoder, Order::Reversed, Order::Refitted].map(|order| {
        let decoder = Decoder::new(net, points.as_ref(), 1, order);
        Cloud::of(&decoder.decode(decoder.code.encode(flat.as_ref()).as_ref()))
    });
    Decoded { points: Cloud::of(points), decoders: decoders.into() }
}

/// For the tests: a shape's points and network by its place in the list.
#[cfg(test)]
pub(super) fn built(subject: usize, construction: &Construction, config: &Config, trial: usize) -> (Mat<f64>, FlatNet) {
    SUBJECTS[subject].built(construction, config, trial)
}
