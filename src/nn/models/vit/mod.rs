//! The vision transformer, which the white-box one is compared with.

mod load;
mod model;
mod sizes;
#[cfg(test)]
mod tests;

pub use model::Vit;
pub use sizes::VitSizes;
