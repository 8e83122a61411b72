//! What is learnt: layers, models and the training loop, on dfdx; the one place where plain arrays and tensors meet.
//!
//! A model ([`Stack`], or anything that is a [`Module`]) says sizes and names. A [`Network`] is a model with weights on
//! a device chosen at run time; it is trained by [`Network::train`] and called on a [`Matrix`], one example a row.
//! Images lie row of pixels after row of pixels, the channels of a pixel side by side.
//!
//! Every draw comes from a named stream on the host, and no sum depends on how many threads there are: on a processor
//! the same seed gives the same bits.

mod batches;
mod checkpoint;
mod device;
mod fused;
#[cfg(test)]
mod gradient_checks;
mod layers;
mod logistic_loss;
mod loss;
mod matrix;
mod module;
mod network;
mod optimizer;
mod parameters;
pub mod relu_network;
mod schedule;
mod series;
mod stack;
mod stock;
mod tape;
mod template_bank;
mod training;
mod unrolled;
mod windows;

pub use batches::{Batches, Shuffled};
pub use checkpoint::CheckpointError;
pub use device::{Constant, Device, DeviceError, Heads, Scalar, Tensor};
pub use layers::{Convolution, Layer, Linear, Norm};
pub use logistic_loss::LogisticLoss;
pub use loss::{CrossEntropy, Loss, SquareLoss};
pub use matrix::Matrix;
pub use module::Module;
pub use network::Network;
pub use optimizer::{Moving, Optimizer, Rule};
pub use parameters::{Initial, Initializer, Parameter, Parameters, Slot, Weights};
pub use schedule::Schedule;
pub use series::{Along, SeriesNetwork};
pub use stack::Stack;
pub use tape::Recorder;
pub use template_bank::TemplateBank;
pub use training::{History, Training};
pub use unrolled::{Measured, Unrolled};
pub use windows::{Extent, Padding, Windows};
