//! Handwritten digits and the networks that learn to denoise them, which several figures look at.

mod collection;
mod learning;
mod student;

pub(super) use collection::Collection;
pub(super) use learning::GRID;
pub use learning::Learning;
pub(super) use student::{Student, model};
