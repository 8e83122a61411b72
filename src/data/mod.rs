//! What is given: data sets, curves, and every random stream.

pub mod curves;
pub mod streams;
