//! Handwritten 0, 1 and 2 as vectors of pixels.

use anyhow::Result;
use faer::Mat;
use rand::seq::index::sample;
use rayon::prelude::*;

use super::{
    super::{Config, DigitCourse, config::NUMBERS},
    course::{Course, Dense, cosines, followed as over_draws},
};
use crate::{
    data::{
        digits::{SIDE, Shelf, Split},
        direction_classes::LabelledPoints,
        streams::stream,
    },
    math::{images::image::Image, rates::redunet::Settings},
};

/// Digits that either part is drawn from.
const POOL: usize = 10_000;

/// Images of each class, for training and for testing.
pub(super) struct Pools {
    pub(super) train: Vec<Vec<Image>>,
    pub(super) test: Vec<Vec<Image>>,
}

impl Pools {
    pub(super) fn new(shelf: &Shelf) -> Result<Self> {
        let pool = |split: Split| -> Result<Vec<Vec<Image>>> {
            let digits = shelf.digits(split, POOL)?;
            let mut classes = vec![Vec::new(); NUMBERS];
            for (index, &label) in digits.labels.iter().enumerate() {
                if let Some(class) = classes.get_mut(usize::from(label)) {
                    let pixels = digits.image(index);
                    class
                        .push(Image::from_fn(SIDE, SIDE, |column, row| f64::from(pixels[row * SIDE + column]) / 255.0));
                }
            }
            Ok(classes)
        };
        Ok(Self { train: pool(Split::Train)?, test: pool(Split::Test)? })
    }
}

/// `per_class` images of each class, drawn without replacement, class after class.
pub(super) fn drawn<'a>(pool: &'a [Vec<Image>], per_class: usize, seed: u64, purpose: &str) -> Vec<&'a Image> {
    let mut rng = stream(seed, purpose);
    pool.iter()
        .flat_map(|class| {
            sample(&mut rng, class.len(), per_class).into_iter().map(|place| &class[place]).collect::<Vec<_>>()
        })
        .collect()
}

/// Vectors of equal length with labels, `per_class` of each class.
pub(super) fn labelled(vectors: &[Vec<f64>], per_class: usize) -> LabelledPoints {
    LabelledPoints {
        points: Mat::from_fn(vectors[0].len(), vectors.len(), |i, j| vectors[j][i]),
        labels: (0..vectors.len()).map(|j| j / per_class).collect(),
    }
}

/// The course over draws.
pub(super) fn followed(config: &Config, pools: &Pools) -> DigitCourse {
    let digits = &config.digits;
    let settings = Settings { epsilon_squared: config.epsilon_squared, step: digits.step, sharpness: config.sharpness };
    let dense = Dense { settings, layers: &digits.layers, classes: NUMBERS, directions: digits.directions };
    let draw = |draw: usize| {
        let part = |pool: &[Vec<Image>], name: &str| {
            let images = drawn(pool, digits.per_class, config.seed, &format!("digits {draw} {name}"));
            let vectors: Vec<Vec<f64>> = images.iter().map(|image| image.reduced(digits.reduction).pixels).collect();
            labelled(&vectors, digits.per_class)
        };
        dense.course(&part(&pools.train, "train"), &part(&pools.test, "test")).0
    };
    let draws: Vec<Course> = (0..config.draws).into_par_iter().map(draw).collect();
    DigitCourse {
        side: SIDE / digits.reduction,
        followed: over_draws(&draws, &digits.layers, digits.step, NUMBERS * digits.per_class),
        cosines: cosines(&draws),
    }
}
