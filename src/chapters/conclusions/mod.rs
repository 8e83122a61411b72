//! Chapter 5, Conclusions.

use crate::figure::Chapter;

/// The chapter's figures, in reading order.
pub static CHAPTER: Chapter = Chapter { id: "conclusions", number: 5, title: "Conclusions", figures: &[] };
