//! Chapter 4, White-box networks.

use crate::figure::{Chapter, Of};

pub mod compression_step;
pub mod convolutional_sparse_coding;
pub mod scattering;
pub mod sparsification_step;
pub mod tokens;

mod patches;

/// The chapter's figures, in reading order.
pub static CHAPTER: Chapter = Chapter {
    id: "white_box",
    number: 4,
    title: "White-box networks",
    figures: &[
        &Of::<tokens::Tokens>::new(),
        &Of::<convolutional_sparse_coding::ConvolutionalSparseCoding>::new(),
        &Of::<scattering::Scattering>::new(),
        &Of::<compression_step::CompressionStep>::new(),
        &Of::<sparsification_step::SparsificationStep>::new(),
    ],
};
