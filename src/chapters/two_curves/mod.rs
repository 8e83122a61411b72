//! Chapter 2, Identification: binary classification of two curves.

use crate::figure::{Chapter, Of};

use end_to_end::EndToEnd;
use kernel_decay::KernelDecay;

pub mod end_to_end;
pub mod kernel_decay;

/// The chapter's figures, in reading order.
pub static CHAPTER: Chapter = Chapter {
    id: "two_curves",
    number: 2,
    title: "Identification: binary classification of two curves",
    figures: &[&Of::<KernelDecay>::new(), &Of::<EndToEnd>::new()],
};
