//! Chapter 3, Representation: learning the structure of a manifold.

use crate::figure::{Chapter, Of};

pub mod autoencoders;
pub mod chart_gluing;
pub mod denoising;
pub mod digit_diffusion;
pub mod flattened_digits;
pub mod flattening;
pub mod information;
pub mod noising;
pub mod pitfalls;
pub mod samplers;
pub mod score_architecture;
pub mod score_matching;

mod digit_collection;
mod digit_learning;
mod digit_student;

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
        &Of::<denoising::Denoising>::new(),
        &Of::<samplers::Samplers>::new(),
        &Of::<information::Information>::new(),
        &Of::<score_matching::ScoreMatching>::new(),
        &Of::<score_architecture::ScoreArchitecture>::new(),
        &Of::<digit_diffusion::DigitDiffusion>::new(),
        &Of::<pitfalls::Pitfalls>::new(),
    ],
};
