//! Where networks are computed, as a reader names it.

use clap::ValueEnum;
use thiserror::Error;

/// The device that a network is built on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum DeviceKind {
    /// The processor, with all threads that `--jobs` allows.
    #[default]
    Cpu,
    /// The first CUDA card.
    Cuda,
}

impl DeviceKind {
    /// The name on the command line and in the facts of a run.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Cpu => "cpu",
            Self::Cuda => "cuda",
        }
    }
}

/// Why a device cannot be had, or cannot do what is asked of it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DeviceError {
    /// The binary was built without CUDA.
    #[error("this binary was built without CUDA: build it with `--features cuda`, or use `--device cpu`")]
    NotBuilt,
    /// There is no card, or its driver does not answer.
    #[error("no CUDA card answers ({0}): use `--device cpu`")]
    NoCard(String),
    /// The card has not enough memory.
    #[error("the CUDA card is out of memory: take a smaller batch or a narrower network, or use `--device cpu`")]
    OutOfMemory,
}
