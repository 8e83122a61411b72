//! Chapter 0, Recap: sparse recovery.

use crate::figure::{Chapter, Of};

pub mod lasso_path;

/// The chapter's figures, in reading order.
pub static CHAPTER: Chapter = Chapter {
    id: "sparse_recovery",
    number: 0,
    title: "Recap: sparse recovery",
    figures: &[&Of::<lasso_path::LassoPath>::new()],
};
