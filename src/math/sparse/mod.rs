//! Sparse recovery: shrinkage, the LASSO and its path, proximal methods, and when they recover.

pub mod analytic_weights;
pub mod convolutional;
pub mod dictionary_learning;
pub mod dictionary_objective;
pub mod homotopy;
pub mod known_support;
pub mod lasso;
pub mod matching_pursuit;
pub mod nonnegative_lasso;
pub mod proximal_gradient;
#[cfg(test)]
mod random_problem;
pub mod rules;
pub mod soft_threshold;
pub mod statistical_dimension;
pub mod support;
