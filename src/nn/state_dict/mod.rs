//! State dicts of transformers, as PyTorch programs leave them: found by name, refused by name.

mod dict;
mod error;
mod file;
mod told;

pub(super) use dict::heads_and_pool;
pub use dict::{Architecture, StateDict};
pub use error::StateDictError;
pub use file::TensorFile;
pub use told::Told;
