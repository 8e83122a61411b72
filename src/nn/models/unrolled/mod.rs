//! Iterations of sparse recovery as layers of a network, with as much learnt as one likes.

mod iteration;
mod measured;
mod model;
mod rule;

pub use measured::Measured;
pub use model::Unrolled;
