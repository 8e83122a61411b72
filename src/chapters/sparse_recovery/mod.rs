//! Chapter 0, Recap: sparse recovery.

pub mod unrolling;

use crate::figure::{Chapter, Of};

/// The chapter's figures, in reading order.
pub static CHAPTER: Chapter = Chapter {
    id: "sparse_recovery",
    number: 0,
    title: "Recap: sparse recovery",
    figures: &[&Of::<unrolling::Unrolling>::new()],
};
