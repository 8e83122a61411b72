//! *Deep Representations from the Ground Up*, the executable book: a map of the house.
//!
//! One idea runs through it: a figure is a typed experiment, and the page only prints what the experiment found.
//!
//! | room | what is in it |
//! |---|---|
//! | [`ground`] | what every room stands on: files, scale, device, progress, a number with its interval, pixels |
//! | [`math`] | what is true: pure functions of numbers, one a numbered equation |
//! | [`data`] | what is given: curves, digits, and every random stream |
//! | [`nn`] | what is learnt: layers, models and the training loop, on dfdx |
//! | [`figure`] | the shape of a figure: experiment, record, claim, drawing |
//! | [`chapters`] | the figures, one folder per chapter |
//! | [`cli`] | one command line for all chapters |
//!
//! Data moves one way, `Config → Outcome → Record → drawing → page`; a room imports only rooms above it in this table
//! (`tests/house/layers.rs` checks).

pub mod chapters;
pub mod cli;
pub mod data;
pub mod figure;
pub mod ground;
pub mod math;
pub mod nn;
