//! What is true: pure functions of numbers, one a numbered equation.

pub mod binomial;
pub mod bootstrap;
pub mod kernel;
