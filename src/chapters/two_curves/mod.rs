//! Chapter 2, Identification: binary classification of two curves.

use crate::figure::{Chapter, Of};

use geometry::Geometry;
use kernel_decay::KernelDecay;
use parameter_landscape::ParameterLandscape;

pub mod geometry;
pub mod kernel_decay;
pub mod parameter_landscape;

/// The chapter's figures, in reading order.
pub static CHAPTER: Chapter = Chapter {
    id: "two_curves",
    number: 2,
    title: "Identification: binary classification of two curves",
    figures: &[&Of::<ParameterLandscape>::new(), &Of::<Geometry>::new(), &Of::<KernelDecay>::new()],
};
