//! Digits on circles: layers that a turn commutes with.

use std::f64::consts::TAU;

use faer::Mat;
use rand::Rng as _;
use rayon::prelude::*;

use super::{
    super::{Config, Picture, Turned, config::NUMBERS},
    course::{Course, Pair, followed as over_draws, largest_fall, over},
    digits::{Pools, drawn, labelled},
};
use crate::{
    data::{digits::SIDE, direction_classes::LabelledPoints, streams::stream},
    ground::pixels::Pixels,
    math::{
        images::{image::Image, polar::polar},
        rates::{
            classes::Classes,
            membership::Membership,
            nearest_subspace::{accuracy, fitted},
            redunet::{Layer, Settings},
            shift_redunet::{ShiftLayer, Spectra, shifts},
            unit_tokens::unit_tokens,
        },
        vectors::largest,
    },
};

/// Digits of a class, and layers, in which layers by frequency are held against dense ones.
const COMPARED: (usize, usize) = (2, 2);
/// The turn of the digit that is drawn, radians.
const SHOWN_TURN: f64 = TAU / 8.0;

/// The course over draws.
pub(super) fn followed(config: &Config, pools: &Pools) -> Turned {
    let rotation = &config.rotation;
    let draws: Vec<Found> = (0..config.draws).into_par_iter().map(|draw| Found::new(config, pools, draw)).collect();
    let upright = over(&draws, |found| found.upright);
    let turns_gain = over(&draws, |found| found.course.accuracy[0] - found.upright);
    let dense_off = largest(draws.iter().map(|found| found.dense_off));
    let (courses, coarse): (Vec<Course>, Vec<Course>) =
        draws.into_iter().map(|found| (found.course, found.coarse)).unzip();
    let wide = coarser(config);
    Turned {
        radii: rotation.radii,
        angles: rotation.angles,
        followed: over_draws(&courses, &rotation.layers, rotation.step, NUMBERS * rotation.per_class),
        coarse_epsilon_squared: wide.epsilon_squared,
        coarse: over_draws(&coarse, &rotation.layers, wide.step, NUMBERS * rotation.per_class),
        upright,
        turns_gain,
        dense_off,
    }
}

/// One draw.
struct Found {
    course: Course,
    coarse: Course,
    upright: f64,
    dense_off: f64,
}

impl Found {
    fn new(config: &Config, pools: &Pools, draw: usize) -> Self {
        let rotation = &config.rotation;
        let mut rng = stream(config.seed, &format!("rotation {draw} turns"));
        let mut part = |pool: &[Vec<Image>], name: &str, turned: bool| {
            let images = drawn(pool, rotation.per_class, config.seed, &format!("rotation {draw} {name}"));
            let circles = |image: &&Image| {
                let turn = if turned { rng.gen_range(0.0..TAU) } else { 0.0 };
                polar(image, rotation.radii, rotation.angles, turn)
            };
            let circles: Vec<Vec<f64>> = images.iter().map(circles).collect();
            labelled(&circles, rotation.per_class)
        };
        let (train, test) = (part(&pools.train, "train", false), part(&pools.test, "test", true));
        let [train, test] = [train, test]
            .map(|drawn| LabelledPoints { points: unit_tokens(drawn.points.as_ref()), labels: drawn.labels });
        let upright = fitted(train.points.as_ref(), &classes(&train.labels), rotation.directions);
        Self {
            upright: accuracy(&upright.labels(test.points.as_ref()), &test.labels),
            dense_off: dense_off(config, &train),
            course: course(config, settings(config), &train, &test),
            coarse: course(config, coarser(config), &train, &test),
        }
    }
}

fn settings(config: &Config) -> Settings {
    Settings { epsilon_squared: config.epsilon_squared, step: config.rotation.step, sharpness: config.sharpness }
}

/// With T times the squared precision, and as much of a step.
fn coarser(config: &Config) -> Settings {
    let (fine, times) = (settings(config), config.rotation.angles as f64);
    Settings { epsilon_squared: times * fine.epsilon_squared, step: times * fine.step, ..fine }
}

fn classes(labels: &[usize]) -> Classes {
    Classes::of_labels(labels, NUMBERS)
}

fn course(config: &Config, settings: Settings, train: &LabelledPoints, test: &LabelledPoints) -> Course {
    let rotation = &config.rotation;
    let (train_classes, test_classes) = (classes(&train.labels), classes(&test.labels));
    let [mut features, mut seen] =
        [train, test].map(|drawn| Spectra::new(drawn.points.as_ref(), rotation.radii, rotation.angles));
    let rates = |spectra: &Spectra, classes: &Classes| -> Pair {
        (spectra.rate(settings.epsilon_squared), spectra.class_rate(classes, settings.epsilon_squared))
    };
    // All turns of the training digits have a class's subspace.
    let nearest = |features: &Mat<f64>, seen: &Mat<f64>| {
        let labels: Vec<usize> = train.labels.iter().flat_map(|&label| vec![label; rotation.angles]).collect();
        let turns = shifts(features.as_ref(), rotation.angles);
        let subspaces = fitted(turns.as_ref(), &classes(&labels), rotation.directions);
        accuracy(&subspaces.labels(seen.as_ref()), &test.labels)
    };
    let before = nearest(&train.points, &test.points);
    let depth = rotation.layers[rotation.layers.len() - 1];
    let mut all = vec![rates(&features, &train_classes)];
    let mut others = vec![rates(&seen, &test_classes)];
    let mut told = Vec::new();
    for _ in 0..depth {
        let layer = ShiftLayer::of(&features, &train_classes, settings.epsilon_squared);
        told.push(accuracy(&layer.told(&seen), &test.labels));
        features = layer.advanced(&features, Membership::Known(&train.labels), &settings);
        seen = layer.advanced(&seen, Membership::Estimated, &settings);
        all.push(rates(&features, &train_classes));
        others.push(rates(&seen, &test_classes));
    }
    let looked_at = |rates: &[Pair]| rotation.layers.iter().map(|&at| rates[at]).collect();
    Course {
        train: looked_at(&all),
        test: looked_at(&others),
        largest_fall: largest_fall(&all),
        told: [told[0], told[depth - 1]],
        accuracy: [before, nearest(&features.signals(), &seen.signals())],
        // Not looked at: the mean of all turns of a digit is constant on every circle.
        cosines: [0.0; 4],
    }
}

/// The largest difference between layers by frequency and dense layers of all turns of a few digits.
fn dense_off(config: &Config, train: &LabelledPoints) -> f64 {
    let (rotation, settings) = (&config.rotation, settings(config));
    let places: Vec<usize> = (0..train.labels.len()).filter(|place| place % rotation.per_class < COMPARED.0).collect();
    let labels: Vec<usize> = places.iter().map(|&place| train.labels[place]).collect();
    let repeated: Vec<usize> = labels.iter().flat_map(|&label| vec![label; rotation.angles]).collect();
    let few = Mat::from_fn(train.points.nrows(), places.len(), |i, j| train.points[(i, places[j])]);
    let mut dense = shifts(few.as_ref(), rotation.angles);
    let mut features = Spectra::new(few.as_ref(), rotation.radii, rotation.angles);
    let mut off = 0.0;
    for _ in 0..COMPARED.1 {
        let whole = Layer::of(dense.as_ref(), &classes(&repeated), settings.epsilon_squared);
        dense = whole.advanced(dense.as_ref(), Membership::Known(&repeated), &settings);
        let layer = ShiftLayer::of(&features, &classes(&labels), settings.epsilon_squared);
        features = layer.advanced(&features, Membership::Known(&labels), &settings);
        let again = shifts(features.signals().as_ref(), rotation.angles);
        off = largest([off, (again - &dense).norm_max()]);
    }
    off
}

/// The first training two, upright and turned, as pixels and on circles.
pub(super) fn pictures(config: &Config, pools: &Pools) -> Vec<Picture> {
    let rotation = &config.rotation;
    let digit = &pools.train[NUMBERS - 1][0];
    let middle = 0.5 * (SIDE as f64 - 1.0);
    // The pixel that a turn brings here, to the nearest.
    let turned = Image::from_fn(SIDE, SIDE, |column, row| {
        let (x, y) = (column as f64 - middle, row as f64 - middle);
        let (sin, cos) = SHOWN_TURN.sin_cos();
        let [from_column, from_row] = [cos * x + sin * y + middle, cos * y - sin * x + middle].map(f64::round);
        let inside = |place: f64| place >= 0.0 && place < SIDE as f64;
        if inside(from_column) && inside(from_row) { digit.at(from_column as usize, from_row as usize) } else { 0.0 }
    });
    let picture = |name: &str, width: usize, values: &[f64]| Picture {
        name: name.to_owned(),
        width,
        pixels: values.iter().map(|x| (255.0 * x).round() as u8).collect::<Pixels>(),
    };
    let circles = |turn: f64| polar(digit, rotation.radii, rotation.angles, turn);
    vec![
        picture("a digit", SIDE, &digit.pixels),
        picture("turned by an eighth", SIDE, &turned.pixels),
        picture("the digit on circles", rotation.angles, &circles(0.0)),
        picture("the turned one", rotation.angles, &circles(SHOWN_TURN)),
    ]
}
