//! Gaussians around directions, in the plane and in space.

use std::f64::consts::TAU;

use faer::Mat;
use rayon::prelude::*;

use super::{
    super::{Config, GaussianCourse, Sphere},
    course::{Course, Dense, cosines, followed as over_draws, over},
};
use crate::{
    data::{
        direction_classes::{around, directions},
        streams::stream,
    },
    math::{
        rates::redunet::{Settings, ceiling, contraction},
        vectors::thousandths,
    },
};

/// Training and test points of a class that are drawn.
const SHOWN: [usize; 2] = [25, 12];

/// The courses in two and in three dimensions, and the first draw of the latter with the least noise.
pub(super) fn followed(config: &Config) -> (Vec<GaussianCourse>, Sphere) {
    let mut courses = Vec::new();
    let mut sphere = None;
    for dimension in [2, 3] {
        for &noise in &config.gaussians.noises {
            let (course, first) = course(config, dimension, noise);
            courses.push(course);
            if dimension == 3 && sphere.is_none() {
                sphere = Some(first);
            }
        }
    }
    let [train, test] = sphere.expect("there are noises");
    (courses, shown(config, &train, &test))
}

/// The course over draws, and the features of the first.
fn course(config: &Config, dimension: usize, noise: f64) -> (GaussianCourse, [Vec<Mat<f64>>; 2]) {
    let gaussians = &config.gaussians;
    let settings =
        Settings { epsilon_squared: config.epsilon_squared, step: gaussians.step, sharpness: config.sharpness };
    // Where every class is a direction, one tells it.
    let dense = Dense { settings, layers: &gaussians.layers, classes: dimension, directions: 1 };
    let middles = directions(dimension, gaussians.angle_rad);
    let draw = |draw: usize| {
        let drawn = |part: &str| {
            let mut rng = stream(config.seed, &format!("gaussians {dimension} {noise} {draw} {part}"));
            around(middles.as_ref(), gaussians.per_class, noise, &mut rng)
        };
        dense.course(&drawn("train"), &drawn("test"))
    };
    let (draws, mut features): (Vec<Course>, Vec<_>) = (0..config.draws).into_par_iter().map(draw).unzip();
    let count = dimension * gaussians.per_class;
    let most = ceiling(dimension, count, config.epsilon_squared);
    let followed = over_draws(&draws, &gaussians.layers, gaussians.step, count);
    let last = gaussians.layers.len() - 1;
    let course = GaussianCourse {
        dimension,
        noise,
        ceiling: most,
        reached: over(&draws, |course| (course.train[last].0 - course.train[last].1) / most),
        reached_test: over(&draws, |course| (course.test[last].0 - course.test[last].1) / most),
        cosines: cosines(&draws),
        contraction: contraction(dimension, count, &settings),
        followed,
    };
    (course, features.swap_remove(0))
}

/// Some points of each class, seen along (1, 1, 1).
fn shown(config: &Config, train: &[Mat<f64>], test: &[Mat<f64>]) -> Sphere {
    let per_class = config.gaussians.per_class;
    let seen = |point: [f64; 3]| {
        let [x, y, z] = point;
        [(y - x) / 2.0_f64.sqrt(), (2.0 * z - x - y) / 6.0_f64.sqrt()].map(thousandths)
    };
    let frame = |features: &Mat<f64>, count: usize| -> Vec<[f64; 2]> {
        let columns = (0..3).flat_map(|k| k * per_class..k * per_class + count.min(per_class));
        columns.map(|j| seen([0, 1, 2].map(|i| features[(i, j)]))).collect()
    };
    let [train_shown, test_shown] = SHOWN.map(|count| count.min(per_class));
    Sphere {
        train_shown,
        test_shown,
        train: train.iter().map(|features| frame(features, train_shown)).collect(),
        test: test.iter().map(|features| frame(features, test_shown)).collect(),
        axes: vec![seen([1.0, 0.0, 0.0]), seen([0.0, 1.0, 0.0]), seen([0.0, 0.0, 1.0])],
        outline: (0..=72)
            .map(|i| f64::from(i) * TAU / 72.0)
            .map(|angle| [angle.cos(), angle.sin()].map(thousandths))
            .collect(),
    }
}
