//! Coding rates: how many nats it takes to store tokens, in one set, in classes, or against subspaces, and steps that change it.

pub mod coding_rate;
pub mod compression_step;
pub mod subspace_rate;
pub mod unit_tokens;
