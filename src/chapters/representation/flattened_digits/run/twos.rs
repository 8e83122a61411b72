//! The twos, their principal components, and the pairs that lines join.

use anyhow::Result;
use faer::{Mat, MatRef};
use rand::seq::SliceRandom as _;

use super::super::{Config, config::Flattening};
use crate::{
    data::{
        digits::{Digits, SIDE, Shelf, Split, twos::train_twos},
        streams::stream,
    },
    figure::Context,
    ground::progress::Progress,
    math::{subspaces::principal_components::PrincipalComponents, vectors::mean},
};

/// Pixels of an image.
pub(super) const PIXELS: usize = SIDE * SIDE;

/// Images of twos, one a column, pixels from 0 to 1.
pub(super) struct Twos {
    /// Of the training set: `[784, N]`.
    pub(super) train: Mat<f64>,
    /// The mean of them: `[784]`.
    pub(super) mean: Vec<f64>,
    /// The principal components of the training twos about their mean.
    pub(super) components: PrincipalComponents,
    /// Of the test set, the two ends of each pair one after the other: `[784, 2 · pairs]`.
    pub(super) ends: Mat<f64>,
}

impl Twos {
    /// Reads them, and draws the pairs.
    pub(super) fn read(config: &Config, context: &Context) -> Result<Self> {
        let shelf = Shelf::new(context.data.as_deref(), context.progress == Progress::Shown);
        let twos = train_twos(&shelf, config.twos)?;
        let train = images(&twos, &(0..twos.len()).collect::<Vec<_>>());
        let mean: Vec<f64> = (0..PIXELS).map(|i| mean(&train.row(i).iter().copied().collect::<Vec<_>>())).collect();
        let components = PrincipalComponents::from_points(about(train.as_ref(), &mean).as_ref());
        let test = shelf.digits(Split::Test, 10_000)?;
        let mut held_out: Vec<usize> = (0..test.len()).filter(|&index| test.labels[index] == 2).collect();
        held_out.shuffle(&mut stream(config.seed, "flattened_digits/pairs"));
        held_out.truncate(2 * config.lines.pairs);
        Ok(Self { train, mean, components, ends: images(&test, &held_out) })
    }

    /// The coordinates of `images` along the first `q` principal components: `[q, M]`.
    pub(super) fn coordinates(&self, images: MatRef<'_, f64>, q: usize) -> Mat<f64> {
        self.components.coordinates(about(images, &self.mean).as_ref(), q)
    }

    /// The images with these coordinates along the first principal components: `[784, M]`.
    pub(super) fn images_at(&self, coordinates: MatRef<'_, f64>) -> Mat<f64> {
        let mut images = self.components.basis(coordinates.nrows()) * coordinates;
        for j in 0..images.ncols() {
            (0..PIXELS).for_each(|i| images[(i, j)] += self.mean[i]);
        }
        images
    }

    /// The twos that the nets are built on, as they are given to them: the first, along the leading components: `[784, N]`.
    pub(super) fn as_flattened(&self, settings: &Flattening) -> Mat<f64> {
        let first = self.train.as_ref().subcols(0, settings.twos);
        self.images_at(self.coordinates(first, settings.components).as_ref())
    }

    /// The ends of the pairs as `q` components give them back.
    pub(super) fn principal_reconstruction(&self, q: usize) -> Mat<f64> {
        self.images_at(self.coordinates(self.ends.as_ref(), q).as_ref())
    }

    /// The share of the energy of the pairs' ends about the training mean that `reconstruction` misses.
    pub(super) fn lost(&self, reconstruction: &Mat<f64>) -> f64 {
        self.lost_of(self.ends.as_ref(), reconstruction)
    }

    /// The same of any images.
    pub(super) fn lost_of(&self, images: MatRef<'_, f64>, reconstruction: &Mat<f64>) -> f64 {
        (images - reconstruction).squared_norm_l2() / about(images, &self.mean).squared_norm_l2()
    }
}

/// The chosen images, one a column.
fn images(digits: &Digits, chosen: &[usize]) -> Mat<f64> {
    Mat::from_fn(PIXELS, chosen.len(), |i, j| f64::from(digits.image(chosen[j])[i]) / 255.0)
}

/// The images without `mean`.
fn about(images: MatRef<'_, f64>, mean: &[f64]) -> Mat<f64> {
    Mat::from_fn(images.nrows(), images.ncols(), |i, j| images[(i, j)] - mean[i])
}
