//! Chapter 2, Identification: binary classification of two curves.

use crate::figure::Chapter;

/// The chapter's figures, in reading order.
pub static CHAPTER: Chapter =
    Chapter { id: "two_curves", number: 2, title: "Identification: binary classification of two curves", figures: &[] };
