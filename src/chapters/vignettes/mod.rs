//! Chapter 1, Motivating vignettes.

use crate::figure::Chapter;

/// The chapter's figures, in reading order.
pub static CHAPTER: Chapter = Chapter { id: "vignettes", number: 1, title: "Motivating vignettes", figures: &[] };
