//! Chapter 0, Recap: sparse recovery.

pub mod lasso_path;
pub mod measurements;
pub mod phase_transition;
mod recovery;
pub mod representation;
pub mod unrolling;

use crate::figure::{Chapter, Of};

/// The chapter's figures, in reading order.
pub static CHAPTER: Chapter = Chapter {
    id: "sparse_recovery",
    number: 0,
    title: "Recap: sparse recovery",
    figures: &[
        &Of::<lasso_path::LassoPath>::new(),
        &Of::<phase_transition::PhaseTransition>::new(),
        &Of::<measurements::Measurements>::new(),
        &Of::<unrolling::Unrolling>::new(),
        &Of::<representation::Representation>::new(),
    ],
};
