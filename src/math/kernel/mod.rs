//! The tangent kernel of deep ReLU networks, and what gradient descent does under a kernel.

pub mod by_depth;
pub mod certificate;
pub mod descent;
pub mod label_eigenvalue;
pub mod linear_flow;
pub mod matrix;
pub mod mirror_operator;
pub mod regression;
pub mod spread;
pub mod table;
pub mod tangent;
