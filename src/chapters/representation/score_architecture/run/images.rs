//! The digits: those learnt from, those held out, and both in another order of pixels.

use anyhow::Result;
use rand::seq::SliceRandom as _;

use super::super::Config;
use crate::{
    data::{
        digits::{
            CLASSES, Shelf, Split,
            halved::{HALF_PIXELS, Halved},
        },
        streams::stream,
    },
    figure::Context,
    ground::progress::Progress,
};

/// Digits that are in this repository to learn from, and as many to test.
const COMMITTED: usize = 10_000;

/// Images one after the other, `[N, 14, 14]`, of mean 0 and standard deviation 1 over all committed training digits.
pub(super) struct Images {
    /// As many of each class.
    pub(super) learnt: Vec<f64>,
    /// By other writers.
    pub(super) held_out: Vec<f64>,
}

/// What is read.
pub(super) struct Shelved {
    pub(super) images: Images,
    /// The first committed training digits, as many as the largest two halves need.
    pub(super) pool: Vec<f64>,
    pub(super) standard: Halved,
}

impl Shelved {
    pub(super) fn read(config: &Config, context: &Context) -> Result<Self> {
        let shelf = Shelf::new(context.data.as_deref(), context.progress == Progress::Shown);
        let digits = shelf.digits(Split::Train, COMMITTED)?;
        let standard = Halved::standard_of(&digits);
        let mut taken = [0; CLASSES];
        let chosen: Vec<usize> = (0..digits.len())
            .filter(|&index| {
                let count = &mut taken[usize::from(digits.labels[index])];
                *count += 1;
                *count <= config.each
            })
            .collect();
        let test: Vec<usize> = (0..config.held_out).collect();
        let images = Images {
            learnt: standard.images(&digits, &chosen),
            held_out: standard.images(&shelf.digits(Split::Test, COMMITTED)?, &test),
        };
        let most = config.agreement.counts.last().copied().unwrap_or_default();
        let pool = standard.images(&digits, &(0..2 * most).collect::<Vec<_>>());
        Ok(Self { images, pool, standard })
    }
}

impl Images {
    /// The same images with their pixels in another order, one for all: all correlations of pixels are what they were, but
    /// no longer between neighbours.
    pub(super) fn scrambled(&self, seed: u64) -> Self {
        let mut order: Vec<usize> = (0..HALF_PIXELS).collect();
        order.shuffle(&mut stream(seed, "score architecture order of pixels"));
        let scramble = |images: &[f64]| -> Vec<f64> {
            images.chunks_exact(HALF_PIXELS).flat_map(|image| order.iter().map(|&pixel| image[pixel])).collect()
        };
        Self { learnt: scramble(&self.learnt), held_out: scramble(&self.held_out) }
    }
}
