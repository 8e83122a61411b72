//! Autoencoders: a code with few numbers and the way back, by what is asked of them beside the reconstruction.

mod learning;
mod model;
mod objective;
#[cfg(test)]
mod tests;

pub use model::{Autoencoder, Regularization};
