//! What is given: curves, digits, signals, and every random stream.

pub mod curves;
pub mod digits;
pub mod fetch;
pub mod idx;
pub mod sparse_signals;
pub mod streams;
