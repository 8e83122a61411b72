//! What is true: pure functions of numbers, one a numbered equation of the book.

pub mod binomial;
pub mod bootstrap;
pub mod diffusion;
pub mod euler_maruyama;
pub mod fit;
pub mod homotopy;
pub mod kernel;
pub mod logistic;
pub mod rules;
pub mod sampling;
pub mod sparse;
pub mod statistical_dimension;
