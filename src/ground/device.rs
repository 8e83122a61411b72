//! Where networks are computed, as a reader names it.

use clap::ValueEnum;

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
