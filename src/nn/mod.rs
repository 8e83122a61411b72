//! What is learnt: layers, models and the training loop, on dfdx; the one place where plain arrays and tensors meet.
//!
//! A model ([`Stack`], or anything that is a [`Module`]) says sizes and names. A [`Network`] is a model with weights on
//! a device chosen at run time; it is trained by [`Network::train`] and called on a [`Matrix`], one example a row.
//! Images lie row of pixels after row of pixels, the channels of a pixel side by side.
//!
//! What a model is asked beside its output, and what it does to its weights beside training, is a question or an amendment
//! that the model brings: the network knows no model. `nn/cpu` holds the processor's own kernels, `nn/models` the models.
//!
//! Every draw comes from a named stream on the host, and no sum depends on how many threads there are: on a processor
//! the same seed gives the same bits.

mod batches;
mod checkpoint;
mod cpu;
#[cfg(feature = "cuda")]
mod cuda;
mod descent;
mod device;
#[cfg(test)]
mod gradient_checks;
mod layered;
mod layers;
mod logistic_loss;
mod loss;
mod matrix;
mod memory;
mod models;
mod module;
mod network;
mod normal_tail;
mod operations;
mod optimizer;
#[cfg(any(feature = "cuda", test))]
mod out_of_memory;
mod parameters;
mod question;
mod schedule;
mod state_dict;
mod stock;
mod tape;
mod tensor;
mod training;
mod windows;

pub use batches::{Batches, Shuffled, Whole};
pub use checkpoint::CheckpointError;
pub use descent::{Descended, Descent, Stretch};
pub use device::Device;
pub use layered::Layered;
pub use layers::{Convolution, Layer, Linear, Norm};
pub use logistic_loss::LogisticLoss;
pub use loss::{CrossEntropy, Loss, SquareLoss};
pub use matrix::Matrix;
pub use models::{
    autoencoder::{Autoencoder, Regularization},
    crate_transformer::{Crate, CrateSizes, Projection, released_rates},
    image_tokens::{Patches, Pool, after_attention, after_layer, images_of_planes},
    relu_network::ReluNetwork,
    series::{Along, SeriesNetwork},
    stack::Stack,
    template_bank::TemplateBank,
    unet::unet,
    unrolled::{Measured, Unrolled},
    vit::{Vit, VitSizes},
};
pub use module::Module;
pub use network::Network;
pub use optimizer::{Moving, Optimizer, Rule};
pub use parameters::{Initial, Initializer, Parameter, Parameters, Slot, Weights};
pub use schedule::Schedule;
pub use state_dict::{Architecture, StateDict, StateDictError, TensorFile, Told};
pub use tape::Recorder;
pub use tensor::{Constant, Heads, Scalar, Tensor};
pub use training::{History, Training};
pub use windows::{Extent, Padding, Windows};
