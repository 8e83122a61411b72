//! An object under a group of motions, and the dimension that is counted from its pictures.

use serde::{Deserialize, Serialize};

use crate::math::{images::image::Image, subspaces::numerical_rank::NumericalRank};

/// The pictures of one object under one group, near one of them.
#[derive(Debug, Serialize, Deserialize)]
pub struct Orbit {
    /// What moves.
    pub name: String,
    /// Dimension of the group.
    pub group: usize,
    /// Dimension of the motions that the object does not show.
    pub stabiliser: usize,
    /// Singular values of the derivative at half the step, falling, one a parameter; there are more parameters than the
    /// group has dimensions.
    pub singular_values: Vec<f64>,
    /// How far halving the step moves the derivative: largest singular value of the difference.
    pub halving: f64,
    /// How many singular values count.
    pub rank: usize,
    /// The last singular value that counts, over what comes after it.
    pub gap: f64,
}

impl Orbit {
    /// The dimension counted from pictures: of `picture`, a function of so many `parameters`, by differences of `step`.
    pub(super) fn of(
        name: &str,
        (group, stabiliser): (usize, usize),
        parameters: usize,
        step: f64,
        picture: &(impl Fn(&[f64]) -> Image + Sync),
    ) -> Self {
        let NumericalRank { singular_values, halving, rank, gap } = NumericalRank::of(picture, parameters, step);
        Self { name: name.to_owned(), group, stabiliser, singular_values, halving, rank, gap }
    }

    /// How far the count is from the dimension of the group less that of the stabiliser.
    pub(super) fn miscount(&self) -> f64 {
        (self.rank as f64 + self.stabiliser as f64 - self.group as f64).abs()
    }
}
