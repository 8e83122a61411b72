//! What is given: data sets, curves, and every random stream.

pub mod curves;
pub mod digits;
pub mod fetch;
pub mod idx;
pub mod streams;
