//! Chapter 3, Representation: learning the structure of a manifold.

use crate::figure::{Chapter, Of};

pub mod autoencoders;
pub mod chart_gluing;
pub mod flattened_digits;
pub mod flattening;
pub mod noising;

/// The chapter's figures, in reading order.
pub static CHAPTER: Chapter = Chapter {
    id: "representation",
    number: 3,
    title: "Representation: learning the structure of a manifold",
    figures: &[
        &Of::<chart_gluing::ChartGluing>::new(),
        &Of::<autoencoders::Autoencoders>::new(),
        &Of::<flattening::Flattening>::new(),
        &Of::<flattened_digits::FlattenedDigits>::new(),
        &Of::<noising::Noising>::new(),
    ],
};
