//! The models: sizes, names of parameters, and what is computed with them, one model a file.

pub(super) mod autoencoder;
pub(super) mod crate_transformer;
pub(super) mod image_tokens;
pub(super) mod relu_network;
pub(super) mod series;
pub(super) mod stack;
pub(super) mod template_bank;
pub(super) mod unet;
pub(super) mod unrolled;
pub(super) mod vit;
