//! Chapter 4, White-box networks.

use crate::figure::{Chapter, Of};

pub mod compression_step;
pub mod convolutional_sparse_coding;
pub mod infer;
pub mod rate_reduction;
pub mod redunet;
pub mod scattering;
pub mod sparsification_step;
pub mod subspace_denoising;
pub mod token_statistics;
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
        &Of::<rate_reduction::RateReduction>::new(),
        &Of::<redunet::ReduNet>::new(),
        &Of::<compression_step::CompressionStep>::new(),
        &Of::<subspace_denoising::SubspaceDenoising>::new(),
        &Of::<token_statistics::TokenStatistics>::new(),
        &Of::<sparsification_step::SparsificationStep>::new(),
    ],
};
