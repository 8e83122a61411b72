//! What is true: pure functions of numbers, one a numbered equation of the book, a folder a subject.

pub mod curves;
pub mod diffusion;
pub mod images;
pub mod kernel;
pub mod manifolds;
pub mod rates;
pub mod scattering;
pub mod sparse;
pub mod statistics;
pub mod subspaces;
pub mod vectors;
pub mod waves;
