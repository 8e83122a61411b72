//! An object under a group of motions, and the dimension that is counted from its pictures.

use super::super::Orbit;
use crate::math::{images::image::Image, subspaces::numerical_rank::NumericalRank};

/// An object whose pictures are a function of some parameters.
pub(super) struct Moving<'a> {
    /// What moves, as the record names it.
    pub(super) name: &'a str,
    /// Dimension of the group.
    pub(super) group: usize,
    /// Dimension of the motions that the object does not show.
    pub(super) stabiliser: usize,
    /// How many parameters its pictures have.
    pub(super) parameters: usize,
}

impl Moving<'_> {
    /// The dimension counted from `picture`, a function of the parameters, by differences of `step`.
    pub(super) fn counted(&self, step: f64, picture: &(impl Fn(&[f64]) -> Image + Sync)) -> Orbit {
        let Self { name, group, stabiliser, parameters } = *self;
        let NumericalRank { singular_values, halving, rank, gap } = NumericalRank::measure(picture, parameters, step);
        Orbit { name: name.to_owned(), group, stabiliser, singular_values, halving, rank, gap }
    }
}
