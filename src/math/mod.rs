//! What is true: pure functions of numbers, one a numbered equation of the book.

pub mod analytic_weights;
pub mod binomial;
pub mod bootstrap;
pub mod diffusion;
pub mod euler_maruyama;
pub mod fit;
pub mod kernel;
pub mod known_support;
pub mod sampling;
pub mod sparse;
