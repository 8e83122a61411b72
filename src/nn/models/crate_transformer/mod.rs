//! CRATE, the white-box transformer: attention that compresses against subspaces, then a step of sparse coding.
//!
//! What is computed, and the names of the parameters, are those of the released code: weights of it load as they are.

mod load;
mod model;
mod rate;
mod sizes;
#[cfg(test)]
mod tests;

pub use model::Crate;
pub use rate::released_rates;
pub use sizes::{CrateSizes, Projection};
