//! The figures, a folder a chapter, in the lecture's order. The only place with figures.

use crate::figure::{Chapter, Figure};

pub mod conclusions;
pub mod representation;
pub mod sparse_recovery;
pub mod two_curves;
pub mod vignettes;
pub mod white_box;

/// Every chapter, in the lecture's order.
pub static CHAPTERS: [&Chapter; 6] = [
    &sparse_recovery::CHAPTER,
    &vignettes::CHAPTER,
    &two_curves::CHAPTER,
    &representation::CHAPTER,
    &white_box::CHAPTER,
    &conclusions::CHAPTER,
];

/// Every figure of the book, in reading order.
pub fn figures() -> impl Iterator<Item = &'static dyn Figure> {
    CHAPTERS.iter().flat_map(|chapter| chapter.figures.iter().copied())
}
