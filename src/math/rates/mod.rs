//! Coding rates: how many nats it takes to store tokens, in one set, in classes, or against subspaces, and steps that change it.

pub mod balls;
pub mod classes;
pub mod coding_rate;
pub mod compression_step;
pub mod lengths;
pub mod mcr2;
pub mod membership;
pub mod nearest_subspace;
pub mod redunet;
pub mod shift_redunet;
pub mod subspace_denoising;
pub mod subspace_rate;
pub mod token_statistics;
pub mod unit_tokens;
